"""Finding a dataset's files: the cache, then the mirror, then the publisher."""

from __future__ import annotations

import hashlib
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


def list_authorities_at_hand(dataset: Dataset, *, area: Area) -> frozenset[str] | None:
    """List the local authority districts that a dataset's files at hand are of.

    Parameters
    ----------
    dataset : Dataset
        The catalogue entry.
    area : Area
        Decides whether publishers' files or the embedded sample are meant.

    Returns
    -------
    frozenset of str or None
        Their codes; None where a copy of the whole nation is at hand.
    """
    for folder in _list_folders(area):
        for copy in dataset.copies:
            if "{authority}" not in copy.path:
                if (folder / copy.path).is_file():
                    return None
                continue
            name = Path(copy.path).name.replace("{authority}", "*")
            found = (folder / copy.path).parent.glob(name)
            codes = frozenset(path.name.split(".", 1)[0] for path in found)
            if codes >= set(area.authorities):
                return codes
    return frozenset(area.authorities)


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
    if expected is None:
        _remember_sha256(path, found)
    elif found != expected:
        raise SourceError(
            f"{folder / path} is not the file that the catalogue describes: its checksum is "
            f"{found}, expected {expected}. It may be truncated or another edition. "
            f"Remove it and fetch it again, or record the new edition in "
            f"data/catalogue/{dataset.id}.yml."
        )
    return FoundFile(folder / path, found)


def _find_expected_sha256(folder: Path, path: str, copy: Copy) -> str | None:
    if folder == config.SAMPLE:
        lines = (config.SAMPLE / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
        return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}.get(path)
    if isinstance(copy.sha256, dict):
        return copy.sha256.get(Path(path).name.split(".", 1)[0])
    return copy.sha256 or _read_seen().get(path)


def _calculate_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read_seen() -> dict[str, str]:
    seen = config.CACHE / SEEN
    return yaml.safe_load(seen.read_text(encoding="utf-8")) if seen.is_file() else {}


def _remember_sha256(path: str, digest: str) -> None:
    seen = _read_seen() | {path: digest}
    config.CACHE.mkdir(parents=True, exist_ok=True)
    (config.CACHE / SEEN).write_text(yaml.safe_dump(seen), encoding="utf-8")


def _download(copy: Copy, dataset: Dataset) -> FoundFile:
    """Download through pooch: it checks, retries, and moves the file into place when whole."""
    # imported here: pooch brings in tqdm, which warns inside a notebook that has no widgets
    import pooch
    import requests

    target = config.CACHE / copy.path
    known = f"sha256:{copy.sha256}" if isinstance(copy.sha256, str) else None
    name = Path(urlparse(copy.url).path).name if copy.member else target.name
    registry = pooch.create(
        path=target.parent,
        base_url="",
        registry={name: None if copy.member else known},
        urls={name: copy.url},
        retry_if_failed=RETRIES,
    )
    unpack = pooch.Unzip(members=[copy.member], extract_dir=".") if copy.member else None
    try:
        registry.fetch(
            name, processor=unpack, downloader=pooch.HTTPDownloader(progressbar=False, timeout=60)
        )
    except (requests.RequestException, ValueError, OSError) as error:
        raise SourceError(
            f"{dataset.title} could not be downloaded from {copy.url}: {error}. "
            f"Try again later, or save the file from {dataset.page} as data/cache/{copy.path}."
        ) from error
    return _verify(config.CACHE, copy.path, copy, dataset)


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
