"""Files that are not the ones of their name that were read before: told, and held back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

import numpy as np
import pandas as pd

from datacell_lib.files.area import Area
from datacell_lib.governance.catalogue.entries import Dataset
from datacell_lib.governance.used_datasets import is_partner_data
from datacell_lib.intake.read.fetch import FoundCopy
from datacell_lib.intake.read.fixed_files import FoundFile
from datacell_lib.intake.read.rows import Rows, list_headings
from datacell_lib.intake.read.seen_files import (
    AcceptedChange,
    FileSummary,
    describe_change,
    list_acceptances,
    read_seen,
    record_acceptance,
)
from datacell_lib.schema import AREA_CODE, SourceError
from datacell_lib.wording import count_things, write_day

ASKED_ANEW = "its file was removed and asked for anew of the publisher's interface"
CHANGES_TOLD = 3
RATES = ("rate", "score")
_JUDGING: ContextVar[bool] = ContextVar("judging", default=False)


class MisfitError(SourceError):
    """A file is what its catalogue entry describes, and does not fit the area all the same.

    Parameters
    ----------
    message : str
        What does not fit, and what to do.
    dataset : str
        The catalogue id of the dataset whose file it is.
    """

    def __init__(self, message: str, *, dataset: str) -> None:
        super().__init__(message)
        self.dataset = dataset


@contextmanager
def judging_changes() -> Iterator[None]:
    """Let files that changed be read meanwhile, to judge them: none is taken or remembered."""
    token = _JUDGING.set(True)
    try:
        yield
    finally:
        _JUDGING.reset(token)


def is_judging() -> bool:
    """Tell whether files are read to be judged, before any is taken."""
    return _JUDGING.get()


def list_changed_files(found: FoundCopy) -> dict[FoundFile, FileSummary]:
    """List the files of a copy that are not the ones that were read before.

    Parameters
    ----------
    found : FoundCopy
        The files; those whose checksum the catalogue lists are held to that instead.

    Returns
    -------
    dict of FoundFile to FileSummary
        Each with what is remembered of the last of its name.
    """
    unlisted = [file for file in found.files if not file.listed]
    seen = read_seen() if unlisted else {}
    return {
        file: seen[file.name]
        for file in unlisted
        if file.name in seen and seen[file.name].sha256 != file.sha256
    }


def summarise_files(
    found: FoundCopy, parts: Sequence[Rows], kept: pd.DataFrame, *, dataset: Dataset
) -> dict[str, FileSummary]:
    """Summarise each file that the catalogue lists no checksum for, to be remembered.

    Parameters
    ----------
    found : FoundCopy
        The files.
    parts : sequence of Rows
        What each of them held.
    kept : pandas.DataFrame
        The rows that were kept, with their places in all files' rows together as index.
    dataset : Dataset
        Its entry says which columns are counts.

    Returns
    -------
    dict of str to FileSummary
        By path in the cache or the mirror; of partner data without totals and medians, because the
        difference of two may be the count of a few people.
    """
    if all(file.listed for file in found.files):
        return {}
    counts = [name for name, column in dataset.columns.items() if column.quantity == "count"]
    rates = [name for name, column in dataset.columns.items() if column.quantity in RATES]
    if is_partner_data(dataset.id):
        counts, rates = [], []
    ends = np.cumsum([len(part.table) for part in parts])
    summaries = {}
    for file, part, end in zip(found.files, parts, ends, strict=True):
        own = kept[(kept.index >= end - len(part.table)) & (kept.index < end)]
        if not file.listed:
            summaries[file.name] = FileSummary(
                sha256=file.sha256,
                rows=len(part.table) + part.set_aside,
                codes=own[AREA_CODE].nunique(),
                columns=_list_lasting_headings(file, found),
                totals={name: float(own[name].sum()) for name in counts},
                medians={name: float(own[name].median()) for name in rates if own[name].count()},
            )
    return summaries


def _list_lasting_headings(file: FoundFile, found: FoundCopy) -> tuple[str, ...]:
    """List a file's headings but for those that are turned into rows: a week each, say."""
    headings = list_headings(file.path, found.copy)
    spread = found.copy.unpivot
    return tuple(
        name for name in headings if spread is None or not re.fullmatch(spread.columns, name)
    )


def require_accepted(
    changed: Mapping[FoundFile, FileSummary],
    summaries: Mapping[str, FileSummary],
    *,
    dataset: Dataset,
    area: Area,
) -> None:
    """Hold back a dataset of which a file changed, until somebody has looked at it.

    Parameters
    ----------
    changed : mapping of FoundFile to FileSummary
        What `list_changed_files` found.
    summaries : mapping of str to FileSummary
        What the files hold now.
    dataset : Dataset
        The entry.
    area : Area
        The area it is read for.

    Raises
    ------
    SourceError
        If a file changed that was not asked for anew of an interface; says how each did.

    Notes
    -----
    More rows than before under the same headings are no proof that the old rows are still what
    they were: publishers correct them in the same issue. So a longer file waits for a word, too.
    Removing the file of an interface and asking again is such a word, and is recorded as one.
    """
    waiting = [file for file in changed if not file.asked_anew]
    if waiting:
        told = "; ".join(
            f"{file.path} holds {describe_change(changed[file], summaries[file.name])}"
            for file in waiting[:CHANGES_TOLD]
        )
        more = len(waiting) - CHANGES_TOLD
        further = f"; and {count_things(more, 'file')} more" if more > 0 else ""
        raise SourceError(
            f"{dataset.title} is another file than was read before. It is what the catalogue "
            f"describes: {told}{further}. If that is the newer or "
            "corrected file that you mean, take it with: "
            f'python datacell.py accept {dataset.id} --area {area.name} --reason "…". '
            "Otherwise put the former file back."
        )
    for file, before in changed.items():
        record_acceptance(
            AcceptedChange(
                day=date.today().isoformat(),
                dataset=dataset.id,
                file=file.name,
                reason=ASKED_ANEW,
                before=before,
                after=summaries[file.name],
            )
        )


def explain_unreadable_change(changed: Mapping[FoundFile, FileSummary]) -> str:
    """Add to what is wrong with a dataset that its file was another before, where it was.

    Parameters
    ----------
    changed : mapping of FoundFile to FileSummary
        What `list_changed_files` found.

    Returns
    -------
    str
        A sentence after a space, or nothing.
    """
    if not changed:
        return ""
    file, before = next(iter(changed.items()))
    rows = "" if before.rows is None else f", of {count_things(before.rows, 'row')}"
    return (
        f" {file.name} changed since it was read last: its checksum is {file.sha256}, before "
        f"{before.sha256}{rows}."
    )


def describe_accepted(found: FoundCopy) -> tuple[str, ...]:
    """Describe the changes that were taken of the files as they are.

    Parameters
    ----------
    found : FoundCopy
        The files.

    Returns
    -------
    tuple of str
        A sentence each; nothing of files that never changed, or changed again since.
    """
    taken = {(change.file, change.after.sha256): change for change in list_acceptances()}
    changes = (taken.get((file.name, file.sha256)) for file in found.files if not file.listed)
    return tuple(
        "Its file changed, which was accepted on "
        f"{write_day(date.fromisoformat(change.day))} ({change.reason}): "
        f"{describe_change(change.before, change.after)}."
        for change in changes
        if change is not None
    )
