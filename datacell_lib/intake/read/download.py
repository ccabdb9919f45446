"""Downloading a copy of a dataset into the cache: whole, or not at all."""

from __future__ import annotations

import logging
import os
import re
from pathlib import Path

from datacell_lib import config
from datacell_lib.files.area import Area
from datacell_lib.governance.catalogue.copies import BY_AUTHORITY, Copy
from datacell_lib.governance.catalogue.entries import Dataset
from datacell_lib.schema import SourceError, UnreachableError
from datacell_lib.whole_files import calculate_sha256, extract_member, write_whole

PAGE_OF_HTML = re.compile(rb"\s*<(!doctype html|html)", re.IGNORECASE)


def list_files(copy: Copy, *, area: Area) -> dict[str, str | None]:
    """List the files that a copy consists of.

    Parameters
    ----------
    copy : Copy
        What the catalogue says of it.
    area : Area
        Decides which files a copy that is split by district consists of.

    Returns
    -------
    dict
        Each file's path in the cache, with the local authority district that it is for.
    """
    if BY_AUTHORITY not in copy.path:
        return {copy.path: None}
    codes = {
        *area.authorities,
        *(more for code in area.authorities for more in copy.also.get(code, ())),
    }
    return {copy.path.replace(BY_AUTHORITY, code): code for code in sorted(codes)}


def download_copy(copy: Copy, *, dataset: Dataset, area: Area) -> None:
    """Download the files of a copy that are not in the cache, from its address or interface.

    Parameters
    ----------
    copy : Copy
        What the catalogue says of it; has a `url` or an `interface`.
    dataset : Dataset
        The entry that it belongs to.
    area : Area
        Decides which files a copy that is split by district consists of.

    Raises
    ------
    SourceError
        If a file can't be had whole, or is not the one expected; nothing of it is left behind.
    UnreachableError
        If its publisher can't be reached at all.
    """
    for path, authority in list_files(copy, area=area).items():
        target = config.CACHE / path
        if target.is_file():
            continue
        try:
            with write_whole(target) as part:
                if copy.interface:
                    _ask_interface(copy, dataset, authority, part)
                else:
                    _download_file(copy, part)
                    _check_file(part, copy)
        except UnreachableError as error:
            raise UnreachableError(
                f"{dataset.title} is not at hand and could not be downloaded, as {error}",
                host=error.host,
                advice=error.advice,
            ) from error
        except SourceError as error:
            raise SourceError(
                f"{dataset.title} could not be downloaded from {copy.url or 'its interface'}: "
                f"{error} Or save the file from {dataset.page} as data/cache/{path}. If it is a "
                f"new edition, record it in data/catalogue/{dataset.id}.yml."
            ) from error


def _ask_interface(copy: Copy, dataset: Dataset, authority: str | None, part: Path) -> None:
    # imported here: most runs find all their files in the cache and never speak to a server
    from datacell_lib.intake.live.dispatch import download_through_interface
    from datacell_lib.intake.live.request import Request

    download_through_interface(
        Request(copy=copy, key=dataset.key, authority=authority, target=part)
    )


def _download_file(copy: Copy, part: Path) -> None:
    """Download through pooch, which checks the file; unpack the file wanted from an archive."""
    # imported here: pooch brings in tqdm, which warns inside a notebook that has no widgets
    import pooch

    pooch.get_logger().setLevel(logging.WARNING)  # the progress bar says what is being fetched
    known = f"sha256:{copy.sha256}" if copy.sha256 else None
    try:
        download = pooch.retrieve(
            copy.url,
            known_hash=None if copy.member else known,
            fname="download",
            path=part.parent,
            downloader=_save,
        )
    except ValueError as error:
        raise SourceError(
            f"{copy.url} holds another file than the catalogue describes: {error}."
        ) from error
    if copy.member and "*" not in copy.member:
        extract_member(Path(download), pattern=rf"(^|/){re.escape(copy.member)}$", target=part)
    else:
        os.replace(download, part)


def _save(url: str, output_file: str, _: object) -> None:
    """Save a file for pooch, with the patience and the care that interfaces are asked with."""
    # imported here: most runs find all their files in the cache and never speak to a server
    from datacell_lib.intake.live.http import Client

    with Client() as client:
        client.save(url, target=Path(output_file))


def _check_file(part: Path, copy: Copy) -> None:
    with part.open("rb") as file:
        start = file.read(1024)
    if not start.strip():
        raise SourceError(f"{copy.url} answered with an empty file.")
    if PAGE_OF_HTML.match(start):
        raise SourceError(
            f"{copy.url} answered with a web page where a file should be. If this network has "
            "a page to sign in to, open it in a browser and run again; or the file may have moved: "
            "mend the address in the catalogue entry."
        )
    found = calculate_sha256(part)
    if copy.sha256 not in (None, found):
        raise SourceError(
            f"{copy.member or copy.url} is another file than the catalogue describes: its "
            f"checksum is {found}, expected {copy.sha256}."
        )
