"""The gate for files: what pages offer is copied beside them, read back, and nothing else is there.

A file passes only if it has the checksum that its page names, and says, cell by cell, what was
released.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

from datacell_lib.governance.recall import load_released
from datacell_lib.governance.release import Released
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
        if file.ending in PACKED:
            _check_package(file, built=built, wanted={each.path for each in wanted.values()})
            continue
        released = [_take(load(name), file.part) for name in file.releases]
        content = (built / path).read_bytes()
        if fault := find_difference(content, ending=file.ending, released=released):
            raise DisclosureError(f"{file.path} does not say what was released: {fault}.")


def _check_package(file: RunFile, *, built: Path, wanted: set[str]) -> None:
    """Check that a package holds, or names, files that are offered beside it, byte for byte."""
    held = PACKED[file.ending](built / FOLDER / file.path, file.path.rpartition("/")[0])
    for path, digest in held.items():
        if path not in wanted or calculate_sha256(built / FOLDER / path) != digest:
            raise DisclosureError(
                f"{file.path} holds {path}, which is not the file that is offered beside it."
            )


def _list_archive(path: Path, folder: str) -> dict[str, str]:
    """List the files of a ZIP, whose names begin in the folder of downloads."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        return {name: hashlib.sha256(archive.read(name)).hexdigest() for name in names}


def _list_package(path: Path, folder: str) -> dict[str, str]:
    """List the files that a data package names, from the folder that it is in."""
    resources = json.loads(path.read_bytes())["resources"]
    return {f"{folder}/{one['path']}": one["hash"].removeprefix("sha256:") for one in resources}


PACKED = {"zip": _list_archive, "json": _list_package}


def _take(released: Released, part: tuple[str, str] | None) -> Released:
    """Take of a released table what a file is said to hold: all of it, or some of its rows."""
    if part is None:
        return released
    column, value = part
    if column not in released.table:
        raise DisclosureError(f"{released.id} has no column {column!r} to take a part by.")
    rows = [row for row, there in enumerate(released.table[column]) if there == value]
    hidden = {
        name: tuple(number for number, row in enumerate(rows) if row in cells)
        for name, cells in released.suppressed.items()
    }
    kept = {name: cells for name, cells in hidden.items() if cells}
    return replace(released, table=released.table.iloc[rows], suppressed=kept)
