"""The neighbourhoods just beyond an area's border, so that it does not end at a cliff."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from datacell_lib.files.area import Area
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.intake.places.geography import load_boundaries, load_places, select_area
from datacell_lib.intake.places.vintages import find_vintage
from datacell_lib.intake.read.fetch import list_authorities_at_hand
from datacell_lib.schema import AREA_CODE, AUTHORITY_CODE, GEOMETRY

# Rounded coordinates part borders that are one by up to a metre on either side.
TOUCHING_METRES = 2.0


@dataclass(frozen=True)
class Ring:
    """An area's neighbours beyond its border, and how much of the border was seen across.

    Parameters
    ----------
    neighbourhoods : geopandas.GeoDataFrame
        Neighbourhoods outside the area that touch it, with places and `geometry` in EPSG:27700.
    authorities : tuple of str
        Local authority districts outside the area whose boundaries were looked at.
    whole_nation : bool
        Whether those were all there are in England.
    border_metres : float
        Length of the area's outline, coast included.
    met_metres : float
        Length of it along which neighbours were found.
    """

    neighbourhoods: gpd.GeoDataFrame
    authorities: tuple[str, ...]
    whole_nation: bool
    border_metres: float
    met_metres: float

    def describe(self) -> str:
        """Say in a sentence what the ring holds, and what it may lack.

        Returns
        -------
        str
            For the data quality page.
        """
        found = (
            f"{len(self.neighbourhoods)} neighbourhoods beyond the border, along "
            f"{self.met_metres / max(self.border_metres, 1):.0%} of it"
        )
        if self.whole_nation:
            return f"{found}; the rest is coast or another country."
        return (
            f"{found}; the rest is coast, or borders on districts whose boundaries are not at "
            f"hand: {len(self.authorities)} others were looked at."
        )


def load_ring(area: Area) -> Ring:
    """Load the neighbourhoods that touch an area from outside.

    Parameters
    ----------
    area : Area
        The area.

    Returns
    -------
    Ring
        The neighbours that could be had. Where boundaries are split by district, only districts
        at hand in the cache or the mirror are looked at, and `whole_nation` is false.

    Raises
    ------
    SourceError
        If the area's own boundaries can't be had.

    Notes
    -----
    Contiguity is the queen's: a shared corner is enough. Join the nation's linked table to the
    ring by `area_code` for its values. Not a substitute for neighbours across water, and rows
    of Wales and Scotland are never read.
    """
    places = load_places(area)
    own = select_area(places, area=area)
    dataset = load_dataset(find_vintage(area).boundaries)
    at_hand = list_authorities_at_hand(dataset, area=area)
    others = places[~places[AUTHORITY_CODE].isin(area.authorities)]
    if at_hand is not None:
        others = others[others[AUTHORITY_CODE].isin(at_hand)]
    outside = tuple(sorted(others[AUTHORITY_CODE].unique()))
    inside = load_boundaries(own, area=area)
    beyond = _load_beyond(others, area=area, outside=outside, like=inside)
    touching = find_touching(beyond, area=inside)
    outline = inside.union_all().boundary
    met = outline.intersection(touching.union_all().buffer(TOUCHING_METRES)).length
    return Ring(
        neighbourhoods=touching,
        authorities=outside,
        whole_nation=at_hand is None,
        border_metres=float(outline.length),
        met_metres=float(met),
    )


def find_touching(neighbourhoods: gpd.GeoDataFrame, *, area: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Find the neighbourhoods that touch any of an area's.

    Parameters
    ----------
    neighbourhoods : geopandas.GeoDataFrame
        Candidates outside the area, by `area_code`, in metres.
    area : geopandas.GeoDataFrame
        The area's own, in the same reference system.

    Returns
    -------
    geopandas.GeoDataFrame
        Those within 2 metres, a corner being enough, sorted by `area_code`.

    Examples
    --------
    >>> from shapely.geometry import box
    >>> own = gpd.GeoDataFrame(
    ...     {"area_code": ["E01000001"]}, geometry=[box(0, 0, 100, 100)], crs="EPSG:27700"
    ... )
    >>> others = gpd.GeoDataFrame(
    ...     {"area_code": ["E01000003", "E01000002"]},
    ...     geometry=[box(300, 0, 400, 100), box(100, 100, 200, 200)], crs="EPSG:27700",
    ... )
    >>> find_touching(others, area=own)["area_code"].tolist()
    ['E01000002']
    """
    pairs = neighbourhoods[[GEOMETRY]].sjoin(
        area[[GEOMETRY]], predicate="dwithin", distance=TOUCHING_METRES
    )
    met = neighbourhoods.index.isin(pairs.index)
    return neighbourhoods[met].sort_values(AREA_CODE, ignore_index=True)


def _load_beyond(
    others: pd.DataFrame, *, area: Area, outside: tuple[str, ...], like: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    if not outside:
        return like.iloc[:0]
    return load_boundaries(others, area=area.model_copy(update={"authorities": outside}))
