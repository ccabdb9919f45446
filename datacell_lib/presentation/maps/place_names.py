"""Names on a map that do not run into one another; what has no room is numbered, with a key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
from matplotlib.axes import Axes
from shapely.geometry.base import BaseGeometry

from datacell_lib.presentation.formats import format_number
from datacell_lib.presentation.maps.label_room import Label, LabelRoom, measure_room
from datacell_lib.schema import DISTRICT_NAME, GEOMETRY, PLACE_NAME, POSITION

NOT_MARKED = "\N{MIDDLE DOT}"  # in the key, for a place too small for a number on the map


@dataclass(frozen=True)
class PlacedNames:
    """Where names, and the numbers that stand for the others, are written on a map.

    Parameters
    ----------
    labels : tuple of Label
        What is written on the map.
    key : tuple of (str, str)
        The number and name of each place that has no room for its name; a dot for a number
        where it has no room for that either.
    """

    labels: tuple[Label, ...]
    key: tuple[tuple[str, str], ...]

    def write(self, ax: Axes) -> None:
        """Write the labels on the map.

        Parameters
        ----------
        ax : matplotlib.axes.Axes
            The map.
        """
        for label in self.labels:
            label.write(ax)


def place_names(shapes: gpd.GeoDataFrame, *, room: LabelRoom) -> PlacedNames:
    """Find room for the names of all places of a map.

    Parameters
    ----------
    shapes : geopandas.GeoDataFrame
        The places, with `district_name` and `geometry`.
    room : LabelRoom
        The room on the map's panel; what is placed takes it.

    Returns
    -------
    PlacedNames
        Names where they run into no other and cover no other place's middle, the largest places
        first. Any other place is numbered, in the order of names; one with no room even for a
        number comes last in the key, with a dot instead.
    """
    names = shapes[DISTRICT_NAME].astype(str).tolist()
    outlines = list(shapes.geometry)
    largest_first = np.argsort(-shapes.area.to_numpy(), kind="stable")
    middles = [_reserve("00", outline, room) for outline in outlines]
    found: dict[int, Label] = {}
    for place in largest_first:
        spare = [*middles[:place], *middles[place + 1 :]]
        label = room.place([names[place]], outlines[place], spare=spare)
        if label is not None:
            found[place] = label
    unnamed = sorted(set(range(len(names))) - set(found), key=lambda place: names[place])
    widest = "0" * len(str(len(unnamed)))
    numbered = {
        place: room.place([widest], outlines[place]) for place in largest_first if place in unnamed
    }
    marked = [place for place in unnamed if numbered[place] is not None]
    key = []
    for number, place in enumerate(marked, start=1):
        found[place] = Label(format_number(number), numbered[place].at)
        key.append((format_number(number), names[place]))
    key += [(NOT_MARKED, names[place]) for place in unnamed if place not in found]
    return PlacedNames(tuple(found.values()), tuple(key))


def place_list(
    listed: gpd.GeoDataFrame, *, others: gpd.GeoDataFrame, room: LabelRoom
) -> PlacedNames:
    """Find room for the numbers and names of listed places, and then for the names of others.

    Parameters
    ----------
    listed : geopandas.GeoDataFrame
        Places with `position`, `place_name` and `geometry`, in the order of the list.
    others : geopandas.GeoDataFrame
        Places with `place_name` and `geometry` that are not in the list.
    room : LabelRoom
        The room on the map's panel; what is placed takes it.

    Returns
    -------
    PlacedNames
        "1 Clacton Central" where that has room, the first of the list first; else the number, in
        its place or beside it, with the name in the key. Another place has its name, in a lighter
        weight, or nothing.
    """
    numbers = [format_number(position) for position in listed[POSITION]]
    names, outlines = listed[PLACE_NAME].astype(str).tolist(), list(listed.geometry)
    middles = [
        _reserve(number, outline, room) for number, outline in zip(numbers, outlines, strict=True)
    ]
    found: dict[int, Label] = {}
    for place, (number, name) in enumerate(zip(numbers, names, strict=True)):
        unplaced = [middle for at, middle in enumerate(middles) if at > place or at not in found]
        unplaced.remove(middles[place])
        wordings = _list_wordings(f"{number} {name}")
        label = room.place(wordings, outlines[place], spare=unplaced)
        if label is not None:
            found[place] = label
    key = []
    for place in sorted(set(range(len(names))) - set(found)):
        label = room.place([numbers[place]], outlines[place])
        label = label or room.place_beside(numbers[place], outlines[place])
        if label is not None:
            found[place] = label
        key.append((numbers[place] if label else f"{numbers[place]}{NOT_MARKED}", names[place]))
    largest_first = others.area.sort_values(ascending=False, kind="stable").index
    lighter = place_further(others.loc[largest_first], room=room)
    return PlacedNames((*found.values(), *lighter), tuple(key))


def place_further(places: gpd.GeoDataFrame, *, room: LabelRoom) -> list[Label]:
    """Find room for further names, in a lighter weight; what has none has nothing.

    Parameters
    ----------
    places : geopandas.GeoDataFrame
        With `place_name` and `geometry`, the most important first.
    room : LabelRoom
        The room on the map's panel; what is placed takes it.

    Returns
    -------
    list of Label
        Those that have room.
    """
    labels = [
        room.place(_list_wordings(str(name)), outline, light=True)
        for name, outline in places[[PLACE_NAME, GEOMETRY]].itertuples(index=False)
    ]
    return [label for label in labels if label is not None]


def _reserve(words: str, outline: BaseGeometry, room: LabelRoom) -> BaseGeometry:
    return measure_room(words, room.view.to_inches(outline).representative_point())


def _list_wordings(words: str) -> Iterator[str]:
    """List the ways to write a name: in one line, or in two of much the same length."""
    yield words
    breaks = [at for at, letter in enumerate(words) if letter == " " and not words[:at].isdigit()]
    if breaks:
        middle = min(breaks, key=lambda at: abs(at - len(words) / 2))
        yield f"{words[:middle]}\n{words[middle + 1 :]}"
