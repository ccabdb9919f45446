"""The districts that are most like one, against distances worked out by hand."""

import pandas as pd
import pytest

from datacell_lib.analysis.need.similar_districts import (
    find_similar_districts,
    profile_district,
)
from datacell_lib.schema import TableError
from datacell_lib.table_sources import list_sources, mark_sources

TITLES = {"older": "Older people", "renting": "Households renting"}
# Shares in per cent of 100 people and 100 households each.
SHARES = {"a": (10, 20), "b": (10, 40), "c": (20, 20), "d": (20, 40), "e": (15, 30)}


def make_nation(shares=SHARES):
    codes = list(shares)
    older, renting = zip(*shares.values(), strict=True)
    return pd.DataFrame(
        {
            "district_code": codes,
            "district_name": [code.upper() for code in codes],
            "authority_name": [code.upper() for code in codes],
            "older_numerator": older,
            "older_denominator": 100,
            "renting_numerator": renting,
            "renting_denominator": 100,
        }
    )


class TestFindSimilarDistricts:
    def test_distances_are_those_of_standardised_shares(self):
        # by hand: means 15 and 30, standard deviations (divisor 5) sqrt(100/5) = sqrt(20) and
        # sqrt(400/5) = sqrt(80). From a to e: (5/sqrt(20))^2 + (10/sqrt(80))^2 = 1.25 + 1.25, the
        # root 1.5811; to b: (20/sqrt(80))^2 = 5, to c: (10/sqrt(20))^2 = 5, the root 2.2361.
        like = find_similar_districts(make_nation(), district="a", titles=TITLES)
        assert like["district_name"].tolist() == ["E", "B"]  # B and C are equal: by code
        assert like["distance"].round(4).tolist() == [1.5811, 2.2361]
        assert like["districts_compared"].tolist() == [5, 5]

    def test_never_more_than_half_of_the_others_are_similar(self):
        nation = make_nation({code: (n, n * n) for n, code in enumerate("abcdefghijklmn", 1)})
        assert len(find_similar_districts(nation, district="a", titles=TITLES)) == 5
        assert len(find_similar_districts(nation.head(7), district="a", titles=TITLES)) == 3

    def test_counts_are_added_up_before_they_are_divided(self):
        # two neighbourhoods of f: 1 of 10 and 59 of 190 are 60 of 200, which is d's 30 per cent
        extra = make_nation({"f": (1, 20), "g": (30, 20)}).assign(
            older_denominator=[10, 100], renting_denominator=100
        )
        second = extra.head(1).assign(older_numerator=59, older_denominator=190)
        nation = pd.concat([make_nation(), extra, second], ignore_index=True)
        like = find_similar_districts(nation, district="f", titles=TITLES)
        assert (like["district_name"].iloc[0], like["distance"].iloc[0]) == ("G", 0.0)

    def test_the_order_of_rows_and_the_units_of_counts_do_not_matter(self):
        nation = make_nation()
        scaled = nation.assign(older_numerator=nation["older_numerator"] * 7, older_denominator=700)
        first = find_similar_districts(nation, district="d", titles=TITLES)
        for other in (nation.iloc[::-1], scaled):
            again = find_similar_districts(other, district="d", titles=TITLES)
            pd.testing.assert_frame_equal(again, first)

    def test_a_district_that_lacks_a_share_is_not_compared(self):
        nation = make_nation().assign(older_numerator=[10, 10, 20, 20, None])
        like = find_similar_districts(nation, district="a", titles=TITLES)
        assert "E" not in set(like["district_name"]) and like["districts_compared"].iloc[0] == 4
        assert find_similar_districts(nation, district="e", titles=TITLES).empty

    def test_a_share_that_is_the_same_everywhere_is_left_out(self):
        nation = make_nation().assign(renting_numerator=30)
        like = find_similar_districts(nation, district="a", titles=TITLES)
        assert like["distance"].tolist()[0] == 0.0

    def test_a_district_that_the_nation_lacks_is_refused(self):
        with pytest.raises(TableError, match="no district x; it has 5, such as a, b, c"):
            find_similar_districts(make_nation(), district="x", titles=TITLES)

    def test_a_missing_column_is_refused(self):
        with pytest.raises(TableError, match="older_denominator"):
            find_similar_districts(
                make_nation().drop(columns="older_denominator"), district="a", titles=TITLES
            )

    def test_the_nation_stays_as_it_is(self):
        nation = make_nation()
        before = nation.copy()
        find_similar_districts(nation, district="a", titles=TITLES)
        assert nation.equals(before)


class TestProfileDistrict:
    def compare(self, nation, district="a"):
        places = {"Area": nation.head(2), "Nation": nation}
        return profile_district(nation, district=district, places=places, titles=TITLES)

    def test_the_largest_difference_comes_first_in_standard_deviations(self):
        # a beside e and b together: older 10 beside 25/200, renting 20 beside 70/200; in standard
        # deviations -2.5/4.4721 = -0.559 and -15/8.9443 = -1.677
        table = self.compare(make_nation())
        assert table["indicator"].tolist() == ["Households renting", "Older people"]
        assert table["similar_value"].tolist() == [0.35, 0.125]
        assert table["spreads_apart"].round(3).tolist() == [-1.677, -0.559]
        # of the area a and b, of the nation all five
        assert table["Area"].tolist() == [0.3, 0.1]
        assert table["Nation"].tolist() == [0.3, 0.15]
        assert table["similar_districts"].tolist() == ["E; B", "E; B"]

    def test_a_name_that_is_not_its_authoritys_own_says_which_that_is(self):
        nation = make_nation().assign(authority_name=["A", "B", "C", "D", "Shire"])
        assert self.compare(nation)["similar_districts"].iloc[0] == "E (Shire); B"

    def test_where_all_are_of_its_own_authority_none_is_named(self):
        nation = make_nation().assign(authority_name="Shire")
        assert self.compare(nation)["similar_districts"].iloc[0] == "E; B"

    def test_without_similar_districts_there_is_nothing_to_set_it_beside(self):
        nation = make_nation().assign(older_numerator=[10, 10, 20, 20, None])
        assert self.compare(nation, "e").empty

    def test_it_carries_the_datasets_behind_it(self):
        table = self.compare(mark_sources(make_nation(), ["census"]))
        assert list_sources(table) == ("census",)
