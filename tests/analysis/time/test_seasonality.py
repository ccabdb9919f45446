import numpy as np
import pandas as pd
import pytest

from datacell_lib.analysis.time.seasonality import decompose_seasons
from datacell_lib.schema import ParameterError, TableError

WEEKS = np.arange(208)
SEASON = 10 * np.sin(2 * np.pi * WEEKS / 52)
LEVEL = 100 + 0.2 * WEEKS


def make_table(values, **columns):
    table = pd.DataFrame({"value": values})
    weeks = pd.date_range("2018-01-07", periods=len(table), freq="W")
    return table.assign(area_code="a", period=weeks).assign(**columns)


class TestDecomposeSeasons:
    def test_finds_a_planted_trend_and_season(self):
        answer = decompose_seasons(make_table(LEVEL + SEASON), season_length=52)
        np.testing.assert_allclose(answer["trend_level"], LEVEL, atol=0.5)
        np.testing.assert_allclose(answer["seasonal"], SEASON, atol=0.5)

    def test_adds_up_to_the_series(self):
        noisy = LEVEL + SEASON + np.random.default_rng(2).normal(size=208)
        answer = decompose_seasons(make_table(noisy), season_length=52)
        parts = answer[["trend_level", "seasonal", "remainder"]].sum(axis=1)
        np.testing.assert_allclose(parts, noisy)

    def test_leaves_an_outbreak_in_the_remainder(self):
        outbreak = np.where(WEEKS == 100, 80, 0)
        answer = decompose_seasons(make_table(LEVEL + SEASON + outbreak), season_length=52)
        assert answer["remainder"].idxmax() == 100
        assert answer["remainder"].iloc[100] == pytest.approx(80, abs=5)

    def test_of_areas_together_is_that_of_each(self):
        one, two = make_table(LEVEL + SEASON), make_table(LEVEL - SEASON, area_code="b")
        mingled = pd.concat([one, two]).sort_values("period", kind="stable")
        answer = decompose_seasons(mingled.reset_index(drop=True), season_length=52)
        mine = answer.loc[answer["area_code"] == "b"].reset_index(drop=True)
        pd.testing.assert_frame_equal(mine, decompose_seasons(two, season_length=52))

    def test_refuses_fewer_than_three_seasons(self):
        with pytest.raises(TableError, match="at least 3 seasons of 52; found 155 periods for a"):
            decompose_seasons(make_table(LEVEL[:155]), season_length=52)

    def test_refuses_missing_values(self):
        values = LEVEL.copy()
        values[3] = np.nan
        with pytest.raises(TableError, match="value must not be missing; found none for a, 2018"):
            decompose_seasons(make_table(values), season_length=52)

    def test_refuses_a_gap(self):
        with pytest.raises(TableError, match="a gap before a, 2018-01-28"):
            decompose_seasons(make_table(LEVEL).drop(index=2), season_length=52)

    def test_refuses_a_season_of_one_period(self):
        with pytest.raises(ParameterError, match="season_length must be at least 2"):
            decompose_seasons(make_table(LEVEL), season_length=1)

    def test_leaves_its_input_unchanged(self, leaves_unchanged):
        leaves_unchanged(decompose_seasons, make_table(LEVEL), season_length=52)
