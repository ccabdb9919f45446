"""What practices know, modelled for the neighbourhoods where their patients live."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse

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
    STATISTIC,
    VALUE,
    TableError,
)
from datacell_lib.table_checks import (
    check_columns,
    check_not_negative,
    check_registrations,
    check_unique,
    name_rows,
)

MODELLED = "modelled prevalence"
METHOD_MODELLED = "practices' prevalence, weighted by their patients in the area"
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
    check_registrations(registrations)
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
