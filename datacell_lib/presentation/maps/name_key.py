"""The key below a map: which number stands for which name."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes

from datacell_lib.presentation.maps.label_room import AIR, LINE, SIZE, measure_width
from datacell_lib.presentation.style import INK, WIDTH

MOST_COLUMNS = 4


def measure_key(key: Sequence[tuple[str, str]]) -> float:
    """Measure how tall the key is.

    Parameters
    ----------
    key : sequence of (str, str)
        Numbers and names.

    Returns
    -------
    float
        Inches.
    """
    return LINE * (-(-len(key) // _count_columns(key)) + 1)


def write_key(ax: Axes, key: Sequence[tuple[str, str]]) -> None:
    """Write which number stands for which name, in columns.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        An empty panel of the height that the key needs.
    key : sequence of (str, str)
        Numbers and names.
    """
    ax.set_axis_off()
    columns = _count_columns(key)
    rows = -(-len(key) // columns)
    for place, (number, name) in enumerate(key):
        column, row = divmod(place, rows)
        ax.text(
            (column + 0.04) / columns,
            1 - (row + 0.5) / rows,
            f"{number}  {name}",
            transform=ax.transAxes,
            va="center",
            fontsize=SIZE,
            color=INK,
        )


def _count_columns(key: Sequence[tuple[str, str]]) -> int:
    widest = max((measure_width(f"{number} {name}") for number, name in key), default=WIDTH)
    return max(1, min(MOST_COLUMNS, int(WIDTH // (widest + 6 * AIR))))
