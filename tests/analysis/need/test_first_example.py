import pandas as pd
import pytest

from datacell_lib.analysis.need.first_example import explain_first, select_first
from datacell_lib.schema import TableError

STANDING = pd.DataFrame(
    {
        "area_code": ["b", "a", "c"],
        "neighbourhood": ["B", "A", "C"],
        "place_name": ["Moor", "Hill", "Dale"],
        "most_vulnerable_share": [0.01, 0.01, None],
        "share_age": [0.9, 0.4, 0.01],
        "share_money": [0.9, 0.1, 0.01],
        "share_homes": [0.9, 0.2, 0.01],
    }
)
DOMAINS = {"age": "Age", "money": "Money", "homes": "Homes"}
COMPONENTS = pd.DataFrame(
    {"component": ["all", "age", "money", "homes"], "nominal_weight": [1.0, 0.5, 0.2, 0.3]}
)


class TestSelectFirst:
    def test_of_equals_it_is_the_one_whose_code_comes_first(self):
        assert select_first(STANDING)["area_code"].tolist() == ["a"]

    def test_without_ranks_there_is_none(self):
        assert select_first(STANDING.tail(1)).empty

    def test_it_needs_standings(self):
        with pytest.raises(TableError, match="most_vulnerable_share"):
            select_first(STANDING[["area_code"]])


class TestExplainFirst:
    def test_the_domain_that_puts_it_furthest_up_comes_first(self):
        told = explain_first(STANDING, domains=DOMAINS, components=COMPONENTS)
        # by hand: age 0.5 x 0.6 = 0.30, homes 0.3 x 0.8 = 0.24, money 0.2 x 0.9 = 0.18
        assert told["title"].tolist() == ["Age", "Homes", "Money"]
        assert told["nominal_weight"].tolist() == [0.5, 0.3, 0.2]
        assert told["value"].tolist() == [0.4, 0.2, 0.1]
        assert set(told["place_name"]) == {"Hill"}

    def test_an_area_without_ranks_has_nothing_to_explain(self):
        told = explain_first(STANDING.tail(1), domains=DOMAINS, components=COMPONENTS)
        assert told.empty
        assert {"title", "nominal_weight", "value", "neighbourhood", "place_name"} <= set(told)

    def test_input_unchanged(self):
        before = STANDING.copy()
        explain_first(STANDING, domains=DOMAINS, components=COMPONENTS)
        pd.testing.assert_frame_equal(STANDING, before)

    def test_it_needs_each_domains_standing(self):
        with pytest.raises(TableError, match="share_homes"):
            explain_first(
                STANDING.drop(columns="share_homes"), domains=DOMAINS, components=COMPONENTS
            )
