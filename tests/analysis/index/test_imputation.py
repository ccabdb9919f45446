"""How much of an index may be estimated before it is no answer."""

import numpy as np
import pandas as pd
import pytest

from datacell_lib.analysis.index.calculate import calculate_index
from datacell_lib.analysis.index.draws import Choices, Drawer
from datacell_lib.analysis.index.standing import add_overall_standing, rank_nation
from datacell_lib.analysis.index.standing_stability import add_stability
from datacell_lib.analysis.index.steps import follow_steps
from datacell_lib.analysis.index.uncertainty import assess_stability
from datacell_lib.schema import TableError
from tests.example_index import indicator

RULES = ("neighbours_median", "model")


def weigh(name, weight):
    return indicator(name) | {"weight": weight}


@pytest.fixture
def make_part_known(make_spec):
    """Return a function that makes an index of three parts, of which the last weighs a share."""

    def make(weight, rule="neighbours_median", **limits):
        first = [weigh("a", (1 - weight) / 2), weigh("b", (1 - weight) / 2)]
        return make_spec(
            indicators=[*first, weigh("c", weight)],
            weighting={"method": "given"},
            missing={"rule": rule, "neighbours": 2} | limits,
        )

    return make


@pytest.fixture
def table():
    """Ten areas; the last one lacks c."""
    rows = np.arange(10.0)
    return pd.DataFrame(
        {
            "area_code": [f"E0100000{i}" for i in range(10)],
            "a": rows,
            "b": (rows * 7) % 10,
            "c": [*((rows * 3) % 10)[:9], np.nan],
        }
    )


def find_whole(table, spec):
    result = calculate_index(table, spec=spec)
    return result[result["level"] == "index"].set_index("area_code")


class TestWithheldScores:
    @pytest.mark.parametrize("rule", RULES)
    def test_an_area_of_whose_weight_more_than_a_quarter_is_estimated_has_no_rank(
        self, make_part_known, table, rule
    ):
        whole = find_whole(table, make_part_known(0.3, rule))
        assert whole["rank"].isna().tolist() == [False] * 9 + [True]
        assert whole["score"].isna().sum() == 1
        assert whole["areas"].unique().tolist() == [9]
        assert sorted(whole["rank"].dropna()) == list(range(1, 10))

    @pytest.mark.parametrize("weight", [0.2, 0.25])
    def test_an_area_of_which_no_more_than_a_quarter_is_estimated_keeps_its_rank(
        self, make_part_known, table, weight
    ):
        assert find_whole(table, make_part_known(weight))["rank"].notna().all()

    def test_the_file_may_allow_more_or_nothing(self, make_part_known, table):
        assert find_whole(table, make_part_known(0.3, most_imputed=0.3))["rank"].notna().all()
        strict = find_whole(table, make_part_known(0.1, most_imputed=0))
        assert strict["rank"].isna().sum() == 1

    def test_weights_count_through_the_domains_and_each_domain_by_its_own(self, make_spec, table):
        domains = [
            {"name": "known", "weight": 0.8, "indicators": [weigh("a", 1)]},
            {"name": "half", "weight": 0.2, "indicators": [weigh("b", 0.5), weigh("c", 0.5)]},
        ]
        spec = make_spec(
            indicators=[],
            domains=domains,
            weighting={"method": "given"},
            missing={"rule": "neighbours_median"},
        )
        result = calculate_index(table, spec=spec).set_index(["component", "area_code"])
        last = "E01000009"
        assert pd.isna(result.loc[("half", last), "rank"])  # half of it is estimated
        assert result.loc[("example", last), "rank"] >= 1  # a tenth of it is

    def test_how_sure_ranks_are_is_judged_among_those_that_have_one(self, make_part_known, table):
        steps = follow_steps(table, spec=make_part_known(0.3))
        drawer = Drawer(steps, choices=Choices())
        ranks = drawer.rank(np.full(len(drawer.axes), 0.5))
        assert list(drawer.area_codes) == list(table["area_code"][:9])
        assert ranks.max() <= 9
        standing = add_overall_standing(table, index=rank_nation(steps))
        stability = assess_stability(steps, seed=1, draws=20)
        joined = add_stability(standing, stability=stability)
        assert joined["upper_share"].isna().tolist() == [False] * 9 + [True]


class TestRefuseHardlyKnown:
    @pytest.mark.parametrize("rule", [*RULES, "leave_unranked"])
    def test_an_indicator_of_few_areas_is_refused_with_the_way_that_is_right(
        self, make_part_known, table, rule
    ):
        table.loc[4:, "c"] = np.nan
        with pytest.raises(TableError, match="'c' has a value for 4 of 10 areas") as refused:
            follow_steps(table, spec=make_part_known(0.1, rule))
        assert "within: area" in str(refused.value)
        assert "local_indices" in str(refused.value)
        assert "tolerance" not in str(refused.value)

    def test_one_that_half_of_the_areas_have_is_not(self, make_part_known, table):
        table.loc[5:, "c"] = np.nan
        assert find_whole(table, make_part_known(0.1))["rank"].notna().all()

    def test_the_file_may_ask_for_more(self, make_part_known, table):
        with pytest.raises(TableError, match=r"missing\.fewest_known asks for 95%"):
            follow_steps(table, spec=make_part_known(0.1, fewest_known=0.95))
