"""What the columns of an unknown file seem to be: codes of areas, counts, shares, marks."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from datacell_lib.intake.read.cells import parse_numbers
from datacell_lib.schema import CODE_PATTERNS
from datacell_lib.wording import count_being, count_things, make_slug, name_first, quote_names

FORMS = {
    "LSOA": ("LSOA 2011", "LSOA 2021"),
    "MSOA": ("MSOA 2011", "MSOA 2021"),
    "ward": ("ward 2024",),
    "district": ("district",),
}
MOST = 0.5  # of the cells: what a column mostly holds is what it is
UNKNOWN = frozenset({"NA", "N/A", "n/a", "#N/A", "NULL", "null", "nan", "NaN", "None"})
# numbers with marks between thousands, by what begins their decimals
THOUSANDS = {
    ".": r"\s*[+-]?\d{1,3}(,\d{3})+(\.\d*)?\s*",
    ",": r"\s*[+-]?\d{1,3}(\.\d{3})+(,\d*)?\s*",
}
WRITTEN = r"[+-]?\d*[.,]\d+\s*%?"
BELOW = re.compile(r"\s*(?:<|less than|under)\s*(\d+)\s*", re.IGNORECASE)
PERCENT = re.compile(r"%|\bper ?cent|\bpct\b", re.IGNORECASE)
# a heading of how many there are to so many people, whole though the numbers be
RATE = re.compile(
    r"\brates?\b|\bper (?:\d|head|capita|person|people|resident|household|hundred|thousand)",
    re.IGNORECASE,
)
SHARE = re.compile(r"\bshare\b|\bproportion\b|\bfraction\b", re.IGNORECASE)


@dataclass(frozen=True)
class GuessedColumn:
    """What a column of numbers seems to be.

    Parameters
    ----------
    source, name : str
        Its heading, and the name that the library would give it.
    whole : bool
        Whether all its numbers are whole.
    quantity : "count" or "rate"
        Whether its numbers may be added up.
    unit : str
        "percent", "share", or nothing where it can't be told.
    blanks, marks : tuple of str
        Cells that say "not known", and those that may hide a number.
    empty : int
        How many cells are empty.
    thousands : bool
        Whether marks part thousands: commas, or points where commas begin decimals.
    notes : tuple of str
        What somebody should know of it, in sentences.
    """

    source: str
    name: str
    whole: bool
    quantity: str
    unit: str
    blanks: tuple[str, ...]
    marks: tuple[str, ...]
    empty: int
    thousands: bool
    notes: tuple[str, ...]


def find_code_column(table: pd.DataFrame) -> tuple[str, str] | None:
    """Find the column that holds the codes of areas.

    Parameters
    ----------
    table : pandas.DataFrame
        Cells as text.

    Returns
    -------
    tuple of str, or None
        Its heading, and which of `FORMS` most of its codes have; the finest areas first. None
        where no column holds such codes.

    Examples
    --------
    >>> find_code_column(pd.DataFrame({"name": ["Here"], "LSOA": ["E01000001"]}))
    ('LSOA', 'LSOA')
    """
    for form, geographies in FORMS.items():
        for column in table:
            codes = table[column].str.strip()
            if codes.str.fullmatch(CODE_PATTERNS[geographies[0]]).mean() > MOST:
                return str(column), form
    return None


def guess_column(cells: pd.Series, *, decimal: str = ".") -> GuessedColumn | None:
    """Guess what a column holds.

    Parameters
    ----------
    cells : pandas.Series of str
        The column, under its heading.
    decimal : "." or ","
        What begins decimals.

    Returns
    -------
    GuessedColumn or None
        What it seems to be; None for words.

    Examples
    --------
    >>> found = guess_column(pd.Series(["1,200", "<5", "80"], name="Parcels given"))
    >>> found.name, found.quantity, found.marks, found.thousands
    ('parcels_given', 'count', ('<5',), True)
    >>> guess_column(pd.Series(["43.2", "9.1"], name="% of homes")).unit
    'percent'
    """
    heading, given = str(cells.name), cells.str.strip()
    grouped = given.str.fullmatch(THOUSANDS[decimal])
    part = "," if decimal == "." else "."
    plain = given.mask(grouped, given.str.replace(part, "", regex=False))
    plain = plain.mask(plain.str.fullmatch(WRITTEN), plain.str.replace(decimal, ".", regex=False))
    signed = plain.str.fullmatch(r"[+-]?[\d.]+\s*%")
    numbers = parse_numbers(plain.mask(signed, plain.str.rstrip("% ")))
    words = numbers.isna() & (given != "")
    others = given[words].drop_duplicates().tolist()
    if numbers.notna().sum() == 0 or (words.mean() > MOST and len(others) > len(UNKNOWN)):
        return None
    notes = []
    if signed.any():
        notes.append(
            f"{heading!r} has percent signs in {count_things(signed.sum(), 'cell')}, such as "
            f"{given[signed].iloc[0]!r}: take them out of the file."
        )
    unit = _guess_unit(heading, numbers, notes=notes, percent=bool(signed.any()))
    name = make_slug(heading).replace("-", "_")
    whole = bool((numbers.dropna() % 1 == 0).all())
    related = unit or RATE.search(re.sub(r"[_\s]+", " ", heading))
    counted = whole and not related and (numbers.dropna() >= 0).all()
    return GuessedColumn(
        source=heading,
        name=name if name[:1].isalpha() else f"number_{name}".rstrip("_"),
        whole=whole,
        quantity="count" if counted else "rate",
        unit=unit,
        blanks=tuple(mark for mark in others if mark in UNKNOWN),
        marks=tuple(mark for mark in others if mark not in UNKNOWN),
        empty=int((given == "").sum()),
        thousands=bool(grouped.any()),
        notes=tuple(notes),
    )


def describe_lost_codes(table: pd.DataFrame) -> str:
    """Say which column would hold codes of areas, were they not damaged; nothing where none would.

    Examples
    --------
    >>> describe_lost_codes(pd.DataFrame({"LSOA": ["e01000001"], "Given": ["3"]}))[:57]
    "'LSOA' seems to hold them, but 1 code is in small letters"
    """
    mended = table.apply(lambda cells: cells.str.replace(r"\s", "", regex=True).str.upper())
    where = find_code_column(mended)
    if where is None:
        return ""
    cells = table[where[0]]
    wrong = cells[mended[where[0]] != cells]
    return f"{where[0]!r} seems to hold them, but {describe_damaged(wrong)}"


def describe_damaged(codes: pd.Series) -> str:
    """Say what is wrong with codes that somebody typed or a program changed, and the cure.

    Parameters
    ----------
    codes : pandas.Series of str
        Codes that don't have their form.

    Returns
    -------
    str
        A sentence.

    Examples
    --------
    >>> describe_damaged(pd.Series(["e01000001"]))[:50]
    "1 code is in small letters, such as 'e01000001': t"
    """
    small, spaced = codes != codes.str.upper(), codes.str.contains(r"\s")
    faults = ["in small letters"] * bool(small.any()) + ["with spaces inside"] * bool(spaced.any())
    cure = (
        'in Excel =UPPER(SUBSTITUTE(A2," ","")) beside them writes each in capitals without spaces'
        if faults
        else "complete them from the list that they were copied from"
    )
    told = " or ".join(faults) or "not of that form"
    return (
        f"{count_being(len(codes), 'code')} {told}, such as {name_first(map(repr, codes))}: their "
        f"rows would be lost. Correct the file: {cure}."
    )


def bound_mark(mark: str) -> tuple[int, int] | None:
    """Tell between what numbers a mark such as "<5" says that a hidden one lies.

    Examples
    --------
    >>> bound_mark("<5"), bound_mark("*")
    ((0, 4), None)
    """
    found = BELOW.fullmatch(mark)
    return (0, max(int(found[1]) - 1, 0)) if found else None


def _guess_unit(heading: str, numbers: pd.Series, *, notes: list[str], percent: bool) -> str:
    words = re.sub(r"[_\W]+", " ", heading) + (" %" if "%" in heading else "")
    low, high = numbers.min(), numbers.max()
    whole = (numbers.dropna() % 1 == 0).all()
    if SHARE.search(words) and high > 1:
        notes.append(
            f"{heading!r} is called a share, but has values over 1, up to {high:g}: it was taken "
            "for percent, 0 to 100. Is that so?"
        )
        return "percent"
    if (percent or PERCENT.search(words)) and high <= 1:
        notes.append(
            f"{heading!r} is called a percentage, but has no value over 1: it was taken for a "
            "share, 0 to 1. Is that so?"
        )
        return "share"
    if percent or PERCENT.search(words):
        return "percent"
    if low >= 0 and high <= 1 and not whole:
        notes.append(f"{heading!r} lies between 0 and 1 and was taken for a share, not percent.")
        return "share"
    if low >= 0 and high <= 100 and not whole:
        notes.append(
            f"{heading!r} is not whole and has values over 1, up to {high:g}: is it percent (0 to "
            "100), or another rate? A share would lie between 0 and 1."
        )
    return ""


def describe_marks_of(column: GuessedColumn) -> str:
    """Say in a sentence which cells of a column are no numbers; nothing where all are.

    Examples
    --------
    >>> found = guess_column(pd.Series(["12", "*", "8"], name="Parcels"))
    >>> describe_marks_of(found)
    "'Parcels' has cells that are no numbers: '*'. They may hide small numbers."
    """
    if not column.marks:
        return ""
    named = quote_names(column.marks[:5])
    hidden = "small numbers" if column.quantity == "count" else "rates that few people are behind"
    return f"{column.source!r} has cells that are no numbers: {named}. They may hide {hidden}."
