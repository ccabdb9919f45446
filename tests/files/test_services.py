"""The lists of services that an area file names."""

import pytest
from pydantic import ValidationError

from datacell_lib.files.services import ServiceList

LIST = {"dataset": "things", "kind": "library"}


class TestServiceList:
    def test_a_list_without_more_covers_everything(self):
        one = ServiceList(**LIST)
        assert one.covers is None and one.authorities == () and one.where == {}

    @pytest.mark.parametrize("kind", ["surgery", "pub", ""])
    def test_another_kind_is_refused(self, kind):
        with pytest.raises(ValidationError, match="kind"):
            ServiceList(**LIST | {"kind": kind})

    def test_a_list_of_a_part_must_say_what_readers_call_that_part(self):
        with pytest.raises(ValidationError, match="covers a part of the area: say in 'covers'"):
            ServiceList(**LIST, authorities=("E08000001",))
        named = ServiceList(**LIST, authorities=("E08000001",), covers="Bolton")
        assert named.covers == "Bolton"
