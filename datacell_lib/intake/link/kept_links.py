"""Linked tables that outlive their run, so that a notebook opened by hand need not link again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

from datacell_lib import config
from datacell_lib.code_closure import digest_code
from datacell_lib.config import Written, find_written
from datacell_lib.files.area import Area
from datacell_lib.governance.catalogue.freshness import require_fresh
from datacell_lib.governance.lawfulness import REPORTING, require_lawful_use
from datacell_lib.governance.ledger import Read, list_reads, record_read
from datacell_lib.intake.link.linkage import link_area, load_index
from datacell_lib.intake.link.needs import list_needed_datasets
from datacell_lib.intake.read.fetch import locate_files
from datacell_lib.intake.read.fixed_files import read_state
from datacell_lib.whole_files import write_whole

READS = "reads.json"  # written last: a folder that has it is complete
KEPT_LINKS = 8
LINKS = "linked-*"


def find_kept_links(area: Area) -> Path | None:
    """Find where an area's linked tables are kept, for just what they would be made from now.

    Parameters
    ----------
    area : Area
        The area.

    Returns
    -------
    Path or None
        A folder, which need not be there yet: another for any change of the area, its index, the
        catalogue, a published file, or the code that links. None where a file is not at hand, and
        in a partner edition, whose tables stay in its run.
    """
    if config.find_edition() is not config.Edition.OPEN:
        return None
    digest = hashlib.sha256(digest_code(link_area).encode())
    written = sorted(find_written(Written.CATALOGUE).glob("*.yml"))
    if area.groups is not None and area.groups.file is not None:
        written.append(find_written(Written.AREAS) / area.groups.file)
    for text in (area.model_dump_json(), load_index(area).model_dump_json()):
        digest.update(f"{text}\0".encode())
    for path in written:
        digest.update(path.read_bytes() if path.is_file() else b"")
    for dataset in list_needed_datasets(area):
        files = locate_files(dataset, area=area)
        if not files:
            return None
        states = [(str(path), read_state(path)) for path in files]
        digest.update(json.dumps([dataset.id, states]).encode())
    return config.RESULTS / LINKS.replace("*", f"{area.name}-{digest.hexdigest()[:16]}")


def note_reads(folder: Path, *, datasets: tuple[str, ...]) -> None:
    """Note with kept tables what was read to make them.

    Parameters
    ----------
    folder : Path
        Where the tables are, complete.
    datasets : tuple of str
        The catalogue ids of what they were made from.
    """
    reads = [asdict(read) for read in list_reads() if read.dataset in datasets]
    with write_whole(folder / READS, mode=0o600) as part:
        part.write_text(json.dumps(reads, ensure_ascii=False), encoding="utf-8")


def recall_reads(folder: Path, *, area: Area) -> None:
    """Record what kept tables were made from as read now, when that is lawful and fresh now.

    Parameters
    ----------
    folder : Path
        Where the tables are.
    area : Area
        What they are of.

    Raises
    ------
    LawfulnessError
        If nothing makes this use lawful any more.
    SourceError
        If a dataset is late by now and its entry says to stop.
    """
    for dataset in list_needed_datasets(area):
        require_lawful_use(dataset, purpose=REPORTING)
        require_fresh(dataset)
    for row in json.loads((folder / READS).read_text(encoding="utf-8")):
        record_read(Read(**{**row, "sha256": tuple(row["sha256"])}))
