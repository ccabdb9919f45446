"""By how much practices' lists exceed the people who live in each area."""

from __future__ import annotations

import pandas as pd

from datacell_lib.number_types import widen_numbers
from datacell_lib.schema import (
    AREA_CODE,
    DENOMINATOR,
    METHOD,
    NUMERATOR,
    PATIENTS,
    RESIDENTS,
    STATISTIC,
    VALUE,
)
from datacell_lib.table_checks import (
    check_columns,
    check_denominators,
    check_registrations,
    check_unique,
)

INFLATION = "registered patients per resident"
METHOD_INFLATION = "patients on practices' lists divided by residents"


def measure_list_inflation(registrations: pd.DataFrame, *, residents: pd.DataFrame) -> pd.DataFrame:
    """Measure by how much practices' lists exceed the people who live in each area.

    Parameters
    ----------
    registrations : pandas.DataFrame
        ``area_code``, ``practice_code``, ``patients``; one row a pair.
    residents : pandas.DataFrame
        ``area_code`` and ``residents``, the people who usually live there.

    Returns
    -------
    pandas.DataFrame
        One row an area of either table: ``area_code``, ``numerator`` (patients), ``denominator``
        (residents), ``value`` (their ratio; above 1 is inflation), ``statistic``, ``method``.
        What one table lacks is missing, and so is ``value``.

    Raises
    ------
    TableError
        If columns are missing, residents not above zero, or areas or pairs given twice.

    Notes
    -----
    Lists keep people who have moved away, died or registered twice, and hold people who were
    not counted as residents. Where both are of different dates the ratio holds growth, too:
    new housing shows as inflation. Not a correction factor for any one practice.

    Examples
    --------
    >>> import pandas as pd
    >>> registrations = pd.DataFrame(
    ...     {"area_code": "E01000001", "practice_code": ["A", "B"], "patients": [1200, 450]}
    ... )
    >>> residents = pd.DataFrame({"area_code": ["E01000001"], "residents": [1500]})
    >>> measure_list_inflation(registrations, residents=residents)["value"].tolist()
    [1.1]
    """
    registrations, residents = widen_numbers(registrations), widen_numbers(residents)
    check_registrations(registrations)
    check_columns(residents, [AREA_CODE, RESIDENTS])
    check_denominators(residents, column=RESIDENTS)
    check_unique(residents, keys=[AREA_CODE])
    listed = registrations.groupby(AREA_CODE)[PATIENTS].sum().rename(NUMERATOR)
    living = residents.set_index(AREA_CODE)[RESIDENTS].rename(DENOMINATOR)
    both = pd.concat([listed, living], axis=1).sort_index().rename_axis(AREA_CODE).reset_index()
    return both.assign(
        **{
            VALUE: both[NUMERATOR] / both[DENOMINATOR],
            STATISTIC: INFLATION,
            METHOD: METHOD_INFLATION,
        }
    )
