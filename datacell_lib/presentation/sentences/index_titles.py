"""What charts of how an index works find, as their titles say it."""

from __future__ import annotations

import pandas as pd

from datacell_lib.governance.release import Released
from datacell_lib.presentation.formats import format_number, format_proportion, format_weight
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.plain_text import join_names
from datacell_lib.presentation.sentences.index_narrative import CHOICES
from datacell_lib.presentation.source_line import tell_years
from datacell_lib.presentation.titles import Title
from datacell_lib.schema import (
    CHOICE,
    DEPTH,
    EFFECTIVE_WEIGHT,
    LABELS,
    NOMINAL_WEIGHT,
    STABILITY,
    TITLE,
    TOTAL,
    TOTAL_MARGIN,
)
from datacell_lib.wording import count_things

ALMOST_ALWAYS = "almost always"
MOST_NAMED = 2


@refuse_unreleased
def title_index_tree(released: Released, *, place: str) -> Title:
    """Say which part of an index was given most.

    Parameters
    ----------
    released : Released
        What `list_components` returns, released.
    place : str
        What its neighbourhoods are ranked in.

    Returns
    -------
    Title
        The part, or parts, and how much.
    """
    table = released.table
    name = table.loc[table[DEPTH] == 0, TITLE].iloc[0]
    of = (f"What “{name}” is made of, in shares of the whole", place, tell_years(released))
    parts = table[table[DEPTH] == 1]
    most = parts[parts[NOMINAL_WEIGHT] == parts[NOMINAL_WEIGHT].max()]
    if most.empty or len(most) > MOST_NAMED:
        return Title("No part of the index was given more than every other", of)
    share = format_weight(most[NOMINAL_WEIGHT].iloc[0])
    were, each = ("were", " each") if len(most) > 1 else ("was", "")
    return Title(f"{join_names(most[TITLE].tolist())} {were} given most: {share}{each}", of)


@refuse_unreleased
def title_weights(released: Released, *, place: str) -> Title:
    """Say which indicator counts for most beyond what it was given.

    Parameters
    ----------
    released : Released
        As `plot_weights` takes it.
    place : str
        What its neighbourhoods are ranked in.

    Returns
    -------
    Title
        Its title, what it has and what it was given.
    """
    table = released.table
    of = ("Weight given, and how closely the index follows", place, tell_years(released))
    beyond = table[EFFECTIVE_WEIGHT] - table[NOMINAL_WEIGHT]
    if not beyond.max() > 0:
        return Title("No indicator counts for more than it was given", of)
    row = table.loc[beyond.idxmax()]
    return Title(
        f"“{row[TITLE]}” counts for most beyond its weight: "
        f"{format_proportion(row[EFFECTIVE_WEIGHT])}, though given "
        f"{format_weight(row[NOMINAL_WEIGHT])}",
        of,
    )


@refuse_unreleased
def title_choices(released: Released, *, place: str) -> Title:
    """Say which choice of method moves ranks most, and whether that is sure.

    Parameters
    ----------
    released : Released
        What `apportion_instability` returns, released.
    place : str
        Whose ranks they are.

    Returns
    -------
    Title
        The choice and its share; hedged where its interval meets that of another.
    """
    table = released.table.sort_values(TOTAL, ascending=False, kind="stable")
    of = ("Share that a choice has in all that moves ranks", place, tell_years(released))
    if table.empty or table[TOTAL].isna().all():
        return Title("Which choice moves ranks most is not known", of)
    first, others = table.iloc[0], table.iloc[1:]
    below = first[TOTAL] - first[TOTAL_MARGIN]
    sure = (others[TOTAL] + others[TOTAL_MARGIN] < below).all()
    share = f"{format_proportion(first[TOTAL])}, give or take {_write(first[TOTAL_MARGIN])}"
    moves = "moves" if sure else "seems to move"
    return Title(f"{CHOICES[first[CHOICE]]} {moves} ranks most: {share}", of)


@refuse_unreleased
def title_standing_ranges(released: Released, *, place: str) -> Title:
    """Say how many neighbourhoods almost any method would put among the most vulnerable.

    Parameters
    ----------
    released : Released
        As `plot_standing_ranges` takes it.
    place : str
        Where the neighbourhoods are.

    Returns
    -------
    Title
        How many of all.
    """
    labels = released.table[STABILITY]
    sure = [label for label in LABELS if label.startswith(ALMOST_ALWAYS)]
    number, all_of_them = int(labels.isin(sure).sum()), count_things(len(labels), "neighbourhood")
    of = ("Where each stands, and where other methods put it", place, tell_years(released))
    among = "among the most vulnerable 20% by almost any method"
    if not number:
        return Title(f"None of the {all_of_them} is {among}", of)
    are = "is" if number == 1 else "are"
    return Title(f"{format_number(number)} of {all_of_them} {are} {among}", of)


def _write(margin: float) -> str:
    return "an unknown share" if pd.isna(margin) else format_proportion(margin)
