"""Farrington's detectors against R surveillance, and what they refuse."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from datacell_lib.analysis.time import farrington
from datacell_lib.analysis.time.farrington import (
    FLEXIBLE_BASELINE,
    detect_farrington_classic,
    detect_farrington_flexible,
    detect_farrington_flexible_delta,
)
from datacell_lib.analysis.time.farrington_baseline import Expectation
from datacell_lib.schema import ParameterError, TableError

R = json.loads(Path(__file__).with_name("surveillance_answers.json").read_text(encoding="utf-8"))
COUNTS = np.array(R["series"], dtype=float)
FLEXIBLE, DELTA = detect_farrington_flexible, detect_farrington_flexible_delta
CLASSIC = detect_farrington_classic
PLAIN = replace(
    FLEXIBLE_BASELINE, seasons=1, excluded=3, reweighting_threshold=1.0, trend_p_value=0.05
)
MONTHS = replace(FLEXIBLE_BASELINE, half_window=1, seasons=4, excluded=3, periods_per_year=12)


def weekly(counts, **columns):
    weeks = pd.date_range("2017-01-02", periods=len(counts), freq="7D")
    return pd.DataFrame({"area_code": "E06000001", "period": weeks, "numerator": counts, **columns})


def without(counts, weeks):
    gapped = counts.copy()
    gapped[np.array(weeks) - 1] = np.nan
    return gapped


POPULATION = np.round(1000 * 1.001 ** np.arange(340))
GAPPED = without(COUNTS, [100, 101, 155, 230, 270])
FOUR_YEARS = replace(FLEXIBLE_BASELINE, years=4, half_window=4, seasons=7)
NO_LIMIT = {"minimum_cases": 0}
SAME_AS_R = {
    "classic": (CLASSIC, weekly(COUNTS), {"alpha": 0.05}),
    "flexible_delta": (DELTA, weekly(COUNTS), {"alpha": 0.05, "baseline": PLAIN}),
    "noufaily": (FLEXIBLE, weekly(COUNTS), {"alpha": 0.05, **NO_LIMIT}),
    "population": (FLEXIBLE, weekly(COUNTS, denominator=POPULATION), NO_LIMIT),
    "missing": (FLEXIBLE, weekly(GAPPED), NO_LIMIT),
    "five_seasons": (
        FLEXIBLE, weekly(COUNTS), {"baseline": replace(FLEXIBLE_BASELINE, seasons=5), **NO_LIMIT},
    ),
    "tested_trend": (
        FLEXIBLE,
        weekly(COUNTS),
        {"baseline": replace(FLEXIBLE_BASELINE, trend_p_value=0.05), **NO_LIMIT},
    ),
    "wide_window_four_years": (FLEXIBLE, weekly(COUNTS), {"baseline": FOUR_YEARS, **NO_LIMIT}),
    "low_counts": (FLEXIBLE, weekly(COUNTS // 6), NO_LIMIT),
    "low_counts_delta": (DELTA, weekly(COUNTS // 6), NO_LIMIT),
    "delta": (DELTA, weekly(COUNTS), NO_LIMIT),
    "monthly": (
        FLEXIBLE,
        weekly(COUNTS[:150]).assign(period=pd.date_range("2008-01-01", periods=150, freq="MS")),
        {"baseline": MONTHS, **NO_LIMIT},
    ),
    "low_counts_classic": (CLASSIC, weekly(COUNTS // 6), NO_LIMIT),
}  # fmt: skip


@pytest.mark.parametrize("name", list(SAME_AS_R))
class TestAgainstSurveillance:
    def test_bounds_expected_counts_and_alarms_are_the_same(self, name, validate):
        detector, table, arguments = SAME_AS_R[name]
        strict = {"alpha": 0.01 if detector is CLASSIC else 0.005}
        result = detector(table, assess_last=20, **strict | arguments)
        answer = R["answers"][name]
        for quantity, column in (("upper", "upper_bound"), ("expected", "expected")):
            if quantity in answer:
                validate(
                    method=f"{result['method'].iloc[0]}: {column.replace('_', ' ')}",
                    source=f"R surveillance 1.20.3, {answer['settings']}",
                    expected=answer[quantity],
                    obtained=result[column],
                    tolerance=5.1e-9,
                )
        assert result["alarm"].astype(int).tolist() == answer["alarm"]


@pytest.mark.parametrize(
    ("detector", "alpha"), [(CLASSIC, 0.01), (DELTA, 0.005), (FLEXIBLE, 0.005)]
)
class TestDefaults:
    def test_the_bound_is_the_papers_quantile_of_995_in_1000(self, detector, alpha):
        table = weekly(COUNTS)
        pd.testing.assert_frame_equal(detector(table), detector(table, alpha=alpha))


class TestBounds:
    # tests/testthat/test-farringtonFlexible.R of R surveillance: an expected count of 5 whose
    # standard error is 0.2, dispersion 1, alpha 0.05.
    def test_the_bound_by_power_is_that_of_surveillances_own_test(self, validate):
        known = Expectation(mean=np.array(5.0), variance=np.array(0.04), dispersion=np.array(1.0))
        bound = farrington._bound_by_power(known, float(stats.norm.isf(0.05)))
        validate(
            method="Farrington, 2/3 power bound and score of a count of 8",
            source="R surveillance, its own tests of algo.farrington.threshold.farrington",
            expected=[9.1154825, 0.7289546],
            obtained=[bound, (8 - 5) / (bound - 5)],
            tolerance=5.1e-8,
        )

    def test_the_bound_by_quantile_is_that_of_surveillances_own_test(self, validate):
        known = Expectation(
            mean=np.full(2, 5.0), variance=np.zeros(2), dispersion=np.array([1.5, 1.0])
        )
        validate(
            method="Farrington flexible, negative binomial and Poisson bound",
            source="R surveillance, its own tests of algo.farrington.threshold.noufaily, nbPlugin",
            expected=[10, 9],
            obtained=farrington._bound_by_count_quantile(known, 0.05),
            tolerance=0,
        )


class TestDetectFarringtonFlexible:
    def test_a_planted_outbreak_is_found_and_scored_above_one(self):
        result = FLEXIBLE(weekly(COUNTS), assess_last=20, alpha=0.05)
        found = result[result["alarm"]]
        # The series' outbreak was planted in weeks 331 to 334.
        assert (found["numerator"] > found["upper_bound"]).all()
        assert (found["exceedance_score"] > 1).all()
        assert found.index.isin(range(10, 14)).all() and len(found) == 3

    def test_the_bound_is_a_whole_number(self):
        bounds = FLEXIBLE(weekly(COUNTS), assess_last=20)["upper_bound"]
        assert (bounds == bounds.round()).all()

    def test_no_earlier_case_gives_an_expectation_of_none(self):
        result = FLEXIBLE(weekly([0] * 299 + [6]))
        assert result["expected"].item() == pytest.approx(0, abs=1e-6)
        assert result["upper_bound"].item() == 0
        assert result["alarm"].item()

    def test_columns_of_one_table_are_assessed_as_if_alone(self):
        tables = [weekly(COUNTS + add).assign(area_code=f"E0600000{add}") for add in (1, 2, 3)]
        together = FLEXIBLE(pd.concat(tables, ignore_index=True), assess_last=2)
        apart = pd.concat([FLEXIBLE(table, assess_last=2) for table in tables], ignore_index=True)
        pd.testing.assert_frame_equal(together, apart)


@pytest.mark.parametrize("detector", [CLASSIC, FLEXIBLE, DELTA])
class TestEveryFarringtonDetector:
    def test_the_input_is_unchanged(self, detector):
        table = weekly(COUNTS)
        before = table.copy()
        detector(table)
        pd.testing.assert_frame_equal(table, before)

    def test_it_returns_the_shared_columns_for_the_last_period(self, detector):
        result = detector(weekly(COUNTS))
        assert list(result) == [
            "area_code", "period", "numerator", "expected", "upper_bound", "alarm",
            "exceedance_score", "method", "note",
        ]  # fmt: skip
        assert result["period"].tolist() == [weekly(COUNTS)["period"].iloc[-1]]

    def test_a_series_under_three_years_is_refused_with_a_word_on_ears(self, detector):
        with pytest.raises(
            TableError, match=r"need 3 years .*found 156 for E06000001\. Use detect"
        ):
            detector(weekly(COUNTS[:156]))

    def test_three_years_and_a_week_are_enough(self, detector):
        assert detector(weekly(COUNTS[:157]))["upper_bound"].notna().all()

    def test_a_period_with_too_little_before_it_says_so(self, detector):
        result = detector(weekly(COUNTS[:158]), assess_last=3)
        assert result["upper_bound"].isna().tolist() == [True, False, False]
        assert result["note"][0] == "fewer than 3 years before this period"

    def test_a_provisional_week_is_never_an_alarm(self, detector):
        counts = [*COUNTS[:-1], 500]
        assert detector(weekly(counts))["alarm"].item()
        marked = detector(weekly(counts, provisional=[False] * 339 + [True]))
        assert marked["alarm"].isna().all()
        assert marked["note"].item() == "provisional: never used for an alarm"

    def test_few_cases_are_no_alarm(self, detector):
        counts = [0] * 299 + [4]
        assert not detector(weekly(counts))["alarm"].item()
        assert detector(weekly(counts))["note"].item() == (
            "fewer than 5 cases in 4 periods: no alarm"
        )
        assert detector(weekly(counts), minimum_cases=4)["alarm"].item()

    def test_an_unknown_week_is_no_reason_for_few_cases(self, detector):
        counts = [0.0] * 298 + [np.nan, 4]
        assert detector(weekly(counts))["alarm"].item()

    def test_suppressed_cases_count_at_their_highest_towards_enough_cases(self, detector):
        table = weekly([0.0] * 299 + [np.nan], numerator_lower=4, numerator_upper=6)
        assert detector(table, minimum_cases=6)["alarm"].item()
        assert not detector(table, minimum_cases=7)["alarm"].item()

    def test_a_missing_count_is_missing_and_not_zero(self, detector):
        result = detector(weekly([*COUNTS[:-1], None]))
        assert result["alarm"].isna().all()
        assert result["note"].item() == "count missing"

    def test_a_suppressed_count_alarms_only_if_both_its_limits_do(self, detector):
        limits = pd.DataFrame({"numerator_lower": COUNTS, "numerator_upper": COUNTS})
        table = weekly(COUNTS).join(limits)
        table.loc[339, "numerator"] = np.nan
        table.loc[339, ["numerator_lower", "numerator_upper"]] = [1, 7]
        assert detector(table)["alarm"].tolist() == [False]
        assert detector(table)["exceedance_score"].isna().all()
        table.loc[339, ["numerator_lower", "numerator_upper"]] = [400, 700]
        assert detector(table)["alarm"].tolist() == [True]
        table.loc[339, ["numerator_lower", "numerator_upper"]] = [1, 700]
        undecided = detector(table)
        assert undecided["alarm"].isna().all()
        assert undecided["note"].item().startswith("suppressed counts leave open")

    def test_a_suppressed_count_in_the_baseline_leaves_the_bound_missing(self, detector):
        table = weekly(without(COUNTS, [236]), numerator_lower=0, numerator_upper=2)
        result = detector(table)
        assert result["upper_bound"].isna().all()
        assert result["note"].item().startswith("suppressed counts in the baseline")

    def test_a_missing_denominator_leaves_the_bound_missing(self, detector):
        result = detector(weekly(COUNTS, denominator=[1000.0] * 339 + [np.nan]))
        assert result["note"].item() == "denominator missing"

    def test_a_baseline_without_known_counts_says_so(self, detector):
        result = detector(weekly([None] * 339 + [5]))
        assert result["upper_bound"].isna().all()
        assert result["note"].item() == "too few known counts in the baseline"

    def test_a_constant_population_changes_nothing(self, detector):
        plain = detector(weekly(COUNTS))
        with_people = detector(weekly(COUNTS, denominator=1234))
        pd.testing.assert_frame_equal(plain, with_people, rtol=1e-8)

    @given(st.integers(0, 2**32 - 1))
    @settings(max_examples=10, deadline=None)
    def test_a_smaller_alpha_never_lowers_the_bound(self, detector, seed):
        counts = np.random.default_rng(seed).poisson(6, 300)
        loose, strict = (detector(weekly(counts), alpha=alpha) for alpha in (0.05, 0.001))
        assert (strict["upper_bound"] >= loose["upper_bound"]).all()
        assert (loose["upper_bound"] >= loose["expected"]).all()

    @given(
        seed=st.integers(0, 2**32 - 1), mean=st.floats(0.001, 0.2), growth=st.floats(-0.04, 0.04)
    )
    @settings(max_examples=15, deadline=None)
    def test_sparse_counts_always_have_an_answer(self, detector, seed, mean, growth):
        means = mean * np.exp(growth * (np.arange(300) - 150))
        result = detector(weekly(np.random.default_rng(seed).poisson(np.minimum(means, 50))))
        assert np.isfinite(result["upper_bound"]).all()
        assert (result["upper_bound"] >= 0).all()

    def test_days_are_not_taken_for_weeks(self, detector):
        days = weekly(COUNTS).assign(period=pd.date_range("2017-01-02", periods=340))
        with pytest.raises(TableError, match=r"52 to the year; found one each 1\.0 days"):
            detector(days)

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ({"alpha": 0}, "alpha must lie between 0 and 1; found 0"),
            ({"alpha": 1.0}, "alpha must lie between 0 and 1; found 1.0"),
            ({"minimum_cases": -1}, "minimum_cases must be at least 0; found -1"),
            ({"recent_periods": 0}, "recent_periods must be at least 1; found 0"),
            ({"assess_last": 0}, "assess_last must be at least 1; found 0"),
        ],
    )
    def test_a_setting_out_of_range_is_refused(self, detector, arguments, message):
        with pytest.raises(ParameterError, match=message):
            detector(weekly(COUNTS), **arguments)
