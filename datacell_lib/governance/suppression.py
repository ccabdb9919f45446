"""Small counts of people: suppressed or rounded, before anything of them goes out."""

from __future__ import annotations

from datetime import date

import pandas as pd

from datacell_lib.files.policy import SmallCounts
from datacell_lib.schema import DisclosureError


def protect_counts(table: pd.DataFrame, *, name: str, rules: SmallCounts) -> pd.DataFrame:
    """Suppress small counts and round the others.

    Parameters
    ----------
    table : pandas.DataFrame
        Every numeric column is a count of people; the others are keys and labels.
    name : str
        What to call the table in an error.
    rules : SmallCounts
        The thresholds.

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


def _read_counts(values: pd.Series) -> pd.Series | None:
    """Return a column as counts, or None where it holds anything else."""
    if values.dtype.kind not in "iuf":
        return None
    counts = values.astype("float64")
    whole = counts.isna() | ((counts >= 0) & (counts % 1 == 0))
    return counts if whole.all() else None
