"""Getting everything that an area's report needs, and saying what is left to do by hand."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from datacell_lib.config import CACHE, Edition, note_edition, show_path
from datacell_lib.files.area import Area
from datacell_lib.governance.catalogue.entries import Dataset
from datacell_lib.governance.catalogue.keepers import tell_keeper
from datacell_lib.governance.ledger import using_ledger
from datacell_lib.intake.link.arrivals import load_registrations
from datacell_lib.intake.link.index_files import list_partner_indices, name_parties
from datacell_lib.intake.link.linkage import link_area
from datacell_lib.intake.link.needs import (
    list_needed_datasets,
    list_spare_datasets,
    select_absent,
)
from datacell_lib.intake.outcomes.counts_of_larger_areas import load_outcomes
from datacell_lib.intake.outcomes.district_facts import load_district_facts
from datacell_lib.intake.outcomes.first_doses import load_first_doses
from datacell_lib.intake.places.geography import check_places
from datacell_lib.intake.read.fetch import MissingDataset, list_missing_datasets, locate_files
from datacell_lib.intake.read.once import reading_once
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.pipeline.local_notes import list_local_notes
from datacell_lib.schema import DatacellError, UnreachableError
from datacell_lib.wording import count_things, name_first
from datacell_lib.worked_local import load_fifths

FILES_NAMED = 3
WIDTH = 110
BY_HAND = "by hand"


@dataclass(frozen=True)
class Fault:
    """Something that a report needs and can't have yet.

    Parameters
    ----------
    title : str
        What: a dataset, or the area itself.
    reason : str
        What is wrong, and what to do.
    host, advice : str
        Of a server that can't be reached: its name, and what to do wherever that is so.
    """

    title: str
    reason: str
    host: str = ""
    advice: str = ""


@contextmanager
def fetching_for(area: Area, *, edition: Edition) -> Iterator[None]:
    """Let what is done meanwhile be for a report's edition, and leave nothing of it behind.

    Parameters
    ----------
    area : Area
        The area.
    edition : Edition
        Who its report is for.

    Raises
    ------
    DatacellError
        As `name_parties` and `check_places`.
    """
    with tempfile.TemporaryDirectory() as folder, using_ledger(Path(folder)):
        note_edition(edition, run=Path(folder))
        # told before all else: an edition that the area has nothing for, a district that is gone
        name_parties(area)
        check_places(area)
        yield


def describe_missing(area: Area) -> str:
    """Describe every dataset that an area's report uses and that is not at hand, in one table.

    Parameters
    ----------
    area : Area
        The area.

    Returns
    -------
    str
        Title, page, how it will be had or how to save it, and where its files belong; what the
        report can do without stands last, with what it lacks then. Nothing where all are there.
    """
    missing = list_missing_datasets(list_needed_datasets(area), area=area)
    spare = {one.dataset.id: one.lacking for one in list_spare_datasets(area)}
    absent = list_missing_datasets(_list_spare(area), area=area)
    if not (missing or absent):
        return ""
    more = f", and {count_things(len(absent), 'list')} that the report can do without"
    title = f"Not at hand: {len(missing)}{more if absent else ''}"
    table = Table(title=title, title_justify="left", show_lines=True, width=WIDTH)
    for heading in ("Dataset and page", "How", f"Where, under {show_path(CACHE)}"):
        table.add_column(heading, overflow="fold", ratio=1)
    for row in (*missing, *absent):
        lacking = spare.get(row.dataset.id)
        table.add_row(
            f"{row.dataset.title}\n{_tell_origin(row.dataset)}",
            _tell_way(row) + (f". The report is made without it: {lacking}" if lacking else ""),
            _name_files(row.files),
        )
    # as text, for terminals, pipes and files alike
    console = Console(width=WIDTH, markup=False, highlight=False, emoji=False)
    with console.capture() as captured:
        console.print(table)
    return captured.get()


def describe_absent(area: Area) -> str:
    """Describe what an area's report is made without, because it is not at hand.

    Parameters
    ----------
    area : Area
        The area.

    Returns
    -------
    str
        Such as "1 list that it can do without is not at hand: Hospitals (no nearest hospitals)";
        nothing where all are there.
    """
    told = [one.describe() for one in select_absent(list_spare_datasets(area), area=area)]
    if not told:
        return ""
    lists, verb = count_things(len(told), "list"), "is" if len(told) == 1 else "are"
    return f"{lists} that it can do without {verb} not at hand: {'; '.join(told)}"


def describe_at_hand(area: Area) -> str:
    """Describe what an area's report has, when everything that it needs is there and was read.

    Parameters
    ----------
    area : Area
        The area.

    Returns
    -------
    str
        A sentence.
    """
    needed, spare = len(list_needed_datasets(area)), len(_list_spare(area))
    also = f"; so {'is' if spare == 1 else 'are'} the {count_things(spare, 'list')} that it can "
    also += "do without"
    more = f"; {told}" if (told := describe_absent(area)) else also if spare else ""
    return f"All {needed} datasets that the report on {area.title} needs are at hand{more}."


def _list_spare(area: Area) -> tuple[Dataset, ...]:
    return tuple(one.dataset for one in list_spare_datasets(area))


def _tell_origin(dataset: Dataset) -> str:
    """Tell where a dataset is from: its page, or who keeps it where no page offers it."""
    return dataset.publisher if tell_keeper(dataset) else dataset.page


def _tell_way(row: MissingDataset) -> str:
    if row.sure:
        return f"downloaded; its address is {row.sure}"
    keeper = tell_keeper(row.dataset)
    return f"{BY_HAND}: {row.dataset.by_hand or keeper or 'save the file from the page'}"


def _name_files(files: tuple[str, ...]) -> str:
    more = len(files) - FILES_NAMED
    return "\n".join([*files[:FILES_NAMED], *([f"and {more} files more"] if more > 0 else [])])


def fetch_area(
    area: Area,
    *,
    on_done: Callable[[Dataset], object],
    on_note: Callable[[str], object] = lambda note: None,
) -> tuple[Fault, ...]:
    """Get every dataset of an area's report, and read each as the report will.

    What the report can do without is asked for too, and is no fault where it can't be had.

    Parameters
    ----------
    area : Area
        The area, for the edition that is being fetched for (`fetching_for`).
    on_done : callable
        Told of each dataset that was had and read.
    on_note : callable
        Told what somebody should know of the area's own files, such as codes of another council.

    Returns
    -------
    tuple of Fault
        One for each dataset that can't be had or read. Where there is none, one if the datasets
        do not fit the area together; nothing where the report has all that it needs.
    """
    with reading_once():
        faults = []
        needed = list_needed_datasets(area)
        for dataset in (*needed, *_list_spare(area)):
            try:
                read_dataset(dataset.id, area=area)
            except DatacellError as error:
                # one that the report can do without is at fault only where the report would read it
                if dataset in needed or locate_files(dataset, area=area):
                    unreached = isinstance(error, UnreachableError)
                    server = (error.host, error.advice) if unreached else ()
                    faults.append(Fault(dataset.title, str(error), *server))
            else:
                on_done(dataset)
        return tuple(faults) or _put_together(area, on_note)


def _put_together(area: Area, on_note: Callable[[str], object]) -> tuple[Fault, ...]:
    """Join everything as the report does: boundaries, groups, codes of the area in each file."""
    try:
        linked = link_area(area)
        load_outcomes(area)
        load_first_doses(area)
        load_registrations(area)
        load_district_facts(area, places=linked.neighbourhoods)
        for name in list_partner_indices(area):
            load_fifths(area, name=name)
        for note in list_local_notes(area):
            on_note(note)
    except DatacellError as error:
        return (Fault(area.title, str(error)),)
    return ()


def describe_faults(faults: tuple[Fault, ...]) -> str:
    """Describe what is left to do before the report can be made.

    Parameters
    ----------
    faults : tuple of Fault
        What `fetch_area` returned.

    Returns
    -------
    str
        A heading, and a paragraph for each; one for all that can't be reached for one reason.

    Examples
    --------
    >>> print(describe_faults((Fault("Age", "Save it from its page."),)))
    Left to do: 1
    - Age: Save it from its page.
    """
    unreached: dict[str, list[Fault]] = {}
    for fault in faults:
        if fault.advice:
            unreached.setdefault(fault.advice, []).append(fault)
    alone = [fault for fault in faults if not fault.advice or len(unreached[fault.advice]) == 1]
    together = [alike for alike in unreached.values() if len(alike) > 1]
    return "\n".join(
        [
            f"Left to do: {len(faults)}",
            *map(_describe_unreached, together),
            *map(_describe_fault, alone),
        ]
    )


def _describe_fault(fault: Fault) -> str:
    named = fault.reason.startswith(fault.title)
    return f"- {fault.reason}" if named else f"- {fault.title}: {fault.reason}"


def _describe_unreached(faults: list[Fault]) -> str:
    hosts = dict.fromkeys(fault.host for fault in faults)
    return (
        f"- {len(faults)} datasets are not at hand and could not be downloaded, as "
        f"{name_first(hosts, most=FILES_NAMED)} can't be reached: {faults[0].advice}."
    )
