"""What every interface's answer must pass before it counts as whole."""

from __future__ import annotations

import pandas as pd

from datacell_lib.governance.catalogue.interfaces import RowCount
from datacell_lib.schema import SourceError
from datacell_lib.wording import name_first

SHOWN = 12


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


def require_columns(found: list[str], *, wanted: list[str], origin: str) -> None:
    """Require that an answer has the columns that it should.

    Parameters
    ----------
    found : list of str
        Its columns.
    wanted : list of str
        What it should have.
    origin : str
        Where it came from, for the error.

    Raises
    ------
    SourceError
        If one is missing.
    """
    missing = [name for name in wanted if name not in found]
    if missing:
        shown = name_first(map(repr, found), most=SHOWN) or "none"
        raise SourceError(
            f"{origin} answered without the column {', '.join(map(repr, missing))}; it has "
            f"{shown}. If the publisher has renamed it, add "
            "a copy with the new names to the catalogue entry."
        )


def require_count(found: int, *, rows: RowCount, what: str, origin: str) -> None:
    """Require that an answer has as many as the catalogue says it must.

    Parameters
    ----------
    found : int
        How many there are.
    rows : RowCount
        How many there must be.
    what : str
        What was counted.
    origin : str
        Where it came from, for the error.

    Raises
    ------
    SourceError
        If there are fewer, or more where the number is known.
    """
    if not rows.is_met(found):
        raise SourceError(
            f"{origin} gave {found:,} {what}; the catalogue expects {rows}. Try again later; if "
            "the publisher has issued a new edition, record its count in the catalogue entry."
        )


def require_distinct(table: pd.DataFrame, *, key: list[str], origin: str) -> None:
    """Require that no row came twice, as happens when a server repeats a page.

    Parameters
    ----------
    table : pandas.DataFrame
        What was gathered.
    key : list of str
        The columns that name a row.
    origin : str
        Where it came from, for the error.

    Raises
    ------
    SourceError
        If two rows have the same key.
    """
    repeated = table[table.duplicated(key)]
    if len(repeated):
        named = name_first(
            (" ".join(map(str, row)) for row in repeated[key].to_numpy()), between="; "
        )
        raise SourceError(
            f"{origin} gave {len(repeated):,} rows twice ({named}), so others may be missing. "
            "Try again later."
        )
