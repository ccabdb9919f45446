"""The figures of purposes.yml that no publication prints are those that the benchmark makes."""

import os

import numpy as np
import pandas as pd
import pytest

from benchmarks.need_risks import (
    fit_ratio,
    measure_doses,
    measure_loneliness,
    measure_shielding,
    spread,
)
from datacell_lib.config import MIRROR_VARIABLE
from datacell_lib.files.area import load_area
from datacell_lib.files.purposes import load_purposes

AREA = load_area("essex-2020")
needs_mirror = pytest.mark.skipif(
    MIRROR_VARIABLE not in os.environ, reason=f"{MIRROR_VARIABLE} names no real files"
)


@needs_mirror
@pytest.mark.parametrize(
    ("purpose", "measure"),
    [("food", measure_shielding), ("calls", measure_loneliness), ("vaccination", measure_doses)],
)
class TestPurposes:
    def test_the_file_holds_the_risks_and_ratios_of_published_counts(self, purpose, measure):
        risks, ratio = measure(AREA)
        written = load_purposes().find(purpose)
        for band, found in zip(written.bands, risks.values(), strict=True):
            assert [band.risk, band.lower, band.upper] == pytest.approx(found, abs=0.00005 + 1e-9)
        place = written.place
        given = [place.ratio, place.lower] + ([] if purpose == "calls" else [place.upper])
        assert given == pytest.approx(ratio[: len(given)], abs=0.005 + 1e-9)


class TestFitRatio:
    def test_a_planted_ratio_is_found_again(self):
        generator = np.random.default_rng(1)
        s = generator.uniform(size=4000)
        # twice the risk in the middle of the first fifth as in that of the last
        expected = generator.uniform(20, 60, 4000)
        events = generator.poisson(expected * 2 ** ((0.5 - s) / 0.8))
        table = pd.DataFrame({"events": events, "expected": expected, "s": s})
        ratio, lower, upper = fit_ratio(table, clusters=pd.Series(np.arange(4000) // 20))
        assert lower < 2 < upper and upper - lower < 0.1
        assert ratio == pytest.approx(2, rel=0.02)


class TestSpread:
    def test_the_risk_is_of_all_people_and_the_limits_are_of_districts(self):
        events = pd.Series([1.0, 10.0, np.nan, *[5.0] * 38])
        found, lower, upper = spread(events, pd.Series([100.0] * 41))
        assert found == pytest.approx((1 + 10 + 5 * 38) / 4000)
        # of 40 districts the limits lie 0.975 of the way from the last but one to the last
        assert lower == pytest.approx(0.01 + 0.975 * 0.04)
        assert upper == pytest.approx(0.05 + 0.025 * 0.05)
