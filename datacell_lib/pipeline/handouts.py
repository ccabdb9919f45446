"""What pages hand out beside their figures: a sheet to print, a picture to send."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from datacell_lib.analysis.index.standing import select_district
from datacell_lib.config import Edition, find_edition
from datacell_lib.desk import Report
from datacell_lib.pipeline.book.finding import find_first_sentence
from datacell_lib.pipeline.execute.jobs import NotebookJob
from datacell_lib.presentation.downloads import keep_picture, keep_sheet
from datacell_lib.presentation.imprint import make_imprint
from datacell_lib.presentation.run_files import RunFile
from datacell_lib.worked_places import WorkedPlaces
from datacell_lib.worked_services import WorkedServices

HEADLINES = "overview"
DISTRICT = "district"  # the parameter of pages that are about one
FIRST_TEN = "first-ten"


def make_handouts(
    report: Report, *, jobs: Sequence[NotebookJob], made_on: date
) -> dict[str, tuple[RunFile, ...]]:
    """Make what the pages of a report hand out, from tables released in the same run.

    Parameters
    ----------
    report : Report
        The area's report, prepared.
    jobs : sequence of NotebookJob
        Its notebooks, executed and checked by the gate.
    made_on : date
        The day on which the report is made.

    Returns
    -------
    dict of str to tuple of RunFile
        By the page's name: of headlines a picture; of a district its Monday sheet with the list
        as CSV, and a picture. Nothing in an edition that is not for everyone: it holds no more,
        and a picture is made to be sent on.
    """
    if find_edition() is not Edition.OPEN:
        return {}
    imprint = make_imprint(report.area, made_on=made_on, reconstructed=report.linked.reconstructed)
    titles = report.to_go.titles
    made: dict[str, tuple[RunFile, ...]] = {}
    for job in jobs:
        district = job.parameters.get(DISTRICT)
        page = job.output.stem
        if district is None and page != HEADLINES:
            continue
        first = report.release(_find_services(report, district).sheet, name=FIRST_TEN)
        about = {"title": job.title or report.area.title, "code": district or report.area.name}
        told = about | {"titles": titles, "imprint": imprint}
        sheet = keep_sheet(first, **told) if district else ()
        picture = keep_picture(first, finding=find_first_sentence(job.output), **told)
        made[page] = (*sheet, picture)
    return made


def _find_services(report: Report, district: str | None) -> WorkedServices:
    """Find where to go first and what is near, as the page's own desk finds it."""
    if district is None:
        return report.services
    here = select_district(report.neighbourhoods, district=district)
    places = WorkedPlaces(here, report.index, report.neighbourhoods)
    return replace(report.services, to_go=places)
