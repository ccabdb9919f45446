import numpy as np
import pytest

from datacell_lib.analysis.space.scan_search import search_circles, simulate_maxima
from datacell_lib.analysis.space.scan_windows import (
    calculate_log_likelihood_ratio,
    draw_circles,
)


def scan_by_brute_force(points, people, maps, expected, direction="high"):
    """Score every circle of every map, one by one."""
    best = np.zeros(maps.shape[-1])
    total = maps[:, 0].sum()
    for centre in range(len(points)):
        distances = np.hypot(*(points - points[centre]).T)
        for radius in np.unique(distances):
            inside = distances <= radius
            if people[inside].sum() > people.sum() / 2:
                continue
            c = maps[inside].sum(axis=0)
            e = np.full(len(c), expected[inside].sum())
            best = np.maximum(
                best, calculate_log_likelihood_ratio(c, e, total, direction=direction)
            )
    return best


class TestSimulateMaxima:
    @pytest.mark.parametrize("size", [5, 40])
    def test_skipping_hopeless_windows_changes_no_maximum(self, size):
        rng = np.random.default_rng(size)
        points = rng.integers(0, 6, size=(size, 2)).astype(float)
        people = rng.integers(1, 20, size=size).astype(float)
        total = 300
        expected = people * total / people.sum()
        # The same chance maps, drawn as the search draws them: one batch of at most 64.
        drawn = np.random.default_rng([3, *b"scan"]).multinomial(total, expected / total, size=64)
        obtained = simulate_maxima(
            lambda centre: draw_circles(points, people, maximum_share=0.5, centre=centre),
            expected,
            total=total,
            replicates=64,
            seed=3,
        )
        brute = scan_by_brute_force(points, people, drawn.T.astype(float), expected)
        np.testing.assert_allclose(obtained, brute, rtol=1e-9)

    @pytest.mark.parametrize("direction", ["low", "both"])
    @pytest.mark.parametrize("size", [5, 40])
    def test_so_it_is_in_every_direction(self, size, direction):
        rng = np.random.default_rng(size)
        points = rng.integers(0, 6, size=(size, 2)).astype(float)
        people = rng.integers(1, 20, size=size).astype(float)
        expected = people * 300 / people.sum()
        drawn = np.random.default_rng([3, *b"scan"]).multinomial(300, expected / 300, size=64)
        obtained = simulate_maxima(
            lambda centre: draw_circles(points, people, maximum_share=0.5, centre=centre),
            expected,
            total=300,
            replicates=64,
            seed=3,
            direction=direction,
        )
        maps = drawn.T.astype(float)
        brute = scan_by_brute_force(points, people, maps, expected, direction=direction)
        np.testing.assert_allclose(obtained, brute, rtol=1e-9)

    def test_both_tails_compete_for_one_maximum(self):
        rng = np.random.default_rng(8)
        points, people = rng.uniform(size=(30, 2)), rng.integers(50, 150, size=30).astype(float)
        high, low, both = (
            simulate_maxima(
                lambda centre: draw_circles(points, people, maximum_share=0.3, centre=centre),
                people * 90 / people.sum(),
                total=90,
                replicates=99,
                seed=2,
                direction=direction,
            )
            for direction in ("high", "low", "both")
        )
        assert (low > high).any() and (high > low).any()
        np.testing.assert_allclose(both, np.maximum(high, low))

    def test_more_events_than_single_precision_holds_are_still_exact(self):
        points = np.array([[0.0, 0], [1, 0], [2, 0], [5, 0]])
        people = np.ones(4)
        total = 2**25 + 1
        maps = np.random.default_rng([1, *b"scan"]).multinomial(total, [0.25] * 4, size=5)
        obtained = simulate_maxima(
            lambda centre: draw_circles(points, people, maximum_share=0.5, centre=centre),
            people * total / 4,
            total=total,
            replicates=5,
            seed=1,
        )
        brute = scan_by_brute_force(points, people, maps.T.astype(float), people * total / 4)
        np.testing.assert_allclose(obtained, brute, rtol=1e-9)


class TestSearchCircles:
    def test_p_values_of_chance_maps_are_spread_evenly(self):
        rng = np.random.default_rng(17)
        points = rng.uniform(size=(20, 2))
        people = rng.integers(50, 150, size=20).astype(float)
        p_values = []
        for seed in range(120):
            counts = rng.multinomial(150, people / people.sum()).astype(float)
            _, found = search_circles(
                points,
                counts,
                people,
                maximum_share=0.5,
                replicates=99,
                seed=seed,
                significance=0.05,
            )
            p_values.append(found[0])
        # Uniform on 0.01, 0.02, ..., 1: mean 0.505, standard error 0.0264 for 120 of them.
        assert np.mean(p_values) == pytest.approx(0.505, abs=4 * 0.0264)
        # 12 expected at 10%; outside 3 to 23 has probability below 0.2%.
        assert 3 <= sum(p <= 0.1 for p in p_values) <= 23

    def test_clusters_share_no_area_and_come_in_order(self):
        rng = np.random.default_rng(5)
        points = rng.uniform(size=(60, 2))
        people = np.full(60, 100.0)
        counts = rng.poisson(5, size=60).astype(float)
        counts[np.hypot(*(points - [0.2, 0.2]).T) < 0.2] *= 4
        counts[np.hypot(*(points - [0.8, 0.8]).T) < 0.2] *= 3
        clusters, p_values = search_circles(
            points,
            counts,
            people,
            maximum_share=0.25,
            replicates=199,
            seed=1,
            significance=0.05,
        )
        areas = np.concatenate([cluster.areas for cluster in clusters])
        ratios = [cluster.log_likelihood_ratio for cluster in clusters]
        assert len(clusters) >= 2
        assert len(areas) == len(set(areas.tolist()))
        assert ratios == sorted(ratios, reverse=True)
        assert p_values == sorted(p_values)
        assert max(p_values) <= 0.05
