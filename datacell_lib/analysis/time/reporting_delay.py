"""Mark the days whose counts may still rise because reports are late."""

from __future__ import annotations

import pandas as pd

from datacell_lib.analysis.time.settings import check_whole
from datacell_lib.schema import PERIOD, PROVISIONAL, TableError
from datacell_lib.table_checks import check_columns
from datacell_lib.uk_days import find_uk_days, use_uk_days


def mark_provisional(
    table: pd.DataFrame, *, as_of: pd.Timestamp, reporting_delay: int
) -> pd.DataFrame:
    """Mark the rows that are too recent for their counts to be complete.

    Parameters
    ----------
    table : pandas.DataFrame
        With ``period``, dates: the day, or the last day of the week, that a count is for.
    as_of : pandas.Timestamp
        The day that the data were published.
    reporting_delay : int
        Days after which a count is held complete; 5 for tests by specimen date, more for deaths.

    Returns
    -------
    pandas.DataFrame
        The table's columns, ``period`` as days of the UK, and ``provisional``, True where the
        period is within ``reporting_delay`` days of ``as_of``.

    Raises
    ------
    TableError
        If ``period`` is not dates, or later than ``as_of``.
    ParameterError
        If ``reporting_delay`` is negative.

    Notes
    -----
    Rolling rates carry the mark along. Growth rates and detectors leave marked rows out: a fall
    in the last days is mostly the wait for reports.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"period": pd.to_datetime(["2021-01-01", "2021-01-06"])})
    >>> marked = mark_provisional(table, as_of=pd.Timestamp("2021-01-07"), reporting_delay=5)
    >>> marked["provisional"].tolist()
    [False, True]
    """
    check_whole(reporting_delay, name="reporting_delay", least=0, of="days")
    check_columns(table, [PERIOD])
    if not pd.api.types.is_datetime64_any_dtype(table[PERIOD]):
        raise TableError(
            f"{PERIOD} must be dates; found {table[PERIOD].dtype}. Convert it with "
            "pandas.to_datetime."
        )
    table, as_of = use_uk_days(table), find_uk_days(pd.Series([as_of])).iloc[0]
    if table[PERIOD].gt(as_of).any():
        raise TableError(
            f"{PERIOD} must not be later than the data; found {table[PERIOD].max():%Y-%m-%d} in "
            f"data of {as_of:%Y-%m-%d}. Check as_of."
        )
    settled_until = as_of - pd.Timedelta(days=reporting_delay)
    return table.assign(**{PROVISIONAL: table[PERIOD] > settled_until})
