"""The description of layouts."""

import pytest
from pydantic import ValidationError

from datacell_lib.governance.catalogue.file_layouts import Layout


class TestLayout:
    @pytest.mark.parametrize(
        ("layout", "said"),
        [
            ({"set_aside": {"code": "("}}, r"'\(' is not a regular expression"),
            ({"unpivot": {"columns": "[", "name": "a", "value": "b"}}, "not a regular expression"),
            ({"set_aside": {"code": "a" * 501}}, "500 characters at most"),
            ({"set_aside": {"code": "a{99999999999999}"}}, "not a regular expression"),
            ({"separator": "::"}, "at most 1 character"),
            ({"skip_rows": -1}, "greater than or equal to 0"),
            ({"reader": "someone"}, "nhs-digital-qof"),
            ({"sheets": "Data"}, "Extra inputs are not permitted"),
        ],
    )
    def test_what_cannot_be_meant_is_refused(self, layout: dict, said: str) -> None:
        with pytest.raises(ValidationError, match=said):
            Layout(**layout)

    def test_a_plain_file_needs_none_of_it(self) -> None:
        assert Layout() == Layout(separator=",", skip_rows=0, names=(), suppressed={})
