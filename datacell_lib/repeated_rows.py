"""Rows that stand under one key: which keys they are, and where each stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from datacell_lib.wording import name_first


def describe_repeats(
    table: pd.DataFrame,
    *,
    keys: Sequence[str],
    places: Mapping[object, int] | None = None,
    called: str = "lines",
) -> str:
    """Describe which keys have more than one row, each once, and where these stand.

    Parameters
    ----------
    table : pandas.DataFrame
        The table.
    keys : sequence of str
        Its columns that name a row.
    places : mapping, optional
        The place of each row by its index, such as its line in a file; without it the rows are
        counted.
    called : str
        What to call the places.

    Returns
    -------
    str
        A few keys in their order, and how many more there are; nothing where each has one row.

    Examples
    --------
    >>> table = pd.DataFrame({"area_code": ["E1", "E2", "E1"]}, index=[4, 5, 19])
    >>> describe_repeats(table, keys=["area_code"], places={4: 4, 5: 5, 19: 19})
    'E1 stands in lines 4 and 19'
    >>> describe_repeats(table, keys=["area_code"])
    'E1 stands in 2 rows'
    """
    repeated = table[table.duplicated(subset=list(keys), keep=False)]
    told = []
    for key, rows in repeated.groupby(list(keys), sort=False, dropna=False):
        found = [] if places is None else [places[row] for row in rows.index if row in places]
        where = f"{called} {_join(sorted(found))}" if found else f"{len(rows):,} rows"
        told.append(f"{', '.join(map(show_value, key))} stands in {where}")
    return name_first(told, between="; ")


def _join(numbers: list[int]) -> str:
    if len(numbers) > 3:
        return name_first(numbers, most=3)
    return " and ".join([", ".join(map(str, numbers[:-1])), str(numbers[-1])]).removeprefix(" and ")


def name_repeats(table: pd.DataFrame, *, keys: Sequence[str]) -> str:
    """Name the keys that have more than one row, each once, with the number of its rows.

    Parameters
    ----------
    table : pandas.DataFrame
        The table.
    keys : sequence of str
        Its columns that name a row.

    Returns
    -------
    str
        A few keys in their order, and how many more there are; nothing where each has one row.

    Examples
    --------
    >>> name_repeats(pd.DataFrame({"area_code": ["E1", "E2", "E1"]}), keys=["area_code"])
    'E1 (2 rows)'
    """
    repeated = table[table.duplicated(subset=list(keys), keep=False)]
    sizes = repeated.groupby(list(keys), sort=False, dropna=False).size()
    told = []
    for key, rows in sizes.items():
        parts = key if isinstance(key, tuple) else (key,)
        told.append(f"{', '.join(map(show_value, parts))} ({rows} rows)")
    return name_first(told, between="; ")


def show_value(value: object) -> str:
    """Show one part of a key: a day without its hours.

    Examples
    --------
    >>> show_value(pd.Timestamp(2020, 3, 1)), show_value("E1")
    ('2020-03-01', 'E1')
    """
    if isinstance(value, pd.Timestamp) and value == value.normalize():
        return value.strftime("%Y-%m-%d")
    return str(value)
