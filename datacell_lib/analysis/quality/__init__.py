"""How far figures can be trusted: sources rated, totals compared, estimates explained.

Here belongs what a reader of the data quality page is told.
Checks that stop a run do not: they stand at the door of `intake`.
Look first at `source_ratings`.
"""

from datacell_lib.analysis.quality.estimates import describe_estimates, explain_directions
from datacell_lib.analysis.quality.source_ratings import (
    count_ratings,
    rate_sources,
    select_concerns,
)
from datacell_lib.analysis.quality.totals import compare_lists, compare_totals

__all__ = [
    "compare_lists",
    "compare_totals",
    "count_ratings",
    "describe_estimates",
    "explain_directions",
    "rate_sources",
    "select_concerns",
]
