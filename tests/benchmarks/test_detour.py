import numpy as np
import pandas as pd
import pytest

from benchmarks.detour import compare, fit_pace, judge_pace, load_journeys
from datacell_lib.analysis.plan.travel import BY_CAR


class TestFitPace:
    def test_it_finds_the_pace_that_journeys_were_made_with(self):
        generator = np.random.default_rng(5)
        kilometres = generator.uniform(0.5, 15, 20_000)
        off = np.exp(generator.normal(0, 0.1, 20_000))
        journeys = pd.DataFrame({"kilometres": kilometres, "minutes": (6 + 1.5 * kilometres) * off})
        pace = fit_pace(journeys)
        assert pace["start"] == pytest.approx(6, rel=0.02)
        assert pace["a_kilometre"] == pytest.approx(1.5, rel=0.02)
        # nine in ten of a lognormal with 0.1 lie within exp(± 1.645 × 0.1)
        assert [pace["low"], pace["high"]] == pytest.approx([0.848, 1.179], rel=0.02)


class TestJudgePace:
    def test_it_is_the_middle_error_and_the_share_inside(self):
        pace = {"start": 5.0, "a_kilometre": 1.0, "low": 0.8, "high": 1.3}
        journeys = pd.DataFrame({"kilometres": [5.0, 5.0, 5.0], "minutes": [10.0, 12.0, 14.0]})
        found = judge_pace(journeys, pace)
        assert found == {"median_error": pytest.approx(0.2), "inside": pytest.approx(2 / 3)}


def test_the_pace_in_use_is_what_real_journeys_give(mirror):
    found = compare(load_journeys(mirror)).set_index("class").loc["all"]
    used = [BY_CAR.start, BY_CAR.a_kilometre, BY_CAR.low, BY_CAR.high]
    assert found[["start", "a_kilometre", "low", "high"]].round(2).tolist() == pytest.approx(
        used, abs=0.02
    )
    assert 0.85 <= found["inside"] <= 0.95
    assert found["median_error"] < found["factor"] / 2
