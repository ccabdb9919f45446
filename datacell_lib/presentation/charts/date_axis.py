"""An axis of days, with as few words as tell them."""

from __future__ import annotations

from matplotlib.axis import Axis
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

FEWEST, MOST = 3, 9  # days that are written
# The year, or the month and the year, once at the end of the axis: of marks that are years, months,
# days, hours, minutes, seconds.
ONCE = ["", "%Y", "%B %Y", "%d %B %Y", "%d %B %Y", "%d %B %Y"]


def write_dates(axis: Axis) -> None:
    """Write the days of an axis: months by their names, and the year once.

    Parameters
    ----------
    axis : matplotlib.axis.Axis
        One along which days are drawn.
    """
    locator = AutoDateLocator(minticks=FEWEST, maxticks=MOST)
    axis.set_major_locator(locator)
    axis.set_major_formatter(ConciseDateFormatter(locator, offset_formats=ONCE))
