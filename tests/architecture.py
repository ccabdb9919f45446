"""Draws the house for newcomers, from what the library imports.

`python -m tests.architecture` draws it anew; a test compares the committed picture with that.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from datacell_lib.presentation.style import AREA, HERE, INK, QUIET
from tests.house import NOTEBOOKS, Arrows, House, read_house
from tests.rooms import DESK, GROUND, REST, ROOT

PICTURE = ROOT / "book" / "developers" / "architecture.svg"
# Where each room stands: its storey from the ground up, and its columns out of three.
PLAN = {
    GROUND: (0, {0, 1, 2}),
    "files": (1, {0, 1, 2}),
    "governance": (2, {1, 2}),
    "analysis": (3, {0}),
    "intake": (3, {1}),
    "presentation": (3, {2}),
    DESK: (4, {0, 1, 2}),
    NOTEBOOKS: (5, {0, 1}),
    "pipeline": (6, {0, 1, 2}),
}
STEPS_OF_DATA = {"intake": 1, "analysis": 2, "governance": 3, "presentation": 4, "pipeline": 5}
# Inches. Narrow, so that a phone hardly scales the picture down.
WIDTH, MARGIN, STAIRS, PAD = 4.7, 0.03, 0.26, 0.07
COLUMNS, BETWEEN = 3, 0.1
LINE, HEADER, STEP, GAP = 0.135, 0.36, 0.15, 0.05
LETTER = 0.6  # the width of a letter, in parts of its height
NAME, WORDS = 9.5, 7.5
WIDEST_SHARE = 14  # letters beyond which a longer label gets no more room beside its neighbours
BUSY = (10, 30)  # imports from which an arrow is drawn thicker
THICKNESS = (0.8, 1.5, 2.4)

Row = list[tuple[str, int, float]]  # each sub-room's name, the lines of its label, its width


@dataclass(frozen=True)
class Box:
    """A rectangle, in inches from the lower left corner."""

    left: float
    bottom: float
    width: float
    height: float

    @property
    def top(self) -> float:
        """The height of its upper edge."""
        return self.bottom + self.height

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width


def describe_house(house: House) -> str:
    """Say in words what the picture shows."""
    storeys = [
        " beside ".join(_title(room) for room in PLAN if PLAN[room][0] == storey)
        for storey in range(len({storey for storey, _ in PLAN.values()}))
    ]
    inside = [
        f"in {room}, {_list_arrows(arrows)}" for room, arrows in house.inner.items() if arrows
    ]
    return (
        f"A house in section. From the bottom up: {'; '.join(storeys)}. Arrows lead from what "
        f"imports to what is imported, the shortest steps alone: {_list_arrows(house.outer)}; "
        f"{'; '.join(inside)}."
    )


def _list_arrows(arrows: Arrows) -> str:
    users = dict.fromkeys(start for start, _ in arrows)
    return ", ".join(
        f"{_title(user)} to " + " and ".join(_title(end) for start, end in arrows if start == user)
        for user in users
    )


def _title(name: str) -> str:
    return {GROUND: "the ground floor", DESK: "the desk", REST: "the rest"}.get(name, name)


def draw_house(house: House) -> str:
    """Draw the rooms as floors with their sub-rooms in them, as SVG text."""
    rows = {room: _arrange(house, room) for room in PLAN}
    walls, height = _place_rooms(rows)
    figure = Figure(figsize=(WIDTH, height), facecolor="white")
    FigureCanvasSVG(figure)
    ax = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(0, height))
    ax.set_axis_off()
    for room, box in walls.items():
        _draw_room(ax, room, box, house)
        inside = _place_sub_rooms(rows[room], box)
        for name, place in inside.items():
            _draw_box(ax, place, face="white", edge=AREA)
            text = "\n".join(_wrap(_label(house, room, name), place.width))
            _write(ax, text, place.left + place.width / 2, place.bottom + place.height / 2)
        for (start, end), count in house.inner.get(room, {}).items():
            _draw_arrow(ax, inside[start], inside[end], count=count)
    for (start, end), count in house.outer.items():
        _draw_arrow(ax, walls[start], walls[end], count=count, at=_find_column(start, end))
    return _save(figure)


def _arrange(house: House, room: str) -> list[Row]:
    """The rows of a room, from the lowest."""
    levels = house.levels.get(room, {})
    whole = _span(PLAN[room][1])[1] - 2 * PAD
    rows = []
    for level in range(max(levels.values(), default=-1) + 1):
        names = [name for name in levels if levels[name] == level]
        shares = [min(len(_label(house, room, name)), WIDEST_SHARE) + 3 for name in names]
        free = whole - GAP * (len(names) - 1)
        widths = [free * share / sum(shares) for share in shares]
        lines = [len(_wrap(_label(house, room, n), w)) for n, w in zip(names, widths, strict=True)]
        rows.append(list(zip(names, lines, widths, strict=True)))
    return rows


def _label(house: House, room: str, name: str) -> str:
    return ", ".join(house.rest[room]) if name == REST else name


def _wrap(text: str, width: float) -> list[str]:
    letters = int(width * 72 / (WORDS * LETTER))
    if len(text) > letters and " " not in text:
        text = text.replace("_", "_ ")  # a single long name is broken where its words meet
    return textwrap.wrap(text, letters, break_long_words=False)


def _span(columns: set[int]) -> tuple[float, float]:
    """The left edge and the width of neighbouring columns."""
    one = (WIDTH - 2 * MARGIN - BETWEEN * (COLUMNS - 1)) / COLUMNS
    left = MARGIN + min(columns) * (one + BETWEEN)
    return left, len(columns) * (one + BETWEEN) - BETWEEN


def _place_rooms(rows: Mapping[str, list[Row]]) -> tuple[dict[str, Box], float]:
    """Put the rooms on their storeys, each as high as its storey's fullest."""
    heights = {
        room: HEADER + sum(_row_height(row) for row in inside) + STEP * len(inside[1:]) + PAD
        for room, inside in rows.items()
    }
    walls, bottom = {}, MARGIN
    for storey in range(max(storey for storey, _ in PLAN.values()) + 1):
        rooms = [room for room in PLAN if PLAN[room][0] == storey]
        height = max(heights[room] for room in rooms)
        for room in rooms:
            left, width = _span(PLAN[room][1])
            walls[room] = Box(left, bottom, width, height)
        bottom += height + STAIRS
    return walls, bottom - STAIRS + MARGIN


