"""A simulated epidemic: two years of daily cases by MSOA, as laboratories would report them."""

from __future__ import annotations

import numpy as np
import pandas as pd

LAST_DAY = pd.Timestamp("2026-09-27")  # a Sunday
WEEKS = 104
WEEKS_BY_MSOA = 52

# Share of tests by weekday, Monday first; and of the last five days' results already in.
_WEEKDAYS = np.array([1.28, 1.17, 1.08, 1.04, 1.00, 0.76, 0.67])
_ALREADY_IN = np.array([0.93, 0.82, 0.66, 0.43, 0.17])
DELAYED_DAYS = len(_ALREADY_IN)

# New variants: the day each takes hold, and how fast it wears immunity down.
VARIANTS = ((-330, 0.008), (-170, 0.006), (40, 0.009), (265, 0.007), (425, 0.010), (640, 0.004))

# The planted outbreak: extra cases expected in each of the last four weeks.
OUTBREAK_WEEKS = (10.0, 28.0, 52.0, 64.0)


def simulate_cases(msoas: pd.DataFrame, *, outbreak: str, rng: np.random.Generator) -> pd.DataFrame:
    """Daily cases by MSOA (rows: dates; columns: MSOA codes).

    `msoas` has `district` (number), `persons` and `poor` by `msoa_code`.
    """
    dates = pd.date_range(end=LAST_DAY, periods=7 * WEEKS)
    place = msoas["district"].to_numpy()
    persons = msoas["persons"].to_numpy()
    infected = _spread(np.bincount(place, weights=persons), rng)
    found = np.linspace(0.055, 0.040, len(dates))[:, None] * np.exp(
        0.05 * msoas["poor"].to_numpy() + rng.normal(0, 0.12, len(msoas))
    )
    week = _WEEKDAYS[dates.day_of_week.to_numpy()][:, None]
    expected = infected[:, place] * persons * found * week
    shared = rng.gamma(25.0, 1 / 25.0, (len(dates), place.max() + 1))[:, place]
    own = rng.gamma(6.0, 1 / 6.0, expected.shape)
    expected = expected * shared * own
    column = msoas.index.get_loc(outbreak)
    for number, extra in enumerate(OUTBREAK_WEEKS):
        start = len(dates) - 7 * (len(OUTBREAK_WEEKS) - number)
        expected[start : start + 7, column] += extra * _WEEKDAYS / 7
    cases = rng.poisson(expected.round(9))
    for back, share in enumerate(_ALREADY_IN[::-1], start=1):
        cases[-back] = rng.binomial(cases[-back], share)
    return pd.DataFrame(cases, index=dates, columns=msoas.index)


def _spread(persons: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """New infections per resident, by day and district: waning immunity, seasons, variants."""
    size, warm_up = len(persons), 400
    immune, ill = np.full(size, 0.62), np.full(size, 0.002)
    contact = rng.normal(1.0, 0.02, size)
    mixing = 0.94 * np.eye(size) + 0.06 * np.tile(persons / persons.sum(), (size, 1))
    drift, days = np.zeros(size), []
    for day in range(-warm_up, 7 * WEEKS):
        season = 1 + 0.08 * np.cos(2 * np.pi * (day - 95) / 365.25)
        drift = 0.97 * drift + rng.normal(0, 0.006, size)
        push = 0.42 * season * contact * np.exp(drift) * (mixing @ ill)
        new = (1 - immune - ill).clip(0) * push
        escape = sum(dose * np.exp(-(((day - arrival) / 14) ** 2)) for arrival, dose in VARIANTS)
        ill = ill + new - ill / 6 + 2.5e-5
        immune = immune + ill / 6 - immune * (1 / 420 + escape)
        days.append(new)
    return np.array(days[warm_up:])


def lay_out_daily(cases: pd.DataFrame, msoas: pd.DataFrame) -> pd.DataFrame:
    """The UKHSA dashboard's download: daily cases by district."""
    names = msoas[["lad_code", "lad_name"]].drop_duplicates()
    blocks = []
    for code, name in names.itertuples(index=False):
        daily = cases[msoas.index[msoas["lad_code"] == code]].sum(axis=1)
        block = pd.DataFrame({"theme": ["infectious_disease"] * len(daily)})
        block["sub_theme"], block["topic"] = "respiratory", "COVID-19"
        block["geography_type"] = "Lower Tier Local Authority"
        block["geography"], block["geography_code"] = name, code
        block["metric"], block["metric_group"] = "COVID-19_cases_casesByDay", "cases"
        block["stratum"], block["sex"], block["age"] = "default", "all", "all"
        block["date"] = cases.index.strftime("%Y-%m-%d")
        block["metric_value"] = daily.to_numpy()
        recent = cases.index > LAST_DAY - pd.Timedelta(days=DELAYED_DAYS)
        block["in_reporting_delay_period"] = recent
        blocks.append(block)
    return pd.concat(blocks, ignore_index=True)


def lay_out_weekly(cases: pd.DataFrame, msoas: pd.DataFrame) -> pd.DataFrame:
    """The pandemic dashboard's download: seven-day sums by MSOA, blank from 0 to 2."""
    weekly = cases.rolling(7).sum().iloc[6::7].iloc[-WEEKS_BY_MSOA:]
    blocks = []
    for code, name in msoas["place_name"].items():
        block = pd.DataFrame({"areaType": ["msoa"] * len(weekly)})
        block["areaCode"], block["areaName"] = code, name
        block["date"] = weekly.index.strftime("%Y-%m-%d")
        sums = weekly[code].reset_index(drop=True).astype("Int64")
        block["newCasesBySpecimenDateRollingSum"] = sums.where(sums > 2)
        blocks.append(block)
    return pd.concat(blocks, ignore_index=True)
