"""Work that asks for the same files again and again has each of them read once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Reading = TypeVar("Reading")
_kept: ContextVar[dict[object, Any] | None] = ContextVar("kept", default=None)


@contextmanager
def reading_once() -> Iterator[None]:
    """Keep what is read until the end of a block; of blocks within each other, the outer one.

    Yields
    ------
    None

    Examples
    --------
    >>> with reading_once():
    ...     first = recall_or_read("a", read=lambda: 1)
    ...     recall_or_read("a", read=lambda: 2)
    1
    """
    if _kept.get() is not None:
        yield
        return
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def recall_or_read(key: object, *, read: Callable[[], Reading]) -> Reading:
    """Recall what was read before in this block, or read it.

    Parameters
    ----------
    key : hashable
        All that the reading depends on: the file's checksum and how it is read.
    read : callable
        Reads it.

    Returns
    -------
    object
        What was read, the same one each time: who changes it must copy it. Outside of a block
        it is read each time.

    Examples
    --------
    >>> recall_or_read("a", read=lambda: 2)
    2
    """
    kept = _kept.get()
    if kept is None:
        return read()
    if key not in kept:
        kept[key] = read()
    return kept[key]
