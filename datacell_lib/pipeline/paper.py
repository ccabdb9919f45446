"""The pages of a report that stands as a PDF: headlines, or the page of a district."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from datacell_lib.config import Edition
from datacell_lib.files.area import load_area
from datacell_lib.page_names import name_district_pages
from datacell_lib.pipeline.book.contents import NOTEBOOKS
from datacell_lib.pipeline.browsers import find_browser, print_page
from datacell_lib.pipeline.handouts import HEADLINES
from datacell_lib.pipeline.named_districts import find_report_districts
from datacell_lib.pipeline.workspace import find_workspace
from datacell_lib.presentation.downloads.monday_sheet import FOLDER as SHEETS
from datacell_lib.presentation.run_files import FOLDER
from datacell_lib.schema import RunError
from datacell_lib.wording import make_slug

PAPER = "pdf"  # beside the pages, so that it is never among what is published
SHEET_OF = re.compile(r'<h1 data-code="([^"]*)" data-name="([^"]*)">')


def make_pdf(area_name: str, *, district: str | None = None) -> Path:
    """Make a PDF of the headlines of the report that stands, or of the page of a district.

    Parameters
    ----------
    area_name : str
        The area.
    district : str, optional
        The code or name of a report district.

    Returns
    -------
    Path
        The file, beside the pages: it says who had approved them when it was made.

    Raises
    ------
    DatacellError
        If there is no report, it has no such district, or no browser can print it. What was
        printed before stands then.
    """
    area = load_area(area_name)
    browser = find_browser()
    workspace = find_workspace(area, edition=Edition.OPEN)
    pages = workspace.shown.resolve()
    if not pages.is_dir():
        raise RunError(
            f"There is no report of {area.title} to print. Make it with python datacell.py report "
            f"{area_name}."
        )
    name, page = area.name, HEADLINES
    if district is not None:
        known = list_districts(pages)
        (code,) = find_report_districts([district], known=known, title=area.title)
        page = name_district_pages(known)[code]
        name = make_slug(f"{area.name} {page.removeprefix('district-')}")
    target = workspace.folder / PAPER / f"{name}.pdf"
    print_page(pages / NOTEBOOKS / f"{page}.html", target=target, browser=browser)
    return target


def list_districts(pages: Path) -> dict[str, str]:
    """List the districts that have a page in a built report, as their Monday sheets name them.

    Parameters
    ----------
    pages : Path
        The folder of the pages.

    Returns
    -------
    dict of str to str
        The name of each, by its code.

    Raises
    ------
    RunError
        If it has no sheets.
    """
    found = {}
    for sheet in sorted((pages / FOLDER / SHEETS).glob("*.html")):
        if named := SHEET_OF.search(sheet.read_text(encoding="utf-8")):
            code, name = map(unescape, named.groups())
            found[code] = name
    if not found:
        raise RunError(
            "This report was made before pages had sheets, which say which districts it has. Make "
            "it again."
        )
    return found
