"""The datasets behind a table: they travel with it from the moment it is read.

They stand in `DataFrame.attrs`. pandas keeps these through selections, sorting, Parquet files,
and joins of tables of the same datasets; it drops them where a table is made anew or tables of
different datasets are joined. The library's own functions carry them over there. A table that has
lost them all the same is taken to be made from everything that was read. A single column that
another table gives (`assign`, `+`) doesn't bring its datasets: use `carry_sources`, or the source
line lacks them. Partner data are protected even so (`governance.used_datasets`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import pandas as pd

from datacell_lib.wording import name_first

ATTRIBUTE = "datasets"
NAMED = 3

Table = TypeVar("Table", bound=pd.DataFrame)


def mark_sources(table: Table, datasets: Iterable[str]) -> Table:
    """Let a table carry the datasets behind it, in place of any that it carries.

    Parameters
    ----------
    table : pandas.DataFrame
        A table just read or made; not changed.
    datasets : iterable of str
        Catalogue ids.

    Returns
    -------
    pandas.DataFrame
        The same rows, with the datasets in its `attrs`.

    Examples
    --------
    >>> table = mark_sources(pd.DataFrame({"a": [1, 2]}), ["census2021-age"])
    >>> list_sources(table[table["a"] > 1])
    ('census2021-age',)
    """
    marked = table.copy(deep=False)
    # one text: pandas copies attrs deeply at every step, and a list takes long to copy
    marked.attrs = {**table.attrs, ATTRIBUTE: " ".join(sorted({*datasets}))}
    return marked


def carry_sources(table: Table, *made_from: pd.DataFrame) -> Table:
    """Let a table carry the datasets behind all the tables that it was made from.

    Parameters
    ----------
    table : pandas.DataFrame
        A table just made; not changed.
    *made_from : pandas.DataFrame
        Every table that its values depend on.

    Returns
    -------
    pandas.DataFrame
        The same rows. It carries nothing where one of the tables carries nothing: what that one
        was made from is not known, and must not be forgotten.

    Examples
    --------
    >>> cases = mark_sources(pd.DataFrame({"n": [1]}), ["cases"])
    >>> people = mark_sources(pd.DataFrame({"n": [9]}), ["census"])
    >>> list_sources(carry_sources(cases / people, cases, people))
    ('cases', 'census')
    >>> list_sources(carry_sources(cases / people, cases, pd.DataFrame({"n": [9]})))
    ()
    """
    behind = [list_sources(source) for source in made_from]
    marked = mark_sources(table, {name for names in behind for name in names})
    if not all(behind):
        del marked.attrs[ATTRIBUTE]
    return marked


def list_sources(table: pd.DataFrame | pd.Series) -> tuple[str, ...]:
    """List the datasets that a table carries.

    Parameters
    ----------
    table : pandas.DataFrame
        Any table.

    Returns
    -------
    tuple of str
        Catalogue ids; none where it carries none.

    Examples
    --------
    >>> list_sources(pd.DataFrame({"a": [1]}))
    ()
    """
    return tuple(table.attrs.get(ATTRIBUTE, "").split())


def tell_origin(table: pd.DataFrame | pd.Series) -> str:
    """Tell of which datasets a table is, after the words for its file in an error.

    Parameters
    ----------
    table : pandas.DataFrame or pandas.Series
        Any table, or a column of one.

    Returns
    -------
    str
        After a blank and in brackets; nothing where it carries none.

    Examples
    --------
    >>> table = mark_sources(pd.DataFrame({"a": [1, 2]}), ["census2021-age"])
    >>> f"Check the population file{tell_origin(table['a'])}."
    'Check the population file (of census2021-age in data/catalogue).'
    """
    behind = list_sources(table)
    return f" (of {name_first(behind, most=NAMED)} in data/catalogue)" if behind else ""
