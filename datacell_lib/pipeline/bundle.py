"""Packing the files that an area's report needs, for somebody who can't fetch them."""

from __future__ import annotations

import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from datacell_lib.files.area import Area
from datacell_lib.governance.ledger import using_ledger
from datacell_lib.intake.link.needs import list_needed_datasets
from datacell_lib.intake.read.fetch import find_copy
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.whole_files import write_whole

CHECKSUMS = "SHA256SUMS"
READ_ME = "README.txt"
HOW_TO = """The files that the report on {title} is made from, as their publishers gave them.

Unpack this archive under data/cache, or anywhere, and name that folder in DATACELL_MIRROR.
Then: datacell fetch {name}

SHA256SUMS lists their checksums: sha256sum --check SHA256SUMS
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
    """

    files: tuple[str, ...]
    left_out: tuple[str, ...]


def write_bundle(area: Area, *, target: Path) -> Bundle:
    """Pack the files that an area's report needs into one ZIP archive, each read and checked first.

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
    SourceError
        If a dataset can't be had or is not what the catalogue describes; nothing is written.
    """
    found, left_out = {}, []
    with tempfile.TemporaryDirectory() as folder, using_ledger(Path(folder)):
        for dataset in list_needed_datasets(area):
            if dataset.agreement is not None:
                left_out.append(dataset.title)
                continue
            read_dataset(dataset.id, area=area)
            found |= {file.name: file for file in find_copy(dataset, area=area).files}
    sums = "".join(f"{found[name].sha256}  {name}\n" for name in sorted(found))
    with (
        write_whole(target) as part,
        zipfile.ZipFile(part, "w", compression=zipfile.ZIP_DEFLATED) as archive,
    ):
        archive.writestr(CHECKSUMS, sums)
        archive.writestr(READ_ME, HOW_TO.format(title=area.title, name=area.name))
        for name in sorted(found):
            archive.write(found[name].path, arcname=name)
    return Bundle(tuple(sorted(found)), tuple(left_out))
