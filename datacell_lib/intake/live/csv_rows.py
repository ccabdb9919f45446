"""Rows of CSV tables, none of them cut short."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from datacell_lib.schema import SourceError


def decode(body: bytes, *, origin: str, encoding: str = "utf-8-sig") -> str:
    """Decode bytes as text.

    Parameters
    ----------
    body : bytes
        The bytes.
    origin : str
        Where they came from, for the error.
    encoding : str
        How they are encoded.

    Returns
    -------
    str
        The text.

    Raises
    ------
    SourceError
        If they are not text in that encoding.

    Examples
    --------
    >>> decode(b"\\xef\\xbb\\xbfcode", origin="the publisher")
    'code'
    """
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(f"{origin} answered with something that is not text: {error}.") from error


def iterate_rows(lines: Iterable[str], *, origin: str) -> Iterator[list[str]]:
    """Read the rows of a CSV table one by one, header first; blank lines don't count.

    Parameters
    ----------
    lines : iterable of str
        The table.
    origin : str
        Where it came from, for the error.

    Yields
    ------
    list of str
        A row, as long as the header.

    Raises
    ------
    SourceError
        If a row is longer or shorter, which is what a truncated or mangled table looks like.

    Examples
    --------
    >>> list(iterate_rows(["code,cases\\n", "E07000066,3\\n"], origin="the publisher"))
    [['code', 'cases'], ['E07000066', '3']]
    """
    width = None
    try:
        for number, row in enumerate(filter(None, csv.reader(lines, strict=True)), start=1):
            width = width or len(row)
            if len(row) != width:
                raise SourceError(
                    f"{origin}: row {number} has {len(row)} values where the header has {width}; "
                    "it may be truncated."
                )
            yield row
    except csv.Error as error:
        raise SourceError(f"{origin} is not a readable CSV table: {error}.") from error
