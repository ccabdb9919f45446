"""Weeks that stand out in weekly cases, by the detector that the series' length allows."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from datacell_lib.analysis.time.ears import detect_ears_c2
from datacell_lib.analysis.time.farrington import detect_farrington_flexible
from datacell_lib.analysis.time.farrington_baseline import MINIMUM_YEARS
from datacell_lib.schema import (
    ALARM,
    AREA_CODE,
    AREA_NAME,
    DENOMINATOR,
    EXCEEDANCE_SCORE,
    EXPECTED,
    METHOD,
    NOTE,
    NUMERATOR,
    PERIOD,
    PROVISIONAL,
    UPPER_BOUND,
)
from datacell_lib.table_sources import carry_sources

WEEKS_A_YEAR = 52
ASSESSED_WEEKS = 26  # the latest, that detectors assess
DETECTION = [AREA_CODE, PERIOD, NUMERATOR, EXPECTED, UPPER_BOUND]
DETECTION += [ALARM, EXCEEDANCE_SCORE, METHOD, NOTE]


def detect_in_districts(weekly: pd.DataFrame) -> pd.DataFrame:
    """Find weeks that stand out from the seven before the last two, district by district.

    Parameters
    ----------
    weekly : pandas.DataFrame
        What `arrange_weeks` returns.

    Returns
    -------
    pandas.DataFrame
        What `detect_ears_c2` returns at an alpha of 0.001, and `area_name`; empty where there are
        no weeks.
    """
    names = weekly[[AREA_CODE, AREA_NAME]].drop_duplicates()
    found = _detect(weekly, detect_ears_c2)
    return carry_sources(found.merge(names, on=AREA_CODE, validate="m:1"), weekly)


def detect_by_history(weekly: pd.DataFrame) -> pd.DataFrame:
    """Find unusual weeks, by the detector that the length of the series allows.

    Parameters
    ----------
    weekly : pandas.DataFrame
        `area_code`, `period` (Sundays), `numerator`, `denominator`, `provisional`.

    Returns
    -------
    pandas.DataFrame
        What the detector returns: Farrington flexible where every assessed week has three years
        before it, at an alpha of 0.005, otherwise EARS C2 at 0.001. Empty where there are no weeks.

    Notes
    -----
    Farrington's detectors take past years for usual. After years of epidemic waves the bound is
    far above anything that follows them.
    """
    history = weekly[PERIOD].nunique() - ASSESSED_WEEKS
    long = history >= MINIMUM_YEARS * WEEKS_A_YEAR
    return _detect(weekly, detect_farrington_flexible if long else detect_ears_c2)


def _detect(weekly: pd.DataFrame, detect: Callable[..., pd.DataFrame]) -> pd.DataFrame:
    columns = [AREA_CODE, PERIOD, NUMERATOR, DENOMINATOR, PROVISIONAL]
    if weekly.empty:
        return weekly[columns[:3]].reindex(columns=DETECTION)
    last = min(ASSESSED_WEEKS, weekly[PERIOD].nunique())
    found = detect(weekly[columns], assess_last=last)
    return carry_sources(found, weekly)
