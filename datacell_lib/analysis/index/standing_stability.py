"""How sure each neighbourhood's standing is: what a report says of its index's stability."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from datacell_lib.analysis.index.steps import Steps
from datacell_lib.analysis.index.uncertainty import (
    LOWER_RANK,
    SHARE_IN_10,
    SHARE_IN_20,
    UPPER_RANK,
    apportion_instability,
    assess_stability,
)
from datacell_lib.number_types import convert_to_floats
from datacell_lib.schema import (
    AREA_CODE,
    AREAS,
    DENOMINATOR_SUFFIX,
    LABELS,
    LOWER_SHARE,
    MOST_VULNERABLE_SHARE,
    NEIGHBOURHOOD,
    NEIGHBOURHOODS,
    RANK,
    STABILITY,
    UNRANKED,
    UPPER_SHARE,
    VALUE,
    TableError,
)
from datacell_lib.table_checks import check_columns
from datacell_lib.table_sources import carry_sources

SEED = 2021
DRAWS = 1000
SAMPLES = 128
SURE = {LABELS[0], LABELS[2], LABELS[5]}


def assess_standing(steps: Steps, *, standard_errors: pd.DataFrame | None = None) -> pd.DataFrame:
    """Assess the stability of every rank, the way that all pages of a report share.

    Parameters
    ----------
    steps : Steps
        What `follow_steps` returns for every neighbourhood of the nation.
    standard_errors : pandas.DataFrame, optional
        What `estimate_sampling_errors` returns: the sampling errors of what is modelled.

    Returns
    -------
    pandas.DataFrame
        What `assess_stability` returns for 1,000 draws from one fixed seed.

    Raises
    ------
    TableError
        As `assess_stability`.

    Examples
    --------
    >>> from datacell_lib.analysis.index.steps import follow_steps
    >>> from datacell_lib.files.index_spec import draft_index_spec
    >>> spec = draft_index_spec(
    ...     {"a": "higher_is_more_vulnerable", "b": "lower_is_more_vulnerable"})
    >>> table = pd.DataFrame({"area_code": ["x", "y", "z"], "a": [1, 2, 3], "b": [9, 8, 7]})
    >>> int(assess_standing(follow_steps(table, spec=spec))["draws"].iloc[0])
    1000
    """
    return assess_stability(steps, seed=SEED, draws=DRAWS, standard_errors=standard_errors)


def apportion_standing(
    steps: Steps, *, standard_errors: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Say which choice moves ranks most, the way that all pages of a report share.

    Parameters
    ----------
    steps, standard_errors
        As for `assess_standing`.

    Returns
    -------
    pandas.DataFrame
        What `apportion_instability` returns for 128 samples from one fixed seed.

    Raises
    ------
    TableError
        As `apportion_instability`.
    """
    return apportion_instability(steps, seed=SEED, samples=SAMPLES, standard_errors=standard_errors)


def estimate_sampling_errors(
    nation: pd.DataFrame, *, modelled: Collection[str]
) -> pd.DataFrame | None:
    """Estimate by how much a share of so few people differs from a modelled one by chance.

    Parameters
    ----------
    nation : pandas.DataFrame
        One row a neighbourhood, by `area_code`, with `<name>` (a share, 0 to 1) and
        `<name>_denominator` (people) for each modelled indicator.
    modelled : collection of str
        The indicators.

    Returns
    -------
    pandas.DataFrame or None
        Standard errors, a column an indicator, by `area_code`; None where nothing is modelled.

    Raises
    ------
    TableError
        If a column is missing.

    Notes
    -----
    .. math:: s = \\sqrt{q (1 - q) / n}

    The least error that a modelled share can have: were a model's prevalence right for everybody,
    the number of residents with a condition would still vary by chance. That one practice's
    patients differ from one neighbourhood to the next is not in it. A missing share is imputed
    later and has no error here.

    Examples
    --------
    >>> nation = pd.DataFrame({"area_code": ["x"], "ill": [0.1], "ill_denominator": [900]})
    >>> estimate_sampling_errors(nation, modelled=["ill"])["ill"].tolist()
    [0.01]
    """
    if not modelled:
        return None
    needed = [part for name in modelled for part in (name, name + DENOMINATOR_SUFFIX)]
    check_columns(nation, [AREA_CODE, *needed])
    by_code = convert_to_floats(nation.set_index(AREA_CODE)[needed])
    return pd.DataFrame(
        {
            name: np.sqrt(
                by_code[name] * (1 - by_code[name]) / by_code[name + DENOMINATOR_SUFFIX]
            ).fillna(0.0)
            for name in modelled
        }
    )


