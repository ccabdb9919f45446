"""How a published file is laid out, said in its catalogue entry."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from datacell_lib.files.reader import Strict
from datacell_lib.headings import tidy_heading

LONGEST_PATTERN = 500
LONGEST_PATH = 300


def _compile(pattern: str) -> str:
    if len(pattern) > LONGEST_PATTERN:
        raise ValueError(f"a regular expression has {LONGEST_PATTERN} characters at most")
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"{pattern!r} is not a regular expression: {error}") from error
    return pattern


def _stay_inside(path: str) -> str:
    parts = path.split("/")
    outside = any(part.strip(". ") == "" for part in parts)
    if outside or not path.isprintable() or set(path) & set("\\:") or len(path) > LONGEST_PATH:
        raise ValueError(
            "a copy's path is '<publisher>/<file name>' below the cache, with '/' between and "
            f"no '..', '\\' or ':', {LONGEST_PATH} characters at most"
        )
    return path


# where a file lies below the cache or a mirror, never outside
RelativePath = Annotated[str, AfterValidator(_stay_inside)]
Pattern = Annotated[str, AfterValidator(_compile)]
# a heading of a file, as it is compared with the file's own
Heading = Annotated[str, AfterValidator(tidy_heading)]
# a cell that is no number; blanks around it are no part of it
Mark = Annotated[str, StringConstraints(strip_whitespace=True)]


class Unpivot(Strict):
    """Columns that stand for the values of one variable, to be turned into rows.

    Parameters
    ----------
    columns : str
        A regular expression that the whole name of each must match; what its first group
        matches, or else all of it, becomes the variable's value.
    name : str
        What to call the variable, such as "age".
    value : str
        What to call what was in the cells, such as "people".
    """

    columns: Pattern
    name: str
    value: str


class Layout(Strict):
    """How a file is laid out, beyond one header row above comma-separated columns.

    Parameters
    ----------
    sheet : str, optional
        The worksheet of a workbook; the first unless told.
    joined_sheets : tuple of str
        Further worksheets with a row for each of the same areas, whose columns belong to it too.
    skip_rows : int
        Rows above the header; above the data, where `names` are given.
    names : tuple of str
        What its columns are, in order, where it has no header row or a header of several;
        "" for a column that has nothing in it.
    separator : str
        What stands between the fields of a CSV file.
    unpivot : Unpivot, optional
        Columns to be turned into rows.
    set_aside : dict
        Rows that are not of the dataset (footnotes, totals, deleted codes): by column, a
        regular expression that the whole cell matches but for blanks around it, "" being an empty
        cell. They are counted.
    blanks : tuple of str
        What stands for a value that is not known, besides an empty cell.
    suppressed : dict
        For each mark that stands for a value not given, the lowest and highest that it can be; ""
        for empty cells, which otherwise are values that are not known.
    totals : dict
        For each column that is a total, a regular expression that the whole name of each of its
        parts matches: they must add up to it.
    totals_within : float
        How far they may be from it, where a publisher changes or rounds each cell by itself.
    reader : str, optional
        What mends the peculiarities of one publisher.
    """

    sheet: str | None = None
    joined_sheets: tuple[str, ...] = ()
    skip_rows: Annotated[int, Field(ge=0)] = 0
    names: tuple[Heading, ...] = ()
    separator: Annotated[str, Field(min_length=1, max_length=1)] = ","
    unpivot: Unpivot | None = None
    set_aside: dict[Heading, Pattern] = Field(default_factory=dict)
    blanks: tuple[Mark, ...] = ()
    suppressed: dict[Mark, tuple[float, float]] = Field(default_factory=dict)
    totals: dict[Heading, Pattern] = Field(default_factory=dict)
    totals_within: Annotated[float, Field(ge=0)] = 0.0
    reader: Literal["nhs-digital-qof", "trafford-data-lab"] | None = None
