import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datacell_lib.analysis.concentration import (
    calculate_concentration_curve,
    calculate_concentration_index,
)
from datacell_lib.schema import ParameterError, TableError


def india():
    """Deaths under five in India 1982-92 by wealth group, the poorest first."""
    births = np.array([29_939, 28_776, 26_528, 24_689, 19_739])
    rates = np.array([154.7, 152.9, 119.5, 86.9, 54.3])
    return pd.DataFrame(
        {
            "area_code": ["poorest", "second", "middle", "fourth", "richest"],
            "numerator": births * rates / 1_000,
            "denominator": births,
            "rank": [1, 2, 3, 4, 5],
        }
    )


def areas(numerators, denominators, ranks):
    codes = [f"A{number}" for number in range(len(numerators))]
    table = pd.DataFrame({"area_code": codes, "numerator": numerators})
    return table.assign(denominator=denominators, rank=ranks)


class TestCalculateConcentrationCurve:
    def test_india_has_its_published_curve(self, validate):
        curve = calculate_concentration_curve(india())
        source = "O'Donnell and others 2008, World Bank, table 8.1, India 1982-92"
        validate(
            method="concentration curve, per cent of births",
            source=source,
            expected=[0, 23, 45, 66, 85, 100],
            obtained=100 * curve["population_share"],
            tolerance=0.5,
        )
        validate(
            method="concentration curve, per cent of deaths",
            source=source,
            expected=[0, 30, 59, 79, 93, 100],
            obtained=100 * curve["value"],
            tolerance=0.5,
        )

    def test_areas_of_equal_rank_are_one_step(self):
        curve = calculate_concentration_curve(areas([1, 2, 3], [10, 10, 20], [2, 2, 1]))
        assert curve["rank"].tolist() == [0, 1, 2]
        assert curve["value"].tolist() == pytest.approx([0, 0.5, 1])
        assert curve["population_share"].tolist() == pytest.approx([0, 0.5, 1])

    @settings(max_examples=30, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 99), st.integers(1, 99)), min_size=1, max_size=12))
    def test_it_rises_from_nothing_to_everything(self, rows):
        numerators, denominators = zip(*rows, strict=True)
        table = areas([numerators[0] + 1, *numerators[1:]], denominators, range(1, len(rows) + 1))
        curve = calculate_concentration_curve(table)
        for column in ("value", "population_share"):
            assert curve[column].is_monotonic_increasing
            assert curve[column].iloc[[0, -1]].tolist() == pytest.approx([0, 1])

    def test_the_input_is_unchanged(self):
        table = india()
        before = table.copy()
        calculate_concentration_curve(table)
        pd.testing.assert_frame_equal(table, before)

    def test_a_map_without_events_is_refused(self):
        with pytest.raises(TableError, match="found no event to share out"):
            calculate_concentration_curve(areas([0, 0], [10, 10], [1, 2]))

    def test_a_missing_rank_is_named(self):
        with pytest.raises(TableError, match="missing for A1"):
            calculate_concentration_curve(areas([1, 2], [10, 10], [1, np.nan]))


class TestCalculateConcentrationIndex:
    def test_india_has_its_published_index(self, validate):
        validate(
            method="concentration index",
            source="O'Donnell and others 2008, World Bank, table 8.1, India 1982-92",
            expected=-0.1694,
            obtained=calculate_concentration_index(india())["value"].item(),
            tolerance=5e-5,
        )

    @settings(max_examples=30, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 99), st.integers(1, 99)), min_size=2, max_size=12))
    def test_it_is_twice_the_area_between_diagonal_and_curve(self, rows):
        numerators, denominators = zip(*rows, strict=True)
        table = areas([numerators[0] + 1, *numerators[1:]], denominators, range(1, len(rows) + 1))
        curve = calculate_concentration_curve(table)
        below = np.trapezoid(curve["value"], curve["population_share"])
        index = calculate_concentration_index(table)["value"].item()
        assert index == pytest.approx(1 - 2 * below, abs=1e-12)

    def test_turning_the_ranking_over_changes_only_the_sign(self):
        table = india()
        turned = table.assign(rank=6 - table["rank"])
        first, second = map(calculate_concentration_index, (table, turned))
        assert second["value"].item() == pytest.approx(-first["value"].item())
        assert second["standard_error"].item() == pytest.approx(first["standard_error"].item())

    def test_equal_rates_have_an_index_of_nothing(self):
        table = areas([10, 20, 40], [100, 200, 400], [3, 1, 2])
        assert calculate_concentration_index(table)["value"].item() == pytest.approx(0, abs=1e-12)

    def test_the_standard_error_by_hand(self):
        # 30 and 10 of 100 each: R = .25 .75, C = -.25; variance
        # (30·(-.5+.25)² + 10·(.5+.25)²)/40² = (1.875 + 5.625)/1600.
        index = calculate_concentration_index(areas([30, 10], [100, 100], [1, 2]))
        assert index["standard_error"].item() == pytest.approx(np.sqrt(7.5 / 1600))

    def test_the_interval_covers_the_truth_as_often_as_it_says(self):
        rng = np.random.default_rng(14)
        people = rng.integers(1_000, 3_000, size=30)
        means = people * np.linspace(0.02, 0.01, 30)
        truth = calculate_concentration_index(areas(means, people, range(1, 31)))["value"].item()
        covered = 0
        for _ in range(150):
            table = areas(rng.poisson(means), people, range(1, 31))
            row = calculate_concentration_index(table, confidence=0.9).iloc[0]
            covered += row["lower_ci"] <= truth <= row["upper_ci"]
        assert covered / 150 == pytest.approx(0.9, abs=0.075)  # 3 standard errors

    def test_the_input_is_unchanged_and_impossible_confidence_refused(self):
        table = india()
        before = table.copy()
        calculate_concentration_index(table)
        pd.testing.assert_frame_equal(table, before)
        with pytest.raises(ParameterError, match=r"Write 95% as 0\.95"):
            calculate_concentration_index(table, confidence=95)
