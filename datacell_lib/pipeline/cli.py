"""The `datacell` command."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from datacell_lib.config import BUILD, ROOT, Edition, show_path
from datacell_lib.files.area import load_area
from datacell_lib.pipeline.atlas_command import atlas
from datacell_lib.pipeline.command_errors import DEBUG, FAILED, Front
from datacell_lib.pipeline.new_commands import new_area, new_dataset, new_figure
from datacell_lib.pipeline.paper_commands import pdf
from datacell_lib.pipeline.publish_commands import check_approved, publish
from datacell_lib.schema import AREA_CODE
from datacell_lib.wording import count_things

DEFAULT_AREA = "sample"
# What follows a command's own words is for a program.
PASS_ON = {"ignore_unknown_options": True, "allow_interspersed_args": False}
# A file of tests stays in one process, which reads what its tests share once; files go out in the
# order that tests/conftest.py gives them. A process more than there are processors: one often
# waits for a browser or a kernel.
PROCESSES = min(4, (os.cpu_count() or 1) + 1)
AT_ONCE = ("-n", str(PROCESSES), "--dist", "loadfile", "--no-loadscope-reorder")


@click.group(cls=Front, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(DEBUG, is_flag=True, help="Show the traceback of an error.")
@click.version_option(package_name="datacell")
def main(debug: bool) -> None:
    """Make neighbourhood intelligence reports for a local authority's data cell."""


for command in (new_area, new_figure, new_dataset, publish, check_approved, atlas, pdf):
    main.add_command(command)


for_edition = click.option(
    "--edition",
    type=click.Choice([edition.value for edition in Edition]),
    default=Edition.OPEN.value,
    show_default=True,
    help="Who the report is for.",
)


@main.command()
@click.argument("area", default=DEFAULT_AREA)
@for_edition
def fetch(area: str, edition: str) -> None:
    """Make sure that everything AREA's report needs is at hand, and can be read."""
    place = load_area(area)
    from datacell_lib.intake.link.needs import list_needed_datasets, list_spare_datasets
    from datacell_lib.pipeline.fetching import (
        describe_at_hand,
        describe_faults,
        describe_missing,
        fetch_area,
        fetching_for,
    )
    from datacell_lib.pipeline.progress import show_progress

    notes: list[str] = []
    with fetching_for(place, edition=Edition(edition)):
        total = len(list_needed_datasets(place)) + len(list_spare_datasets(place))
        click.echo(describe_missing(place), nl=False)
        with show_progress("Fetching", total=total) as advance:
            faults = fetch_area(
                place, on_done=lambda dataset: advance(dataset.title), on_note=notes.append
            )
        at_hand = describe_at_hand(place)
    if faults:
        click.echo(describe_faults(faults))
        sys.exit(FAILED)
    for note in notes:
        click.echo(note)
    more = "" if edition == Edition.OPEN.value else f" --edition {edition}"
    click.echo(f"{at_hand} Next: python datacell.py report {area}{more}")


@main.command()
@click.argument("area", default=DEFAULT_AREA)
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="ZIP to write."
)
def bundle(area: str, output: Path) -> None:
    """Pack the files that AREA's report uses into one ZIP, for somebody without network."""
    place = load_area(area)
    from datacell_lib.pipeline.bundle import write_bundle

    packed = write_bundle(place, target=output)
    click.echo(f"In {output}: {count_things(len(packed.files), 'file')}.")
    for title in packed.left_out:
        click.echo(f"Left out, because it is held under an agreement: {title}")
    for told in packed.absent:
        click.echo(f"Not in it, because it is not at hand here: {told}")


@main.command()
@click.argument("dataset")
@click.option("--area", required=True, help="The area whose report reads it.")
@click.option("--reason", required=True, help="Why the change is right, in a sentence.")
def accept(dataset: str, area: str, reason: str) -> None:
    """Take a file of DATASET that changed since it was read last, once it is read and right."""
    place = load_area(area)
    from datacell_lib.intake.read.accepting import accept_changed_files
    from datacell_lib.intake.read.seen_files import describe_change
    from datacell_lib.pipeline.local_notes import (
        describe_accepted_dataset,
        describe_dated_lines,
        judge_fit,
    )

    changes = accept_changed_files(
        dataset,
        area=place,
        reason=reason,
        day=date.today(),
        judge=lambda: judge_fit(dataset, area=place),
    )
    for change in changes:
        click.echo(f"{change.file}: {describe_change(change.before, change.after)}")
    for note in describe_accepted_dataset(dataset, area=place):
        click.echo(note)
    click.echo(describe_dated_lines(dataset))


@main.command()
@click.argument("area", default=DEFAULT_AREA)
def link(area: str) -> None:
    """Link AREA's neighbourhoods to every indicator, as GeoParquet."""
    place = load_area(area)
    from datacell_lib.intake.link.linkage import link_area
    from datacell_lib.intake.link.linked_tables import save_linked
    from datacell_lib.pipeline.progress import show_progress

    folder = BUILD / area / "linked"
    with show_progress(f"Linking {place.title}", total=None):
        linked = link_area(place)
        save_linked(linked, folder=folder)
    for row in linked.coverage.itertuples():
        click.echo(
            f"{row.dataset}: {row.matched:,} of {row.areas:,} neighbourhoods matched, "
            f"{row.missing:,} without a row, {row.unmatched:,} unknown codes"
        )
    click.echo(f"{len(linked.neighbourhoods):,} neighbourhoods in {show_path(folder)}")


