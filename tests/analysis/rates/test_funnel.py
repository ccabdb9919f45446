import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from datacell_lib.analysis.rates.counts import NOBODY
from datacell_lib.analysis.rates.funnel import (
    build_funnel_axis,
    calculate_proportion_funnel,
    calculate_rate_funnel,
)
from datacell_lib.analysis.rates.intervals import (
    calculate_exact_poisson_interval,
    calculate_wilson_interval,
)
from datacell_lib.schema import ParameterError, TableError

LIMITS = ["lower_limit_95", "upper_limit_95", "lower_limit_99_8", "upper_limit_99_8"]


def make_table(numerators, denominators):
    areas = [f"area {i}" for i in range(len(numerators))]
    return pd.DataFrame({"area_code": areas, "numerator": numerators, "denominator": denominators})


class TestCalculateProportionFunnel:
    def test_meets_the_reference(self, validate):
        funnel = calculate_proportion_funnel(
            make_table([60], [75]), baseline=0.80642448, multiplier=100
        )
        validate(
            method="Funnel limits of proportions, 95% and 99.8%",
            source="PHEindicatormethods",
            expected=[71.700657, 89.584239, 66.544121, 94.740774],
            obtained=funnel[LIMITS],
            tolerance=1e-6,  # the baseline itself is printed to eight digits
        )

    @settings(max_examples=60)
    @given(st.integers(1, 5000), st.data(), st.floats(0.01, 0.99))
    def test_puts_outside_whoever_has_an_interval_without_the_baseline(
        self, people, data, baseline
    ):
        events = data.draw(st.integers(0, people))
        place = calculate_proportion_funnel(make_table([events], [people]), baseline=baseline)
        word = place["comparison"].iloc[0]
        for confidence, outside in ((0.95, word != "within"), (0.998, "99.8%" in word)):
            lower, upper = calculate_wilson_interval(events, people, confidence=confidence)
            if min(abs(lower - baseline), abs(upper - baseline)) > 1e-9:
                assert outside == (not lower < baseline < upper)

    def test_takes_its_level_from_all_areas_together(self):
        funnel = calculate_proportion_funnel(make_table([10, 50, np.nan], [100, 100, 100]))
        assert funnel["benchmark"].tolist() == [0.3] * 3
        assert funnel["comparison"].tolist() == [
            "low, beyond 99.8%",
            "high, beyond 99.8%",
            "not compared",
        ]
        assert funnel[LIMITS].notna().all(axis=None)

    def test_keeps_its_limits_between_zero_and_one(self):
        funnel = calculate_proportion_funnel(make_table([0, 3], [3, 3]), baseline=0.5)
        assert (funnel[LIMITS].min(axis=None), funnel[LIMITS].max(axis=None)) == (0, 1)

    @pytest.mark.parametrize("baseline", [0, 1, 80.6])
    def test_refuses_a_baseline_that_is_not_a_share(self, baseline):
        with pytest.raises(ParameterError, match="baseline must lie between 0 and 1"):
            calculate_proportion_funnel(make_table([1], [2]), baseline=baseline)

    def test_refuses_numerators_above_denominators(self):
        with pytest.raises(TableError, match="found 3 of 2 for area 0"):
            calculate_proportion_funnel(make_table([3], [2]))


