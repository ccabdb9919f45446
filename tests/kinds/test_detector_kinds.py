"""EARS by its definition, on any series: the alarm, the score and the bound say one thing."""

from statistics import NormalDist, mean, stdev

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datacell_lib.analysis.time import detect_ears_c3


def tabulate(counts: list[int]) -> pd.DataFrame:
    return pd.DataFrame({"area_code": "A", "period": range(len(counts)), "numerator": counts})


def sum_excesses(counts: list[int], day: int, *, baseline: int) -> float:
    """C3 of a day, in plain Python: the sum of max(0, C2 - 1) over it and the two before."""
    total = 0.0
    for each in (day, day - 1, day - 2):
        earlier = counts[each - 2 - baseline : each - 2]
        away, spread = counts[each] - mean(earlier), stdev(earlier)
        standard = away / spread if spread else (np.inf if away > 0 else 0.0)
        total += max(0.0, standard - 1)
    return total


series = st.lists(st.integers(0, 6), min_size=14, max_size=30)


class TestEarsC3:
    @given(counts=series, baseline=st.integers(3, 9), alpha=st.sampled_from([0.001, 0.025, 0.1]))
    def test_an_alarm_is_a_sum_of_excesses_of_at_least_z(self, counts, baseline, alpha) -> None:
        z = NormalDist().inv_cdf(1 - alpha)
        found = detect_ears_c3(tabulate(counts), baseline=baseline, alpha=alpha)
        for day in range(baseline + 4, len(counts)):
            statistic = sum_excesses(counts, day, baseline=baseline)
            assert found["alarm"][day] == (statistic >= z)
            if np.isfinite(statistic):
                assert found["exceedance_score"][day] == pytest.approx(statistic / z)

    @given(counts=series, count=st.integers(0, 60))
    def test_the_bound_is_where_another_count_would_be_an_alarm(self, counts, count) -> None:
        found = detect_ears_c3(tabulate(counts)).iloc[-1]
        changed = detect_ears_c3(tabulate([*counts[:-1], count])).iloc[-1]
        always = found["note"] != ""
        assert changed["alarm"] == (always or count > found["upper_bound"])
        assert changed["upper_bound"] == found["upper_bound"]
