"""Files of a page as one package: a description that programs read, and everything in one ZIP."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from datacell_lib.config import find_parties
from datacell_lib.governance.catalogue.dataset_ages import list_vintages
from datacell_lib.governance.ledger import find_ledger
from datacell_lib.governance.release import Released
from datacell_lib.presentation.downloads.csv_metadata import ENDING
from datacell_lib.presentation.downloads.offering import make_path, publish_files
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.page_status import describe_edition
from datacell_lib.presentation.published import Published
from datacell_lib.presentation.run_files import FOLDER, RunFile, keep_file

PACKAGE = "datapackage"
MEDIA = {
    "csv": "text/csv",
    "geojson": "application/geo+json",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # of ZIP's calendar: the same files make the same archive


@refuse_unreleased
def offer_package(
    released: Released, *, title: str, folder: str, offered: tuple[Published, ...]
) -> Published:
    """Offer files that a page offers together: a data package, and all in one ZIP.

    Parameters
    ----------
    released : Released
        The table that the package is about; its sources are the package's.
    title : str
        What it is about.
    folder : str
        The folder of downloads that the files are in, which names the ZIP.
    offered : tuple of Published
        What offered them.

    Returns
    -------
    Published
        Links to `datapackage.json`, which says what each file holds, and to the ZIP.

    Raises
    ------
    DisclosureError
        If the table was not released, or a name is taken.

    References
    ----------
    Data Package, version 1. https://specs.frictionlessdata.io/data-package/
    """
    folder = make_path(folder)
    files = [file for each in offered for file in each.files]
    behind = tuple(dict.fromkeys(name for file in files for name in file.releases))
    content = _write_package(released, files, title=title, folder=folder)
    described = f"{title}: what each file holds"
    package = keep_file(f"{folder}/{PACKAGE}.json", content, releases=behind, title=described)
    archive = _write_zip([*files, package])
    whole = keep_file(f"{folder}/{folder}.zip", archive, releases=behind, title=title)
    return publish_files(released, [whole, package], title=title)


def _write_package(released: Released, files: list[RunFile], *, title: str, folder: str) -> bytes:
    sources = list_vintages(released.datasets, invented=released.invented)
    about = {
        "profile": "data-package",
        "name": folder,
        "title": title,
        **({"description": edition} if (edition := describe_edition(find_parties())) else {}),
        "licenses": [{"name": name, "title": name} for name in sources["licence"].unique()],
        "sources": [
            {"title": f"{row.publisher}: {row.title} ({row.period})"}
            for row in sources.itertuples(index=False)
        ],
        "resources": [_describe(file, folder=folder) for file in files if file.ending in MEDIA],
    }
    return (json.dumps(about, ensure_ascii=False, indent=1) + "\n").encode()


def _describe(file: RunFile, *, folder: str) -> dict[str, Any]:
    path = file.path.removeprefix(f"{folder}/")
    described = {
        "name": path.replace("/", "-").replace(".", "-"),
        "path": path,
        "title": file.title,
        "format": file.ending,
        "mediatype": MEDIA[file.ending],
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
    }
    if file.ending != "csv":
        return described
    columns = json.loads(_read(f"{file.path}{ENDING}"))["tableSchema"]["columns"]
    missing = dict.fromkeys(text for column in columns for text in column.get("null", [""]))
    fields = [
        {
            "name": column["titles"],
            "type": column["datatype"].lower(),
            "title": column["dc:title"],
            "description": column.get("dc:description", ""),
        }
        for column in columns
    ]
    schema = {"fields": fields, "missingValues": [*missing]}
    return described | {
        "profile": "tabular-data-resource",
        "encoding": "utf-8-sig",
        "schema": schema,
    }


def _write_zip(files: list[RunFile]) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        for file in files:
            opened.writestr(_name(file.path), _read(file.path))
    return archive.getvalue()


def _name(path: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(path, FIRST_DAY)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


def _read(path: str) -> bytes:
    return (find_ledger() / FOLDER / path).read_bytes()
