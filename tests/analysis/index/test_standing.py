"""Where neighbourhoods stand, and which come first."""

import pandas as pd
import pytest

from datacell_lib.analysis.index.standing import (
    add_standing,
    name_leading_domains,
    select_district,
)
from datacell_lib.schema import TableError
from datacell_lib.wording import NO_ONE_DOMAIN

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


class TestNameLeadingDomains:
    def test_the_most_vulnerable_domain_comes_first(self) -> None:
        standing = pd.DataFrame({"share_money": [0.2, 0.01], "share_health": [0.1, 0.02]})
        named = name_leading_domains(standing, titles=TITLES)["leading_domains"]
        assert named.tolist() == ["Health; Money", "Money; Health"]
        one = name_leading_domains(standing, titles=TITLES, number=1)["leading_domains"]
        assert one.tolist() == ["Health", "Money"]

    def test_only_one_in_the_nations_fifth_is_named_and_none_without_a_rank(self) -> None:
        standing = pd.DataFrame(
            {"share_money": [0.2, 0.21, None], "share_health": [None, 0.9, None]}
        )
        named = name_leading_domains(standing, titles=TITLES)["leading_domains"]
        assert named.tolist() == ["Money", NO_ONE_DOMAIN, NO_ONE_DOMAIN]

    def test_a_tie_goes_by_the_order_of_the_index(self) -> None:
        # as many domains as it takes for a sort that is not stable to change their order
        titles = {f"d{i}": f"Domain {i}" for i in range(40)}
        tied = pd.DataFrame(
            {f"share_{name}": [0.1 + 0.05 * (i % 2)] for i, name in enumerate(titles)}
        )
        for order in (titles, dict(reversed(titles.items()))):
            named = name_leading_domains(tied, titles=order, number=20)["leading_domains"][0]
            evens = [title for title in order.values() if int(title.split()[1]) % 2 == 0]
            assert named.split("; ") == evens
