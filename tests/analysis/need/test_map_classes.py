import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datacell_lib.analysis.need.map_classes import choose_classes
from datacell_lib.schema import TableError


def make_standing(**districts):
    rows = [(code, share) for code, shares in districts.items() for share in shares]
    return pd.DataFrame(rows, columns=["district_code", "most_vulnerable_share"])


def count_most(standing, classes, district):
    shares = standing.loc[standing["district_code"] == district, "most_vulnerable_share"]
    return pd.cut(shares, [0, *classes]).value_counts().max() / len(shares)


class TestChooseClasses:
    def test_an_area_like_the_nation_has_the_five_that_every_map_has(self):
        assert choose_classes(make_standing(a=np.arange(1, 101) / 100)) == (0.1, 0.2, 0.4, 0.6, 1.0)

    def test_a_district_crowded_in_the_tenth_divides_it_for_the_whole_area(self):
        crowded = np.r_[np.arange(1, 61) / 600, np.arange(1, 30) / 30]
        standing = make_standing(a=np.arange(1, 101) / 100, b=crowded)
        classes = choose_classes(standing)
        assert count_most(standing, (0.1, 0.2, 0.4, 0.6, 1.0), "b") > 0.6
        assert count_most(standing, classes, "b") <= 0.4

    def test_one_value_everywhere_is_not_divided_in_vain(self):
        assert choose_classes(make_standing(a=[0.5] * 20)) == (0.1, 0.2, 0.4, 0.6, 1.0)

    def test_neighbourhoods_without_a_rank_count_for_nothing(self):
        standing = make_standing(a=np.r_[np.arange(1, 101) / 100, [np.nan] * 300])
        assert choose_classes(standing) == (0.1, 0.2, 0.4, 0.6, 1.0)

    @given(st.lists(st.floats(0.0001, 1), min_size=1, max_size=60))
    def test_they_cover_the_nation_without_a_gap_whatever_the_area(self, shares):
        classes = choose_classes(make_standing(a=shares))
        assert 5 <= len(classes) <= 7
        assert list(classes) == sorted(set(classes)) and classes[0] > 0 and classes[-1] == 1
        assert {0.1, 0.2} <= set(classes)

    def test_a_table_without_districts_is_refused(self):
        with pytest.raises(TableError, match="district_code"):
            choose_classes(pd.DataFrame({"most_vulnerable_share": [0.1]}))

    def test_input_is_unchanged(self):
        standing = make_standing(a=[0.05] * 9)
        before = standing.copy()
        choose_classes(standing)
        pd.testing.assert_frame_equal(standing, before)
