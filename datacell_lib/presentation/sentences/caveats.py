"""Sentences on what the figures of a page can't tell."""

from __future__ import annotations

from datacell_lib.files.area import Area
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.governance.release import Released
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.plain_text import escape_markdown
from datacell_lib.presentation.published import Published, describe_shown
from datacell_lib.presentation.sentences.publish_sentence import publish_sentence
from datacell_lib.wording import count_things, write_day


@refuse_unreleased
def describe_caveats(
    vintages: Released, *, area: Area, reconstructed_from: tuple[str, ...] = ()
) -> Published:
    """Say what the figures of a page can't tell.

    Parameters
    ----------
    vintages : Released
        What `list_vintages` returns, released.
    area : Area
        The area: says whose residents are counted when, and how its districts are made up.
    reconstructed_from : tuple of str
        The catalogue ids of what came out after the area's as-of date; those of cases, outcomes
        and registrations are left out where they are not behind the page.

    Returns
    -------
    Published
        A list of cautions.
    """
    elsewhere = set(area.further_datasets) - set(vintages.datasets)
    later = tuple(name for name in reconstructed_from if name not in elsewhere)
    cautions = [
        *_describe_hindsight(area, later),
        "A neighbourhood's average is not a household's need: many people at risk live outside "
        "the neighbourhoods named here, and most people inside them are not in difficulty.",
        f"Residents are counted as they were on {find_day_of_count(area)}; people have moved "
        "since.",
        *_describe_best_fit(area),
        "The index is one defensible choice among several. Small differences in rank mean nothing.",
        _count_datasets(len(vintages.table)),
    ]
    text = "\n".join(f"- {caution}" for caution in cautions)
    return publish_sentence(text, describe_shown(vintages, columns=["title", "published"]))


def find_day_of_count(area: Area) -> str:
    """Find what time the counts of residents describe, as their catalogue entry says it.

    Parameters
    ----------
    area : Area
        The area.

    Returns
    -------
    str
        Markdown.
    """
    return escape_markdown(load_dataset(area.population.dataset).period)


def _count_datasets(number: int) -> str:
    if number == 1:
        return "1 dataset is behind this page; a table for analysts, below, says how old it is."
    return (
        f"{count_things(number, 'dataset')} are behind this page; a table for analysts, below, "
        "says how old each one is."
    )


def _describe_hindsight(area: Area, inputs: tuple[str, ...]) -> list[str]:
    if area.as_of is None:
        return []
    day = write_day(area.as_of)
    if not inputs:
        return [f"This page knows of nothing that came out after {day}."]
    entries = [load_dataset(name) for name in inputs]
    listed = "; ".join(
        f"{escape_markdown(entry.title)} ({write_day(entry.published)})" for entry in entries
    )
    return [
        f"**Reconstructed from later data.** This page looks at {day}, but is made with inputs "
        f"that nobody had on that day, each with the day it came out: {listed}."
    ]


def _describe_best_fit(area: Area) -> list[str]:
    if not area.best_fit:
        return []
    parts = escape_markdown(area.noun.many)
    return [
        f"Neighbourhoods are put in {parts} by best fit: one that lies in several is counted "
        "whole in the one that holds most of it."
    ]
