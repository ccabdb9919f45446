"""What the codes of an unknown file tell: their census, what is no code, what stands twice."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from datacell_lib.intake.read.guessed_columns import FORMS, describe_damaged
from datacell_lib.schema import CODE_PATTERNS
from datacell_lib.wording import count_being, count_things, name_first

# a letter, then figures: once a code, whatever became of it
LIKE_A_CODE = r"(?i)\s*[a-z][\so]*\d(?:\s*\d){3}"
Lookup = tuple[Collection[str], Collection[str]]


@dataclass(frozen=True)
class GuessedCodes:
    """What the codes of a file seem to be.

    Parameters
    ----------
    geography : str, optional
        What they are codes of; None where two censuses would do.
    notes : tuple of str
        What somebody should know of them, in sentences.
    others : tuple of str
        Cells that are no codes, but words or nothing: of totals or footnotes, perhaps.
    """

    geography: str | None
    notes: tuple[str, ...]
    others: tuple[str, ...] = ()


def guess_codes(cells: pd.Series, *, form: str, censuses: Lookup | None) -> GuessedCodes:
    """Guess of which census a file's codes are, and find what is wrong with them.

    Parameters
    ----------
    cells : pandas.Series of str
        The codes.
    form : str
        Which of `FORMS` they have.
    censuses : two collections of str, optional
        All neighbourhoods of 2011, and all of 2021; none where they are not at hand.

    Returns
    -------
    GuessedCodes
        Told by the codes that only one census has.

    Examples
    --------
    >>> codes = pd.Series(["E01000001", "E01000002"])
    >>> lookup = (["E01000001", "E01000009"], ["E01000001", "E01000002"])
    >>> guess_codes(codes, form="LSOA", censuses=lookup).geography
    'LSOA 2021'
    """
    codes = cells.str.strip()
    right = codes.str.fullmatch(CODE_PATTERNS[FORMS[form][0]])
    notes = []
    damaged = ~right & codes.str.match(LIKE_A_CODE)
    if damaged.any():
        notes.append(describe_damaged(codes[damaged]))
    others = ~right & ~damaged
    if others.any():
        shown = codes[others].map(lambda code: repr(code) if code else "an empty cell")
        named = name_first(shown.unique())
        notes.append(
            f"{count_things(others.sum(), 'row')} without a code, such as {named}: totals or "
            "footnotes are set aside, if you say so in the entry; of an area, complete the code "
            "in the file."
        )
    twice = codes[right & codes.duplicated(keep=False)]
    if len(twice):
        different = twice.unique()
        stand = "stands" if len(different) == 1 else "stand"
        notes.append(
            f"{count_things(len(different), 'code')} in {len(twice):,} rows {stand} more than "
            f"once, such as {name_first(different)}: keep one row for each area, or say in 'key' "
            "and 'adding_up' what tells its rows apart."
        )
    geography = FORMS[form][0] if len(FORMS[form]) == 1 else None
    if form == "LSOA":
        geography = _tell_census(set(codes[right]), censuses, notes)
    elif geography is None:
        notes.append(f"By their form alone the codes may be {' or '.join(FORMS[form])}.")
    # as they stand in the file, blanks and all: so they are found again
    return GuessedCodes(geography, tuple(notes), tuple(cells[others].drop_duplicates()))


def _tell_census(codes: set[str], censuses: Lookup | None, notes: list[str]) -> str | None:
    if censuses is None:
        notes.append(
            "Whether the neighbourhoods are of 2011 or 2021 can't be told by the form of a code, "
            "and the lookup of both is not at hand."
        )
        return None
    old, new = set(censuses[0]), set(censuses[1])
    only_old, only_new = codes & (old - new), codes & (new - old)
    if strange := sorted(codes - old - new):
        notes.append(
            f"{count_being(len(strange), 'code')} of neither census, such as "
            f"{name_first(strange)}: correct them, or leave out what is not in England and Wales."
        )
    if only_old and only_new:
        notes.append(
            f"{count_being(len(only_old), 'code')} of 2011 alone, such as {min(only_old)}, and "
            f"{len(only_new):,} of 2021 alone, such as {min(only_new)}: a table is of one census."
        )
        return None
    if only_old:
        notes.append(
            f"The neighbourhoods are those of 2011: {count_being(len(only_old), 'code')} in no "
            f"later census, such as {min(only_old)}. A report on those of 2021 has their counts "
            "carried over, and leaves ranks behind."
        )
        return "LSOA 2011"
    if only_new:
        return "LSOA 2021"
    notes.append("Every code is in both censuses, of 2011 and of 2021, so they don't tell which.")
    return None
