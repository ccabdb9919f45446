"""Text in a table that people open in a spreadsheet, which would run some of it as a formula."""

from __future__ import annotations

import re

import pandas as pd

# as OWASP's advice on CSV injection lists them; full-width forms are read as the plain ones
_OPENERS = r"[=+\-@\t\r\n＝＋－＠]"
# apostrophes before it count as text, or the one that is put there could not be told from them
_FORMULA = re.compile(rf"'*{_OPENERS}")
_QUOTED = re.compile(rf"'(?='*{_OPENERS})")


def neutralise_formulas(table: pd.DataFrame) -> pd.DataFrame:
    """Put an apostrophe before text that a spreadsheet would run, in cells and headings.

    Parameters
    ----------
    table : pandas.DataFrame
        What is to be written as CSV; not changed.

    Returns
    -------
    pandas.DataFrame
        The same, fit for a spreadsheet. Numbers stay numbers.

    References
    ----------
    OWASP, CSV injection. https://owasp.org/www-community/attacks/CSV_Injection

    Examples
    --------
    >>> table = pd.DataFrame({"area": ["=cmd|' /C calc'!A0", "Heaton"], "change": [-1, 2]})
    >>> neutralise_formulas(table)["area"].tolist()
    ["'=cmd|' /C calc'!A0", 'Heaton']
    """
    texts = [name for name in table if not pd.api.types.is_numeric_dtype(table[name])]
    safe = table.assign(**{name: table[name].map(neutralise_text) for name in texts})
    return safe.rename(columns=neutralise_text)


def neutralise_text(value: object) -> object:
    """Put an apostrophe before a text that a spreadsheet would run.

    Parameters
    ----------
    value : object
        Text, or anything else.

    Returns
    -------
    object
        The text, fit for a spreadsheet; anything else as it is.

    Examples
    --------
    >>> neutralise_text("@SUM(1)"), neutralise_text("Heaton"), neutralise_text(-1)
    ("'@SUM(1)", 'Heaton', -1)
    """
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def restore_text(values: pd.Series) -> pd.Series:
    """Take away the apostrophe that `neutralise_formulas` put before a text.

    Parameters
    ----------
    values : pandas.Series
        A column as it was read back.

    Returns
    -------
    pandas.Series
        Its text as it was, whatever it was.

    Examples
    --------
    >>> restore_text(pd.Series(["'=A1", "'s-Gravenhage"])).tolist()
    ['=A1', "'s-Gravenhage"]
    """
    return values.map(_restore)


def _restore(value: object) -> object:
    return value[1:] if isinstance(value, str) and _QUOTED.match(value) else value
