"""What of an index may be drawn, and what is known only for larger areas."""

from __future__ import annotations

import pandas as pd

from datacell_lib.files.index_spec import IndexSpec, Indicator
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.governance.index_sources import list_native_indicators, list_share_titles
from datacell_lib.schema import (
    COMPONENT,
    MOST_VULNERABLE_SHARE,
    NUMERATOR_SUFFIX,
    POPULATION,
    TITLE,
    VALUE,
)
from datacell_lib.table_sources import carry_sources

INDEX, DOMAIN, COUNT, INDICATOR = "index", "domain", "count", "indicator"
STANDING, PERCENT, PEOPLE = "standing", "percent", "people"
LOWER = "lower_is_more_vulnerable"


def list_index_layers(spec: IndexSpec, *, native_shares: pd.DataFrame) -> pd.DataFrame:
    """List the columns of a neighbourhood table that tell of an index, for maps to draw.

    Parameters
    ----------
    spec : IndexSpec
        The index; every dataset that it names is in the catalogue.
    native_shares : DataFrame, one row for the index and each domain
        What `list_native_shares` returns: `component` and `value`.

    Returns
    -------
    pandas.DataFrame
        One row a layer: `column`; `title`; `group` ("index", "domain", "count", "indicator");
        `unit` ("standing" for a rank's share of all, from 0 to 1, "percent" for a share of 0 to 1,
        or what is counted or measured); `low` (whether low values are the vulnerable ones);
        `native` (whether it is known for neighbourhoods themselves: what is not must not be drawn
        for them).

    Raises
    ------
    ConfigError
        If a dataset has no catalogue entry.
    """
    known = native_shares.set_index(COMPONENT)[VALUE]
    rows = [(MOST_VULNERABLE_SHARE, spec.title, INDEX, STANDING, True, True)]
    rows += [
        (f"share_{name}", title, DOMAIN, STANDING, True, bool(known[name] > 0))
        for name, title in spec.domain_titles.items()
    ]
    rows.append((POPULATION, "All residents", COUNT, PEOPLE, False, True))
    shares = list_share_titles(spec)
    native = list_native_indicators(spec)
    people_first = [*spec.people_to_reach, *shares]
    for name in [name for name in dict.fromkeys(people_first) if name in native and name in shares]:
        unit = _find_unit(_find_indicator(spec, name))
        rows.append((name + NUMERATOR_SUFFIX, shares[name], COUNT, unit, False, True))
    for part in spec.list_indicators():
        of_a_whole = part.name in shares or _find_unit(part).startswith("share")
        unit = PERCENT if of_a_whole else _find_unit(part)
        low = part.direction == LOWER
        rows.append((part.name, part.title, INDICATOR, unit, low, part.name in native))
    columns = ["column", TITLE, "group", "unit", "low", "native"]
    return carry_sources(pd.DataFrame(rows, columns=columns), native_shares)


def _find_indicator(spec: IndexSpec, name: str) -> Indicator:
    return next(part for part in spec.list_indicators() if part.name == name)


def _find_unit(part: Indicator) -> str:
    return load_dataset(part.dataset).columns[part.column].unit
