"""The picture of a star: its facts in the middle, dimensions around them, and what joins them."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.axes import Axes

from datacell_lib.governance.release import Released
from datacell_lib.presentation.downloads.plain_cells import list_columns
from datacell_lib.presentation.downloads.star_model import find_joins
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.plain_text import join_names
from datacell_lib.presentation.published import Published, describe_shown, publish_figure
from datacell_lib.presentation.source_line import name_publishers
from datacell_lib.presentation.style import HERE, INK, QUIET, finish_figure, make_figure
from datacell_lib.presentation.titles import Title
from datacell_lib.star_schema import DIMENSIONS, INDICATOR_TABLE, Join
from datacell_lib.wording import count_things

LINE_HEIGHT = 0.145  # inches for a line of words
LEFT, MIDDLE, RIGHT = 0.0, 0.37, 0.76
WIDTHS = {LEFT: 0.25, MIDDLE: 0.2}
ON_THE_RIGHT = (INDICATOR_TABLE, "dim_date")
BETWEEN = 2  # lines between two tables
LINE = "#9aa4af"
PAD = 0.012


@refuse_unreleased
def plot_star(*released: Released, place: str) -> Published:
    """Draw the tables of a star, and which column joins a fact to a dimension.

    Parameters
    ----------
    *released : Released
        Dimensions and facts, as the front desk releases them.
    place : str
        What they are about.

    Returns
    -------
    Published
        For each table the columns that join it, and how many further ones it has.
    """
    tables = {each.name: each for each in released}
    joins = find_joins(tables)
    columns = {
        LEFT: [name for name in DIMENSIONS if name in tables and name not in ON_THE_RIGHT],
        MIDDLE: [name for name in tables if name not in DIMENSIONS],
        RIGHT: [name for name in ON_THE_RIGHT if name in tables],
    }
    keys = {name: _list_keys(each, joins) for name, each in tables.items()}
    heights = {name: len(words) + 2 for name, words in keys.items()}
    lines = max(sum(heights[name] + BETWEEN for name in names) for names in columns.values())
    _, ax = make_figure(height=LINE_HEIGHT * lines)
    ax.set_xlim(-PAD, 1 + PAD)
    ax.set_ylim(lines, -1)
    places: dict[str, tuple[float, float]] = {}
    for left, names in columns.items():
        room = (lines - sum(heights[name] for name in names)) / max(1, len(names))
        top = room / 2
        for name in names:
            further = len(list_columns(tables[name])) - len(keys[name])
            _draw_table(ax, name, keys[name], at=(left, top), further=further)
            places[name] = (left, top)
            top += heights[name] + room
    for join in joins:
        _draw_join(ax, join, places=places, keys=keys)
    title = Title(_count_joins(tables, joins), ("Tables and the columns that join them", place))
    finish_figure(ax, title=title, source=name_publishers(*released))
    ax.axis("off")
    shown = [describe_shown(each, columns=list_columns(each)) for each in released]
    alt = f"{title.tell('Diagram')} {_write_joins(joins)}"
    return publish_figure(ax.figure, shown=shown, alt=alt, title=title)


def _count_joins(tables: Mapping[str, Released], joins: tuple[Join, ...]) -> str:
    """Say in a sentence how many facts and dimensions there are, and that codes join them."""
    facts = count_things(len([name for name in tables if name not in DIMENSIONS]), "fact")
    dimensions = count_things(len([name for name in tables if name in DIMENSIONS]), "dimension")
    return f"{facts} and {dimensions}, joined in {count_things(len(joins), 'place')}"


def _list_keys(released: Released, joins: tuple[Join, ...]) -> list[str]:
    joined = {join.column for join in joins}
    return [name for name in list_columns(released) if name in joined]


def _draw_table(
    ax: Axes, name: str, keys: list[str], *, at: tuple[float, float], further: int
) -> None:
    left, top = at
    ax.plot([left, left], [top - 0.4, top + len(keys) + 1.4], color=HERE, linewidth=2)
    ax.text(left + PAD, top, name, va="center", fontsize=8, fontweight="bold", color=HERE)
    words = [*keys, f"and {count_things(further, 'further column')}"]
    for place, told in enumerate(words, start=1):
        colour = INK if told in keys else QUIET
        ax.text(left + PAD, top + place, told, va="center", fontsize=7, color=colour)


def _draw_join(
    ax: Axes, join: Join, *, places: dict[str, tuple[float, float]], keys: dict[str, list[str]]
) -> None:
    """Draw a line from a fact's column to that of the dimension, outside of the words."""
    many, one = (
        places[name][1] + 1 + keys[name].index(join.column) for name in (join.fact, join.dimension)
    )
    left = places[join.dimension][0] == LEFT
    start = MIDDLE - PAD if left else MIDDLE + WIDTHS[MIDDLE]
    end = LEFT + WIDTHS[LEFT] if left else RIGHT - PAD
    ax.plot([start, end], [many, one], color=LINE, linewidth=0.8, zorder=0)


def _write_joins(joins: tuple[Join, ...]) -> str:
    """Say in words what is joined: a sentence for each fact."""
    facts = dict.fromkeys(join.fact for join in joins)
    return " ".join(
        f"{fact} is joined to "
        + join_names([f"{each.dimension} by {each.column}" for each in joins if each.fact == fact])
        + "."
        for fact in facts
    )
