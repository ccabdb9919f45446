"""Outbreak detection: every detector in one place.

Each takes a long table (`area_code`, `period`, `numerator`, perhaps `denominator` and
`provisional`) and returns, per area and period, what was expected, the upper bound, whether
there is an alarm, and an exceedance score above 1 where the count is above the bound.

- Three years or more of weeks: `detect_farrington_flexible`.
- Less: `detect_ears_c2`; `detect_ears_c1` for sudden and `detect_ears_c3` for slow rises.
- To compare with older work: `detect_farrington_classic`, `detect_farrington_flexible_delta`.

An alarm is a reason to look, not an outbreak: see `benchmarks/detection.py` for how often each
detector is wrong.
"""

from datacell_lib.analysis.time.ears import detect_ears_c1, detect_ears_c2, detect_ears_c3
from datacell_lib.analysis.time.farrington import (
    detect_farrington_classic,
    detect_farrington_flexible,
    detect_farrington_flexible_delta,
)

__all__ = [
    "detect_ears_c1",
    "detect_ears_c2",
    "detect_ears_c3",
    "detect_farrington_classic",
    "detect_farrington_flexible",
    "detect_farrington_flexible_delta",
]
