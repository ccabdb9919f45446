"""Codes of an area's own file that lie in another council's area: said, never refused."""

from __future__ import annotations

import pandas as pd

from datacell_lib.schema import AREA_CODE, AUTHORITY_NAME
from datacell_lib.wording import count_things, name_first


def describe_outside(found: pd.Index, *, own: pd.Index, nation: pd.DataFrame, place: str) -> str:
    """Say which codes of a file that is of one area lie outside it.

    Parameters
    ----------
    found : pandas.Index of str
        The file's codes, each once.
    own : pandas.Index of str
        The area's neighbourhoods.
    nation : pandas.DataFrame
        Every neighbourhood, by `area_code`, with `authority_name`.
    place : str
        The area's title.

    Returns
    -------
    str
        A sentence that names the first few, each with its district; nothing where none lies
        outside, or where another district is there whole: that is a file of a larger area.

    Examples
    --------
    >>> nation = pd.DataFrame(
    ...     {"area_code": ["a", "b", "c"], "authority_name": ["Oldham", "Rochdale", "Rochdale"]}
    ... )
    >>> own = pd.Index(["a"])
    >>> describe_outside(pd.Index(["a", "b"]), own=own, nation=nation, place="Oldham")
    '1 code lies outside Oldham and is left out: b (Rochdale).'
    >>> describe_outside(pd.Index(["a", "b", "c"]), own=own, nation=nation, place="Oldham")
    ''
    """
    names = nation.set_index(AREA_CODE)[AUTHORITY_NAME]
    outside = found.difference(own).intersection(names.index).sort_values()
    lacking = names.drop(own).drop(outside)
    if outside.empty or set(names[outside]) - set(lacking):
        return ""
    told = name_first(f"{code} ({names[code]})" for code in outside)
    verb, left = ("lies", "is") if len(outside) == 1 else ("lie", "are")
    number = count_things(len(outside), "code")
    return f"{number} {verb} outside {place} and {left} left out: {told}."
