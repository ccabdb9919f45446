"""Deaths and cases by MSOA: rates, hot spots, and weeks that stand out."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from datacell_lib.analysis.rates.proportions_and_rates import calculate_crude_rate
from datacell_lib.analysis.space.neighbour_labels import NOT_SIGNIFICANT
from datacell_lib.analysis.space.neighbour_statistics import (
    calculate_getis_ord,
    calculate_local_moran,
)
from datacell_lib.analysis.space.neighbours import find_queen_neighbours
from datacell_lib.analysis.space.scan import scan_for_circles
from datacell_lib.analysis.space.smoothing import smooth_rates_globally
from datacell_lib.analysis.time.ears import detect_ears_c2
from datacell_lib.equal_values import is_constant
from datacell_lib.number_types import widen_numbers
from datacell_lib.schema import (
    ALARM,
    AREA_CODE,
    AREA_NAME,
    AUTHORITY_NAME,
    CLUSTER,
    DENOMINATOR,
    EXCEEDANCE_SCORE,
    EXPECTED,
    GEOMETRY,
    LABEL,
    LOWER_CI,
    METHOD,
    MSOA_CODE,
    NOTE,
    NUMERATOR,
    P_VALUE,
    PERIOD,
    PLACE_NAME,
    POPULATION,
    UPPER_BOUND,
    UPPER_CI,
    VALUE,
)
from datacell_lib.table_sources import carry_sources
from datacell_lib.uk_days import use_uk_days

WEEK = 7
SMOOTHED = "smoothed"
HOT_SPOT = "hot_spot"
RELATIVE_RISK = "relative_risk"
FEWEST_AREAS = 10
SIGNIFICANCE = 0.05
SCANNED = [CLUSTER, RELATIVE_RISK, "observed", EXPECTED, P_VALUE, "centre_code"]
DETECTION = [AREA_CODE, AREA_NAME, PERIOD, NUMERATOR, EXPECTED, UPPER_BOUND]
DETECTION += [ALARM, EXCEEDANCE_SCORE, METHOD, NOTE]


def arrange_places(counts: pd.DataFrame, *, neighbourhoods: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Add up counts by MSOA over all their periods, with names, residents and outlines.

    Parameters
    ----------
    counts : pandas.DataFrame
        `area_code` (MSOA), `period`, `numerator`; may be empty.
    neighbourhoods : geopandas.GeoDataFrame
        The area's, with `msoa_code`, `place_name`, `authority_name`, `population`, `geometry`.

    Returns
    -------
    geopandas.GeoDataFrame
        `area_code`, `area_name` (place and authority), `numerator`, `denominator` (people, not
        person-years), `value`, `lower_ci`, `upper_ci` (per 100,000 people over the whole time),
        `smoothed` (drawn to the common rate), `geometry`. By code; empty where there are none.

    Raises
    ------
    TableError
        If a count of a place is missing, or it has no row for a period that others have: what is
        added up over periods is then not known.
    """
    dissolved = neighbourhoods[[MSOA_CODE, GEOMETRY]].dissolve(by=MSOA_CODE)
    homes = widen_numbers(pd.DataFrame(neighbourhoods.drop(columns=GEOMETRY)))
    people = homes.groupby(MSOA_CODE).agg(
        **{
            PLACE_NAME: (PLACE_NAME, "first"),
            AUTHORITY_NAME: (AUTHORITY_NAME, "first"),
        }
    )
    people[DENOMINATOR] = homes.groupby(MSOA_CODE)[POPULATION].sum(skipna=False)
    by_place = widen_numbers(counts[[AREA_CODE, PERIOD, NUMERATOR]]).groupby(AREA_CODE)
    whole = by_place[PERIOD].nunique() == counts[PERIOD].nunique()
    totals = by_place[NUMERATOR].sum(skipna=False).where(whole)
    places = dissolved.join(people).join(totals, how="inner").rename_axis(AREA_CODE).reset_index()
    places[AREA_NAME] = places[PLACE_NAME] + ", " + places[AUTHORITY_NAME]
    columns = [AREA_CODE, AREA_NAME, NUMERATOR, DENOMINATOR]
    rates = calculate_crude_rate(places[columns])[[AREA_CODE, VALUE, LOWER_CI, UPPER_CI]]
    joined = places[[*columns, GEOMETRY]].merge(rates, on=AREA_CODE, validate="1:1")
    if joined.empty:
        return carry_sources(joined.assign(**{SMOOTHED: joined[VALUE]}), counts, neighbourhoods)
    drawn = smooth_rates_globally(pd.DataFrame(joined[[AREA_CODE, NUMERATOR, DENOMINATOR]]))
    return carry_sources(joined.assign(**{SMOOTHED: drawn[VALUE]}), counts, neighbourhoods)


