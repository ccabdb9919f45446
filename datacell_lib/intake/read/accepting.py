"""Taking a changed file for the one that is meant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from datacell_lib.files.area import Area
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.intake.read.changed_files import (
    MisfitError,
    judging_changes,
    list_changed_files,
)
from datacell_lib.intake.read.fetch import find_copy
from datacell_lib.intake.read.seen_files import AcceptedChange, record_acceptance, remember_files
from datacell_lib.intake.read.whole_reading import read_whole
from datacell_lib.names import check_name
from datacell_lib.schema import ConfigError, SourceError
from datacell_lib.wording import name_first


def accept_changed_files(
    dataset_id: str,
    *,
    area: Area,
    reason: str,
    day: date,
    judge: Callable[[], object] = lambda: None,
) -> tuple[AcceptedChange, ...]:
    """Take the files of a dataset that changed, once they are read whole and found right.

    Parameters
    ----------
    dataset_id : str
        Its catalogue id.
    area : Area
        Decides which files a copy that is split by district consists of.
    reason : str
        Why the change is right; it stands in the record, and on the data quality page.
    day : date
        When it is taken.
    judge : callable
        Called before anything is taken, while files that changed may be read: raises `MisfitError`
        where the dataset does not fit the area.

    Returns
    -------
    tuple of AcceptedChange
        One for each file; recorded, and remembered in place of what was.

    Raises
    ------
    ConfigError
        If the reason is none, or the area is of invented data, which never change.
    SourceError
        If no file changed, one is not what the catalogue describes, or it does not fit the area;
        nothing is taken then.
    """
    try:
        check_name(reason)
    except ValueError as error:
        raise ConfigError(
            f"the reason {error}. Say in a sentence why the change is right."
        ) from error
    if area.invented:
        raise ConfigError(
            f"{area.name} is of invented data, which never change. Name an area of published data "
            "with --area."
        )
    dataset = load_dataset(dataset_id)
    found = find_copy(dataset, area=area)
    changed = list_changed_files(found)
    if not changed:
        raise SourceError(
            f"no file of {dataset.title} changed since it was read last: there is nothing to "
            f"accept. Looked at {', '.join(file.name for file in found.files[:3])}."
        )
    summaries = read_whole(found, dataset=dataset).summaries
    try:
        with judging_changes():
            judge()
    except MisfitError as error:
        raise SourceError(
            f"{name_first(file.name for file in changed)} does not fit {area.title}, so it was not "
            f"taken and nothing was recorded. {error} Put the right file in its place and accept "
            "that, or put the former one back."
        ) from error
    changes = tuple(
        AcceptedChange(
            day=day.isoformat(),
            dataset=dataset_id,
            file=file.name,
            reason=reason.strip(),
            before=before,
            after=summaries[file.name],
        )
        for file, before in changed.items()
    )
    for change in changes:
        record_acceptance(change)
    remember_files(summaries)
    return changes
