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
    METHOD,
    NUMERATOR,
    PATIENTS,
    PRACTICE_CODE,
    PREVALENCE,
    STATISTIC,
    VALUE,
)
from datacell_lib.table_checks import (
    check_columns,
    check_not_negative,
    check_registrations,
    check_unique,
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