def add_stability(standing: pd.DataFrame, *, stability: pd.DataFrame) -> pd.DataFrame:
    """Add to each neighbourhood's standing how sure it is.

    Parameters
    ----------
    standing : pandas.DataFrame
        What `add_overall_standing` or `add_standing` returns.
    stability : pandas.DataFrame
        What `assess_stability` returns for the same index and nation.

    Returns
    -------
    pandas.DataFrame
        The same rows with `stability` (in words), `lower_share` and `upper_share` (the ranks that
        nine draws in ten lie between, over the number of areas; low is most vulnerable), and the
        shares of draws in the most vulnerable 10% and 20%.

    Raises
    ------
    TableError
        If the stability of a neighbourhood was not assessed, or for another number of areas.

    Examples
    --------
    >>> standing = pd.DataFrame({"area_code": ["x"], "rank": [2], "areas": [4]})
    >>> draws = {"lower_rank": 1, "upper_rank": 3,
    ...          "stability": "usually in the most vulnerable 20%",
    ...          "share_of_draws_in_most_vulnerable_10": 0.1,
    ...          "share_of_draws_in_most_vulnerable_20": 0.6}
    >>> stability = pd.DataFrame([{"area_code": code, **draws} for code in "wxyz"])
    >>> add_stability(standing, stability=stability)["upper_share"].tolist()
    [0.75]
    """
    places = pd.Index(stability[AREA_CODE]).get_indexer(standing[AREA_CODE])
    absent = standing.loc[places < 0, AREA_CODE]
    if not absent.empty:
        raise TableError(
            f"the stability of {len(absent)} neighbourhoods was not assessed, such as "
            f"{absent.iloc[0]}. Assess it on the table that the index was calculated from."
        )
    ranked = int(stability[LOWER_RANK].notna().sum())
    if (standing[AREAS] != ranked).any():
        raise TableError(
            f"the stability was assessed among {ranked:,} areas, but the index ranks "
            f"{int(standing[AREAS].max()):,}. Assess it on the table that the index was "
            "calculated from."
        )
    own = stability.iloc[places]
    shares = own.assign(
        **{LOWER_SHARE: own[LOWER_RANK] / ranked, UPPER_SHARE: own[UPPER_RANK] / ranked}
    )
    columns = [AREA_CODE, STABILITY, LOWER_SHARE, UPPER_SHARE, SHARE_IN_10, SHARE_IN_20]
    joined = standing.merge(shares[columns], on=AREA_CODE, how="left", validate="one_to_one")
    return carry_sources(joined, standing)


def list_ranges(standing: pd.DataFrame) -> pd.DataFrame:
    """List between which places the methods put each neighbourhood.

    Parameters
    ----------
    standing : pandas.DataFrame
        What `add_stability` returns, with `neighbourhood` (what it is called).

    Returns
    -------
    pandas.DataFrame
        `neighbourhood`, `most_vulnerable_share`, `lower_share`, `upper_share`, the shares of
        draws in the most vulnerable 10% and 20%, and `stability`; the most vulnerable first.
    """
    order = standing.sort_values([RANK, AREA_CODE], ignore_index=True)
    ends = [LOWER_SHARE, UPPER_SHARE, SHARE_IN_10, SHARE_IN_20]
    ranges = pd.DataFrame(order[[NEIGHBOURHOOD, MOST_VULNERABLE_SHARE, *ends, STABILITY]])
    return carry_sources(ranges, standing)


def count_labels(standing: pd.DataFrame) -> pd.DataFrame:
    """Count the neighbourhoods of each label of stability.

    Parameters
    ----------
    standing : pandas.DataFrame
        What `add_stability` returns.

    Returns
    -------
    pandas.DataFrame
        One row a label, the surest to be vulnerable first, even where none has it: `stability`,
        `neighbourhoods`.

    Examples
    --------
    >>> standing = pd.DataFrame({"stability": ["usually in the most vulnerable 20%"] * 2})
    >>> count_labels(standing)["neighbourhoods"].tolist()
    [0, 0, 0, 2, 0, 0]
    """
    counts = standing[STABILITY].value_counts().reindex(list(LABELS), fill_value=0)
    table = pd.DataFrame({STABILITY: list(LABELS), NEIGHBOURHOODS: counts.to_numpy()})
    return carry_sources(table, standing)


def summarise_steadiness(standing: pd.DataFrame) -> pd.DataFrame:
    """Count the neighbourhoods of which nearly all methods say the same.

    Parameters
    ----------
    standing : pandas.DataFrame
        What `add_stability` returns.

    Returns
    -------
    pandas.DataFrame
        One row: `neighbourhoods` that are ranked, `sure` (almost always among the most
        vulnerable, or rarely or never), `unsure`, `unranked` (neighbourhoods without a rank, which
        are none of these), `value` (the sure, as a share of the ranked).

    Examples
    --------
    >>> standing = pd.DataFrame({"stability": [LABELS[0], LABELS[4]]})
    >>> summarise_steadiness(standing)["value"].tolist()
    [0.5]
    """
    sure = standing[STABILITY].dropna().isin(SURE)
    row = {NEIGHBOURHOODS: len(sure), "sure": sure.sum(), "unsure": (~sure).sum()}
    row |= {UNRANKED: len(standing) - len(sure)}
    return carry_sources(pd.DataFrame([row | {VALUE: sure.mean()}]), standing)
