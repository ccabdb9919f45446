"""What a page says of its files to search engines for data: schema.org's Dataset, as JSON-LD."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from urllib.parse import quote

from datacell_lib.files.area import Area
from datacell_lib.governance.catalogue.dataset_ages import list_vintages
from datacell_lib.pipeline.book.page_downloads import PageDownloads
from datacell_lib.presentation.downloads.packages import MEDIA
from datacell_lib.presentation.run_files import FOLDER, RunFile

MARKED = ("overview", "downloads")  # the pages that are found as data
TERMS = {
    "OGL-UK-3.0": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "Open Parliament Licence v3.0": (
        "https://www.parliament.uk/site-information/copyright-parliament/open-parliament-licence/"
    ),
}
OURS = "MIT, as this project"
TERMS |= dict.fromkeys(("MIT", OURS), "https://opensource.org/license/mit")
ARCHIVE = {"zip": "application/zip"}


def describe_dataset(
    downloads: PageDownloads, *, area: Area, made_on: date | None
) -> dict[str, Any]:
    """Describe the files of a page as one dataset.

    Parameters
    ----------
    downloads : PageDownloads
        The page's files.
    area : Area
        What the report is about.
    made_on : date, optional
        The day on which it is made.

    Returns
    -------
    dict
        Properties of schema.org's `Dataset`, but for its name and description: place, day,
        publisher (who answers for the report), licences, what it is derived from, and the files
        with format, size and checksum. Their addresses are relative to the page. Empty where the
        page has no file.
    """
    files = [file for file in downloads.files if file.ending in {*MEDIA, *ARCHIVE}]
    if not files:
        return {}
    sources = list_vintages(downloads.datasets, invented=area.invented)
    licences = [_describe_licence(name) for name in sources["licence"].unique()]
    about: dict[str, Any] = {
        "inLanguage": "en-GB",
        "isAccessibleForFree": True,
        "spatialCoverage": {"@type": "Place", "name": area.title},
        "license": licences,
        "isBasedOn": [
            {
                "@type": "Dataset",
                "name": row.title,
                "creator": {"@type": "Organization", "name": row.publisher},
                "temporalCoverage": row.period,
                "license": _describe_licence(row.licence),
            }
            for row in sources.itertuples(index=False)
        ],
        "distribution": [_describe_file(file) for file in files],
    }
    if area.contact is not None:
        owner = {"@type": "Organization", "name": area.contact.owner}
        about |= {"publisher": owner, "creator": owner}
    if made_on is not None:
        about |= {"dateCreated": made_on.isoformat(), "dateModified": made_on.isoformat()}
    return about


def _describe_licence(name: str) -> dict[str, str]:
    known = {"url": TERMS[name]} if name in TERMS else {}
    return {"@type": "CreativeWork", "name": name, **known}


def _describe_file(file: RunFile) -> dict[str, str]:
    return {
        "@type": "DataDownload",
        "name": file.title,
        "encodingFormat": (MEDIA | ARCHIVE)[file.ending],
        "contentUrl": f"../{FOLDER}/{quote(file.path)}",
        "contentSize": f"{file.size} B",
        "sha256": file.sha256,
    }


def write_dataset_markup(about: dict[str, Any], *, name: str, description: str) -> str:
    """Write what a page's head says of its dataset.

    Parameters
    ----------
    about : dict
        What `describe_dataset` returns.
    name, description : str
        What it is called, and what it says.

    Returns
    -------
    str
        A script element of JSON-LD, which no text can end early; nothing where there is no file.

    Examples
    --------
    >>> write_dataset_markup({}, name="Moor", description="")
    ''
    >>> print(write_dataset_markup({"a": "</script>"}, name="Moor", description="Few."))
    <script type="application/ld+json">{"@context": "https://schema.org", "@type": "Dataset", \
"name": "Moor", "description": "Few.", "a": "\\u003c/script>"}</script>
    <BLANKLINE>
    """
    if not about:
        return ""
    head = {"@context": "https://schema.org", "@type": "Dataset"}
    text = json.dumps(head | {"name": name, "description": description} | about, ensure_ascii=False)
    text = text.replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>\n'
