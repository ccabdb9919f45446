"""What plans are worth over draws of need: by hand, and against plans that know the draw."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datacell_lib.analysis.plan.allocation import share_capacity
from datacell_lib.analysis.plan.effort import Effort
from datacell_lib.analysis.plan.sharing_rules import SharingRules
from datacell_lib.analysis.plan.uncertainty_of_plans import compare_plans, share_robustly
from datacell_lib.schema import ParameterError, TableError


@pytest.fixture
def table():
    return pd.DataFrame(
        {
            "area_code": list("abcd"),
            "district_code": list("nnss"),
            "people": [40, 60, 50, 80],
            "expected_need": [12.0, 15.0, 10.0, 8.0],
        }
    )


@pytest.fixture
def draws(table):
    """200 draws in which the densest neighbourhood is the least certain."""
    generator = np.random.default_rng(8)
    spread = generator.normal(0, [0.9, 0.2, 0.1, 0.1], (200, 4))
    drawn = table["expected_need"].to_numpy() * np.exp(spread)
    return np.minimum(drawn, table["people"])


class TestComparePlans:
    def test_a_plan_that_knows_the_need_regrets_nothing(self, table):
        plan = share_capacity(table, capacity=70)
        need = table["expected_need"].to_numpy()[None]
        row = compare_plans({"plan": plan}, draws=need).iloc[0]
        assert row["mean_helped"] == pytest.approx(plan.helped)
        assert row["mean_regret"] == pytest.approx(0, abs=1e-9)

    def test_contacts_are_made_as_far_as_the_hours_last(self):
        # planned: 0.5 need it, 2 hours a contact, 8 hours: 4 contacts. If all need it, one takes
        # 3 hours: 8 / 3 contacts, each of which finds somebody.
        table = pd.DataFrame(
            {"area_code": ["a"], "district_code": ["n"], "people": [10], "expected_need": [5.0]}
        )
        effort = Effort(called="volunteers", hours=8, contact_hours=1, help_hours=2)
        plan = share_capacity(table, capacity=1, effort=effort)
        assert plan.helped == pytest.approx(2)
        row = compare_plans({"plan": plan}, draws=np.array([[10.0]])).iloc[0]
        assert row["mean_helped"] == pytest.approx(8 / 3)

    def test_the_last_of_the_worst_draws_counts_in_part(self, table):
        plan = share_capacity(table, capacity=40)  # all go to the densest: it helps its need
        drawn = np.array([[n, 0, 0, 0] for n in (4.0, 1.0, 3.0, 2.0)])
        row = compare_plans({"plan": plan}, draws=drawn, worst=0.375).iloc[0]
        assert row["worst_helped"] == pytest.approx((1 + 2 / 2) / 1.5)

    @given(seed=st.integers(0, 1000), capacity=st.integers(1, 230))
    def test_no_plan_does_better_than_one_that_knows_the_draw(self, seed, capacity):
        generator = np.random.default_rng(seed)
        people = generator.integers(1, 60, 5)
        table = pd.DataFrame({"area_code": list("abcde"), "district_code": "n", "people": people})
        draws = people * generator.uniform(0, 1, (4, 5))
        effort = Effort(hours=3, contact_hours=0.5, help_hours=generator.uniform(0, 3))
        plan = share_capacity(
            table.assign(expected_need=draws.mean(axis=0)), capacity=capacity, effort=effort
        )
        for draw in draws:
            knowing = share_capacity(
                table.assign(expected_need=draw), capacity=capacity, effort=effort
            )
            row = compare_plans({"plan": plan}, draws=draw[None]).iloc[0]
            assert row["mean_helped"] <= knowing.most + 1e-6
            regret = knowing.without_rules - row["mean_helped"]
            assert row["mean_regret"] == pytest.approx(regret, abs=1e-6)


class TestShareRobustly:
    def test_it_does_better_in_the_worst_draws_and_no_better_on_average(self, table, draws):
        table["expected_need"] = draws.mean(axis=0)
        plans = {
            "expected": share_capacity(table, capacity=60, gap=0),
            "robust": share_robustly(table, draws=draws, capacity=60, gap=0),
        }
        found = compare_plans(plans, draws=draws).set_index("plan")
        assert found["worst_helped"]["robust"] > found["worst_helped"]["expected"] + 0.5
        assert found["mean_helped"]["robust"] <= found["mean_helped"]["expected"] + 1e-6
        assert plans["robust"].aim == pytest.approx(found["worst_helped"]["robust"], abs=1e-5)

    def test_no_plan_does_better_in_the_worst_draws(self, table, draws):
        robust = share_robustly(table, draws=draws, capacity=3, worst=0.2, gap=0)
        density = draws / table["people"].to_numpy()
        every = [
            np.array([a, b, c, 3 - a - b - c])
            for a in range(4)
            for b in range(4 - a)
            for c in range(4 - a - b)
        ]
        worst = [np.sort(density @ units)[:40].mean() for units in every]
        assert robust.aim == pytest.approx(max(worst), abs=1e-6)

    def test_of_all_draws_it_makes_the_average_as_high_as_can_be(self, table, draws):
        table["expected_need"] = draws.mean(axis=0)
        robust = share_robustly(table, draws=draws, capacity=60, worst=1, gap=0)
        assert robust.aim == pytest.approx(share_capacity(table, capacity=60, gap=0).helped)

    def test_it_keeps_the_rules(self, table, draws):
        rules = SharingRules(floor_share=0.2)
        robust = share_robustly(table, draws=draws, capacity=90, rules=rules)
        assert robust.sum_districts()["share_of_need_met"].min() >= 0.2 - 1e-6

    @pytest.mark.parametrize("worst", [0, 1.5, "0.1", np.nan])
    def test_the_worst_are_a_share(self, table, draws, worst):
        with pytest.raises(ParameterError, match="'worst' is a share"):
            share_robustly(table, draws=draws, capacity=9, worst=worst)

    def test_floors_that_are_too_high_are_refused(self, table, draws):
        rules = SharingRules(floor_share=0.9)
        with pytest.raises(ParameterError, match="floors need"):
            share_robustly(table, draws=draws, capacity=9, rules=rules)


class TestDrawsThatDoNotFit:
    @pytest.mark.parametrize(
        ("draws", "told"),
        [
            (np.ones(4), "a column a neighbourhood, 4 of them"),
            (np.ones((9, 3)), "a column a neighbourhood, 4 of them"),
            (np.ones((0, 4)), "a column a neighbourhood, 4 of them"),
            (np.full((2, 4), np.nan), "must be numbers, zero or more"),
            (-np.ones((2, 4)), "must be numbers, zero or more"),
        ],
    )
    def test_they_are_refused(self, table, draws, told):
        with pytest.raises(TableError, match=told):
            compare_plans({"plan": share_capacity(table, capacity=5)}, draws=draws)

    def test_more_need_than_residents_is_all_residents(self, table):
        plan = share_capacity(table, capacity=40)
        row = compare_plans({"plan": plan}, draws=np.full((1, 4), 1000.0)).iloc[0]
        assert row["mean_helped"] == pytest.approx(40)
