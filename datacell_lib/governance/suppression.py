"""Small counts of people: suppressed or rounded, before anything of them goes out."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

import pandas as pd

from datacell_lib.files.policy import SmallCounts
from datacell_lib.schema import DisclosureError

# Not a code (E01000001, 001A), nor a day or month (2026-04).
NUMBER = re.compile(r"(?<![\w-])\d+(?![\w-])")


def protect_counts(
    table: pd.DataFrame, *, name: str, rules: SmallCounts, labels: Collection[str] = ()
) -> pd.DataFrame:
    """Suppress small counts and round the others.

    Parameters
    ----------
    table : pandas.DataFrame
        Every numeric column is a count of people; the others are keys and labels.
    name : str
        What to call the table in an error.
    rules : SmallCounts
        The thresholds.
    labels : collection of str
        The columns of keys and labels that datasets bring: their words may hold numbers, such as
        an age group's. In any other words a number could be a count.

    Returns
    -------
    pandas.DataFrame
        The same columns; suppressed counts are missing.

    Raises
    ------
    DisclosureError
        If a column holds numbers other than whole counts: a rate would give away the count
        behind it. Also if it holds numbers stored as something else, such as text: they would
        go out as they are.

    Examples
    --------
    >>> rules = SmallCounts(suppress_from=1, suppress_to=7, round_to=5)
    >>> table = pd.DataFrame({"area_code": ["a", "b"], "people": [3, 12]})
    >>> protect_counts(table, name="people", rules=rules)["people"].tolist()
    [nan, 10.0]
    """
    safe = table.copy()
    for column in table:
        values = table[column]
        if _is_label(values):
            if column not in labels and (said := _find_number(values)):
                raise DisclosureError(
                    f"{name}: column {column!r} comes from partner data, is no key or label of a "
                    f"dataset, and its words hold numbers, which could be counts: {said}. Release "
                    "the counts as numbers, and leave these words out."
                )
            continue
        counts = _read_counts(values)
        if counts is None:
            raise DisclosureError(
                f"{name}: column {column!r} comes from partner data but does not hold whole "
                f"counts stored as numbers; it holds {values.dtype}. Release the counts, and "
                "calculate rates from what was released."
            )
        small = counts.between(rules.suppress_from, rules.suppress_to)
        rounded = (counts / rules.round_to).round() * rules.round_to
        safe[column] = rounded.mask(small)
    return safe


def _is_label(values: pd.Series) -> bool:
    """Whether a column holds words, days or shapes, and no number in disguise.

    Flags are none: each tells on which side of some line a count is.
    """
    kind = values.dtype.kind
    if kind in "iufcmb":
        return False
    if kind == "M" or values.dtype == "geometry":
        return True
    plain = values.dropna().astype("object")
    if not plain.map(lambda value: isinstance(value, str | date)).all():
        return False
    return plain.empty or not pd.to_numeric(plain, errors="coerce").notna().all()


def _find_number(values: pd.Series) -> str:
    """Say where words hold the first number that is no part of a code or a day; nothing if none."""
    words = values.dropna().astype("object")
    for row, value in enumerate(words, start=1):
        if isinstance(value, str) and NUMBER.search(value):
            return f"the first in row {row}"
    return ""


def _read_counts(values: pd.Series) -> pd.Series | None:
    """Return a column as counts, or None where it holds anything else."""
    if values.dtype.kind not in "iuf":
        return None
    counts = values.astype("float64")
    whole = counts.isna() | ((counts >= 0) & (counts % 1 == 0))
    return counts if whole.all() else None
