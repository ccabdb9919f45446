"""Sentences that vary by district, made from released tables."""

from __future__ import annotations

from datetime import date

from datacell_lib.config import Area
from datacell_lib.governance.catalogue import load_dataset
from datacell_lib.governance.release import Released
from datacell_lib.presentation.plain_text import escape_markdown
from datacell_lib.presentation.published import Published, describe_shown, publish_sentence
from datacell_lib.presentation.sources import write_day
from datacell_lib.presentation.tables import format_number
from datacell_lib.schema import DISTRICT_CODE, DISTRICT_NAME, POPULATION, VALUE

UNITARY = "E06"
MUCH = 1.25
LITTLE = 0.8


def describe_headline(
    released: Released, *, district: str, nation: str, first: Released
) -> Published:
    """Say in plain words where a district stands and where to look first.

    Parameters
    ----------
    released : Released
        What `summarise_districts` returns, released.
    district : str
        The district's code.
    nation : str
        What it is compared with.
    first : Released
        What `select_most_vulnerable` returns for it, released: `place_name`, `area_name`.

    Returns
    -------
    Published
        Two or three sentences.
    """
    row = released.table.set_index(DISTRICT_CODE).loc[district]
    nation = escape_markdown(nation)
    name = escape_markdown(row[DISTRICT_NAME])
    kind = ", a unitary authority," if district.startswith(UNITARY) else ""
    level = _describe_level(row[VALUE], row["nation"], name + kind, nation)
    sentences = [
        f"**{level}**",
        f"Of its {int(row['neighbourhoods'])} neighbourhoods, {_count(row['in_tenth'])} among the "
        f"most vulnerable 10% in {nation} and {_count(row['in_fifth'])} among the most vulnerable "
        f"20%.",
        f"Look first at {_name_places(first)}.",
    ]
    shown = (
        describe_shown(released, columns=list(released.table)),
        describe_shown(first, columns=["place_name", "area_name"]),
    )
    return publish_sentence(" ".join(sentences), *shown)


def describe_area(released: Released, *, area: Area) -> Published:
    """Say in plain words where an area's vulnerable neighbourhoods are.

    Parameters
    ----------
    released : Released
        What `summarise_districts` returns, released.
    area : Area
        The area.

    Returns
    -------
    Published
        Two sentences, the second with the day that its residents are counted for.
    """
    table = released.table
    residents = table[POPULATION].sum()
    share = (table[VALUE] * table[POPULATION]).sum() / residents
    highest = table.iloc[0]
    nation = escape_markdown(area.nation)
    level = _describe_level(share, highest["nation"], escape_markdown(area.title), nation)
    text = (
        f"**{level}** {format_number(residents)} people lived in "
        f"its {format_number(table['neighbourhoods'].sum())} neighbourhoods on "
        f"{_find_day_of_count(area)}; {_count(table['in_tenth'].sum())} among the most vulnerable "
        f"10% in {nation}. The share is highest in {escape_markdown(highest[DISTRICT_NAME])}, "
        f"{highest[VALUE]:.0%} of residents."
    )
    return publish_sentence(text, describe_shown(released, columns=list(table)))


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
        f"Residents are counted as they were on {_find_day_of_count(area)}; people have moved "
        "since.",
        *_describe_best_fit(area),
        "The index is one defensible choice among several. Small differences in rank mean nothing.",
        f"{len(vintages.table)} datasets are behind this page; the table below says how old each "
        "one is.",
    ]
    text = "\n".join(f"- {caution}" for caution in cautions)
    return publish_sentence(text, describe_shown(vintages, columns=["title", "published"]))


def describe_ratings(released: Released, *, day: date | None) -> Published:
    """Say how many sources are rated red, amber and green.

    Parameters
    ----------
    released : Released
        What `rate_sources` returns, released.
    day : date, optional
        The day that age was counted to.

    Returns
    -------
    Published
        One or two sentences.
    """
    counts = released.table["rating"].value_counts()
    listed = ", ".join(f"{counts.get(colour, 0)} {colour}" for colour in ("red", "amber", "green"))
    counted = (
        f"Age is counted to {write_day(day)}."
        if day
        else "Invented data never came out, so no age is given."
    )
    text = f"**Of {len(released.table)} sources {listed}.** {counted}"
    return publish_sentence(text, describe_shown(released, columns=["title", "rating"]))


def _find_day_of_count(area: Area) -> str:
    """Find what time the counts of residents describe, as their catalogue entry says it."""
    return escape_markdown(load_dataset(area.population.dataset).period)


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
    noun = escape_markdown(area.groups.noun) if area.groups else area.report_by
    return [
        f"Neighbourhoods are put in a {noun} by best fit: one that lies in several is counted "
        "whole in the one that holds most of it."
    ]


def _describe_level(share: float, usual: float, name: str, nation: str) -> str:
    people = "None of the residents" if share == 0 else f"{share:.0%} of residents"
    if share >= usual * MUCH:
        compared = "more than"
    elif share <= usual * LITTLE:
        compared = "fewer than"
    else:
        compared = "about as many as"
    return (
        f"{people} of {name} live in neighbourhoods among the most vulnerable fifth in {nation}: "
        f"{compared} in {nation} as a whole ({usual:.0%})."
    )


def _count(number: float) -> str:
    number = int(number)
    return "none is" if number == 0 else "one is" if number == 1 else f"{number} are"


def _name_places(first: Released, number: int = 3) -> str:
    rows = first.table.head(number)
    names = [escape_markdown(f"{row.place_name} ({row.area_name})") for row in rows.itertuples()]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
