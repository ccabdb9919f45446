"""Released surveillance tables in rows and words: growth, hot spots, weeks that stood out."""

from __future__ import annotations

import pandas as pd

from datacell_lib.governance.release import Released
from datacell_lib.presentation.formats import MISSING, format_number
from datacell_lib.presentation.published import Published, describe_shown
from datacell_lib.presentation.sentences.surveillance_words import NO_CASES, say_nothing
from datacell_lib.presentation.source_line import describe_sources
from datacell_lib.presentation.tables.html_tables import publish_cells
from datacell_lib.schema import (
    AREA_NAME,
    ARROW,
    CLUSTER,
    EXPECTED,
    LOWER_CI,
    NUMERATOR,
    P_VALUE,
    PERIOD,
    TREND,
    UPPER_BOUND,
    UPPER_CI,
    VALUE,
)


def show_growth(released: Released, *, caption: str) -> Published:
    """Show each district's rate, growth and doubling time.

    Parameters
    ----------
    released : Released
        What `summarise_latest_weeks` returns.
    caption : str
        What it answers.

    Returns
    -------
    Published
        A table, the highest rate first; intervals stand in brackets.
    """
    table = released.table
    if table.empty:
        return say_nothing(released, text=NO_CASES)
    shown = describe_shown(released, columns=list(table))
    cells = pd.DataFrame(
        {
            "District": table[AREA_NAME],
            "Cases in the week": table[NUMERATOR].map(format_number),
            "Per 100,000 (95% interval)": _with_interval(
                table, VALUE, LOWER_CI, UPPER_CI, "{:.0f}"
            ),
            "Change a week, % (95% interval)": _with_interval(
                table, "growth", "growth_lower", "growth_upper", "{:+.0f}"
            ),
            "So cases are": table[ARROW] + "\N{NO-BREAK SPACE}" + table[TREND],
            "Weeks until they double or halve": table["doubling_time"].map(_write_doubling),
        }
    )
    return publish_cells(
        cells,
        numeric=[False, True, True, True, False, False],
        caption=caption,
        shown=shown,
        source=describe_sources(released),
    )


def _with_interval(table: pd.DataFrame, value: str, lower: str, upper: str, form: str) -> pd.Series:
    def write(row: pd.Series) -> str:
        if pd.isna(row[value]):
            return MISSING
        figures = (form.format(row[name]).replace("-", "−") for name in (value, lower, upper))
        return "{} ({} to {})".format(*figures)

    return table.apply(write, axis=1)


def _write_doubling(weeks: float) -> str:
    """Write a doubling time in words.

    Examples
    --------
    >>> _write_doubling(2.04), _write_doubling(-3.0), _write_doubling(float("nan"))
    ('double in 2.0', 'halve in 3.0', 'no clear change')
    """
    if pd.isna(weeks):
        return "no clear change"
    return f"{'double' if weeks > 0 else 'halve'} in {abs(weeks):.1f}"


def show_hot_spots(released: Released, *, caption: str, absent: str) -> Published:
    """Show the circles that the scan found.

    Parameters
    ----------
    released : Released
        What `list_hot_spots` returns.
    caption : str
        What it answers.
    absent : str
        What to say where the table is empty.

    Returns
    -------
    Published
        A table, the most likely circle first.
    """
    table = released.table
    if table.empty:
        return say_nothing(released, text=absent)
    cells = pd.DataFrame(
        {
            "Circle": table[CLUSTER].map("{:.0f}".format),
            "Around": table[AREA_NAME],
            "Places": table["places"].map(format_number),
            "Deaths": table["observed"].map(format_number),
            "To be expected": table[EXPECTED].map(format_number),
            "Times the rate elsewhere": table["relative_risk"].map("{:.2f}".format),
            "p-value": table[P_VALUE].map("{:.3f}".format),
        }
    )
    return publish_cells(
        cells,
        numeric=[True, False, True, True, True, True, True],
        caption=caption,
        shown=describe_shown(released, columns=list(table)),
        source=describe_sources(released),
    )


def show_unusual_weeks(released: Released, *, caption: str, absent: str) -> Published:
    """Show the weeks in which small areas stood out most.

    Parameters
    ----------
    released : Released
        What `select_clearest` returns.
    caption : str
        What it answers.
    absent : str
        What to say where the table is empty.

    Returns
    -------
    Published
        A table, the clearest first.
    """
    table = released.table
    if table.empty:
        return say_nothing(released, text=absent)
    cells = pd.DataFrame(
        {
            "Place": table[AREA_NAME],
            "Seven days to": table[PERIOD].map(lambda day: f"{day.day} {day:%B %Y}"),
            "Cases": table[NUMERATOR].map(format_number),
            "Bound": table[UPPER_BOUND].map("{:.1f}".format),
            "Times the bound": table["times_bound"].map("{:.1f}".format),
        }
    )
    return publish_cells(
        cells,
        numeric=[False, False, True, True, True],
        caption=caption,
        shown=describe_shown(released, columns=list(table)),
        source=describe_sources(released),
    )
