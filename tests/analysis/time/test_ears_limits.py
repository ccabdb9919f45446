"""The bounds that suppressed counts leave open, against every way of filling them in."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datacell_lib.analysis.time.ears_limits import PartlyKnownBaseline, limit_bounds


def limit(known, unknown, lowest, highest, *, z=3.0902, minimum_sd=0.0):
    counts = np.array(known, dtype=float)
    baseline = PartlyKnownBaseline(
        total=np.array([counts.sum()]),
        squares=np.array([(counts**2).sum()]),
        unknown=np.array([unknown]),
        lowest=np.array([float(lowest)]),
        highest=np.array([float(highest)]),
        size=len(known) + unknown,
    )
    low, high = limit_bounds(baseline, z=z, minimum_sd=minimum_sd)
    return low[0], high[0]


def fill_in(known, unknown, choices, *, z=3.0902, minimum_sd=0.0):
    """Bounds of all fillings, by numpy's own mean and standard deviation."""
    filled = np.array([[*known, *filling] for filling in product(choices, repeat=unknown)])
    deviations = np.maximum(filled.std(axis=1, ddof=1), minimum_sd)
    return filled.mean(axis=1) + z * deviations


class TestLimitBounds:
    @given(
        known=st.lists(st.integers(0, 12), min_size=1, max_size=6),
        unknown=st.integers(1, 4),
        lowest=st.integers(0, 3),
        width=st.integers(1, 4),
        minimum_sd=st.sampled_from([0.0, 0.5, 2.0]),
    )
    @settings(max_examples=60, deadline=None)
    def test_no_filling_gives_a_bound_outside_and_the_highest_is_reached(
        self, known, unknown, lowest, width, minimum_sd
    ):
        low, high = limit(known, unknown, lowest, lowest + width, minimum_sd=minimum_sd)
        bounds = fill_in(known, unknown, range(lowest, lowest + width + 1), minimum_sd=minimum_sd)
        assert low <= bounds.min() + 1e-9
        assert high == pytest.approx(bounds.max())

    @given(known=st.lists(st.integers(0, 12), min_size=2, max_size=6), unknown=st.integers(1, 2))
    @settings(max_examples=30, deadline=None)
    def test_the_lowest_bound_is_reached_between_the_limits(self, known, unknown):
        low, _ = limit(known, unknown, 0, 2)
        finely = fill_in(known, unknown, np.linspace(0, 2, 81))
        assert low <= finely.min() + 1e-9
        assert low == pytest.approx(finely.min(), abs=0.02)

    def test_with_nothing_known_the_lowest_bound_is_the_lowest_limit(self):
        assert limit([], 7, 0, 2)[0] == 0
        assert limit([], 7, 0, 2)[1] == pytest.approx(fill_in([], 7, (0, 2)).max())

    def test_limits_that_meet_give_one_bound(self):
        low, high = limit([1, 4, 2], 2, 3, 3)
        expected = fill_in([1, 4, 2], 2, [3])[0]
        assert (low, high) == pytest.approx((expected, expected))
