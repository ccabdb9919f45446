"""Finding a dataset's files: the cache, then the mirror, then the publisher."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from datacell_lib import config
from datacell_lib.files.area import Area
from datacell_lib.governance.catalogue.copies import Copy
from datacell_lib.governance.catalogue.entries import Dataset
from datacell_lib.governance.catalogue.keepers import tell_keeper
from datacell_lib.intake.read.download import download_copy, list_files
from datacell_lib.intake.read.fixed_files import (
    FixedCopy,
    FixedFile,
    FoundFile,
    note_copy,
    read_state,
    recall_copy,
)
from datacell_lib.schema import ConfigError, SourceError, UnreachableError
from datacell_lib.whole_files import calculate_sha256


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
        The first copy of which every file is there, the catalogue's checksums verified;
        otherwise the first that can be downloaded whole. In a run it is what the run found first.

    Raises
    ------
    SourceError
        If a file's checksum is wrong, or no copy can be had; says why each could not. In a run
        also if a file has changed since it was found.
    """
    fixed = recall_copy(dataset.id, area=area.name)
    if fixed is not None:
        return FoundCopy(dataset.copies[fixed.place], tuple(one.file for one in fixed.files))
    found = _find_copy(dataset, area)
    files = tuple(FixedFile(file, read_state(file.path)) for file in found.files)
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
            if _is_whole(folder, copy, area):
                yield folder, copy


def _find_copy(dataset: Dataset, area: Area) -> FoundCopy:
    for folder, copy in _list_copies_at_hand(dataset, area):
        return _verify_copy(folder, copy, dataset, area)
    failures: list[SourceError] = []
    for copy in dataset.copies:
        if _can_be_downloaded(copy, area):
            try:
                return _download(copy, dataset, area)
            except SourceError as error:
                failures.append(error)
    if failures and all(isinstance(error, UnreachableError) for error in failures):
        raise failures[0]  # without a network, each copy would say the same
    if failures:
        raise SourceError("\n".join(map(str, failures))) from failures[0]
    raise SourceError(_describe_absence(dataset, area))


@dataclass(frozen=True)
class MissingDataset:
    """A dataset of which no copy is at hand.

    Parameters
    ----------
    dataset : Dataset
        The catalogue entry.
    files : tuple of str
        Where its files belong below the cache: of the copy that can be downloaded, or else of the
        first whose checksum is open; those that are at hand are left out.
    sure : str or None
        How sure the address is; None where it must be saved by hand.
    """

    dataset: Dataset
    files: tuple[str, ...]
    sure: str | None


def list_missing_datasets(
    datasets: tuple[Dataset, ...], *, area: Area
) -> tuple[MissingDataset, ...]:
    """List the datasets of which no copy is at hand, without asking any server.

    Parameters
    ----------
    datasets : tuple of Dataset
        What is needed.
    area : Area
        The area it is needed for.

    Returns
    -------
    tuple of MissingDataset
        Those that are not in the cache, the mirror or the sample.
    """
    folders = _list_folders(area)
    missing = []
    for dataset in datasets:
        absent = {
            copy.path: tuple(
                path
                for path in list_files(copy, area=area)
                if not any((folder / path).is_file() for folder in folders)
            )
            for copy in dataset.copies
        }
        if any(_is_whole(folder, copy, area) for folder in folders for copy in dataset.copies):
            continue
        open_copies = [copy for copy in dataset.copies if _can_be_downloaded(copy, area)]
        unlisted = [copy for copy in dataset.copies if not (copy.sha256 or copy.checksums)]
        chosen = (open_copies or unlisted or list(dataset.copies))[0]
        sure = chosen.sure if open_copies else None
        missing.append(MissingDataset(dataset, absent[chosen.path] or (chosen.path,), sure))
    return tuple(missing)


def _can_be_downloaded(copy: Copy, area: Area) -> bool:
    return not area.invented and copy.has_address_for(area.authorities)


def _is_whole(folder: Path, copy: Copy, area: Area) -> bool:
    return all((folder / path).is_file() for path in list_files(copy, area=area))


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
            f"{tell_keeper(dataset) or 'Remove it and fetch it again'}, or record the new edition "
            f"in data/catalogue/{dataset.id}.yml."
        )
    return FoundFile(folder / path, found, name=path, listed=expected is not None)


def _find_expected_sha256(folder: Path, path: str, copy: Copy) -> str | None:
    if folder == config.SAMPLE:
        return _read_checksums(config.SAMPLE / "SHA256SUMS").get(path)
    return _find_listed_sha256(path, copy)


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


def _download(copy: Copy, dataset: Dataset, area: Area) -> FoundCopy:
    """Download a copy; what an interface gives is of the day that it was asked."""
    paths = list_files(copy, area=area)
    fresh = {path for path in paths if not (config.CACHE / path).is_file()}
    download_copy(copy, dataset=dataset, area=area)
    found = _verify_copy(config.CACHE, copy, dataset, area)
    asked = fresh if copy.interface else set()
    return FoundCopy(
        copy, tuple(replace(file, asked_anew=file.name in asked) for file in found.files)
    )


def _describe_absence(dataset: Dataset, area: Area) -> str:
    looked = ", ".join(config.show_path(folder) for folder in _list_folders(area))
    wanted = " or ".join(copy.path for copy in dataset.copies)
    if area.invented:
        return (
            f"{dataset.title} is missing from the sample county: looked for {wanted} in {looked}. "
            "Make the sample again with: "
            "python datacell.py run python -m tests.sample_county.make"
        )
    keeper = tell_keeper(dataset)
    asked = f"Save it from {dataset.page} under data/cache"
    if keeper:
        asked = f"{keeper}. Put it at data/cache/{dataset.copies[0].path}"
    return (
        f"{dataset.title} ({dataset.id}) is not at hand and has no address to download it from: "
        f"looked for {wanted} in {looked}. {asked}, or set "
        f"DATACELL_MIRROR to a folder that holds it.{' ' * bool(dataset.by_hand)}"
        f"{dataset.by_hand or ''}"
    )