class TestCalculateRateFunnel:
    def test_has_limits_where_the_poisson_tails_end(self, validate):
        # Planted: at whole limits the tails of SciPy's Poisson distribution are the shares asked
        # for; E is solved so that the count 20 is just beyond.
        expected = [
            stats.gamma(20).ppf(0.025),  # P(X >= 20 | E) = 0.025
            stats.gamma(21).ppf(0.975),  # P(X <= 20 | E) = 0.025
        ]
        funnel = calculate_rate_funnel(make_table([np.nan] * 2, expected), baseline=1, multiplier=1)
        validate(
            method="Funnel limits of rates and ratios, 95%",
            source="SciPy: Poisson tails of 2.5% at 20 events",
            expected=[20, 20],
            obtained=[
                funnel["upper_limit_95"].iloc[0] * expected[0],
                funnel["lower_limit_95"].iloc[1] * expected[1],
            ],
            tolerance=5e-10,
        )

    @settings(max_examples=60)
    @given(st.integers(0, 2000), st.floats(0.001, 3000))
    def test_puts_outside_whoever_has_an_interval_without_the_baseline(self, events, expected):
        place = calculate_rate_funnel(make_table([events], [expected]), baseline=1, multiplier=1)
        word = place["comparison"].iloc[0]
        for confidence, outside in ((0.95, word != "within"), (0.998, "99.8%" in word)):
            lower, upper = calculate_exact_poisson_interval(events, confidence=confidence)
            if min(abs(lower - expected), abs(upper - expected)) > 1e-6 * expected:
                assert outside == (not lower < expected < upper)

    def test_has_no_lower_limit_where_no_count_is_improbably_low(self):
        funnel = calculate_rate_funnel(make_table([0], [3]), baseline=1, multiplier=1)
        assert funnel["lower_limit_95"].tolist() == [0]
        assert funnel["comparison"].tolist() == ["within"]

    def test_places_areas_where_they_were_published_to_lie(self, validate):
        events = [
            *(2419, 2337, 2291, 2242, 2218, 2159, 2130, 2111, 2105, 2083, 2078, 2062, 2061, 2033),
            *(2033, 2010, 2004, 2002, 1977, 1944, 1932, 1922, 1912, 1881, 1844, 1835, 1833, 1825),
            *(1816, 1809, 1798, 1754, 1746, 1709, 1694, 1688, 1649, 1553, 1332, 0),
        ]
        people = [
            *(264102, 259711, 289247, 265029, 284649, 293578, 286718, 307381, 274145, 297424),
            *(272628, 269656, 294692, 277710, 259213, 285516, 269449, 290888, 287112, 286492),
            *(287012, 291277, 289859, 289653, 282519, 274220, 280271, 284206, 274508, 288384),
            *(287072, 282744, 289208, 287736, 296175, 303255, 285959, 274661, 281425, 297820),
        ]
        words = {
            "high, beyond 99.8%": "H",
            "high, beyond 95%": "h",
            "within": "-",
            "low, beyond 95%": "l",
            "low, beyond 99.8%": "L",
        }
        validate(
            method="Funnel of crude rates, 40 areas (H, L beyond 99.8%)",
            source="PHEindicatormethods, its published test data",
            expected="HHHHHHH-HhHHhHHhH------------llLLLLLLLLL",
            obtained="".join(
                calculate_rate_funnel(make_table(events, people))["comparison"].map(words)
            ),
        )

    def test_scales_with_the_multiplier(self):
        table = make_table([20, 30], [1000, 2000])
        one, many = (calculate_rate_funnel(table, multiplier=m) for m in (1, 100_000))
        columns = ["value", "benchmark", *LIMITS]
        np.testing.assert_allclose(many[columns], one[columns] * 100_000)

    def test_refuses_to_guess_a_level(self):
        with pytest.raises(TableError, match="no numerator is known"):
            calculate_rate_funnel(make_table([np.nan], [100]))

    @pytest.mark.parametrize("baseline", [0, -1, np.nan, np.inf, "0.1"])
    def test_refuses_a_baseline_that_is_no_rate(self, baseline):
        with pytest.raises(ParameterError, match="baseline must be above zero; found"):
            calculate_rate_funnel(make_table([1], [100]), baseline=baseline)

    @pytest.mark.parametrize("calculate", [calculate_rate_funnel, calculate_proportion_funnel])
    def test_of_zeros_alone_asks_for_a_baseline(self, calculate):
        zeros = make_table([0, 0], [100, 50])
        with pytest.raises(TableError, match=r"no area has an event.*Give the baseline itself"):
            calculate(zeros)
        assert calculate(zeros, baseline=0.1)["comparison"].tolist()[0].startswith("low")

    def test_of_everyone_asks_for_a_baseline(self):
        with pytest.raises(TableError, match=r"every person has the attribute.*Give the baseline"):
            calculate_proportion_funnel(make_table([100, 50], [100, 50]))

    @pytest.mark.parametrize("calculate", [calculate_rate_funnel, calculate_proportion_funnel])
    def test_leaves_an_area_where_nobody_is_unplaced_alone(self, calculate):
        funnel = calculate(make_table([10, 0, 30], [100, 0, 150]))
        assert funnel["comparison"].tolist()[1] == "not compared"
        assert funnel["note"].tolist() == ["", NOBODY, ""]
        others = calculate(make_table([10, 30], [100, 150]))
        np.testing.assert_array_equal(funnel.loc[[0, 2], LIMITS], others[LIMITS])

    def test_leaves_its_input_unchanged(self, leaves_unchanged):
        leaves_unchanged(calculate_rate_funnel, make_table([1, 2], [3, 4]))


class TestBuildFunnelAxis:
    def test_gives_a_curve_that_narrows(self):
        axis = build_funnel_axis(make_table([1, 2], [50, 5000]))
        curve = calculate_proportion_funnel(axis, baseline=0.3)
        width = curve["upper_limit_95"] - curve["lower_limit_95"]
        assert len(curve) == 100 and (width.diff().dropna() < 0).all()

    def test_refuses_a_table_without_known_denominators(self):
        with pytest.raises(TableError, match="no denominator is known"):
            build_funnel_axis(make_table([1], [np.nan]))
