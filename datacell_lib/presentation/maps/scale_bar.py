"""A bar that says how long a round number of kilometres is on a map."""

from __future__ import annotations

import math

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from datacell_lib.presentation.formats import format_number
from datacell_lib.presentation.maps.map_view import MapView
from datacell_lib.presentation.style import INK

LONGEST = 1.4  # inches
BAR_ROOM = (1.6, 0.34)  # inches across and up that the bar and its words take
METRES = 1000


def choose_length(view: MapView) -> float:
    """Choose how long the bar is.

    Parameters
    ----------
    view : MapView
        The panel.

    Returns
    -------
    float
        Kilometres: 1, 2 or 5, or such a number of tens, tenths and so on.

    Examples
    --------
    >>> choose_length(MapView(0, 0, 5.6 / 30_000, 4))
    5.0
    """
    most = LONGEST / view.scale / METRES
    power = 10.0 ** math.floor(math.log10(most))
    return max(step * power for step in (1, 2, 5) if step * power <= most)


def draw_scale_bar(ax: Axes, view: MapView, *, at: tuple[float, float]) -> None:
    """Draw the bar, with its length in kilometres.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        The map.
    view : MapView
        Its panel.
    at : tuple of float
        The lower left corner of its room, in the map's coordinates.
    """
    length = choose_length(view)
    left, bottom = at
    inch = 1 / view.scale
    ground = {"fc": "white", "ec": "none", "alpha": 0.85, "zorder": 4.5}
    ax.add_patch(Rectangle(at, length * METRES + 0.16 * inch, BAR_ROOM[1] * inch, **ground))
    start, level, tick = left + 0.08 * inch, bottom + 0.1 * inch, 0.07 * inch
    end = start + length * METRES
    (bar,) = ax.plot(
        [start, start, end, end],
        [level + tick, level, level, level + tick],
        color=INK,
        linewidth=1.2,
        solid_joinstyle="miter",
        zorder=5,
    )
    bar.set_gid("scale-bar")
    ax.annotate(
        f"{format_number(length, _count_digits(length))} km",
        ((start + end) / 2, level + 0.04 * inch),
        ha="center",
        va="bottom",
        fontsize=7,
        color=INK,
        zorder=5,
    )


def _count_digits(length: float) -> int:
    return max(0, -math.floor(math.log10(length)))
