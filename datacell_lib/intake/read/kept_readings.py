"""Readings of large files that outlive their run: the next report need not read them again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, fields
from functools import cache

import pandas as pd

from datacell_lib import config
from datacell_lib.code_closure import digest_code
from datacell_lib.governance.catalogue.entries import Dataset
from datacell_lib.intake.read.fetch import FoundCopy
from datacell_lib.intake.read.seen_files import FileSummary
from datacell_lib.intake.read.whole_reading import WholeReading, read_whole
from datacell_lib.kept_results import keep_result

LARGE = 200_000  # bytes: smaller files are read about as fast as what would be kept of them
FOLDER = "readings"
TABLE, FACTS = "table", "reading"


def recall_whole(found: FoundCopy, *, dataset: Dataset) -> WholeReading:
    """Recall what was read of the same files by the same entry and code, or read them.

    Parameters
    ----------
    found : FoundCopy
        The files, and how the catalogue describes them.
    dataset : Dataset
        The entry.

    Returns
    -------
    WholeReading
        As `read_whole`. Partner data are never kept, nor are shapes and small files.

    Raises
    ------
    SourceError
        If what the files hold is not what the catalogue describes.
    """
    size = sum(file.path.stat().st_size for file in found.files)
    published = dataset.kind == "published statistics"
    if not published or found.copy.format == "geojson" or size < LARGE:
        return read_whole(found, dataset=dataset)
    made_from = (repr(dataset), repr(found), _digest_reader())
    key = hashlib.sha256("\0".join(made_from).encode()).hexdigest()
    return _unpack(
        keep_result(
            dataset.id,
            key=key[:32],
            folder=config.find_results() / FOLDER,
            make=lambda: _pack(read_whole(found, dataset=dataset)),
        )
    )


@cache
def _digest_reader() -> str:
    """Digest the code that reads, which stays the same while a process runs."""
    return digest_code(read_whole)


def _pack(whole: WholeReading) -> pd.DataFrame:
    """Let the table carry all else that was found, so that one file holds both."""
    facts = {one.name: getattr(whole, one.name) for one in fields(whole) if one.name != TABLE}
    facts["summaries"] = {path: asdict(summary) for path, summary in whole.summaries.items()}
    packed = whole.table.copy(deep=False)
    packed.attrs = {FACTS: json.dumps(facts, default=int)}
    return packed


def _unpack(packed: pd.DataFrame) -> WholeReading:
    facts = json.loads(packed.attrs.pop(FACTS))
    facts["doubtful"] = tuple(facts["doubtful"])
    facts["summaries"] = {
        path: FileSummary(**summary | {"columns": tuple(summary["columns"])})
        for path, summary in facts["summaries"].items()
    }
    return WholeReading(table=packed, **facts)
