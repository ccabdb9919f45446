"""Finding a dataset's files: the cache, then the mirror, then the publisher."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from datacell_lib import config
from datacell_lib.files.area import Area
from datacell_lib.files.plain_yaml import read_yaml
from datacell_lib.governance.catalogue.copies import Copy
from datacell_lib.governance.catalogue.entries import Dataset
from datacell_lib.intake.read.download import download_copy, list_files
from datacell_lib.intake.read.fixed_files import (
    FixedCopy,
    FixedFile,
    note_copy,
    read_state,
    recall_copy,
)
from datacell_lib.schema import ConfigError, SourceError, UnreachableError
from datacell_lib.whole_files import calculate_sha256, write_changed

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
        The first copy of which every file is there, checksums verified; otherwise the first
        that can be downloaded whole. In a run it is what the run found first.

    Raises
    ------
    SourceError
        If a file's checksum is wrong, or no copy can be had; says why each could not. In a run
        also if a file has changed since it was found.
    """
    fixed = recall_copy(dataset.id, area=area.name)
    if fixed is not None:
        files = tuple(FoundFile(Path(file.path), file.sha256) for file in fixed.files)
        return FoundCopy(dataset.copies[fixed.place], files)
    found = _find_copy(dataset, area)
    files = tuple(
        FixedFile(str(file.path), read_state(file.path), file.sha256) for file in found.files
    )
    note_copy(dataset.id, area=area.name, copy=FixedCopy(dataset.copies.index(found.copy), files))
    return found


def locate_files(dataset: Dataset, *, area: Area) -> tuple[Path, ...]:
    """Locate the files of a dataset that are at hand, without reading them.

    Parameters
    ----------
    dataset : Dataset
        The catalogue entry.
    area : Area
        As in `find_copy`.

    Returns
    -------
    tuple of Path
        Those that `find_copy` would check; none where it would have to download them.
    """
    for folder, copy in _list_copies_at_hand(dataset, area):
        return tuple(folder / path for path in list_files(copy, area=area))
    return ()


def _list_copies_at_hand(dataset: Dataset, area: Area) -> Iterator[tuple[Path, Copy]]:
    for folder in _list_folders(area):
        for copy in dataset.copies:
            if all((folder / path).is_file() for path in list_files(copy, area=area)):
                yield folder, copy


def _find_copy(dataset: Dataset, area: Area) -> FoundCopy:
    for folder, copy in _list_copies_at_hand(dataset, area):
        return _verify_copy(folder, copy, dataset, area)
    failures: list[SourceError] = []
    for copy in dataset.copies:
        if (copy.url or copy.interface) and not area.invented:
            try:
                return _download(copy, dataset, area)
            except SourceError as error:
                failures.append(error)
    if failures and all(isinstance(error, UnreachableError) for error in failures):
        raise failures[0]  # without a network, each copy would say the same
    if failures:
        raise SourceError("\n".join(map(str, failures))) from failures[0]
    raise SourceError(_describe_absence(dataset, area))


def fetch_datasets(
    datasets: tuple[Dataset, ...],
    *,
    area: Area,
    on_done: Callable[[Dataset], None] = lambda dataset: None,
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


def _verify_copy(folder: Path, copy: Copy, dataset: Dataset, area: Area) -> FoundCopy:
    paths = list_files(copy, area=area)
    return FoundCopy(copy, tuple(_verify(folder, path, copy, dataset) for path in paths))


def _verify(folder: Path, path: str, copy: Copy, dataset: Dataset) -> FoundFile:
    found = calculate_sha256(folder / path)
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
        return _read_checksums(config.SAMPLE / "SHA256SUMS").get(path)
    return _find_listed_sha256(path, copy) or _read_seen().get(path)


def _find_listed_sha256(path: str, copy: Copy) -> str | None:
    if copy.checksums:
        return _read_checksums(config.find_written(config.Written.CATALOGUE) / copy.checksums).get(
            Path(path).name
        )
    return copy.sha256


def _read_checksums(path: Path) -> dict[str, str]:
    """Read a list as sha256sum writes it: checksums by path."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"{config.show_path(path)} must list a checksum and a file in each line, as sha256sum "
            f"does: {error}."
        ) from error


def _explain_seen(path: str, copy: Copy) -> str:
    if _find_listed_sha256(path, copy):
        return ""
    return (
        f"; what is expected is what was seen first, as noted in "
        f"{config.show_path(config.CACHE / SEEN)}"
    )


def _read_seen() -> dict[str, str]:
    """Read what was noted of files seen before: their checksums by path."""
    path = config.CACHE / SEEN
    seen = read_yaml(path, called=config.show_path(path)) if path.is_file() else {}
    if not isinstance(seen, dict) or not all(isinstance(text, str) for text in seen.values()):
        raise ConfigError(
            f"{config.show_path(path)} must hold a checksum for each path. Remove it: it is "
            "written again from the files at hand."
        )
    return seen


def remember_checksums(found: FoundCopy, *, area: Area) -> None:
    """Note the checksums of files that the catalogue lists none for, to hold them to it.

    Parameters
    ----------
    found : FoundCopy
        A copy that was downloaded whole, or read and found to be what its entry describes.
    area : Area
        The area it was found for; the sample has its own list.
    """
    if area.invented:
        return
    digests = {
        path: file.sha256
        for path, file in zip(list_files(found.copy, area=area), found.files, strict=True)
        if not _find_listed_sha256(path, found.copy)
    }
    seen = _read_seen()
    if not digests.items() <= seen.items():
        write_changed(config.CACHE / SEEN, yaml.safe_dump(seen | digests).encode())


def _download(copy: Copy, dataset: Dataset, area: Area) -> FoundCopy:
    """Download a copy; a file is held to what it was before, what an interface gives is not."""
    paths = list_files(copy, area=area)
    expected = {} if copy.interface else {path: _read_seen().get(path) for path in paths}
    fresh = [path for path in paths if not (config.CACHE / path).is_file()]
    download_copy(copy, dataset=dataset, area=area, seen=expected)
    files = [
        FoundFile(config.CACHE / path, calculate_sha256(config.CACHE / path))
        if path in fresh
        else _verify(config.CACHE, path, copy, dataset)
        for path in paths
    ]
    found = FoundCopy(copy, tuple(files))
    remember_checksums(found, area=area)
    return found


def _describe_absence(dataset: Dataset, area: Area) -> str:
    looked = ", ".join(config.show_path(folder) for folder in _list_folders(area))
    wanted = " or ".join(copy.path for copy in dataset.copies)
    if area.invented:
        return (
            f"{dataset.title} is missing from the sample county: looked for {wanted} in {looked}. "
            "Make the sample again with: "
            "python datacell.py run python -m tests.sample_county.make"
        )
    return (
        f"{dataset.title} ({dataset.id}) is not at hand and has no address to download it from: "
        f"looked for {wanted} in {looked}. Save it from {dataset.page} under data/cache, or set "
        "DATACELL_MIRROR to a folder that holds it."
    )
