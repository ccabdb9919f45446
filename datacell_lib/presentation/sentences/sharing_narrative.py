"""Sentences on how good a plan is, and on who is left without a service in time."""

from __future__ import annotations

import math

from datacell_lib.files.nouns import DISTRICT, Noun
from datacell_lib.files.purposes import Purpose
from datacell_lib.governance.release import Released
from datacell_lib.presentation.formats import format_number, format_portion
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.plain_text import escape_markdown
from datacell_lib.presentation.published import Published, describe_shown
from datacell_lib.presentation.sentences.publish_sentence import (
    publish_plain_sentence,
    publish_sentence,
)
from datacell_lib.schema import EXPECTED_NEED
from datacell_lib.wording import count_things

NOBODY = 0.01  # people: within what a solver rounds
NONE = 0.5  # people, of whom fewer are not worth a word
NOT_SHARED = "Need is not known here, so nothing can be shared by it."
NO_SERVICES = "No list of services of this kind is at hand for the area."


@refuse_unreleased
def describe_sharing(summary: Released, *, purpose: Purpose, noun: Noun | None = None) -> Published:
    """Say whom a plan finds, how good it is proven to be, and what promises and doubt cost.

    Parameters
    ----------
    summary : Released
        What the desk's `plans.share(...)` calls `summary`, released.
    purpose : Purpose
        What help is for.
    noun : Noun, optional
        What the area's report districts are called.

    Returns
    -------
    Published
        Sentences.
    """
    shown = describe_shown(summary, columns=list(summary.table))
    if summary.table.empty:
        return publish_plain_sentence(NOT_SHARED, shown)
    row, called = summary.table.iloc[0], noun.one if noun else DISTRICT
    helped, price = row["expected_helped"], max(0.0, row["without_rules"] - row["expected_helped"])
    better = row["robust_worst"] - row["worst_helped"]
    found = [
        f"With {count_things(row['contacts'], 'call')} or visits, {_count(helped)} people who "
        f"{purpose.needs} are expected to be found; spread evenly over residents, "
        f"they would find {_count(row['evenly'])}.",
        _tell_proof(row["gap"] * helped),
        f"Without the promise to each {called} it would be {_count(price)} more."
        if price >= NONE
        else f"The promise to each {called} costs nothing.",
    ]
    if unknown := row["neighbourhoods_not_known"]:
        named = count_things(unknown, "neighbourhood")
        found.append(f"It leaves out {named} whose need is not known.")
    doubt = [
        "Nobody knows exactly how many people need it: a plan that did would find "
        f"{_count(row['mean_regret'])} more on average.",
        "In the least favourable tenth of what need could be, this plan finds "
        f"{_count(row['worst_helped'])}; "
        + (
            f"one made for that finds {_count(row['robust_worst'])} there, and "
            f"{_count(row['robust_helped'])} as a rule."
            if better >= NONE
            else "one made for that finds no more."
        ),
    ]
    paragraphs = [escape_markdown(" ".join(part)) for part in (found, doubt)]
    return publish_sentence("\n\n".join(paragraphs), shown)


@refuse_unreleased
def describe_left_out(summary: Released, *, kind: str | None, purpose: Purpose) -> Published:
    """Say how many people in need have no service in time.

    Parameters
    ----------
    summary : Released
        What the desk's `plans.measure_reach(...)` calls `summary`, released.
    kind : str, optional
        What kind of service it is; none where no list is at hand.
    purpose : Purpose
        What help is for.

    Returns
    -------
    Published
        One sentence.
    """
    shown = describe_shown(summary, columns=list(summary.table))
    if summary.table.empty or kind is None:
        return publish_plain_sentence(NO_SERVICES, shown)
    row = summary.table.iloc[0]
    minutes = count_things(row["minutes_in_time"], "minute")
    all_of_them = f"{format_number(row[EXPECTED_NEED])} people expected to need {purpose.help}"
    if row["left_out"] < 0.5:
        return publish_plain_sentence(
            f"All of the {all_of_them} live within {minutes} by car of a {kind}.", shown
        )
    share = format_portion(row["left_out"] / row[EXPECTED_NEED])
    told = (
        f"Of the {all_of_them}, {format_number(row['left_out'])} ({share}) live more than "
        f"{minutes} by car from every {kind}."
    )
    return publish_plain_sentence(told, shown)


def _tell_proof(more: float) -> str:
    """Say how many more people the best plan could find at most."""
    proven = "It is proven that no plan with the same promise is expected to find"
    if more < NOBODY:
        return f"{proven} more."
    if more < 1:
        return f"{proven} even one person more."
    return f"{proven} over {format_number(math.ceil(more))} more."


def _count(people: float) -> str:
    """Write people, of whom a part is no one."""
    return format_number(people) if people >= 1 else "fewer than 1"
