"""Districts summed up: by hand, from a handful of neighbourhoods."""

import pandas as pd
import pytest

from datacell_lib.analysis.index.district_standing import summarise_districts

NAMED = {"standings": ["share"], "counts": ["people"]}


def make_places(shares, people, codes="aabb"):
    return pd.DataFrame(
        {
            "district_code": list(codes),
            "district_name": [f"District {code}" for code in codes],
            "share": shares,
            "people": people,
        }
    )


class TestSummariseDistricts:
    def test_it_counts_who_is_in_the_fifth_and_adds_people_up(self):
        # by hand: 0.2 is the fifth's own edge, and in it
        made = summarise_districts(make_places([0.2, 0.21, 0.01, 0.1], [1, 2, 3, 4]), **NAMED)
        assert made["district_code"].tolist() == ["a", "b"]
        assert made["neighbourhoods"].tolist() == [2, 2]
        assert made["share_in_fifth"].tolist() == [0.5, 1.0]
        assert made["people"].tolist() == [3, 7]

    def test_a_place_without_a_rank_is_in_no_share_and_a_missing_count_makes_no_sum(self):
        made = summarise_districts(
            make_places([0.1, None, None, None], [1, 2, None, 4]), **NAMED
        ).set_index("district_code")
        assert made.loc["a", "share_in_fifth"] == 1.0
        assert made["share_in_fifth"].isna()["b"] and made["people"].isna()["b"]
        assert made["neighbourhoods"].tolist() == [2, 2]

    def test_two_districts_of_one_name_stay_two(self):
        places = make_places([0.1] * 4, [1] * 4).assign(district_name="Newport")
        assert summarise_districts(places, **NAMED)["people"].tolist() == [2, 2]

    @pytest.mark.parametrize("seed", [1, 2])
    def test_the_order_of_rows_does_not_matter_and_the_input_stays(self, seed):
        places = make_places([0.2, 0.3, 0.01, None], [1, 2, 3, 4])
        before = places.copy()
        shuffled = summarise_districts(places.sample(frac=1, random_state=seed), **NAMED)
        pd.testing.assert_frame_equal(shuffled, summarise_districts(places, **NAMED))
        pd.testing.assert_frame_equal(places, before)
