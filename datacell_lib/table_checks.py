"""The checks at the door: is this table fit for what is asked of it?

Each check raises and names the rows at fault, or returns nothing. None changes its table.
"""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Real

import numpy as np
import pandas as pd

from datacell_lib.repeated_rows import name_repeats, show_value
from datacell_lib.schema import (
    AGE_BAND,
    AREA_CODE,
    DENOMINATOR,
    NUMERATOR,
    NUMERATOR_LOWER,
    NUMERATOR_UPPER,
    PATIENTS,
    PERIOD,
    PRACTICE_CODE,
    SEX,
    ParameterError,
    TableError,
)
from datacell_lib.table_sources import tell_origin
from datacell_lib.uk_days import find_uk_days
from datacell_lib.wording import name_first

ONS_CODE = r"[A-Z]\d{8}"
# Prefixes that make up one geography; any other prefix is a geography by itself.
GEOGRAPHIES = (
    frozenset({"E00", "W00", "S00", "N00"}),  # output areas
    frozenset({"E01", "W01", "S01", "N20"}),  # lower layer super output areas, data zones
    frozenset({"E02", "W02", "S02", "N21"}),  # middle layer super output areas
    frozenset({"E05", "W05", "S13", "N08"}),  # wards
    frozenset({"E06", "E07", "E08", "E09", "W06", "S12", "N09"}),  # lower-tier authorities
    frozenset({"E06", "E08", "E09", "E10", "W06", "S12", "N09"}),  # upper-tier authorities
    frozenset({"E12", "W92", "S92", "N92"}),  # regions and the other countries
    frozenset({"E92", "W92", "S92", "N92"}),  # countries
)


def name_rows(table: pd.DataFrame, at_fault: np.ndarray | pd.Series) -> str:
    """Name the first few rows at fault as a reader knows them: area, period, group."""
    rows = table.loc[np.asarray(at_fault, dtype=bool)]
    keys = [column for column in (AREA_CODE, PERIOD, AGE_BAND, SEX) if column in rows]
    if keys:
        names = (", ".join(map(show_value, row)) for row in rows[keys].itertuples(index=False))
    else:
        names = (f"row {label}" for label in rows.index)
    return name_first(names, between="; ")


def check_columns(table: pd.DataFrame, columns: Sequence[str]) -> None:
    """Refuse a table that lacks any of these columns."""
    missing = [column for column in columns if column not in table]
    if missing:
        raise TableError(
            f"the table has no column {', '.join(missing)}; found {', '.join(map(str, table))}. "
            "Rename the source's columns to those in datacell_lib.schema."
        )


def is_number(value: object) -> bool:
    """Whether an argument is one number: no text, list, date or truth."""
    return isinstance(value, Real) and not isinstance(value, bool)


def check_confidence(confidence: float) -> None:
    """Refuse a confidence that is not a share between 0 and 1."""
    if not is_number(confidence) or not 0 < confidence < 1:
        raise ParameterError(
            f"confidence must lie between 0 and 1; found {confidence!r}. Write 95% as 0.95."
        )


def check_multiplier(multiplier: float) -> None:
    """Refuse a multiplier that is no number above zero, or infinite."""
    if not is_number(multiplier) or not 0 < multiplier < np.inf:
        raise ParameterError(
            f"multiplier must be above zero; found {multiplier!r}. Write per 100,000 as 100_000."
        )


def check_numbers(table: pd.DataFrame, columns: Sequence[str]) -> None:
    """Refuse columns that are not finite numbers; missing values pass."""
    for column in columns:
        if not pd.api.types.is_numeric_dtype(table[column]):
            raise TableError(
                f"{column} must be numbers; found {table[column].dtype}. Give a count that its "
                f"publisher suppressed by {NUMERATOR_LOWER} and {NUMERATOR_UPPER}, not as text."
            )
        infinite = np.isinf(table[column].to_numpy(dtype=float, na_value=np.nan))
        if infinite.any():
            raise TableError(
                f"{column} must be finite; found infinity for {name_rows(table, infinite)}."
            )


def check_not_negative(table: pd.DataFrame, columns: Sequence[str]) -> None:
    """Refuse negative values; missing values pass."""
    check_numbers(table, columns)
    for column in columns:
        negative = table[column].lt(0).fillna(False)
        if negative.any():
            raise TableError(
                f"{column} must not be negative; found {table.loc[negative, column].iloc[0]} "
                f"for {name_rows(table, negative)}. "
                f"Check the source file{tell_origin(table)}."
            )


def check_denominators(table: pd.DataFrame, *, column: str = DENOMINATOR) -> None:
    """Refuse denominators of zero or below; missing values pass."""
    check_numbers(table, [column])
    faulty = table[column].le(0).fillna(False)
    if faulty.any():
        raise TableError(
            f"{column} must be above zero; found {table.loc[faulty, column].iloc[0]} for "
            f"{name_rows(table, faulty)}. Check the population file{tell_origin(table)}."
        )


