"""Trafford Data Lab's lists of places in Greater Manchester."""

from __future__ import annotations

import pandas as pd

CODE = "area_code"


def mend_codes(rows: pd.DataFrame) -> pd.DataFrame:
    """Give the codes of districts the zero that some of the lists have lost.

    Parameters
    ----------
    rows : pandas.DataFrame
        As read, with `area_code`.

    Returns
    -------
    pandas.DataFrame
        The same rows, the codes with nine characters.

    Notes
    -----
    "E0800003" stands for Manchester, E08000003: the zeros between the kind of district and its
    number are one short, but for Wigan, E08000010. A code that is already whole stays as it is.

    Examples
    --------
    >>> mend_codes(pd.DataFrame({"area_code": ["E0800003", "E08000010"]}))["area_code"].tolist()
    ['E08000003', 'E08000010']
    """
    short = rows[CODE].str.fullmatch(r"E08\d{5}", na=False)
    mended = rows[CODE].str.slice(stop=3) + rows[CODE].str.slice(start=3).str.zfill(6)
    return rows.assign(**{CODE: rows[CODE].mask(short, mended)})
