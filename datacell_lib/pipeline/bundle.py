"""Packing the files that an area's report uses, for somebody who can't fetch them."""

from __future__ import annotations

import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from datacell_lib.files.area import Area
from datacell_lib.governance.catalogue.keepers import OWN
from datacell_lib.governance.ledger import using_ledger
from datacell_lib.intake.link.needs import (
    list_needed_datasets,
    list_spare_datasets,
    select_absent,
)
from datacell_lib.intake.places.geography import check_places
from datacell_lib.intake.read.fetch import find_copy
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.schema import ConfigError
from datacell_lib.whole_files import write_whole

ARCHIVE = ".zip"
CHECKSUMS = "SHA256SUMS"
READ_ME = "README.txt"
HOW_TO = """The files that the report on {title} is made from, each as it came.

Unpack this archive under data/cache, or anywhere, and name that folder in DATACELL_MIRROR.
Then: python datacell.py fetch {name}

SHA256SUMS lists their checksums: sha256sum --check SHA256SUMS
"""
OF_ITS_OWN = """
On no publisher's page: ask who counted it before you pass it on.
{files}
"""


@dataclass(frozen=True)
class Bundle:
    """What was packed.

    Parameters
    ----------
    files : tuple of str
        Paths inside the archive, as below the cache.
    left_out : tuple of str
        Titles of partner data, which stay with whom their agreement names.
    absent : tuple of str
        Titles of what the report can do without and is not at hand, each with what it lacks then.
    """

    files: tuple[str, ...]
    left_out: tuple[str, ...]
    absent: tuple[str, ...]


def write_bundle(area: Area, *, target: Path) -> Bundle:
    """Pack the files that an area's report uses into one ZIP archive, each read and checked first.

    Parameters
    ----------
    area : Area
        The area.
    target : Path
        The archive to write.

    Returns
    -------
    Bundle
        What is in it, and what was left out.

    Raises
    ------
    ConfigError
        If the archive's name does not end in .zip.
    SourceError
        If a district of the area is gone, its groups are wrong, a dataset that the report needs
        can't be had, or one is not what the catalogue describes; nothing is written.
    """
    if target.suffix.lower() != ARCHIVE:
        raise ConfigError(
            f"{target} would be a ZIP archive whose name does not say so, and programs would not "
            f"open it. End its name in {ARCHIVE}: --output {target.with_suffix(ARCHIVE)}"
        )
    found, left_out = {}, []
    spare = list_spare_datasets(area)
    absent = select_absent(spare, area=area)
    at_hand = [one.dataset for one in spare if one not in absent]
    with tempfile.TemporaryDirectory() as folder, using_ledger(Path(folder)):
        check_places(area)
        for dataset in (*list_needed_datasets(area), *at_hand):
            if dataset.agreement is not None:
                left_out.append(dataset.title)
                continue
            read_dataset(dataset.id, area=area)
            found |= {file.name: file for file in find_copy(dataset, area=area).files}
    sums = "".join(f"{found[name].sha256}  {name}\n" for name in sorted(found))
    own = "\n".join(name for name in sorted(found) if name.startswith(f"{OWN}/"))
    how_to = HOW_TO.format(title=area.title, name=area.name)
    with (
        write_whole(target) as part,
        zipfile.ZipFile(part, "w", compression=zipfile.ZIP_DEFLATED) as archive,
    ):
        archive.writestr(CHECKSUMS, sums)
        archive.writestr(READ_ME, how_to + (OF_ITS_OWN.format(files=own) if own else ""))
        for name in sorted(found):
            archive.write(found[name].path, arcname=name)
    told = tuple(one.describe() for one in absent)
    return Bundle(tuple(sorted(found)), tuple(left_out), told)
