"""What practices know, modelled for the neighbourhoods where their patients live."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse

from datacell_lib.analysis.checks import (
    check_columns,
    check_denominators,
    check_not_negative,
    check_unique,
    name_rows,
)
from datacell_lib.schema import (
    AREA_CODE,
    CONDITION,
    COVERAGE,
    DENOMINATOR,
    GROUP_CODE,
    METHOD,
    NUMERATOR,
    PATIENTS,
    PRACTICE_CODE,
    PREVALENCE,
    RESIDENTS,
    STATISTIC,
    VALUE,
    TableError,
)

MODELLED = "modelled prevalence"
METHOD_MODELLED = "practices' prevalence, weighted by their patients in the area"
INFLATION = "registered patients per resident"
METHOD_INFLATION = "patients on practices' lists divided by residents"
SUMMED = (NUMERATOR, DENOMINATOR, PATIENTS)


def apportion_prevalence(registrations: pd.DataFrame, *, prevalence: pd.DataFrame) -> pd.DataFrame:
    """Model the prevalence of conditions in areas from that of their residents' practices.

    Parameters
    ----------
    registrations : pandas.DataFrame
        ``area_code``, ``practice_code``, ``patients``: how many of a practice's patients live in
        an area; one row a pair.
    prevalence : pandas.DataFrame
        ``practice_code``, ``condition``, ``prevalence`` (a share of patients). A practice that
        is absent or missing is not known; it is never taken to have none.

    Returns
    -------
    pandas.DataFrame
        One row an area and condition: ``area_code``, ``condition``, ``numerator`` (modelled
        patients with the condition), ``denominator`` (patients of practices that are known),
        ``patients`` (all patients), ``value`` (numerator by denominator), ``coverage``
        (denominator by patients), ``statistic``, ``method``. An area none of whose practices is
        known has no ``value``, and coverage 0.

    Raises
    ------
    TableError
        If columns are missing, numbers negative, or pairs given twice.

    Notes
    -----
    .. math:: v_{ac} = \\sum_p n_{ap} q_{pc} / \\sum_p n_{ap}, \\quad p: q_{pc} \\text{ known}

    Patients of one practice are taken to be alike wherever they live, whatever their age: areas
    come out more alike than they are. Registers of adults only are spread over all patients. Not
    for areas smaller than a neighbourhood, nor as evidence of differences within one practice's
    catchment. There is no interval, because sampling is not the error that matters.

    References
    ----------
    House of Commons Library. Constituency data: how healthy is your area? Technical notes, 2020.

    Examples
    --------
    >>> import pandas as pd
    >>> registrations = pd.DataFrame(
    ...     {"area_code": "E01000001", "practice_code": ["A", "B"], "patients": [300, 100]}
    ... )
    >>> prevalence = pd.DataFrame(
    ...     {"practice_code": ["A", "B"], "condition": "DM", "prevalence": [0.1, 0.02]}
    ... )
    >>> apportion_prevalence(registrations, prevalence=prevalence)["value"].round(6).tolist()
    [0.08]
    """
    _check_registrations(registrations)
    check_columns(prevalence, [PRACTICE_CODE, CONDITION, PREVALENCE])
    check_not_negative(prevalence, [PREVALENCE])
    check_unique(prevalence, keys=[PRACTICE_CODE, CONDITION])
    areas, area_codes = pd.factorize(registrations[AREA_CODE], sort=True)
    practices, practice_codes = pd.factorize(registrations[PRACTICE_CODE], sort=True)
    conditions, condition_names = pd.factorize(prevalence[CONDITION], sort=True)
    rows = pd.Index(practice_codes).get_indexer(prevalence[PRACTICE_CODE])
    listed = rows >= 0
    shares = np.full((len(practice_codes), len(condition_names)), np.nan)
    shares[rows[listed], conditions[listed]] = prevalence.loc[listed, PREVALENCE]
    patients = sparse.csr_array(
        (registrations[PATIENTS].to_numpy(dtype="float64"), (areas, practices)),
        shape=(len(area_codes), len(practice_codes)),
    )
    known = np.isfinite(shares)
    keys = pd.MultiIndex.from_product([area_codes, condition_names], names=[AREA_CODE, CONDITION])
    return _finish(
        keys.to_frame(index=False).assign(
            **{
                NUMERATOR: (patients @ np.where(known, shares, 0)).ravel(),
                DENOMINATOR: (patients @ known.astype("float64")).ravel(),
                PATIENTS: np.repeat(patients.sum(axis=1), shares.shape[1]),
            }
        )
    )


def group_modelled_prevalence(modelled: pd.DataFrame, *, lookup: pd.DataFrame) -> pd.DataFrame:
    """Add modelled prevalence up to larger areas.

    Parameters
    ----------
    modelled : pandas.DataFrame
        What ``apportion_prevalence`` gave.
    lookup : pandas.DataFrame
        ``area_code`` and, for each, the one ``group_code`` that it is part of.

    Returns
    -------
    pandas.DataFrame
        The same columns for the groups, whose codes are in ``area_code``.

    Raises
    ------
    TableError
        If columns are missing, or an area has no group, or two.

    Notes
    -----
    Modelled patients with the condition and patients known are added up, then divided: the
    prevalence of a group is weighted by patients, never the mean of its areas'.

    Examples
    --------
    >>> import pandas as pd
    >>> modelled = pd.DataFrame({
    ...     "area_code": ["E01000001", "E01000002"], "condition": "DM", "numerator": [8.0, 2.0],
    ...     "denominator": [100.0, 100.0], "patients": [100.0, 200.0],
    ... })
    >>> lookup = pd.DataFrame({"area_code": ["E01000001", "E01000002"], "group_code": "E09000001"})
    >>> group_modelled_prevalence(modelled, lookup=lookup)[["value", "coverage"]].round(4).values
    array([[0.05  , 0.6667]])
    """
    check_columns(modelled, [AREA_CODE, CONDITION, *SUMMED])
    check_columns(lookup, [AREA_CODE, GROUP_CODE])
    check_unique(lookup, keys=[AREA_CODE])
    groups = modelled[AREA_CODE].map(lookup.set_index(AREA_CODE)[GROUP_CODE])
    if groups.isna().any():
        raise TableError(
            f"every area must be part of a group; found none for "
            f"{name_rows(modelled, groups.isna())}. Use a lookup of the same geography and year."
        )
    named = modelled.assign(**{AREA_CODE: groups})
    return _finish(named.groupby([AREA_CODE, CONDITION], as_index=False)[list(SUMMED)].sum())


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
    _check_registrations(registrations)
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


def _check_registrations(registrations: pd.DataFrame) -> None:
    columns = [AREA_CODE, PRACTICE_CODE, PATIENTS]
    check_columns(registrations, columns)
    missing = registrations[columns].isna().any(axis=1)
    if missing.any():
        raise TableError(
            f"registrations must name area, practice and patients; found something missing for "
            f"{name_rows(registrations, missing)}. Leave such rows out, and report how many."
        )
    check_not_negative(registrations, [PATIENTS])
    check_unique(registrations, keys=[AREA_CODE, PRACTICE_CODE])


def _finish(summed: pd.DataFrame) -> pd.DataFrame:
    """Divide what has been added up."""
    known = summed[DENOMINATOR].where(summed[DENOMINATOR] > 0)
    everyone = summed[PATIENTS].where(summed[PATIENTS] > 0)
    return summed.assign(
        **{
            VALUE: summed[NUMERATOR] / known,
            COVERAGE: summed[DENOMINATOR] / everyone,
            STATISTIC: MODELLED,
            METHOD: METHOD_MODELLED,
        }
    )
