"""Charts of released tables, each with a title, a source and words for those who don't see it.

Here belongs drawing: `bar`, `line`, `dots`, `histogram` and `map` take any released table,
`publish` takes any figure, and what begins with `plot_` draws one kind of table.
Maps of one kind of table do not (`maps`), nor statistics (`analysis`).
Look first at `own_bars`.
"""

from datacell_lib.presentation.charts.alarm_charts import (
    plot_alarm_grid,
    plot_alarm_weeks,
    plot_detection,
)
from datacell_lib.presentation.charts.control_chart import plot_control_chart
from datacell_lib.presentation.charts.extent_charts import plot_extent, plot_ranked_bars
from datacell_lib.presentation.charts.funnel_plot import plot_funnel
from datacell_lib.presentation.charts.index_charts import (
    plot_choices,
    plot_standing_ranges,
    plot_weights,
)
from datacell_lib.presentation.charts.index_tree import plot_index_tree
from datacell_lib.presentation.charts.own_bars import bar
from datacell_lib.presentation.charts.own_dots import dots, histogram
from datacell_lib.presentation.charts.own_figure import publish
from datacell_lib.presentation.charts.own_lines import line
from datacell_lib.presentation.charts.own_map import map
from datacell_lib.presentation.charts.reproduction_chart import plot_reproduction
from datacell_lib.presentation.charts.weekly_rates import plot_weekly_rates

__all__ = [
    "bar",
    "dots",
    "histogram",
    "line",
    "map",
    "plot_alarm_grid",
    "plot_alarm_weeks",
    "plot_choices",
    "plot_control_chart",
    "plot_detection",
    "plot_extent",
    "plot_funnel",
    "plot_index_tree",
    "plot_ranked_bars",
    "plot_reproduction",
    "plot_standing_ranges",
    "plot_weekly_rates",
    "plot_weights",
    "publish",
]
