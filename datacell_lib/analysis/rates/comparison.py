"""Compare values with a benchmark, by whether their intervals reach it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from datacell_lib.analysis.rates.arguments import check_choice
from datacell_lib.analysis.rates.doors import takes_columns
from datacell_lib.schema import (
    BENCHMARK,
    COMPARISON,
    LOWER_CI,
    PERIOD,
    UPPER_CI,
    VALUE,
    TableError,
)
from datacell_lib.table_checks import check_columns, check_numbers, check_unique, name_rows

SIMILAR = "similar"
NOT_COMPARED = "not compared"
WORDS = {  # what lies above the benchmark, and below it
    "better": ("better", "worse"),
    "worse": ("worse", "better"),
    "neither": ("higher", "lower"),
}


@takes_columns(VALUE, LOWER_CI, UPPER_CI, adds=(BENCHMARK, COMPARISON))
def compare_with_benchmark(
    table: pd.DataFrame,
    *,
    benchmark: pd.DataFrame,
    higher_is: Literal["better", "worse", "neither"],
    on: str | Sequence[str] = (PERIOD,),
) -> pd.DataFrame:
    """Compare each value with a benchmark: better, similar or worse; or higher and lower.

    Parameters
    ----------
    table : pandas.DataFrame
        Key columns, ``value``, ``lower_ci``, ``upper_ci``, as the functions of ``rates`` and
        ``standardisation`` give them.
    benchmark : pandas.DataFrame
        The ``on`` columns and ``value``: the country, say, or a target.
    higher_is : {"better", "worse", "neither"}
        What a value above the benchmark means. "neither" speaks of higher and lower alone.
    on : str or sequence of str, default ("period",)
        Key columns in both tables that pair a row with its benchmark; empty for a single
        benchmark.
    value, lower_ci, upper_ci : str
        What the tables call those columns.

    Returns
    -------
    pandas.DataFrame
        The table's columns, ``benchmark``, and ``comparison``: "better", "worse" ("higher",
        "lower"), "similar", or "not compared" where a value or limit is missing.

    Raises
    ------
    TableError
        If a column is missing, a lower limit is above its upper one, the benchmark has two rows
        for one key, or a row has none.
    ParameterError
        If ``higher_is`` is not one of its three words.

    Notes
    -----
    Similar when ``lower_ci <= benchmark <= upper_ci``. The benchmark is taken to be without
    error: not for comparing two small areas. Among 100 areas that are all alike, about five
    differ at 95%.

    References
    ----------
    Public Health England. Fingertips technical guidance: comparing with a benchmark. 2018.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"area_code": ["E07000073", "E07000076"], "value": [12.0, 9.0],
    ...                       "lower_ci": [11.0, 8.0], "upper_ci": [13.0, 10.5]})
    >>> england = pd.DataFrame({"value": [10.0]})
    >>> compare_with_benchmark(
    ...     table, benchmark=england, higher_is="worse", on=())["comparison"].tolist()
    ['worse', 'similar']
    """
    check_choice("higher_is", higher_is, allowed=tuple(WORDS))
    on = list(on)
    check_columns(table, [*on, VALUE, LOWER_CI, UPPER_CI])
    check_numbers(table, [VALUE, LOWER_CI, UPPER_CI])
    inverted = table[LOWER_CI] > table[UPPER_CI]
    if inverted.any():
        raise TableError(
            f"{LOWER_CI} must not be above {UPPER_CI}; it is for {name_rows(table, inverted)}. "
            "Check which column is which."
        )
    target = _find_benchmarks(table, benchmark, on)
    high, low = WORDS[higher_is]
    missing = table[[VALUE, LOWER_CI, UPPER_CI]].isna().any(axis=1).to_numpy() | np.isnan(target)
    words = np.select(
        [missing, table[LOWER_CI].to_numpy() > target, table[UPPER_CI].to_numpy() < target],
        [NOT_COMPARED, high, low],
        SIMILAR,
    )
    return table.assign(**{BENCHMARK: target, COMPARISON: words})


def _find_benchmarks(table: pd.DataFrame, benchmark: pd.DataFrame, on: list[str]) -> np.ndarray:
    check_columns(benchmark, [*on, VALUE])
    check_numbers(benchmark, [VALUE])
    check_unique(benchmark, keys=on)
    if not on:
        if len(benchmark) != 1:
            raise TableError(
                f"a single benchmark must have one row; found {len(benchmark)}. Name the columns "
                "that pair the tables in on."
            )
        return np.full(len(table), benchmark[VALUE].iloc[0], dtype=float)
    paired = table[on].merge(
        benchmark[[*on, VALUE]], on=on, how="left", validate="many_to_one", indicator=True
    )
    alone = (paired["_merge"] == "left_only").to_numpy()
    if alone.any():
        raise TableError(
            f"each row must have a benchmark with its {', '.join(on)}; found none for "
            f"{name_rows(table, alone)}. Add it to the benchmark, its value missing if not known."
        )
    return paired[VALUE].to_numpy(dtype=float)
