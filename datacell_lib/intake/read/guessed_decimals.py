"""What a comma in the numbers of an unknown file means: thousands, decimals, or nobody can tell."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from datacell_lib.schema import TableError

COMMA, POINT = ",", "."
END = r"\s*%?\s*"
# beyond doubt: any number of digits but three, a nought or four digits before, points as well
DECIMALS = rf"\s*[+-]?(\d*,(\d{{1,2}}|\d{{4,}})|(0|\d{{4,}}),\d+|\d{{1,3}}(\.\d{{3}})+,\d+){END}"
THOUSANDS = rf"\s*[+-]?(\d{{1,3}}(,\d{{3}}){{2,}}(\.\d*)?|\d{{1,3}}(,\d{{3}})+\.\d*){END}"
EITHER = rf"\s*[+-]?[1-9]\d{{0,2}},\d{{3}}{END}"
POINTED = rf"\s*[+-]?(\d*\.(\d{{1,2}}|\d{{4,}})|0\.\d+){END}"


@dataclass(frozen=True)
class GuessedDecimals:
    """What begins the decimals of a file's numbers.

    Parameters
    ----------
    mark : str
        A point or a comma.
    doubtful : str
        A number in which the comma may mean either; nothing where all of them tell.
    """

    mark: str
    doubtful: str = ""


def guess_decimals(table: pd.DataFrame, *, separator: str) -> GuessedDecimals:
    """Guess what begins the decimals of a file's numbers.

    Parameters
    ----------
    table : pandas.DataFrame
        Its cells as text.
    separator : str
        What parts them. Programs set to decimal commas part cells by a semicolon, because a
        comma would not do.

    Returns
    -------
    GuessedDecimals
        The mark, and a number of which somebody must say what its comma means.

    Raises
    ------
    TableError
        If the comma begins decimals in one cell and parts thousands in another.

    Examples
    --------
    >>> guess_decimals(pd.DataFrame({"Rate": ["3,5"]}), separator=";")
    GuessedDecimals(mark=',', doubtful='')
    >>> guess_decimals(pd.DataFrame({"Parcels": ["1,234"]}), separator=";")
    GuessedDecimals(mark='.', doubtful='1,234')
    """
    cells = pd.Series(table.to_numpy().ravel(), dtype="str").drop_duplicates()
    decimal, grouped = _find(cells, DECIMALS), _find(cells, THOUSANDS)
    either, pointed = _find(cells, EITHER), _find(cells, POINTED)
    if decimal and (other := grouped or pointed):
        raise TableError(
            f"its numbers are written in two ways: in {decimal!r} decimals begin with a comma, in "
            f"{other!r} they don't. Write all in one way, and save it again."
        )
    if decimal:
        return GuessedDecimals(COMMA, either if separator == ";" else decimal)
    asked = either and separator != COMMA and not (grouped or pointed)
    return GuessedDecimals(POINT, either if asked else "")


def _find(cells: pd.Series, form: str) -> str:
    """Find the first cell of a form; nothing where none has it."""
    found = cells[cells.str.fullmatch(form)]
    return "" if found.empty else found.iloc[0].strip()