def find_hot_spots(
    places: gpd.GeoDataFrame,
    *,
    permutations: int = 9_999,
    replicates: int = 999,
    neighbours: pd.DataFrame | None = None,
) -> gpd.GeoDataFrame:
    """Find places that are high together, by three methods that look differently.

    Parameters
    ----------
    places : geopandas.GeoDataFrame
        What `arrange_places` returns.
    permutations, replicates : int
        Maps made by chance to compare with: for local Moran and G*, and for the scan.
    neighbours : pandas.DataFrame, optional
        Of the same places, from `find_nearest_neighbours` or `find_neighbours_within`; without
        it, places that touch are neighbours.

    Returns
    -------
    geopandas.GeoDataFrame
        The places, with `label` (local Moran's I of the smoothed rates), `hot_spot` (Getis and
        Ord's G* of the same), and of the scan's significant circles `cluster` (its number,
        missing in none), `relative_risk`, `observed`, `expected`, `p_value`, `centre_code`.

    Notes
    -----
    An area is looked at by itself: what lies beyond its border is not seen, so that places at
    the border have fewer neighbours. Fewer than ten places, or none with an event, are not
    tested. Circles hold at most a fifth of the people.
    """
    if len(places) < FEWEST_AREAS or not places[NUMERATOR].sum():
        return places.reindex(columns=[*places.columns, LABEL, HOT_SPOT, *SCANNED])
    counts = pd.DataFrame(places[[AREA_CODE, NUMERATOR, DENOMINATOR]])
    scan = scan_for_circles(
        counts, areas=places[[AREA_CODE, GEOMETRY]], maximum_share=0.2, replicates=replicates
    ).rename(columns={VALUE: RELATIVE_RISK})
    scan = scan[SCANNED].where(scan[P_VALUE] <= SIGNIFICANCE)
    found = scan.astype({CLUSTER: "float64"}).set_axis(places.index)
    labelled = places.assign(**_label(places, permutations, neighbours))
    return carry_sources(gpd.GeoDataFrame(labelled.join(found)), places)


def _label(
    places: gpd.GeoDataFrame, permutations: int, neighbours: pd.DataFrame | None
) -> dict[str, np.ndarray | str]:
    """Label places by their neighbours; rates that differ by chance alone are smoothed to one."""
    if is_constant(places[SMOOTHED]):
        return {LABEL: NOT_SIGNIFICANT, HOT_SPOT: NOT_SIGNIFICANT}
    if neighbours is None:
        neighbours = find_queen_neighbours(places)
    values = pd.DataFrame({AREA_CODE: places[AREA_CODE], VALUE: places[SMOOTHED]})
    moran = calculate_local_moran(values, neighbours=neighbours, permutations=permutations)
    hot = calculate_getis_ord(values, neighbours=neighbours, permutations=permutations)
    return {LABEL: moran[LABEL].to_numpy(), HOT_SPOT: hot[LABEL].to_numpy()}


