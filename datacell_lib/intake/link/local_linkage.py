"""The area's own neighbourhoods, linked to what may be known for no others."""

from __future__ import annotations

import pandas as pd

from datacell_lib.files.area import Area, ColumnSource
from datacell_lib.files.index_spec import IndexSpec
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.governance.partner_terms import list_index_columns, list_partner_columns
from datacell_lib.intake.link.index_files import load_local_index
from datacell_lib.intake.link.matching import Matcher
from datacell_lib.intake.places.geography import load_places, select_area
from datacell_lib.intake.read.cells import find_hidden
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.schema import AREA_CODE, SUPPRESSED, SUPPRESSED_SUFFIX
from datacell_lib.table_sources import carry_sources, mark_sources


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
        with, where it is a share, numerator and denominator; and `suppressed`: whether a
        publisher hides a cell that a neighbourhood's indicators are made of.
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
    table, matcher = _link(spec, area)
    hidden = table[AREA_CODE].isin(_list_hidden(spec, area))
    coverage = matcher.describe_coverage()
    return carry_sources(table.assign(**{SUPPRESSED: hidden}), table), carry_sources(
        coverage, table
    )


def link_protected(area: Area, *, name: str) -> pd.DataFrame:
    """Link the area's neighbourhoods to partner counts, which are protected as they are read.

    Parameters
    ----------
    area : Area
        The area.
    name : str
        One of its local indices of partner data, which the edition of this run may show.

    Returns
    -------
    pandas.DataFrame
        The table of `link_local`, with `suppressed`: whether any count of partner data behind a
        neighbourhood's indicators is suppressed.

    Raises
    ------
    DatacellError
        As `link_local`; if a count of partner data is no whole number.
    """
    spec = load_local_index(area, name=name)
    table, matcher = _link(spec, area)
    hidden = pd.Series(False, index=table.index)
    for dataset, column in list_partner_columns(spec):
        flags = ColumnSource(dataset=dataset, column=f"{column}{SUPPRESSED_SUFFIX}")
        hidden |= matcher.find_column(flags).eq(True)
    return carry_sources(table.assign(**{SUPPRESSED: hidden}), table)


def _list_hidden(spec: IndexSpec, area: Area) -> set[str]:
    """List the codes of places for which a publisher hides what an index is made of."""
    codes: set[str] = set()
    for name, column in list_index_columns(spec):
        table = read_dataset(name, area=area)
        if (flags := find_hidden(table, load_dataset(name)).get(column)) is not None:
            codes |= set(table.loc[flags, AREA_CODE])
    return codes


def _link(spec: IndexSpec, area: Area) -> tuple[pd.DataFrame, Matcher]:
    nation = load_places(area)
    own = select_area(nation, area=area).reset_index(drop=True)
    matcher = Matcher(area, own, nation=nation)
    columns: dict[str, pd.Series] = {}
    for indicator in spec.list_indicators():
        columns |= matcher.find_indicator(indicator)
    return mark_sources(own.assign(**columns), matcher.describe_coverage()["dataset"]), matcher
