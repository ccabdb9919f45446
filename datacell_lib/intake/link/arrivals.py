"""What arrived for a report: each file that was read, and what became of its rows."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from datacell_lib.files.area import Area
from datacell_lib.files.index_spec import IndexSpec
from datacell_lib.governance.catalogue.entries import Dataset, load_dataset, trace_inputs
from datacell_lib.governance.ledger import Read, list_reads
from datacell_lib.intake.link.linkage import Linked
from datacell_lib.intake.outcomes.counts_of_larger_areas import Outcome
from datacell_lib.intake.places.vintages import list_place_datasets
from datacell_lib.intake.read.cells import count_hidden
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.schema import (
    AREA_CODE,
    DENOMINATOR_SUFFIX,
    PATIENTS,
    PRACTICE_CODE,
    TITLE,
    UNPLACED,
    RunError,
)
from datacell_lib.table_sources import mark_sources
from datacell_lib.wording import count_being

CHECKSUM_SHOWN = 10
OF_A_CENSUS = ("LSOA", "MSOA")  # codes, names and shapes of these stay as the census left them
MODELLED = "modelled from others"
ALL_RESIDENTS = "usual_residents"  # what every entry calls them
UNJOINED = {
    "areas": float("nan"),
    "matched": float("nan"),
    "missing": 0,
    "unmatched": 0,
    "carried_from": "",
    "affected": 0,
    "total_change": 0.0,
    "note": "",
}


def describe_arrivals(
    linked: Linked,
    *,
    area: Area,
    outcomes: Mapping[str, Outcome],
    local: pd.DataFrame | None = None,
    services: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Describe every file that an area's report was made from.

    Parameters
    ----------
    linked : Linked
        The area's linked tables.
    area : Area
        The area.
    outcomes : mapping of str to Outcome
        What `load_outcomes` returned.
    local : pandas.DataFrame, optional
        What the datasets of the area's local indices matched, a row a `dataset`; of one that the
        nation's index uses too, what it matched of the nation is told.
    services : pandas.DataFrame, optional
        The lists of `load_services`: how many of each nobody can place is told.

    Returns
    -------
    pandas.DataFrame
        One row a dataset, those that were modelled among them, by title: `dataset`, `title`,
        `publisher`, `layout`, `files`, `checksum` (the beginning of the first file's), `rows` and
        `set_aside`, `geography`, `period`, `published`, `due` and `ended` (dates; missing for
        invented data), `later`, `place` (whether it holds only a
        census's names, codes and shapes),
        `suppressed` cells, and what was matched: `areas`, `matched`, `missing`, `unmatched`,
        `carried_from`, `affected`, `total_change`, `note`.

    Raises
    ------
    RunError
        If a dataset of the report was not read in this run.
    """
    used = {*linked.datasets, *list_place_datasets(area), linked.boundaries}
    own = {} if local is None or local.empty else local.set_index("dataset").to_dict("index")
    reads = {read.dataset: read for read in list_reads() if read.invented == area.invented}
    used |= {one.dataset for one in area.services if one.dataset in reads}  # as far as at hand
    used = trace_inputs(used | {*area.further_datasets, *own})
    matches = own | linked.coverage.set_index("dataset").to_dict("index")
    if unread := sorted(used - {*reads, *matches}):
        raise RunError(
            f"{', '.join(unread)} belong to this report but were not read in this run, so nobody "
            "can say what arrived of it. Load it before describing what arrived."
        )
    lost = {} if services is None else services.groupby(TITLE)[UNPLACED].sum().to_dict()
    rows = []
    for name in sorted(used):
        entry = load_dataset(name)
        row = _describe(entry, area) | _describe_read(reads.get(name)) | UNJOINED
        row |= {key: matches[name][key] for key in UNJOINED} if name in matches else {}
        told = (row["note"], _tell_unplaced(lost.get(entry.title, 0)))
        row["note"] = " ".join(filter(None, (*told, *_list_repairs(reads.get(name)))))
        row["rows"] = reads[name].rows if name in reads else matches[name]["rows"]
        row["place"] = entry.is_geography and entry.native_geography.startswith(OF_A_CENSUS)
        row["later"] = name in linked.reconstructed_from
        row["suppressed"] = _count_suppressed(entry, reads.get(name), outcomes.get(name))
        rows.append(row)
    arrived = pd.DataFrame(rows).sort_values("title", ignore_index=True)
    return mark_sources(arrived, arrived["dataset"])


def _tell_unplaced(number: int) -> str:
    """Say how many services of a list are on no page."""
    return f"{count_being(number, 'service')} left out: nobody says where." if number else ""


def _describe_read(read: Read | None) -> dict[str, object]:
    """Describe a file, or that there is none, because the dataset was modelled."""
    if read is None:
        return {"layout": MODELLED, "checksum": "", "files": 0, "set_aside": 0}
    return {
        "layout": read.layout,
        "checksum": read.sha256[0][:CHECKSUM_SHOWN],
        "files": len(read.sha256),
        "set_aside": read.set_aside,
    }


def _list_repairs(read: Read | None) -> list[str]:
    """Say what had to be mended of a file before it could be used."""
    repairs = {}
    if read is not None:
        repairs = {
            "boundaries touched themselves and were mended.": read.mended,
            "codes had blanks at an end, which were taken off.": read.trimmed,
        }
    mended = [f"{number:,} {what}" for what, number in repairs.items() if number]
    return mended + ([*read.doubtful, *read.accepted] if read is not None else [])


def _describe(entry: Dataset, area: Area) -> dict[str, object]:
    known = not area.invented
    return {
        "dataset": entry.id,
        "title": entry.title,
        "publisher": entry.publisher if area.invented else entry.credit,
        "geography": entry.native_geography,
        "period": entry.period if known else "invented",
        "published": pd.Timestamp(entry.published) if known else pd.NaT,
        "due": pd.Timestamp(entry.refresh.due) if known and entry.refresh.due else pd.NaT,
        "ended": pd.Timestamp(entry.refresh.ended) if known and entry.refresh.ended else pd.NaT,
    }


def _count_suppressed(entry: Dataset, read: Read | None, outcome: Outcome | None) -> int:
    """Count the cells that a publisher hides: the area's, or where these are not apart all."""
    if outcome is None:
        return read.suppressed if read is not None else 0
    return count_hidden(outcome.table, entry)


def list_resident_counts(spec: IndexSpec) -> dict[str, str]:
    """List the columns of linked tables that count all residents, besides the population.

    Parameters
    ----------
    spec : IndexSpec
        The index: a share of people is divided by a count of residents of its own table.

    Returns
    -------
    dict of str to str
        For each dataset's title its column.
    """
    found: dict[str, str] = {}
    for indicator in spec.list_indicators():
        entry = load_dataset(indicator.divided_by_dataset)
        if indicator.denominator == ALL_RESIDENTS and entry.copies:
            found.setdefault(entry.title, indicator.name + DENOMINATOR_SUFFIX)
    return found


def load_registrations(area: Area) -> pd.DataFrame:
    """Load who is registered with practices, where the area names a dataset of it.

    Parameters
    ----------
    area : Area
        Its `registrations` names the dataset.

    Returns
    -------
    pandas.DataFrame
        `area_code` (neighbourhood), `practice_code`, `patients`; empty where there is none.
    """
    columns = [AREA_CODE, PRACTICE_CODE, PATIENTS]
    if area.registrations is None:
        return pd.DataFrame(columns=columns)
    return read_dataset(area.registrations, area=area)[columns]