def list_hot_spots(found: gpd.GeoDataFrame) -> pd.DataFrame:
    """List the scan's significant circles, each by the place in its centre.

    Parameters
    ----------
    found : geopandas.GeoDataFrame
        What `find_hot_spots` returns.

    Returns
    -------
    pandas.DataFrame
        `cluster`, `area_name`, `places` (how many lie in it), `observed`, `expected`,
        `relative_risk`, `p_value`; the most likely first, empty where there are none.
    """
    inside = pd.DataFrame(found[found[CLUSTER].notna()])
    circles = inside.drop_duplicates(CLUSTER).sort_values(CLUSTER, ignore_index=True)
    names = found.set_index(AREA_CODE)[AREA_NAME]
    listed = circles.assign(
        **{
            AREA_NAME: circles["centre_code"].map(names).astype("str"),
            "places": circles[CLUSTER].map(inside[CLUSTER].value_counts()).astype("float64"),
        }
    )
    columns = [CLUSTER, AREA_NAME, "places", "observed", EXPECTED, RELATIVE_RISK, P_VALUE]
    return carry_sources(listed[columns], found)


def detect_in_places(counts: pd.DataFrame, *, neighbourhoods: pd.DataFrame) -> pd.DataFrame:
    """Find the weeks in which cases of an MSOA stood out from those shortly before.

    Parameters
    ----------
    counts : pandas.DataFrame
        `area_code` (MSOA), `period` (days), `numerator` (cases in the seven days that end on it),
        `numerator_lower`, `numerator_upper`; may be empty.
    neighbourhoods : pandas.DataFrame
        The area's, with `msoa_code`, `place_name` and `authority_name`.

    Returns
    -------
    pandas.DataFrame
        What `detect_ears_c2` returns, for every seventh day counted back from the last, and
        `area_name`.

    Notes
    -----
    Sums of seven days overlap, so that only every seventh is a new one. A week whose baseline
    holds a suppressed count is an alarm only if it is one whatever was suppressed.
    """
    counts = use_uk_days(counts)
    apart = (counts[PERIOD].max() - counts[PERIOD]).dt.days
    weekly = counts[apart % WEEK == 0].reset_index(drop=True)
    if weekly.empty:
        return counts[[AREA_CODE, PERIOD, NUMERATOR]].reindex(columns=DETECTION)
    keys = [MSOA_CODE, PLACE_NAME, AUTHORITY_NAME]
    names = neighbourhoods[keys].drop_duplicates(MSOA_CODE).set_index(MSOA_CODE)
    labels = names[PLACE_NAME] + ", " + names[AUTHORITY_NAME]
    found = detect_ears_c2(weekly)
    named = found.assign(**{AREA_NAME: found[AREA_CODE].map(labels)})[DETECTION]
    return carry_sources(named, counts)


def count_alarms(detected: pd.DataFrame) -> pd.DataFrame:
    """Count, week by week, the places that stand out and those that could be judged.

    Parameters
    ----------
    detected : pandas.DataFrame
        What `detect_in_places` returns.

    Returns
    -------
    pandas.DataFrame
        `period`, `alarms`, `judged`, `places`; weeks in which none could be judged are left out.
    """
    weeks = detected.assign(judged=detected[ALARM].notna(), alarms=detected[ALARM].eq(True))
    counted = weeks.groupby(PERIOD, as_index=False).agg(
        alarms=("alarms", "sum"), judged=("judged", "sum"), places=(AREA_CODE, "nunique")
    )
    return carry_sources(counted[counted["judged"] > 0].reset_index(drop=True), detected)


def select_clearest(detected: pd.DataFrame, *, at_most: int = 10) -> pd.DataFrame:
    """Select the alarms that are furthest above their bounds.

    Parameters
    ----------
    detected : pandas.DataFrame
        What `detect_in_places` returns.
    at_most : int
        How many.

    Returns
    -------
    pandas.DataFrame
        `area_name`, `period`, `numerator`, `upper_bound`, `times_bound` (the count over its
        bound), the clearest first.
    """
    alarms = detected[detected[ALARM].eq(True)]
    times = alarms[NUMERATOR] / alarms[UPPER_BOUND]
    order = ["times_bound", AREA_NAME, PERIOD]
    ranked = alarms.assign(times_bound=times).sort_values(order, ascending=[False, True, True])
    columns = [AREA_NAME, PERIOD, NUMERATOR, UPPER_BOUND, "times_bound"]
    return ranked[columns].head(at_most).reset_index(drop=True)
