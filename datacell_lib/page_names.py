"""What the pages of report districts are called, and which of them a run makes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from datacell_lib.config import find_inputs
from datacell_lib.wording import make_slug

PAGE_LIST = "pages.json"  # in a run's folder, beside its copy of what is written by hand
DISTRICT_PAGE = "district-{}"


def name_district_pages(names: Mapping[str, str]) -> dict[str, str]:
    """Name the pages of report districts after them; two of one name get their codes added.

    Parameters
    ----------
    names : mapping of str to str
        The name of each district that has a page, by its code.

    Returns
    -------
    dict of str to str
        The name of each one's page, without ending, by its code.

    Examples
    --------
    >>> name_district_pages({"E07990001": "Little Moor", "E07990002": "*"})
    {'E07990001': 'district-little-moor', 'E07990002': 'district-e07990002'}
    """
    slugs = {code: make_slug(name) for code, name in names.items()}
    every = list(slugs.values())
    unique = {
        code: slug if slug and every.count(slug) == 1 else f"{slug}-{code.lower()}".strip("-")
        for code, slug in slugs.items()
    }
    return {code: DISTRICT_PAGE.format(slug) for code, slug in unique.items()}


def note_district_pages(names: Mapping[str, str], *, run: Path) -> None:
    """Note in a run's folder which districts have pages, for the links of other pages.

    Parameters
    ----------
    names : mapping of str to str
        The name of each district that has a page, by its code.
    run : Path
        The run's folder.
    """
    pages = name_district_pages(names)
    every = list(names.values())
    addresses = {
        name: f"{pages[code]}.html" for code, name in names.items() if every.count(name) == 1
    }
    (run / PAGE_LIST).write_text(json.dumps(addresses), encoding="utf-8")


def find_district_pages() -> dict[str, str]:
    """Find where the pages of the run's districts are, as seen from one another.

    Returns
    -------
    dict of str to str
        An address by the district's name; none of two districts that share one, and nothing at
        all where there is no run, as in JupyterLab.
    """
    inputs = find_inputs()
    path = inputs.parent / PAGE_LIST if inputs is not None else None
    if path is None or not path.is_file():
        return {}
    return json.loads(path.read_text(encoding="utf-8"))
