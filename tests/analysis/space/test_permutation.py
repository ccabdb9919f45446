from itertools import permutations as orders

import numpy as np
import pytest
import scipy.sparse
from hypothesis import given, settings
from hypothesis import strategies as st

from datacell_lib.analysis.space.permutation import (
    calculate_two_sided_p_value,
    check_permutations,
    draw_without_replacement,
    permute_neighbour_means,
)
from datacell_lib.schema import ParameterError


class TestCheckPermutations:
    def test_too_few_are_refused(self):
        with pytest.raises(ParameterError, match="99 or more; found 98"):
            check_permutations(98)

    def test_ninety_nine_pass(self):
        check_permutations(99)


class TestCalculateTwoSidedPValue:
    def test_the_smaller_tail_is_doubled(self):
        # By hand: 1 of 9 shuffles reaches 8, so 2 * (1 + 1) / (9 + 1).
        assert calculate_two_sided_p_value(8.0, np.arange(9.0)) == pytest.approx(0.4)

    def test_an_extreme_value_on_either_side_gives_the_least_p(self):
        shuffled = np.arange(99.0)
        assert (
            calculate_two_sided_p_value(100.0, shuffled)
            == calculate_two_sided_p_value(-1.0, shuffled)
            == 0.02
        )

    def test_equal_sums_in_another_order_count_as_equal(self):
        assert calculate_two_sided_p_value(0.1 + 0.2, np.full(9, 0.3)) == 1.0


class TestDrawWithoutReplacement:
    @settings(max_examples=30, deadline=None)
    @given(st.integers(1, 12), st.data())
    def test_no_position_comes_twice_in_a_draw(self, population, data):
        size = data.draw(st.integers(1, population))
        picks = draw_without_replacement(
            np.random.default_rng(0), draws=50, size=size, population=population
        )
        assert picks.min() >= 0
        assert picks.max() < population
        assert all(len(set(pick)) == size for pick in picks.tolist())

    def test_every_ordered_draw_is_equally_likely(self):
        picks = draw_without_replacement(
            np.random.default_rng(3), draws=24_000, size=2, population=4
        )
        counts = [(picks == pair).all(axis=1).sum() for pair in orders(range(4), 2)]
        # 12 pairs, 2,000 expected of each: chi-squared on 11 degrees, 99.9% point 31.26.
        assert sum((count - 2_000) ** 2 / 2_000 for count in counts) < 31.26


class TestPermuteNeighbourMeans:
    def test_it_agrees_with_all_the_draws_there_are(self):
        # Five areas in a ring: each has 2 neighbours of 4 others, 6 equally likely pairs.
        values = np.array([1.0, 2.0, 4.0, 8.0, 16.0])
        ring = scipy.sparse.csr_array(
            np.roll(np.eye(5), 1, axis=1) + np.roll(np.eye(5), -1, axis=1)
        )
        obtained = permute_neighbour_means(values, ring, permutations=19_999, seed=7)
        for area in range(5):
            others = np.delete(values, area)
            sums = [others[i] + others[j] for i in range(4) for j in range(i)]
            mine = (ring @ values)[area]
            tail = min(np.mean(np.array(sums) >= mine), np.mean(np.array(sums) <= mine))
            assert obtained[area] == pytest.approx(min(1.0, 2 * tail), abs=0.02)

    def test_a_seed_repeats_and_leaves_numpys_own_state_alone(self):
        ring = scipy.sparse.csr_array(
            np.roll(np.eye(6), 1, axis=1) + np.roll(np.eye(6), -1, axis=1)
        )
        before = np.random.get_state()[1].copy()  # noqa: NPY002
        values = np.arange(6.0) ** 2
        first = permute_neighbour_means(values, ring, permutations=199, seed=5)
        again = permute_neighbour_means(values, ring, permutations=199, seed=5)
        assert np.array_equal(first, again)
        assert np.array_equal(before, np.random.get_state()[1])  # noqa: NPY002
