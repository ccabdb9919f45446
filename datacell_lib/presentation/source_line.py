"""Whose data figures are, and how old: in full for a page, in few words for a picture."""

from __future__ import annotations

import re
from datetime import date

from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.governance.catalogue.freshness import describe_lateness
from datacell_lib.governance.release import Released
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.plain_text import join_names

REGISTER = "Source: a register that the report's owners keep."
MOST_NAMED, OTHERS = 3, "others"  # publishers in a picture
ON_THE_PAGE = "More under “Sources” on its page."
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
CROWN = "Contains OS data © Crown copyright and database right."


@refuse_unreleased
def describe_sources(*released: Released, today: date | None = None) -> str:
    """Describe the datasets behind released tables in one line.

    Parameters
    ----------
    *released : Released
        The tables.
    today : date, optional
        The day to judge lateness by; the clock's unless told.

    Returns
    -------
    str
        Publisher, dataset and period of each, and whether a newer one is overdue; that it is a
        register that people keep, where there is no dataset behind them.
    """
    if not any(table.datasets for table in released):
        return REGISTER
    ids = sorted({dataset for table in released for dataset in table.datasets})
    entries = [load_dataset(dataset) for dataset in ids]
    statistics = [entry for entry in entries if not entry.is_geography] or entries
    invented = any(table.invented for table in released)
    by_publisher: dict[str, dict[str, None]] = {}
    for entry in statistics:
        named = (entry.series or entry.title) + describe_lateness(entry, today=today)
        whose = entry.publisher if invented else entry.credit
        by_publisher.setdefault(whose, {})[named] = None
    listed = "; ".join(f"{name}, {' and '.join(series)}" for name, series in by_publisher.items())
    if invented:
        return f"Source: invented, in the layout of {listed}."
    crown = any(geography.attribution.find("OS data") >= 0 for geography in entries)
    return f"Source: {listed}." + (f" {CROWN}" if crown else "")


@refuse_unreleased
def name_publishers(*released: Released) -> str:
    """Name whose figures a picture is of in few words, for where its page says the rest.

    Parameters
    ----------
    *released : Released
        The tables behind the picture.

    Returns
    -------
    str
        The publishers, the first two of many; our own estimates are called ours.
    """
    ids = sorted({dataset for table in released for dataset in table.datasets})
    entries = [load_dataset(dataset) for dataset in ids]
    statistics = [entry for entry in entries if not entry.is_geography] or entries
    if any(table.invented for table in released):
        return f"Source: invented. {ON_THE_PAGE}"
    names = sorted({entry.credit for entry in statistics})
    named = names if len(names) <= MOST_NAMED else [*names[: MOST_NAMED - 1], OTHERS]
    crown = any("OS data" in entry.attribution for entry in entries)
    return f"Source: {join_names(named)}. {ON_THE_PAGE}" + (f" {CROWN}" if crown else "")


@refuse_unreleased
def tell_years(*released: Released) -> str:
    """Tell from which year to which the figures behind released tables are.

    Parameters
    ----------
    *released : Released
        The tables.

    Returns
    -------
    str
        As their catalogue entries say it, such as "figures of 2011 to 2025"; nothing where these
        name no year, or none is behind the tables.
    """
    ids = sorted({dataset for table in released for dataset in table.datasets})
    entries = [load_dataset(dataset) for dataset in ids]
    statistics = [entry for entry in entries if not entry.is_geography]
    years = sorted({year for entry in statistics for year in YEAR.findall(entry.period)})
    if not years:
        return ""
    return f"figures of {years[0]}" + (f" to {years[-1]}" if years[1:] else "")