@main.command()
@click.argument("area", default=DEFAULT_AREA)
@click.option(
    "--district",
    "districts",
    multiple=True,
    metavar="DISTRICT",
    help="Only this report district (code or name), as a preview; may be given again.",
)
@for_edition
@click.option(
    "--workers", type=click.IntRange(min=1), help="Notebooks at once; one a processor unless told."
)
def report(area: str, districts: tuple[str, ...], edition: str, workers: int | None) -> None:
    """Make AREA's report (the embedded sample county's unless told)."""
    place = load_area(area)  # first: a name that is none is told before libraries are loaded
    from datacell_lib.pipeline.execute.kernels import describe_kernels
    from datacell_lib.pipeline.fetching import describe_absent
    from datacell_lib.pipeline.progress import StepProgress
    from datacell_lib.pipeline.report import make_report

    click.echo(describe_kernels())
    with StepProgress() as progress:
        pages = make_report(
            area,
            districts=districts,
            edition=Edition(edition),
            workers=workers,
            on_step=progress.begin,
            on_notebook=progress.end_notebook,
        )
    if absent := describe_absent(place):
        click.echo(f"{absent}.")
    click.echo(f"The report is at {pages / 'index.html'}")


@main.command(context_settings=PASS_ON)
@click.argument("area", required=False)
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def lab(area: str | None, options: tuple[str, ...]) -> None:
    """Open JupyterLab on the notebooks, for AREA (the sample county unless told).

    Further OPTIONS go to JupyterLab.
    """
    if area is not None and area.startswith("-"):
        area, options = None, (area, *options)
    load_area(area or DEFAULT_AREA)
    from datacell_lib.pipeline.prepare import prepare_tables
    from datacell_lib.pipeline.programs import open_lab
    from datacell_lib.pipeline.progress import StepProgress

    with StepProgress() as progress:
        report = prepare_tables(area or DEFAULT_AREA, on_step=progress.begin)
    click.echo(f"JupyterLab opens for {report.title}. Ctrl-C here ends it.")
    sys.exit(open_lab(report, options=options))


@main.command(context_settings=PASS_ON)
@click.argument("program")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def run(context: click.Context, program: str, arguments: tuple[str, ...]) -> None:
    """Run PROGRAM of the environment, such as papermill or python, with ARGUMENTS."""
    from datacell_lib.pipeline.programs import plan_program, run_program

    debug = context.find_root().params["debug"]
    sys.exit(run_program([*plan_program(program, debug=debug), *arguments]))


@main.command()
@click.argument("spec")
@click.argument("table", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="CSV to write."
)
@click.option("--codes", default=AREA_CODE, show_default=True, help="Column of the areas' codes.")
def index(spec: str, table: Path, output: Path, codes: str) -> None:
    """Calculate the index of SPEC (a file, or a name in data/indices) from TABLE, CSV or .xlsx."""
    from datacell_lib.pipeline.index_command import describe_result, find_spec, run_index

    result = run_index(find_spec(spec), table=table, output=output, codes=codes, tell=click.echo)
    for line in describe_result(result):
        click.echo(line)
    click.echo(f"Scores and ranks are in {output}")


@main.command()
def check() -> None:
    """Check areas, catalogue, indices, policies, notebooks and contents, without a run."""
    from datacell_lib.pipeline.project_checks import check_project

    for line in check_project():
        click.echo(line)


@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(arguments: tuple[str, ...]) -> None:
    """Run every test; ARGUMENTS go to pytest."""
    sys.exit(run_pytest(arguments))


@main.command(name="store-outputs")
def store_outputs() -> None:
    """Run each notebook on the sample county and store its text and tables for nbval."""
    from datacell_lib.pipeline.stored_outputs import store_notebook_outputs

    for path in store_notebook_outputs():
        click.echo(f"stored {show_path(path)}")


def run_pytest(
    arguments: tuple[str, ...], *, run: Callable[..., subprocess.CompletedProcess] = subprocess.run
) -> int:
    """Run pytest on the library, the tests and, by nbval, the notebooks.

    All of it is shared among up to four processes, a file at a time.

    Parameters
    ----------
    arguments : tuple of str
        What to pass on; where a path is among them only that is tested.
    run : callable
        Runs the command.

    Returns
    -------
    int
        Its exit code.
    """
    chosen = any(Path(argument.split("::")[0]).exists() for argument in arguments)
    whole = [] if chosen else ["tests", "datacell_lib", "notebooks", *AT_ONCE]
    command = [sys.executable, "-m", "pytest", "--nbval", *whole, *arguments]
    return run(command, cwd=ROOT, env=dict(os.environ), check=False).returncode
