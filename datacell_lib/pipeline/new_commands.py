"""The commands that write a first draft: of an area, of a figure, of a catalogue entry."""

from __future__ import annotations

from pathlib import Path

import click

from datacell_lib.config import show_path


@click.command(name="new-area")
@click.argument("title")
@click.option(
    "--districts",
    required=True,
    multiple=True,
    metavar="NAMES",
    help="Its local authority districts, by name or code, with commas: Bolton, E08000002.",
)
@click.option(
    "--report-by",
    type=click.Choice(["district", "ward", "msoa", "group"]),
    default="district",
    show_default=True,
    help="What has a page of its own.",
)
@click.option(
    "--groups",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="With --report-by group: a CSV file or workbook of LSOA, MSOA or ward codes and "
    "groups' names.",
)
@click.option("--noun", default="group", show_default=True, help="What one group is called.")
def new_area(
    title: str, districts: tuple[str, ...], report_by: str, groups: Path | None, noun: str
) -> None:
    """Write the area file of any English local authority, or of several, called TITLE."""
    from datacell_lib.pipeline.new_area import describe_further_keys, write_area_file

    path = write_area_file(
        title, authorities=districts, report_by=report_by, groups=groups, noun=noun
    )
    click.echo(
        f"wrote {show_path(path)}: get its files with python datacell.py fetch {path.stem}, then "
        f"make its report with python datacell.py report {path.stem}"
    )
    for line in describe_further_keys():
        click.echo(line)


@click.command(name="new-figure")
@click.argument("name")
@click.option("--notebook", default="overview", show_default=True, help="Where to add it.")
def new_figure(name: str, notebook: str) -> None:
    """Add a worked cell with a chart called NAME to a notebook, to be changed in JupyterLab."""
    from datacell_lib.pipeline.new_figure import add_figure

    path = add_figure(name, notebook=notebook)
    click.echo(
        f"added {name!r} at the end of {show_path(path)}: open it in JupyterLab, run it, and move "
        "its two cells to where they belong on the page"
    )


@click.command(name="new-dataset")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--name", metavar="NAME", help="What to call the dataset; what FILE is called unless told."
)
def new_dataset(file: Path, name: str | None) -> None:
    """Write the catalogue entry of FILE (CSV or .xlsx), and say what is still to fill in."""
    from datacell_lib.pipeline.new_dataset import write_dataset_entry

    path = write_dataset_entry(file, name=name, tell=click.echo)
    click.echo(f"wrote {show_path(path)}: fill it in, then run python datacell.py check")
