"""Where neighbourhoods stand, and which come first."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datacell_lib.analysis.index.standing import (
    add_standing,
    name_leading_domains,
    number_positions,
    select_district,
    select_most_vulnerable,
)
from datacell_lib.schema import TableError

COLUMNS = ["area_code", "level", "component", "rank", "areas", "most_vulnerable_share", "imputed"]
INDEX = pd.DataFrame(
    [
        ("a", "index", "all", 2, 3, 2 / 3, False),
        ("b", "index", "all", 1, 3, 1 / 3, True),
        ("c", "index", "all", 3, 3, 3 / 3, False),
        ("a", "domain", "money", 1, 3, 1 / 3, False),
        ("b", "domain", "money", 2, 3, 2 / 3, False),
        ("c", "domain", "money", 3, 3, 3 / 3, False),
        ("a", "domain", "health", 3, 3, 3 / 3, False),
        ("b", "domain", "health", 2, 3, 2 / 3, False),
        ("c", "domain", "health", 1, 3, 1 / 3, False),
        ("a", "indicator", "income", 9, 9, 9.0, False),
    ],
    columns=COLUMNS,
)
PLACES = pd.DataFrame({"area_code": ["c", "a"], "district_code": "D1", "district_name": "One"})
TITLES = {"money": "Money", "health": "Health"}


class TestAddStanding:
    def test_rank_share_and_domains_are_joined_by_code(self) -> None:
        standing = add_standing(PLACES, index=INDEX)
        assert standing["area_code"].tolist() == ["c", "a"]
        assert standing["rank"].tolist() == [3, 2]
        assert standing["areas"].tolist() == [3, 3]
        assert standing["share_money"].tolist() == [1, 1 / 3]
        assert standing["share_health"].tolist() == [1 / 3, 1]
        assert "share_income" not in standing

    def test_the_order_of_the_index_does_not_matter_and_inputs_stay(self) -> None:
        places, index = PLACES.copy(deep=True), INDEX.copy(deep=True)
        shuffled = add_standing(places, index=index.sample(frac=1, random_state=1))
        pd.testing.assert_frame_equal(
            shuffled[sorted(shuffled)], add_standing(PLACES, index=INDEX)[sorted(shuffled)]
        )
        pd.testing.assert_frame_equal(places, PLACES)
        pd.testing.assert_frame_equal(index, INDEX)

    def test_a_neighbourhood_that_is_not_in_the_index_is_named(self) -> None:
        more = pd.concat([PLACES, PLACES.assign(area_code=["x", "y"])])
        with pytest.raises(TableError, match="2 neighbourhoods are not in the index, such as x"):
            add_standing(more, index=INDEX)


class TestSelectDistrict:
    def test_its_rows_come_in_their_order(self) -> None:
        table = PLACES.assign(district_code=["D2", "D1"])
        assert select_district(table, district="D1")["area_code"].tolist() == ["a"]

    def test_an_unknown_district_is_answered_with_the_list(self) -> None:
        with pytest.raises(TableError, match=r"'D9' is not a report district.*it has D1 \(One\)"):
            select_district(PLACES, district="D9")


class TestSelectMostVulnerable:
    # A fifth rounded up, at least 1, at most 10: by hand.
    @pytest.mark.parametrize(
        ("neighbourhoods", "wanted"), [(1, 1), (4, 1), (5, 1), (6, 2), (35, 7), (50, 10), (99, 10)]
    )
    def test_a_fifth_rounded_up_is_selected(self, neighbourhoods: int, wanted: int) -> None:
        codes = [f"{i:03}" for i in range(neighbourhoods)]
        table = pd.DataFrame({"area_code": codes, "rank": range(neighbourhoods, 0, -1)})
        listed = select_most_vulnerable(table)
        assert listed["rank"].tolist() == list(range(1, wanted + 1))
        assert listed["position"].tolist() == list(range(1, wanted + 1))

    @settings(max_examples=30, deadline=None)
    @given(st.lists(st.integers(1, 9), min_size=1, max_size=60), st.randoms())
    def test_nobody_left_out_ranks_before_anybody_listed_whatever_the_order(
        self, ranks: list[int], order: object
    ) -> None:
        table = pd.DataFrame({"area_code": [f"{i:02}" for i in range(len(ranks))], "rank": ranks})
        listed = select_most_vulnerable(table)
        left = table[~table["area_code"].isin(listed["area_code"])]
        assert left.empty or left["rank"].min() >= listed["rank"].max()
        rows = list(range(len(ranks)))
        order.shuffle(rows)
        pd.testing.assert_frame_equal(select_most_vulnerable(table.iloc[rows]), listed)

    def test_a_whole_number_of_neighbourhoods_is_not_rounded_up_once_more(self) -> None:
        # 7% of 100 is 7, which binary fractions make 7.000000000000001.
        table = pd.DataFrame({"area_code": [f"{i:02}" for i in range(100)], "rank": range(100)})
        assert len(select_most_vulnerable(table, share=0.07)) == 7

    def test_neighbourhoods_without_a_rank_are_neither_listed_nor_counted(self) -> None:
        codes, ranks = list("abcdefghijkl"), [float("nan")] * 6 + [6, 5, 4, 3, 2, 1]
        table = pd.DataFrame({"area_code": codes, "rank": ranks})
        # a fifth of the six that are ranked, rounded up
        assert select_most_vulnerable(table)["area_code"].tolist() == ["l", "k"]
        assert select_most_vulnerable(table.head(6)).empty

    def test_equal_ranks_come_by_code(self) -> None:
        table = pd.DataFrame({"area_code": ["b", "c", "a"], "rank": [1, 1, 1]})
        listed = select_most_vulnerable(table, share=1.0)
        assert listed["area_code"].tolist() == ["a", "b", "c"]


class TestNumberPositions:
    def test_listed_neighbourhoods_have_their_number_and_others_none(self) -> None:
        standing = add_standing(PLACES, index=INDEX)
        listed = select_most_vulnerable(standing)
        numbered = number_positions(standing, listed=listed)
        assert numbered["area_code"].tolist() == ["c", "a"]
        assert numbered["position"].isna().tolist() == [True, False]
        assert numbered["position"][1] == 1


class TestNameLeadingDomains:
    def test_the_most_vulnerable_domain_comes_first(self) -> None:
        standing = add_standing(PLACES, index=INDEX)
        named = name_leading_domains(standing, titles=TITLES)["leading_domains"]
        assert named.tolist() == ["Health; Money", "Money; Health"]
        one = name_leading_domains(standing, titles=TITLES, number=1)["leading_domains"]
        assert one.tolist() == ["Health", "Money"]

    def test_a_domain_without_a_rank_is_not_named(self) -> None:
        standing = pd.DataFrame({"share_money": [0.4, None], "share_health": [None, None]})
        named = name_leading_domains(standing, titles=TITLES)["leading_domains"]
        assert named.tolist() == ["Money", ""]

    def test_a_tie_goes_by_the_order_of_the_index(self) -> None:
        # as many domains as it takes for a sort that is not stable to change their order
        titles = {f"d{i}": f"Domain {i}" for i in range(40)}
        tied = pd.DataFrame(
            {f"share_{name}": [0.5 + 0.1 * (i % 2)] for i, name in enumerate(titles)}
        )
        for order in (titles, dict(reversed(titles.items()))):
            named = name_leading_domains(tied, titles=order, number=20)["leading_domains"][0]
            evens = [title for title in order.values() if int(title.split()[1]) % 2 == 0]
            assert named.split("; ") == evens
