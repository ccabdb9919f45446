"""Finding a dataset's files: the cache, then the mirror, then the publisher."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlparse

import yaml

from datacell_lib import config
from datacell_lib.config import Area
from datacell_lib.governance.catalogue import Copy, Dataset
from datacell_lib.schema import SourceError

RETRIES = 3
SEEN = "checksums.yml"


@dataclass(frozen=True)
class FoundFile:
    """A dataset's file, found and checked.

    Parameters
    ----------
    path : Path
        The file.
    sha256 : str
        Its checksum.
    """

    path: Path
    sha256: str


@dataclass(frozen=True)
class FoundCopy:
    """A complete copy of a dataset: its description and its files.

    Parameters
    ----------
    copy : Copy
        What the catalogue says of it.
    files : tuple of FoundFile
        One file, or one for each local authority district.
    """

    copy: Copy
    files: tuple[FoundFile, ...]


def find_copy(dataset: Dataset, *, area: Area) -> FoundCopy:
    """Find an accepted copy of a dataset, downloading it when it is nowhere at hand.

    Parameters
    ----------
    dataset : Dataset
        The catalogue entry.
    area : Area
        Decides which files a copy that is split by district consists of, and whether
        publishers' files or the embedded sample are meant.

    Returns
    -------
    FoundCopy
        The first copy of which every file is there, checksums verified.

    Raises
    ------
    SourceError
        If a file's checksum is wrong, or no copy can be had.
    """
    for folder in _list_folders(area):
        for copy in dataset.copies:
            paths = _list_paths(copy, area)
            if all((folder / path).is_file() for path in paths):
                files = [_verify(folder, path, copy, dataset) for path in paths]
                return FoundCopy(copy, tuple(files))
    if not area.invented:
        for copy in dataset.copies:
            if copy.url:
                return FoundCopy(copy, (_download(copy, dataset),))
    raise SourceError(_describe_absence(dataset, area))


def fetch_datasets(
    datasets: tuple[Dataset, ...], *, area: Area, on_done: Callable[[Dataset], None]
) -> None:
    """Make sure that every dataset is at hand.

    Parameters
    ----------
    datasets : tuple of Dataset
        What is needed.
    area : Area
        The area it is needed for.
    on_done : callable
        Told of each dataset when it has been found.

    Raises
    ------
    SourceError
        For the first that can't be had.
    """
    for dataset in datasets:
        find_copy(dataset, area=area)
        on_done(dataset)


def _list_folders(area: Area) -> list[Path]:
    if area.invented:
        return [config.SAMPLE]
    mirror = config.find_mirror()
    return [config.CACHE, mirror] if mirror else [config.CACHE]


def _list_paths(copy: Copy, area: Area) -> list[str]:
    if "{authority}" not in copy.path:
        return [copy.path]
    return [copy.path.replace("{authority}", code) for code in sorted(area.authorities)]


def _verify(folder: Path, path: str, copy: Copy, dataset: Dataset) -> FoundFile:
    found = _calculate_sha256(folder / path)
    expected = _find_expected_sha256(folder, path, copy)
    if expected not in (None, found):
        raise SourceError(
            f"{folder / path} is not the file that the catalogue describes: its checksum is "
            f"{found}, expected {expected}. It may be truncated or another edition. "
            f"Remove it and fetch it again, or record the new edition in "
            f"data/catalogue/{dataset.id}.yml{_explain_seen(path, copy)}."
        )
    return FoundFile(folder / path, found)


def _find_expected_sha256(folder: Path, path: str, copy: Copy) -> str | None:
    if folder == config.SAMPLE:
        lines = (config.SAMPLE / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
        return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}.get(path)
    return _find_listed_sha256(path, copy) or _read_seen().get(path)


def _find_listed_sha256(path: str, copy: Copy) -> str | None:
    if isinstance(copy.sha256, dict):
        return copy.sha256.get(Path(path).name.split(".", 1)[0])
    return copy.sha256


def _explain_seen(path: str, copy: Copy) -> str:
    if _find_listed_sha256(path, copy):
        return ""
    return (
        f"; what is expected is what was seen first, as noted in "
        f"{config.show_path(config.CACHE / SEEN)}"
    )


def _calculate_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read_seen() -> dict[str, str]:
    seen = config.CACHE / SEEN
    return yaml.safe_load(seen.read_text(encoding="utf-8")) if seen.is_file() else {}


def remember_checksums(found: FoundCopy, *, area: Area) -> None:
    """Note the checksums of files that the catalogue lists none for, to hold them to it.

    Parameters
    ----------
    found : FoundCopy
        A copy that was downloaded whole, or read and found to be what its entry describes.
    area : Area
        The area it was found for; the sample has its own list.
    """
    if not area.invented:
        paths = _list_paths(found.copy, area)
        _remember(
            {
                path: file.sha256
                for path, file in zip(paths, found.files, strict=True)
                if not _find_listed_sha256(path, found.copy)
            }
        )


def _remember(digests: dict[str, str]) -> None:
    seen = _read_seen()
    if digests.items() <= seen.items():
        return
    config.CACHE.mkdir(parents=True, exist_ok=True)
    unfinished = config.CACHE / f".{SEEN}.{os.getpid()}"
    unfinished.write_text(yaml.safe_dump(seen | digests), encoding="utf-8")
    os.replace(unfinished, config.CACHE / SEEN)


def _download(copy: Copy, dataset: Dataset) -> FoundFile:
    """Download into a folder of its own; move the file into place when it is whole and right."""
    # imported here: pooch brings in tqdm, which warns inside a notebook that has no widgets
    import requests

    target = config.CACHE / copy.path
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=config.CACHE, prefix=".unfinished-") as folder:
        try:
            whole = _retrieve(copy, folder=Path(folder))
            found = _calculate_sha256(whole)
            expected = _find_expected_sha256(config.CACHE, copy.path, copy)
            if expected not in (None, found):
                raise ValueError(
                    f"its checksum is {found}, expected {expected}{_explain_seen(copy.path, copy)}"
                )
        except (requests.RequestException, zipfile.BadZipFile, ValueError, OSError) as error:
            raise SourceError(
                f"{dataset.title} could not be downloaded from {copy.url}: {error}. Try again "
                f"later, or save the file from {dataset.page} as data/cache/{copy.path}. If it "
                f"is a new edition, record it in data/catalogue/{dataset.id}.yml."
            ) from error
        os.replace(whole, target)
    if not _find_listed_sha256(copy.path, copy):
        _remember({copy.path: found})
    return FoundFile(target, found)


def _retrieve(copy: Copy, *, folder: Path) -> Path:
    """Download through pooch, which retries and checks; take the member out of an archive."""
    import pooch

    name = Path(urlparse(copy.url).path).name
    known = f"sha256:{copy.sha256}" if isinstance(copy.sha256, str) and not copy.member else None
    registry = pooch.create(
        path=folder,
        base_url="",
        registry={name: known},
        urls={name: copy.url},
        retry_if_failed=RETRIES,
    )
    downloader = pooch.HTTPDownloader(progressbar=False, timeout=60)
    downloaded = Path(registry.fetch(name, downloader=downloader))
    if not copy.member:
        return downloaded
    with zipfile.ZipFile(downloaded) as archive:
        names = archive.namelist()
        if copy.member not in names:
            raise ValueError(f"no {copy.member!r} in it; it holds {', '.join(names[:5])}")
        return Path(archive.extract(copy.member, folder / "members"))


def _describe_absence(dataset: Dataset, area: Area) -> str:
    looked = ", ".join(config.show_path(folder) for folder in _list_folders(area))
    wanted = " or ".join(copy.path for copy in dataset.copies)
    if area.invented:
        return (
            f"{dataset.title} is missing from the sample county: looked for {wanted} in {looked}. "
            "Make the sample again with: python data/sample/make.py"
        )
    return (
        f"{dataset.title} ({dataset.id}) is not at hand and has no address to download it from: "
        f"looked for {wanted} in {looked}. Save it from {dataset.page} under data/cache, or set "
        "DATACELL_MIRROR to a folder that holds it."
    )
