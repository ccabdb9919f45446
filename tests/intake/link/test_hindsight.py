from datetime import date

import pytest

from datacell_lib.files.area import load_area
from datacell_lib.intake.link.hindsight import list_later_inputs
from datacell_lib.schema import SourceError

# The Indices came out on 26 September 2019, the estimates of mid-2020 on 16 September 2021.
USED = ["population-2020-lsoa2011", "iod2019-scores", "iod2019-scores"]


def make_area(as_of, later_data="mark"):
    changes = {"as_of": as_of, "later_data": later_data}
    return load_area("essex-2020").model_copy(update=changes)


class TestListLaterInputs:
    def test_what_came_out_after_the_day_is_listed(self):
        area = make_area(date(2020, 7, 31))
        assert list_later_inputs(USED, area=area) == ("population-2020-lsoa2011",)

    def test_what_came_out_on_the_day_is_not_later(self):
        assert list_later_inputs(USED, area=make_area(date(2021, 9, 16))) == ()

    def test_each_is_listed_once_in_order(self):
        area = make_area(date(2019, 1, 1))
        assert list_later_inputs(USED, area=area) == (
            "iod2019-scores",
            "population-2020-lsoa2011",
        )

    def test_without_a_day_nothing_is_later(self):
        assert list_later_inputs(USED, area=make_area(None)) == ()

    def test_an_area_that_refuses_hindsight_is_told_what_to_do(self):
        with pytest.raises(
            SourceError, match=r"population-2020-lsoa2011 \(2021-09-16\).*'later_data: mark'"
        ):
            list_later_inputs(USED, area=make_area(date(2020, 7, 31), "refuse"))
