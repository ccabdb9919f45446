"""The area's own neighbourhoods, linked to what may be known for no others."""

from __future__ import annotations

import pandas as pd

from datacell_lib.files.area import Area
from datacell_lib.intake.link.index_files import load_local_index
from datacell_lib.intake.link.matching import Matcher
from datacell_lib.intake.places.geography import load_places, select_area
from datacell_lib.table_sources import mark_sources


def link_local(area: Area, *, name: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Link the area's neighbourhoods to the indicators of one of its local indices.

    Parameters
    ----------
    area : Area
        The area.
    name : str
        One of its `local_indices`.

    Returns
    -------
    table : pandas.DataFrame
        One row for each neighbourhood of the area: its places, and each indicator by its name
        with, where it is a share, numerator and denominator.
    coverage : pandas.DataFrame
        One row a dataset, as `Matcher.describe_coverage` returns: what matched of the area; its
        `note` names codes that lie outside it.

    Raises
    ------
    ParameterError, ConfigError
        As `load_local_index`.
    SourceError
        If a dataset lacks more of the area's neighbourhoods, or holds more codes that are no
        neighbourhoods of the nation, than its entry tolerates.
    """
    spec = load_local_index(area, name=name)
    nation = load_places(area)
    own = select_area(nation, area=area).reset_index(drop=True)
    matcher = Matcher(area, own, nation=nation)
    columns: dict[str, pd.Series] = {}
    for indicator in spec.list_indicators():
        columns |= matcher.find_indicator(indicator)
    coverage = matcher.describe_coverage()
    behind = coverage["dataset"]
    return mark_sources(own.assign(**columns), behind), mark_sources(coverage, behind)