def check_within_denominators(
    table: pd.DataFrame, *, numerator: str = NUMERATOR, denominator: str = DENOMINATOR
) -> None:
    """Refuse numerators above their denominators, for proportions; missing values pass."""
    check_columns(table, [numerator, denominator])
    above = table[numerator].gt(table[denominator]).fillna(False)
    if above.any():
        first = table.loc[above].iloc[0]
        raise TableError(
            f"{numerator} must not be above {denominator}; found {first[numerator]} of "
            f"{first[denominator]} for {name_rows(table, above)}. Use a rate if people can be "
            "counted more than once."
        )


def check_unique(table: pd.DataFrame, *, keys: Sequence[str]) -> None:
    """Refuse two rows with the same key."""
    if not keys:
        return
    if table.duplicated(subset=list(keys)).any():
        raise TableError(
            f"each {', '.join(keys)} must have one row; found more for "
            f"{name_repeats(pd.DataFrame(table), keys=keys)}. Sum or drop the repeated rows."
        )


def check_one_geography(table: pd.DataFrame, *, column: str = AREA_CODE) -> None:
    """Refuse a table that mixes geographies, by the prefixes of the ONS nine-character codes.

    Codes that are not ONS codes (a hub's patch, a named grouping) pass if none are.
    """
    codes = pd.Series(table[column].unique())
    if codes.isna().any():
        raise TableError(
            f"{column} must not be missing; found {int(table[column].isna().sum())} rows without "
            "it. Match them to an area or leave them out, and report how many."
        )
    texts = codes.astype(str)
    is_ons = texts.str.fullmatch(ONS_CODE)
    prefixes = set(texts[is_ons].str[:3]) | ({"others"} if not is_ons.all() else set())
    if len(prefixes) > 1 and not any(prefixes <= geography for geography in GEOGRAPHIES):
        examples = texts.groupby(texts.str[:3].where(is_ons, "others")).first()
        raise TableError(
            "the areas must be of one geography; found "
            + ", ".join(f"{prefix} ({code})" for prefix, code in examples.items())
            + ". Keep one geography; give a total or benchmark by itself."
        )


def check_regular_series(
    table: pd.DataFrame, *, keys: Sequence[str] = (), period: str = PERIOD
) -> None:
    """Refuse series whose periods are unsorted, repeated or not evenly spaced.

    Periods are whole numbers, dates, or pandas periods. Dates that all fall on the first (or
    all on the last) day of a month are spaced in months, others in days. All the series of
    a table share one spacing: the commonest one.
    """
    ordinals = period_ordinals(table[period])
    if keys:
        series = table.groupby(list(keys), sort=False, dropna=False).ngroup().to_numpy()
    else:
        series = np.zeros(len(table), dtype=int)
    order = np.argsort(series, kind="stable")
    within = np.diff(series[order]) == 0
    steps = np.diff(ordinals[order])
    unsorted = np.zeros(len(table), dtype=bool)
    unsorted[order[1:]] = within & (steps <= 0)
    if unsorted.any():
        raise TableError(
            f"{period} must rise within each series; found it out of order or repeated at "
            f"{name_rows(table, unsorted)}. Sort by {', '.join([*keys, period])}, one row for each."
        )
    if not within.any():
        return
    values, counts = np.unique(steps[within], return_counts=True)
    gapped = np.zeros(len(table), dtype=bool)
    gapped[order[1:]] = within & (steps != values[counts.argmax()])
    if gapped.any():
        raise TableError(
            f"{period} must be evenly spaced within each series; found a gap before "
            f"{name_rows(table, gapped)}. Add a row for each period; a count that is not known "
            "stays missing."
        )


def period_ordinals(periods: pd.Series) -> np.ndarray:
    """Number the periods so that evenly spaced ones differ by a constant."""
    if periods.isna().any():
        raise TableError(f"{periods.name} must not be missing; found {int(periods.isna().sum())}.")
    if isinstance(periods.dtype, pd.PeriodDtype):
        return periods.array.asi8
    if pd.api.types.is_integer_dtype(periods):
        return periods.to_numpy(dtype=np.int64)
    if not pd.api.types.is_datetime64_any_dtype(periods):
        raise TableError(
            f"{periods.name} must be whole numbers or dates; found {periods.dtype}. "
            "Convert it with pandas.to_datetime."
        )
    days = find_uk_days(periods)
    dates = days.dt
    if len(periods) > 1 and (dates.is_month_start.all() or dates.is_month_end.all()):
        return (dates.year * 12 + dates.month).to_numpy(dtype=np.int64)
    return days.to_numpy(dtype="datetime64[D]").astype(np.int64)


def check_registrations(registrations: pd.DataFrame) -> None:
    """Refuse patients on practices' lists that lack area, practice or number, or stand twice."""
    columns = [AREA_CODE, PRACTICE_CODE, PATIENTS]
    check_columns(registrations, columns)
    missing = registrations[columns].isna().any(axis=1)
    if missing.any():
        raise TableError(
            f"registrations must name area, practice and patients; found something missing for "
            f"{name_rows(registrations, missing)}. Leave such rows out, and report how many."
        )
    check_not_negative(registrations, [PATIENTS])
    check_unique(registrations, keys=[AREA_CODE, PRACTICE_CODE])
