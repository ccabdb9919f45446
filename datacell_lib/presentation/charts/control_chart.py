"""A control chart with its symbols: which variation it shows, and whether it meets a target."""

from __future__ import annotations

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes

from datacell_lib.governance.release import Released
from datacell_lib.presentation.charts.date_axis import write_dates
from datacell_lib.presentation.formats import format_number
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.published import Published, describe_shown, publish_figure
from datacell_lib.presentation.source_line import name_publishers
from datacell_lib.presentation.style import (
    BETTER,
    HERE,
    INK,
    NATION,
    WORSE,
    finish_figure,
    make_figure,
)
from datacell_lib.presentation.titles import Title
from datacell_lib.schema import (
    ASSURANCE,
    CENTRE,
    LOWER_LIMIT,
    MEANING,
    PERIOD,
    TARGET,
    UPPER_LIMIT,
    VALUE,
    VARIATION,
    TableError,
)
from datacell_lib.wording import count_things, write_day

# How each kind of variation is drawn; shapes differ, so that colour is not the only signal.
KINDS = {
    "common cause": {"marker": "o", "color": NATION, "label": "Usual variation"},
    "special cause, improving": {"marker": "s", "color": BETTER, "label": "Changed for the better"},
    "special cause, concerning": {"marker": "D", "color": WORSE, "label": "Changed for the worse"},
    "special cause, neither": {"marker": "^", "color": HERE, "label": "Changed"},
}
# Letters of the second symbol: pass, fail, and neither of them for sure.
ASSURANCES = {
    "consistently hits": ("P", BETTER),
    "consistently misses": ("F", WORSE),
    "hit or miss": ("?", NATION),
}


@refuse_unreleased
def plot_control_chart(
    released: Released, *, title: str, unit: str, subtitle: str = ""
) -> Published:
    """Draw one series with its centre, limits and target, and a symbol for what they say.

    Parameters
    ----------
    released : Released
        What `judge_control_chart` returns for one series.
    title : str
        A finding or a question.
    unit : str
        What is measured, for the axis.
    subtitle : str
        What it is of: measure, place and time.

    Returns
    -------
    Published
        Points by kind of variation, lines for centre, limits and target. Letters in circles at
        the top: C for common cause, H or L for a special cause that is high or low, and P, F or
        ? for a target that is passed, failed, or either.

    Raises
    ------
    TableError
        If a column is missing, there are no rows, or more than one series.
    """
    table = released.table
    columns = [PERIOD, VALUE, CENTRE, LOWER_LIMIT, UPPER_LIMIT]
    columns += [TARGET, VARIATION, ASSURANCE, MEANING]
    shown = describe_shown(released, columns=columns)
    if table.empty or table[PERIOD].duplicated().any():
        raise TableError(
            f"a control chart shows one series; found {len(table)} rows, "
            f"{table[PERIOD].nunique()} periods. Keep the rows of one area and group."
        )
    said = Title(title, (subtitle,))
    _, ax = make_figure(height=2.8)
    handles = _draw_lines(ax, table)
    for kind, style in KINDS.items():
        chosen = table[table[VARIATION] == kind]
        if len(chosen):
            handles += ax.plot(chosen[PERIOD], chosen[VALUE], linestyle="", ms=5, **style)
    for place, (letter, colour, _) in enumerate(_choose_symbols(table)):
        ax.annotate(
            letter,
            (1 - 0.09 * place, 1.0),
            xycoords="axes fraction",
            ha="right",
            va="top",
            color=colour,
            fontsize=11,
            fontweight="bold",
            bbox={"boxstyle": "circle", "facecolor": "white", "edgecolor": colour, "linewidth": 2},
        )
    ax.margins(y=0.25)
    ax.set_ylabel(unit, color=INK, fontsize=9)
    ax.yaxis.set_major_formatter(lambda number, _: f"{number:,g}")
    if pd.api.types.is_datetime64_any_dtype(table[PERIOD]):
        write_dates(ax.xaxis)
    finish_figure(
        ax, title=said, source=name_publishers(released), handles=handles, legend_columns=3
    )
    return publish_figure(ax.figure, shown=[shown], alt=_describe(table, said), title=said)


def _draw_lines(ax: Axes, table: pd.DataFrame) -> list[Artist]:
    """The series, and what it is compared with; limits jump where they were recalculated."""
    periods = table[PERIOD]
    ax.plot(periods, table[VALUE], color=NATION, lw=0.8)
    handles = ax.step(periods, table[CENTRE], where="mid", color=INK, lw=1.2, label="Centre")
    limits = {"where": "mid", "linestyle": "--", "color": INK, "lw": 1.0}
    ax.step(periods, table[LOWER_LIMIT], **limits)
    handles += ax.step(periods, table[UPPER_LIMIT], label="Limits", **limits)
    if table[TARGET].notna().any():
        handles += ax.plot(periods, table[TARGET], ":", color=WORSE, lw=1.6, label="Target")
    return handles


def _choose_symbols(table: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Letter, colour and meaning of each symbol, the right one first, from the latest point."""
    last = table.iloc[-1]
    symbols = []
    if last[ASSURANCE] in ASSURANCES:
        symbols.append((*ASSURANCES[last[ASSURANCE]], f"{last[ASSURANCE]} the target"))
    if last[VARIATION] in KINDS:
        side = "H" if last[VALUE] > last[CENTRE] else "L"
        letter = "C" if last[VARIATION] == "common cause" else side
        symbols.append((letter, KINDS[last[VARIATION]]["color"], last[VARIATION]))
    return symbols


def _describe(table: pd.DataFrame, title: Title) -> str:
    """What the picture says, for those who don't see it."""
    last = table.iloc[-1]
    when = write_day(last[PERIOD]) if isinstance(last[PERIOD], pd.Timestamp) else last[PERIOD]
    changed = int((~table[VARIATION].isin(["common cause", "not known"])).sum())
    symbols = "; ".join(f"{letter}, {what}" for letter, _, what in reversed(_choose_symbols(table)))
    return (
        f"{title.tell('Control chart')} {count_things(len(table), 'point')}, "
        f"{changed:,} of them special cause. The latest, {when}, is "
        f"{format_number(last[VALUE], 1)}, with limits from "
        f"{format_number(last[LOWER_LIMIT], 1)} to {format_number(last[UPPER_LIMIT], 1)}. "
        f"Symbols: {symbols or 'none'}. {last[MEANING]}"
    )
