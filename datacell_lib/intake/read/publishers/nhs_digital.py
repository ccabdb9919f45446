"""NHS Digital's Quality and Outcomes Framework, as its raw data give it."""

from __future__ import annotations

import pandas as pd

from datacell_lib.intake.read.cells import parse_numbers

REGISTER = "REGISTER"
LIST_SIZE = "PRACTICE_LIST_SIZE"
PREVALENCE = "prevalence"


def divide_registers(rows: pd.DataFrame) -> pd.DataFrame:
    """Add the prevalence of each condition in each practice.

    Parameters
    ----------
    rows : pandas.DataFrame
        As read, with `REGISTER` (patients who have the condition) and `PRACTICE_LIST_SIZE`
        (patients of the ages that the register is kept for).

    Returns
    -------
    pandas.DataFrame
        The same rows with `prevalence`, a share; missing where the list is empty or not given.

    Examples
    --------
    >>> rows = pd.DataFrame({"REGISTER": ["30", "0"], "PRACTICE_LIST_SIZE": ["400", "0"]})
    >>> divide_registers(rows)["prevalence"].tolist()
    [0.075, nan]
    """
    register, listed = parse_numbers(rows[REGISTER]), parse_numbers(rows[LIST_SIZE])
    return rows.assign(**{PREVALENCE: register / listed.where(listed > 0)})
