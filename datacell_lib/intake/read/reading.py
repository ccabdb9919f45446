"""Reading a catalogued dataset: lawful, found, tidy, checked against its entry, recorded."""

from __future__ import annotations

import pandas as pd

from datacell_lib.files.area import Area
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.governance.catalogue.freshness import require_fresh
from datacell_lib.governance.lawfulness import REPORTING, require_lawful_use
from datacell_lib.governance.ledger import Read, record_read
from datacell_lib.governance.used_datasets import note_use
from datacell_lib.intake.read.cells import count_hidden
from datacell_lib.intake.read.changed_files import (
    describe_accepted,
    explain_unreadable_change,
    is_judging,
    list_changed_files,
    require_accepted,
)
from datacell_lib.intake.read.fetch import find_copy
from datacell_lib.intake.read.fixed_files import recall_copy
from datacell_lib.intake.read.kept_readings import recall_whole
from datacell_lib.intake.read.once import recall_or_read
from datacell_lib.intake.read.protected_reading import protect_reading
from datacell_lib.intake.read.seen_files import remember_files
from datacell_lib.schema import SourceError
from datacell_lib.table_sources import mark_sources


def read_dataset(
    dataset_id: str,
    *,
    area: Area,
    purpose: str = REPORTING,
) -> pd.DataFrame:
    """Read a dataset: the only way in.

    Parameters
    ----------
    dataset_id : str
        Its catalogue id.
    area : Area
        The area it is read for.
    purpose : str
        What it is read for.

    Returns
    -------
    pandas.DataFrame or geopandas.GeoDataFrame
        The columns that the catalogue entry names, with `area_code` first, sorted by the
        dataset's key; a column that its publisher suppresses is followed by `<column>_lower`
        and `<column>_upper`, what it can be. Rows of other countries than England, and those
        that the copy's layout names, are set aside, and counted. In a partner edition, of partner
        data only what `protect_reading` leaves.

    Raises
    ------
    LawfulnessError
        If nothing makes this use lawful.
    SourceError
        If no copy can be had, what it holds is not what the catalogue describes, or it is late
        and its entry says to stop.
    """
    dataset = load_dataset(dataset_id)
    require_lawful_use(dataset, purpose=purpose)
    require_fresh(dataset)
    found = find_copy(dataset, area=area)
    changed = list_changed_files(found)
    try:
        # the entry and the files' checksums say all that a reading depends on
        key = (repr(dataset), repr(found))
        whole = recall_or_read(key, read=lambda: recall_whole(found, dataset=dataset))
    except SourceError as error:
        raise SourceError(f"{error}{explain_unreadable_change(changed)}") from error
    recall_copy(dataset.id, area=area.name)  # a file that changed as it was read is refused
    if not is_judging():
        require_accepted(changed, whole.summaries, dataset=dataset, area=area)
        remember_files(whole.summaries)
    record_read(
        Read(
            dataset=dataset.id,
            layout=found.copy.layout,
            sha256=tuple(file.sha256 for file in found.files),
            rows=whole.rows,
            set_aside=whole.set_aside,
            purpose=purpose,
            invented=area.invented,
            mended=whole.mended,
            trimmed=whole.trimmed,
            doubtful=whole.doubtful,
            accepted=describe_accepted(found),
            suppressed=count_hidden(whole.table, dataset),
        )
    )
    note_use([dataset.id])
    return mark_sources(protect_reading(whole.table, dataset=dataset), [dataset.id])
