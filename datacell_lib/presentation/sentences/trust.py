"""Sentences on what an index is for and how far figures can be trusted."""

from __future__ import annotations

from datacell_lib.files.area import Area
from datacell_lib.files.index_spec import IndexSpec
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.governance.release import Released
from datacell_lib.presentation.formats import format_part
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.plain_text import end_sentence, escape_markdown
from datacell_lib.presentation.published import Published, describe_shown
from datacell_lib.presentation.sentences.caveats import find_day_of_count
from datacell_lib.presentation.sentences.publish_sentence import (
    publish_plain_sentence,
    publish_sentence,
)
from datacell_lib.schema import NEIGHBOURHOODS, TITLE
from datacell_lib.wording import count_things, write_day

NOT_TESTED = "Nobody has written down whether this index was tested against what happened."
NO_PURPOSE = "Nobody has written down what this index is for."
NOT_SAID = "Nobody has written down what this index misses."


@refuse_unreleased
def describe_trust(
    vintages: Released, *, steadiness: Released, area: Area, spec: IndexSpec
) -> Published:
    """Say how far to trust a page: by which index, how old, how firm, how tested, what it misses.

    Parameters
    ----------
    vintages : Released
        What `list_vintages` returns, released.
    steadiness : Released
        What `summarise_steadiness` returns, released.
    area : Area
        The area: says whose residents are counted when.
    spec : IndexSpec
        The index: its file says what it is called, how it was tested, and what it misses.

    Returns
    -------
    Published
        A list of five.
    """
    lines = [
        f"**Index.** {_tell_index(spec)}",
        f"**Age.** {_tell_age(vintages)} Residents are those of {find_day_of_count(area)}.",
        f"**Firmness.** {_tell_firmness(steadiness)}",
        f"**Test.** {escape_markdown(end_sentence(spec.tested or NOT_TESTED))}",
        f"**What it misses.** {escape_markdown(end_sentence(spec.misses or NOT_SAID))}",
    ]
    return publish_sentence(
        "\n".join(f"- {line}" for line in lines),
        describe_shown(vintages, columns=["title", "published"]),
        describe_shown(steadiness, columns=[NEIGHBOURHOODS, "sure"]),
    )


@refuse_unreleased
def describe_purpose(components: Released, *, spec: IndexSpec) -> Published:
    """Say what an index is for, as its file does.

    Parameters
    ----------
    components : Released
        What `list_components` returns, released: what the index is made of.
    spec : IndexSpec
        The index.

    Returns
    -------
    Published
        What its file says, or that nobody has written it down.
    """
    shown = describe_shown(components, columns=[TITLE])
    return publish_plain_sentence(end_sentence(spec.purpose or NO_PURPOSE), shown)


def _tell_index(spec: IndexSpec) -> str:
    whose = (
        "which comes with this handbook"
        if spec.comes_with_handbook
        else "which was made for this report: it is none of the handbook's"
    )
    return f"Neighbourhoods are ranked by “{escape_markdown(spec.title)}”, {whose}."


def _tell_age(vintages: Released) -> str:
    files = count_things(len(vintages.datasets), "dataset")
    if vintages.invented:
        return f"The figures of {files} are invented, so they have no age."
    days = sorted(load_dataset(name).published for name in vintages.datasets)
    if days[0] == days[-1]:
        return f"The figures of {files} came out on {write_day(days[0])}."
    return f"The figures of {files} came out from {write_day(days[0])} to {write_day(days[-1])}."


def _tell_firmness(steadiness: Released) -> str:
    row = steadiness.table.iloc[0]
    if not row[NEIGHBOURHOODS]:
        return "No neighbourhood here has a rank."
    return (
        f"For {format_part(row['sure'], row[NEIGHBOURHOODS])} neighbourhoods nearly all other ways "
        "to make the index agree; for the others the choice of method decides."
    )
