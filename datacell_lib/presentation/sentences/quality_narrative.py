"""Sentences on how far sources can be trusted, made from released tables."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date

from datacell_lib.governance.release import Released
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.plain_text import escape_markdown
from datacell_lib.presentation.published import Published, describe_shown
from datacell_lib.presentation.sentences.publish_sentence import publish_sentence
from datacell_lib.wording import count_things, write_day

NO_OWN_INDEX = "No index of the area's own is on these pages."


@refuse_unreleased
def describe_ratings(released: Released, *, concerns: Released, day: date | None) -> Published:
    """Say what should stop a reader, and how many sources are rated red, amber and green.

    Parameters
    ----------
    released : Released
        What `count_ratings` returns, released.
    concerns : Released
        What `select_concerns` returns, released.
    day : date, optional
        The day that age was counted to.

    Returns
    -------
    Published
        Each red source with its reasons, or that there is none; then the others.
    """
    counts = released.table.set_index("rating")["sources"]
    red = concerns.table[concerns.table["rating"] == "red"]
    age = (
        f"Age is counted to {write_day(day)}."
        if day
        else "Invented data never came out, so no age is given."
    )
    whole = count_things(counts.sum(), "source")
    others = " and ".join(f"{counts[colour]:,} {colour}" for colour in ("amber", "green"))
    rest = f"Of {whole} {counts['red']:,} {_be(counts['red'])} red, {others}. {age}"
    if red.empty:
        text = f"**Nothing here should stop you from using this report.** {rest}"
    else:
        told = (
            f"- {escape_markdown(row.title)}: {escape_markdown(row.reasons)}"
            for row in red.itertuples()
        )
        first = "**Don't use what rests on these before an analyst has mended or explained it:**"
        text = "\n".join([first, "", *told, "", rest])
    return publish_sentence(
        text,
        describe_shown(released, columns=["rating", "sources"]),
        describe_shown(concerns, columns=["title", "rating", "reasons"]),
    )


@refuse_unreleased
def describe_local_gaps(released: Released) -> Published:
    """Say of how many neighbourhoods the area's own indices lack a value, and what is done then.

    Parameters
    ----------
    released : Released
        What `report.local.gaps` holds, released.

    Returns
    -------
    Published
        A sentence for each index; or that there is none.
    """
    table = released.table
    if table.empty:
        return publish_sentence(NO_OWN_INDEX, describe_shown(released, columns=["title"]))
    told = "\n".join(f"- {_tell_gaps(row)}" for row in table.to_dict("records"))
    return publish_sentence(told, describe_shown(released, columns=list(table)))


def _tell_gaps(row: Mapping[str, Hashable]) -> str:
    title, hidden, unknown = escape_markdown(str(row["title"])), row["hidden"], row["unknown"]
    if not (hidden or unknown):
        return f"{title}: every value is known."
    why = [f"{hidden:,} because the publisher hides it"] * bool(hidden)
    why += [f"{unknown:,} because it is not known"] * bool(unknown)
    number = count_things(hidden + unknown, "neighbourhood")
    lack, they = ("lacks", "It is") if hidden + unknown == 1 else ("lack", "They are")
    return (
        f"{title}: {number} of {row['neighbourhoods']:,} {lack} a value, {' and '.join(why)}. "
        f"{they} {row['treatment']}."
    )


def _be(number: int) -> str:
    return "is" if number == 1 else "are"
