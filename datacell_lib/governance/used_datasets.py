"""Which datasets this process has used: what a release is taken to be made from.

A table carries the datasets behind it, but may lose them where tables meet. So the process
remembers each dataset that it reads, and whatever of them is partner data is behind every
release that follows, whoever names what.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import pandas as pd

from datacell_lib.governance.catalogue.entries import load_dataset, trace_inputs
from datacell_lib.governance.ledger import find_ledger
from datacell_lib.table_sources import list_sources

PARTNER = "partner data"
_USED: dict[str, set[str]] = {}  # by the run's ledger: a process may serve one run after another
_apart: ContextVar[bool] = ContextVar("apart", default=False)


@contextmanager
def using_apart() -> Iterator[None]:
    """Let what is used in a block be behind what leaves it alone, and behind no other release.

    For work that begins with protected counts and of which nothing but fifths, which carry their
    datasets, leaves the block.

    Yields
    ------
    None

    Examples
    --------
    >>> with using_apart():
    ...     note_use(["patients"])
    >>> "patients" in list_used()
    False
    """
    token = _apart.set(True)
    try:
        yield
    finally:
        _apart.reset(token)


def note_use(datasets: Iterable[str]) -> None:
    """Remember that this process uses datasets: read just now, or stored earlier in the run.

    Parameters
    ----------
    datasets : iterable of str
        Catalogue ids.
    """
    if not _apart.get():
        _USED.setdefault(str(find_ledger()), set()).update(datasets)


def list_used() -> tuple[str, ...]:
    """List every dataset that this process has used in its run.

    Returns
    -------
    tuple of str
        Catalogue ids, sorted.
    """
    return tuple(sorted(_USED.get(str(find_ledger()), ())))


def find_sources(table: pd.DataFrame, *, named: Iterable[str] | None = None) -> tuple[str, ...]:
    """Find the datasets behind a table that is to be released.

    Parameters
    ----------
    table : pandas.DataFrame
        The table.
    named : iterable of str, optional
        Catalogue ids that somebody names as being behind it.

    Returns
    -------
    tuple of str
        Those named; where nobody names any, those that the table carries; where it carries none,
        everything that this process has used. To these is added whatever of all that is partner
        data or made from it: naming fewer never means less protection. Sorted.

    Raises
    ------
    ConfigError
        If one of them has no catalogue entry.
    """
    carried, used = list_sources(table), list_used()
    chosen = tuple(named) if named is not None else carried or used
    guarded = [name for name in {*carried, *used} if is_partner_data(name)]
    return tuple(sorted({*chosen, *guarded}))


def is_partner_data(dataset: str) -> bool:
    """Tell whether a dataset is partner data, or made from any.

    Parameters
    ----------
    dataset : str
        Its catalogue id.

    Returns
    -------
    bool
        Whether its counts must be protected before they go out.

    Raises
    ------
    ConfigError
        If it has no catalogue entry.

    Examples
    --------
    >>> is_partner_data("census2021-age")
    False
    """
    return any(load_dataset(name).kind == PARTNER for name in trace_inputs([dataset]))
