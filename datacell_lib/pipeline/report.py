"""Makes an area's report: prepared once, executed in parallel, checked, built, shown whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from datacell_lib.config import ROOT, Edition, note_edition, note_parties
from datacell_lib.desk import Report
from datacell_lib.files.area import Area, load_area
from datacell_lib.governance.ledger import RUN_VARIABLE, using_ledger
from datacell_lib.governance.release import Released
from datacell_lib.intake.link.index_files import name_parties
from datacell_lib.intake.link.linkage import Linked
from datacell_lib.intake.link.needs import list_needed_datasets
from datacell_lib.intake.places.geography import check_places
from datacell_lib.intake.places.placed_postcodes import POSTCODES, place_postcodes
from datacell_lib.intake.read.fetch import find_copy
from datacell_lib.last_report import FOLDER, KeptIndex
from datacell_lib.page_names import name_district_pages, note_district_pages
from datacell_lib.pipeline.book.assemble import assemble_book, build_book
from datacell_lib.pipeline.book.contents import NOTEBOOKS, list_area_notebooks
from datacell_lib.pipeline.book.download_gate import publish_downloads
from datacell_lib.pipeline.book.gate import check_notebook, check_pages
from datacell_lib.pipeline.book.page_downloads import keep_page_downloads
from datacell_lib.pipeline.empty_sections import list_left_out
from datacell_lib.pipeline.execute.jobs import (
    NotebookJob,
    NotebookResult,
    describe_failures,
)
from datacell_lib.pipeline.execute.kernels import warm_kernels
from datacell_lib.pipeline.execute.runner import execute_notebooks
from datacell_lib.pipeline.handouts import make_handouts
from datacell_lib.pipeline.kept_figures import hand_on_figures, keep_figures
from datacell_lib.pipeline.named_districts import choose_report_districts
from datacell_lib.pipeline.prepare import prepare_tables
from datacell_lib.pipeline.snapshot import digest_software, fix_inputs, refuse_changed_software
from datacell_lib.pipeline.workspace import (
    Workspace,
    empty_folder,
    find_workspace,
    lock_workspace,
    recover_shown,
    show_pages,
)
from datacell_lib.schema import (
    DISTRICT_CODE,
    DISTRICT_NAME,
    DisclosureError,
    RunError,
)
from datacell_lib.uk_days import UK

DISTRICT = "district"
OnStep = Callable[[str], None]
OnNotebook = Callable[[NotebookResult, int], None]


def make_report(
    area_name: str,
    *,
    districts: Sequence[str] = (),
    edition: Edition = Edition.OPEN,
    workers: int | None = None,
    executor: Executor | None = None,
    on_step: OnStep = lambda step: None,
    on_notebook: OnNotebook = lambda result, total: None,
) -> Path:
    """Make an area's report and put it where readers open it, or leave the last one as it is.

    Parameters
    ----------
    area_name : str
        The area.
    districts : sequence of str
        Codes or names of a few report districts: what is made is then a preview in a folder of its
        own, which never replaces the whole report.
    edition : Edition
        Who it is for.
    workers : int, optional
        How many notebooks to execute at once; one for each processor unless told.
    executor : concurrent.futures.Executor, optional
        Where to execute them; threads here unless told.
    on_step : callable
        Told what begins.
    on_notebook : callable
        Told of each notebook that ends, and how many there are.

    Returns
    -------
    Path
        The folder of the pages that readers open.

    Raises
    ------
    DatacellError
        If anything at all is wrong. The last report stands then.
    """
    workspace = find_workspace(load_area(area_name), edition=edition, preview=bool(districts))
    with lock_workspace(workspace), using_ledger(workspace.ledger):
        recover_shown(workspace)
        empty_folder(workspace.ledger)
        note_edition(edition, run=workspace.ledger)
        software = digest_software()
        if not districts:
            hand_on_figures(workspace)
        inputs = fix_inputs(workspace.ledger, notebooks=ROOT / NOTEBOOKS)
        area = load_area(area_name)
        parties, needed = name_parties(area), list_needed_datasets(area)
        note_parties(parties, run=workspace.ledger)
        chosen = choose_report_districts(districts, area=area)
        on_step(f"Finding the files of {len(needed)} datasets")
        check_places(area)
        for dataset in needed:
            find_copy(dataset, area=area)
        prepared = prepare_tables(area_name, on_step=on_step)
        linked = prepared.linked
        jobs = plan_notebooks(linked, area=area, districts=chosen, workspace=workspace, root=inputs)
        named = {job.parameters[DISTRICT]: job.title for job in jobs if job.title is not None}
        note_district_pages(named, run=workspace.ledger)
        on_step(f"Executing {len(jobs)} notebooks")
        _execute(jobs, workers=workers, executor=executor, on_notebook=on_notebook)
        on_step("Checking what they show")
        for job in jobs:
            _check(job, workspace)
        on_step("Placing postcodes in neighbourhoods")
        postcodes = _release_postcodes(prepared)
        on_step("Building the book")
        notebooks = {job.output.stem: job.output for job in jobs}
        made_on = datetime.now(ZoneInfo(UK)).date()
        handouts = make_handouts(prepared, jobs=jobs, made_on=made_on)
        downloads = {
            page: keep_page_downloads(page, path, area=area, handouts=handouts)
            for page, path in notebooks.items()
        }
        pages = assemble_book(
            notebooks,
            tree=workspace.tree,
            area=area,
            edition=edition,
            parties=parties,
            reconstructed=linked.reconstructed,
            made_on=made_on,
            postcodes=postcodes,
            downloads=downloads,
            root=inputs,
        )
        built = build_book(workspace.tree, pages=pages)
        check_pages(built, expected=pages)
        files = [file for page in downloads.values() for file in page.files]
        publish_downloads(files, ledger=workspace.ledger, built=built)
        refuse_changed_software(software)
        shown = show_pages(built, workspace=workspace)
        if not districts:
            ranked_by = KeptIndex(prepared.index.spec.title, prepared.index.spec.digest)
            kept = {"area": area.name, "day": made_on, "approved": False, "index": ranked_by}
            keep_figures(shown, workspace=workspace, **kept)
        return shown


def _release_postcodes(report: Report) -> Released | None:
    """Release in which neighbourhood each postcode lies, where their file is at hand."""
    placed = place_postcodes(report.linked.neighbourhoods, area=report.area)
    return None if placed.empty else report.release(placed, name=POSTCODES)


def _check(job: NotebookJob, workspace: Workspace) -> None:
    """Check what a notebook shows; one that shows too much is kept with those that failed."""
    try:
        check_notebook(job.output, ledger=workspace.ledger)
    except DisclosureError as error:
        job.output.replace(job.failed)
        raise DisclosureError(f"{error} The notebook as it ran: {job.failed}") from error


def plan_notebooks(
    linked: Linked,
    *,
    area: Area,
    districts: Sequence[str],
    workspace: Workspace,
    root: Path = ROOT,
) -> list[NotebookJob]:
    """Plan which notebooks to execute, with what parameters, under what names.

    Parameters
    ----------
    linked : Linked
        The area's linked tables.
    area : Area
        The area.
    districts : sequence of str
        Codes of report districts; all of them where there are none.
    workspace : Workspace
        Where the report is made.
    root : Path
        Where the contents and the templates are.

    Returns
    -------
    list of NotebookJob
        The notebooks of the whole area, then the districts by name; sections that the area has
        nothing for are left out.
    """
    known = linked.districts[[DISTRICT_CODE, DISTRICT_NAME]].sort_values(DISTRICT_NAME)
    chosen = known[known[DISTRICT_CODE].isin(districts)] if districts else known
    empty_folder(workspace.executed)
    empty_folder(workspace.failed)
    whole = {"area": area.name}
    plan = partial(_plan, root / NOTEBOOKS, workspace)
    jobs = [plan(name, name, whole, None) for name in list_area_notebooks(root)]
    names = dict(chosen.itertuples(index=False))
    for code, page in name_district_pages(names).items():
        parameters = {"area": area.name, DISTRICT: code}
        jobs.append(plan(DISTRICT, page, parameters, names[code]))
    left_out = list_left_out(area, compared=(workspace.ledger / FOLDER).is_dir())
    said = {"noun": area.noun, "day": area.as_of, "left_out": left_out}
    return [replace(job, **said) for job in jobs]


def _plan(
    templates: Path,
    workspace: Workspace,
    template: str,
    name: str,
    parameters: dict[str, str],
    title: str | None,
) -> NotebookJob:
    return NotebookJob(
        template=templates / f"{template}.ipynb",
        output=workspace.executed / f"{name}.ipynb",
        failed=workspace.failed / f"{name}.ipynb",
        parameters=parameters,
        title=title,
        environment={RUN_VARIABLE: str(workspace.ledger)},
        directory=ROOT,
    )


def _execute(
    jobs: list[NotebookJob],
    *,
    workers: int | None,
    executor: Executor | None,
    on_notebook: OnNotebook,
) -> None:
    with warm_kernels():
        results = execute_notebooks(
            jobs,
            executor=executor,
            workers=workers,
            on_done=lambda result: on_notebook(result, len(jobs)),
        )
    failures = [result for result in results if not result.succeeded]
    if failures:
        raise RunError(
            f"{len(failures)} of {len(jobs)} notebooks failed, so the last report stands as it "
            f"was. {describe_failures(failures)}\nOpen the notebook, mend what is wrong, and run "
            "again."
        )
