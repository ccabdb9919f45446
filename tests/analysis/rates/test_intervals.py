import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from datacell_lib.analysis.rates.intervals import (
    calculate_byar_interval,
    calculate_exact_poisson_interval,
    calculate_normal_quantile,
    calculate_poisson_interval,
    calculate_wilson_interval,
)
from datacell_lib.schema import ParameterError, TableError

FIELD = "PHEindicatormethods' conventions, recomputed in a second package"
CONFIDENCES = st.sampled_from([0.8, 0.9, 0.95, 0.998])
COUNT_INTERVALS = [
    calculate_byar_interval,
    calculate_exact_poisson_interval,
    calculate_poisson_interval,
]


class TestCalculateNormalQuantile:
    def test_meets_the_tables(self, validate):
        validate(
            method="Normal quantile, 95% and 99.8%",
            source="tables of the normal distribution",
            expected=[1.959963984540054, 3.090232306167813],
            obtained=[calculate_normal_quantile(0.95), calculate_normal_quantile(0.998)],
            tolerance=5e-14,
        )


class TestCalculateWilsonInterval:
    def test_meets_the_reference_to_its_last_digit(self, validate):
        validate(
            method="Wilson interval, 65 of 100",
            source=FIELD,
            expected=[0.5525444329688797, 0.7363575175690247],
            obtained=np.array(calculate_wilson_interval(65, 100)),
            tolerance=5e-16,
        )

    @settings(max_examples=50)
    @given(st.integers(1, 10**6), st.data(), CONFIDENCES)
    def test_agrees_with_statsmodels(self, people, data, confidence):
        events = data.draw(st.integers(0, people))
        ours = calculate_wilson_interval(events, people, confidence=confidence)
        theirs = proportion_confint(events, people, alpha=1 - confidence, method="wilson")
        np.testing.assert_allclose(ours, theirs, atol=1e-12)

    def test_reaches_zero_and_one_exactly(self):
        assert calculate_wilson_interval(0, 7).lower == 0
        assert calculate_wilson_interval(7, 7).upper == 1

    @settings(max_examples=50)
    @given(st.integers(1, 10**5), st.data())
    def test_mirrors_when_those_with_and_without_change_places(self, people, data):
        events = data.draw(st.integers(0, people))
        lower, upper = calculate_wilson_interval(events, people)
        mirrored = calculate_wilson_interval(people - events, people)
        np.testing.assert_allclose([lower, upper], [1 - mirrored.upper, 1 - mirrored.lower])

    def test_of_a_missing_count_is_missing(self):
        assert np.isnan(calculate_wilson_interval([np.nan, 1, 0], [5, np.nan, np.nan])).all()

    @pytest.mark.parametrize(
        ("events", "people", "message"),
        [
            (-1, 5, "numerators must not be negative; found -1"),
            (6, 5, "above their denominators; found 6"),
            (0, 0, "denominators must be above zero; found 0"),
            ([1, 1], [5, 0], r"found 0 at position \[1\]"),
            (1, np.inf, "denominators must be finite; found inf"),
            ("few", 5, "numerators must be numbers; found 'few'"),
        ],
    )
    def test_refuses_impossible_counts(self, events, people, message):
        with pytest.raises(TableError, match=message):
            calculate_wilson_interval(events, people)

    def test_refuses_a_confidence_in_per_cent(self):
        with pytest.raises(ParameterError, match="found 95"):
            calculate_wilson_interval(1, 2, confidence=95)


class TestCalculateByarInterval:
    def test_meets_the_reference_to_its_last_digit(self, validate):
        validate(
            method="Byar interval, 65 events",
            source=FIELD,
            expected=[50.163187710459454, 82.84913854593984],
            obtained=np.array(calculate_byar_interval(65)),
            tolerance=5e-14,
        )

    def test_of_no_events_begins_at_zero(self):
        assert calculate_byar_interval(0).lower == 0

    def test_is_never_below_zero_however_confident(self):
        assert calculate_byar_interval(1, confidence=0.99999).lower == 0

    @settings(max_examples=50)
    @given(st.integers(10, 10**6))
    def test_is_near_the_exact_interval_from_ten_events(self, count):
        # Breslow and Day 1987, page 69: accurate to within 1% or so of the limit.
        ours, exact = calculate_byar_interval(count), calculate_exact_poisson_interval(count)
        np.testing.assert_allclose(ours, exact, rtol=0.01)


class TestCalculateExactPoissonInterval:
    def test_meets_the_reference_to_its_last_digit(self, validate):
        validate(
            method="Exact Poisson interval, 5 events",
            source=FIELD,
            expected=[1.62348639011842, 11.66833207932267],
            obtained=np.array(calculate_exact_poisson_interval(5)),
            tolerance=5e-14,
        )

    @settings(max_examples=50)
    @given(st.integers(1, 10**5), CONFIDENCES)
    def test_agrees_with_chi_squared_quantiles_of_scipy(self, count, confidence):
        tail = (1 - confidence) / 2
        expected = stats.chi2.ppf(tail, 2 * count) / 2, stats.chi2.isf(tail, 2 * count + 2) / 2
        ours = calculate_exact_poisson_interval(count, confidence=confidence)
        np.testing.assert_allclose(ours, expected, rtol=1e-9)

    @settings(max_examples=50)
    @given(st.integers(0, 1000), CONFIDENCES)
    def test_ends_where_the_count_becomes_improbable(self, count, confidence):
        tail = (1 - confidence) / 2
        lower, upper = calculate_exact_poisson_interval(count, confidence=confidence)
        assert stats.poisson.cdf(count, upper) == pytest.approx(tail)
        if count:
            assert stats.poisson.sf(count - 1, lower) == pytest.approx(tail)
        else:
            assert lower == 0


class TestCalculatePoissonInterval:
    def test_is_exact_below_ten_events_and_byars_from_ten(self):
        counts = np.arange(20)
        ours = np.array(calculate_poisson_interval(counts))
        exact = np.array(calculate_exact_poisson_interval(counts))
        byar = np.array(calculate_byar_interval(counts))
        np.testing.assert_array_equal(ours, np.where(counts < 10, exact, byar))

    def test_of_a_missing_count_is_missing(self):
        assert np.isnan(calculate_poisson_interval([np.nan, np.nan])).all()


class TestEveryCountInterval:
    @pytest.mark.parametrize("interval", COUNT_INTERVALS)
    def test_refuses_infinite_counts(self, interval):
        with pytest.raises(TableError, match=r"counts must be finite; found inf at position \[1\]"):
            interval([1, np.inf])

    @pytest.mark.parametrize("interval", COUNT_INTERVALS)
    def test_refuses_negative_counts(self, interval):
        with pytest.raises(TableError, match="counts must not be negative; found -1"):
            interval([3, -1])

    @pytest.mark.parametrize("interval", COUNT_INTERVALS)
    @settings(max_examples=25)
    @given(st.lists(st.integers(0, 10**6), min_size=1, max_size=20), CONFIDENCES)
    def test_holds_the_count_and_widens_with_confidence(self, interval, counts, confidence):
        lower, upper = interval(counts, confidence=confidence)
        wider = interval(counts, confidence=0.999)
        assert (lower <= counts).all() and (counts < upper).all()
        assert (wider.lower <= lower).all() and (wider.upper > upper).all()

    @pytest.mark.parametrize("interval", COUNT_INTERVALS)
    def test_keeps_the_shape_of_what_comes_in(self, interval):
        assert interval(np.ones((2, 3))).lower.shape == (2, 3)
        assert interval(4).upper.shape == ()
