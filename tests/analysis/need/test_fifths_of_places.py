import numpy as np
import pandas as pd
import pytest

from datacell_lib.analysis.need.fifths_of_places import add_up_fifths
from datacell_lib.schema import TableError

CODES = [f"E{number:02}" for number in range(10)]


def make_standing():
    """Ten places: the first the most vulnerable, and the last the most deprived."""
    return pd.DataFrame(
        {
            "msoa_code": CODES,
            "population": 1000.0,
            "most_vulnerable_share": np.arange(10) / 10,
            "deprivation_rank": np.arange(10, 0, -1.0),
        }
    )


def make_places(numerators):
    return pd.DataFrame({"area_code": CODES, "numerator": numerators, "denominator": 10.0})


class TestAddUpFifths:
    def test_two_of_ten_places_are_a_fifth_in_each_order(self):
        found = add_up_fifths(make_places(np.arange(10.0)), standing=make_standing())
        by = found.set_index(["ordered_by", "quantile"])["numerator"]
        assert by["vulnerability"].tolist() == [0 + 1, 2 + 3, 4 + 5, 6 + 7, 8 + 9]
        assert by["deprivation"].tolist() == [8 + 9, 6 + 7, 4 + 5, 2 + 3, 0 + 1]
        assert found["denominator"].eq(20).all()

    def test_a_count_that_is_missing_makes_its_fifth_alone_unknown(self):
        counts = [np.nan, *range(1, 10)]
        found = add_up_fifths(make_places(counts), standing=make_standing())
        assert found["numerator"].isna().groupby(found["ordered_by"]).sum().eq(1).all()

    def test_below_ten_places_there_are_none_and_the_columns_stay_numbers(self):
        whole = add_up_fifths(make_places(np.ones(10)), standing=make_standing())
        few = add_up_fifths(make_places(np.ones(10)).head(9), standing=make_standing())
        assert few.empty
        assert few.dtypes.to_dict() == whole.dtypes.to_dict()

    def test_inputs_stay_as_they_were(self):
        places, standing = make_places(np.ones(10)), make_standing()
        before = places.copy(), standing.copy()
        add_up_fifths(places, standing=standing)
        pd.testing.assert_frame_equal(places, before[0])
        pd.testing.assert_frame_equal(standing, before[1])

    def test_a_column_that_is_not_there_is_named(self):
        with pytest.raises(TableError, match="denominator"):
            add_up_fifths(
                make_places(np.ones(10)).drop(columns="denominator"), standing=make_standing()
            )
