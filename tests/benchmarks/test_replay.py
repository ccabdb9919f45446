import json

import numpy as np
import pandas as pd
import pytest

from benchmarks.replay import CHOICE, PLANS, estimate_need, find_half, fit_multiplier
from benchmarks.replay_data import DAY, NotYetKnownError, read_known
from benchmarks.replay_reach import calculate_reach, compare_reach
from datacell_lib.files.area import load_area
from datacell_lib.schema import TableError


@pytest.fixture
def areas():
    """400 areas in 40 districts: those of high need have four times the risk."""
    generator = np.random.default_rng(3)
    need = generator.uniform(size=400)
    return pd.DataFrame(
        {
            "area_code": [f"E0200{i:04}" for i in range(400)],
            "district_code": [f"E070000{i // 10:02}" for i in range(400)],
            "people": generator.integers(5000, 9000, 400),
            "expected": 20.0,
            "need": need,
            "chance": generator.uniform(size=400),
            "events": generator.poisson(20 * 4**need),
        }
    )


class TestCalculateReach:
    def test_half_of_an_area_has_half_of_its_events(self):
        table = pd.DataFrame(
            {"area_code": list("abc"), "people": [10, 20, 70], "events": [5, 3, 2], "n": [3, 2, 1]}
        )
        reach = calculate_reach(
            table, order="n", people="people", capacities=[0, 0.05, 0.1, 0.2, 0.3, 1]
        )
        assert reach.tolist() == pytest.approx([0, 0.25, 0.5, 0.65, 0.8, 1])

    def test_no_order_reaches_more_than_that_of_the_events_themselves(self, areas):
        areas["hindsight"] = areas["events"] / areas["people"]
        shares = np.linspace(0, 1, 21)
        best, other = (
            calculate_reach(areas, order=order, people="people", capacities=shares)
            for order in ("hindsight", "need")
        )
        assert (best >= other - 1e-12).all()
        assert (other[1:-1] > shares[1:-1]).all()

    @pytest.mark.parametrize(
        ("column", "value", "told"),
        [("need", np.nan, "missing"), ("people", -1, "below it"), ("events", -1, "below it")],
    )
    def test_refuses_what_cannot_be(self, areas, column, value, told):
        areas[column] = areas[column].astype(float)
        areas.loc[0, column] = value
        with pytest.raises(TableError, match=told):
            calculate_reach(areas, order="need", people="people", capacities=[0.1])

    def test_refuses_a_capacity_in_percent(self, areas):
        with pytest.raises(TableError, match="from 0 to 1"):
            calculate_reach(areas, order="need", people="people", capacities=[5])


class TestCompareReach:
    def test_an_order_that_knows_the_risk_beats_chance_and_its_interval_says_so(self, areas):
        compared = compare_reach(
            areas,
            orders={"need": "Need", "chance": "Chance"},
            against="chance",
            people="people",
            capacities=[0.1, 0.2],
            units="district_code",
            resamples=200,
            seed=1,
        )
        need = compared[compared["order"] == "Need"]
        assert (need["lower_ci"] > 1).all()
        assert need["ratio"].between(need["lower_ci"], need["upper_ci"]).all()
        assert (compared.loc[compared["order"] == "Chance", "upper_ci"] == 1).all()


class TestMultiplier:
    def test_the_fit_finds_the_multiplier_that_made_the_events_and_the_need_follows_it(self, areas):
        first = find_half(areas)
        assert first.groupby(areas["district_code"]).nunique().max() == 1
        assert first.mean() == 0.5
        found = fit_multiplier(areas, first=first, by_age="expected", names=["need"])
        assert found["need"] == pytest.approx(np.log(4), abs=0.15)
        need = estimate_need(areas, by_age="expected", multiplier=found)
        assert need.corr(areas["need"], method="spearman") == pytest.approx(1)


class TestChoice:
    def test_what_was_written_down_is_for_the_plans_that_are_judged(self):
        written = json.loads(CHOICE.read_text(encoding="utf-8"))
        assert written["stands_on"] == DAY.isoformat()
        assert {plan: list(names) for plan, names in written["multipliers"].items()} == {
            plan: names for plan, (_, names) in PLANS.items()
        }
        assert 150 < len(written["fitted_on_districts"]) < 165


class TestReadKnown:
    def test_what_came_out_later_is_refused_before_it_is_read(self, monkeypatch):
        monkeypatch.delenv("DATACELL_MIRROR", raising=False)
        area = load_area("essex-2020")
        with pytest.raises(NotYetKnownError, match="after 2020-03-23"):
            read_known("red-cross-vulnerability-msoa-2020-04", area=area)
