"""The services of an atlas: where they are, and the nearest of each kind to each neighbourhood."""

from __future__ import annotations

import pandas as pd

from datacell_lib.files.services import name_kind_columns
from datacell_lib.governance.release import Released
from datacell_lib.presentation.published import Shown, describe_shown
from datacell_lib.presentation.service_words import (
    describe_period,
    list_known_kinds,
    write_nearest,
    write_service,
)
from datacell_lib.schema import (
    AREA_CODE,
    COVERS,
    EASTING,
    KIND,
    NORTHING,
    SERVICE,
)
from datacell_lib.wording import make_plural


def describe_services(
    services: tuple[Released, ...], *, codes: pd.Series
) -> tuple[list[dict[str, object]], tuple[Shown, ...]]:
    """Describe the services of an area for the scripts that draw an atlas.

    Parameters
    ----------
    services : tuple of Released
        What the desk's `services` holds, released: `near_neighbourhoods`, `on_map` and `lists`.
    codes : pandas.Series
        The codes of the neighbourhoods, in the order of the atlas.

    Returns
    -------
    list of dict
        For each kind of which a list is at hand: its `kind`, what several are called, the period
        and the end of its lists, for each neighbourhood the `nearest` with its kilometres in
        words, and for each point its name, easting and northing in whole metres.
    tuple of Shown
        What of the releases it holds.
    """
    nearest, points, lists = services
    kinds = list_known_kinds(lists.table)
    columns = [column for kind in kinds for column in name_kind_columns(kind)]
    placed = nearest.table.set_index(AREA_CODE).loc[codes]
    described = [
        {
            "kind": kind,
            "several": make_plural(kind),
            "period": describe_period(lists.table, kind),
            "covers": _name_ends(lists.table, kind),
            "nearest": _write_nearest(placed, kind),
            "points": _list_points(points.table[points.table[KIND] == kind]),
        }
        for kind in kinds
    ]
    shown = (
        describe_shown(nearest, columns=[AREA_CODE, *columns]),
        describe_shown(points, columns=[KIND, SERVICE, EASTING, NORTHING]),
        describe_shown(lists, columns=list(lists.table)),
    )
    return described, shown


def _name_ends(lists: pd.DataFrame, kind: str) -> str:
    return " and ".join(
        dict.fromkeys(lists.loc[(lists[KIND] == kind) & (lists[COVERS] != ""), COVERS])
    )


def _write_nearest(placed: pd.DataFrame, kind: str) -> list[str]:
    both = (placed[column] for column in name_kind_columns(kind))
    return [write_nearest(name, away) for name, away in zip(*both, strict=True)]


def _list_points(points: pd.DataFrame) -> list[list[object]]:
    rows = points[[SERVICE, EASTING, NORTHING]].itertuples(index=False)
    return [[write_service(name), round(east), round(north)] for name, east, north in rows]
