"""Sentences on where to send which kind of help first."""

from __future__ import annotations

import pandas as pd

from datacell_lib.governance.release import Released
from datacell_lib.presentation.formats import format_interval, format_number
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.plain_text import escape_markdown, join_names
from datacell_lib.presentation.published import Published, describe_shown
from datacell_lib.presentation.sentences.publish_sentence import (
    publish_plain_sentence,
    publish_sentence,
)
from datacell_lib.schema import EXPECTED_NEED, LOWER_CI, TITLE, UPPER_CI

NOT_KNOWN = (
    "Nobody can say here how many people need which kind of help: data/governance/purposes.yml "
    "does not say which ages this area's dataset of residents has. Write them there."
)


@refuse_unreleased
def describe_first_steps(steps: Released) -> Published:
    """Say for each purpose where to go first, and how many people there are expected to need it.

    Parameters
    ----------
    steps : Released
        What `list_first_steps` returns, released.

    Returns
    -------
    Published
        A list, an item a purpose; or a sentence that need is not known.
    """
    shown = describe_shown(steps, columns=list(steps.table))
    if steps.table.empty:
        return publish_plain_sentence(NOT_KNOWN, shown)
    items = [_tell(row) for _, row in steps.table.iterrows()]
    return publish_sentence("\n".join(f"- {item}" for item in items), shown)


def _tell(row: pd.Series) -> str:
    first, *others = (escape_markdown(name) for name in row["places"].split("; "))
    then = f", then in {join_names(others)}" if others else ""
    need = format_interval(row[EXPECTED_NEED], row[LOWER_CI], row[UPPER_CI])
    people = format_number(row["people_concerned"])
    return (
        f"**{escape_markdown(row[TITLE])}: start in {first}**{then}. Of {people} "
        f"people there whom it is for, {need} are expected to need {escape_markdown(row['help'])}."
    )
