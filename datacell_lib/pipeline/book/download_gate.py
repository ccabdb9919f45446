"""The gate for files: what pages offer is copied beside them, read back, and nothing else is there.

A file passes only if it has the checksum that its page names, and says, cell by cell, what was
released.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from datacell_lib.governance.recall import load_released
from datacell_lib.pipeline.book.read_back import find_difference
from datacell_lib.presentation.run_files import FOLDER, RunFile, check_path
from datacell_lib.schema import DisclosureError
from datacell_lib.whole_files import calculate_sha256
from datacell_lib.wording import name_first

# What holds tables: such a file has no place in a book but among its downloads.
TABLES = {".csv", ".json", ".geojson", ".xlsx", ".xls", ".ods", ".parquet", ".zip", ".tsv"}


def publish_downloads(files: Iterable[RunFile], *, ledger: Path, built: Path) -> None:
    """Copy the files that pages offer beside the built pages, and check them there.

    Parameters
    ----------
    files : iterable of RunFile
        What the pages offer; the same file may be offered by several.
    ledger : Path
        The run's ledger, which holds them.
    built : Path
        The folder of the built pages.

    Raises
    ------
    DisclosureError
        If a file is not in the run, says something else than was released, or if the book holds a
        table that no page offers.
    """
    wanted = list(dict.fromkeys(files))
    for file in wanted:
        check_path(file.path)
        source, target = ledger / FOLDER / file.path, built / FOLDER / file.path
        if not source.is_file():
            raise DisclosureError(f"{file.path} is offered, and is not in the run. Run again.")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    check_downloads(wanted, ledger=ledger, built=built)


def check_downloads(files: Iterable[RunFile], *, ledger: Path, built: Path) -> None:
    """Check that a built book holds precisely the files that its pages offer, as released.

    Parameters
    ----------
    files : iterable of RunFile
        What the pages offer.
    ledger : Path
        The run's ledger.
    built : Path
        The folder of the built pages.

    Raises
    ------
    DisclosureError
        If a file is missing or was not offered, has another checksum, or says something else than
        the releases that it is said to hold; names the file, row and column.
    """
    wanted = {f"{FOLDER}/{file.path}": file for file in files}
    there = {
        path.relative_to(built).as_posix()
        for path in built.rglob("*")
        if path.is_file() and (path.is_relative_to(built / FOLDER) or path.suffix.lower() in TABLES)
    }
    if there != set(wanted):
        raise DisclosureError(
            "The book does not hold the files that its pages offer. Not offered: "
            f"{name_first(sorted(there - set(wanted))) or 'none'}; missing: "
            f"{name_first(sorted(set(wanted) - there)) or 'none'}. Offer a released table with "
            "datacell_lib.presentation.downloads, and put no file there by hand."
        )
    load = cache(lambda name: load_released(ledger, name))
    for path, file in wanted.items():
        if calculate_sha256(built / path) != file.sha256:
            raise DisclosureError(
                f"{file.path} is not the file that its page offers: it has changed. Run again."
            )
        released = [load(name) for name in file.releases]
        content = (built / path).read_bytes()
        if fault := find_difference(content, ending=file.ending, released=released):
            raise DisclosureError(f"{file.path} does not say what was released: {fault}.")
