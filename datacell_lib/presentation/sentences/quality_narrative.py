"""Sentences on how far sources can be trusted, made from released tables."""

from __future__ import annotations

from datetime import date

from datacell_lib.governance.release import Released
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.published import Published, describe_shown
from datacell_lib.presentation.sentences.publish_sentence import publish_sentence
from datacell_lib.wording import count_things, write_day


@refuse_unreleased
def describe_ratings(released: Released, *, day: date | None) -> Published:
    """Say how many sources are rated red, amber and green.

    Parameters
    ----------
    released : Released
        What `count_ratings` returns, released.
    day : date, optional
        The day that age was counted to.

    Returns
    -------
    Published
        One or two sentences.
    """
    table = released.table
    listed = ", ".join(f"{row.sources:,} {row.rating}" for row in table.itertuples())
    counted = (
        f"Age is counted to {write_day(day)}."
        if day
        else "Invented data never came out, so no age is given."
    )
    text = f"**Of {count_things(table['sources'].sum(), 'source')} {listed}.** {counted}"
    return publish_sentence(text, describe_shown(released, columns=["rating", "sources"]))