def _row_height(row: Row) -> float:
    return LINE * max(lines for _, lines, _ in row) + PAD


def _place_sub_rooms(rows: list[Row], box: Box) -> dict[str, Box]:
    """Put the rows on top of each other, with the room that there is shared between them."""
    used = HEADER + PAD + sum(_row_height(row) for row in rows)
    step = (box.height - used) / max(len(rows) - 1, 1)
    places, bottom = {}, box.bottom + PAD
    for row in rows:
        left = box.left + PAD
        for name, _, width in row:
            places[name] = Box(left, bottom, width, _row_height(row))
            left += width + GAP
        bottom += _row_height(row) + step
    return places


def _draw_room(ax: Axes, room: str, box: Box, house: House) -> None:
    outside = room == NOTEBOOKS
    _draw_box(ax, box, face="white" if outside else "#f3f0f7", edge=QUIET, dashed=outside)
    name = {GROUND: "ground floor", DESK: "the desk"}.get(room, f"{room}/")
    left, top = box.left + PAD, box.top - 0.06
    _write(ax, name, left, top, fontsize=NAME, weight="bold", ha="left", va="top")
    _write(ax, house.words[room], left, top - 0.16, color=QUIET, ha="left", va="top")
    if room in STEPS_OF_DATA:
        disc = {"boxstyle": "circle,pad=0.25", "facecolor": HERE, "edgecolor": "none"}
        number = str(STEPS_OF_DATA[room])
        right, middle = box.right - 0.13, box.top - 0.13
        _write(ax, number, right, middle, color="white", weight="bold", bbox=disc)


def _draw_box(ax: Axes, box: Box, *, face: str, edge: str, dashed: bool = False) -> None:
    ax.add_patch(
        FancyBboxPatch(
            (box.left, box.bottom),
            box.width,
            box.height,
            boxstyle="round,pad=0,rounding_size=0.04",
            facecolor=face,
            edgecolor=edge,
            linewidth=0.9,
            linestyle="--" if dashed else "-",
        )
    )


def _write(ax: Axes, text: str, x: float, y: float, **how: object) -> None:
    usual = {"ha": "center", "va": "center", "fontsize": WORDS, "color": INK}
    ax.text(x, y, text, **{**usual, **how})


def _find_column(start: str, end: str) -> float:
    """Where an arrow between two rooms finds its way past the rooms between them."""
    between = [
        columns for storey, columns in PLAN.values() if PLAN[end][0] < storey < PLAN[start][0]
    ]
    free = (PLAN[start][1] & PLAN[end][1]).difference(*between)
    if not free or PLAN[start][0] <= PLAN[end][0]:
        raise ValueError(f"No straight way leads down from {start} to {end}; change PLAN.")
    left, width = _span(free)
    return left + width / 2


def _draw_arrow(ax: Axes, start: Box, end: Box, *, count: int, at: float | None = None) -> None:
    left, right = max(start.left, end.left), min(start.right, end.right)
    middle = (left + right) / 2 if at is None else at
    upright = at is not None or left < right
    foot = middle if upright else end.left + end.width / 2
    head = middle if upright else start.left + start.width / 2
    thickness = THICKNESS[sum(count >= many for many in BUSY)]
    look = {"arrowstyle": "-|>", "color": INK, "linewidth": thickness, "mutation_scale": 8}
    ends = {"xy": (foot, end.top), "xytext": (head, start.bottom)}
    ax.annotate("", **ends, arrowprops={**look, "shrinkA": 0, "shrinkB": 0})


def _save(figure: Figure) -> str:
    """Write text as text, and nothing that differs from one drawing to the next."""
    stream = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "house"}):
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines()) + "\n"


if __name__ == "__main__":
    found = read_house()
    PICTURE.write_text(draw_house(found), encoding="utf-8")
    print(describe_house(found))
