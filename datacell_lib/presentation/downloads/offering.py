"""A released table as files beside the page, with the links that lead to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape

from datacell_lib.governance.release import Released
from datacell_lib.presentation.downloads.csv_files import write_csv
from datacell_lib.presentation.downloads.csv_metadata import ENDING, write_csv_metadata
from datacell_lib.presentation.downloads.links import write_items
from datacell_lib.presentation.downloads.shape_files import write_geojson, write_parquet
from datacell_lib.presentation.downloads.workbooks import write_workbook
from datacell_lib.presentation.measures import check_column
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.published import Published, describe_shown
from datacell_lib.presentation.run_files import RunFile, keep_file
from datacell_lib.presentation.source_line import describe_sources
from datacell_lib.schema import TableError
from datacell_lib.wording import make_slug


@refuse_unreleased
def offer(
    released: Released, *, title: str, name: str, formats: Sequence[str] = ("csv",)
) -> Published:
    """Offer a released table as files beside the page.

    Parameters
    ----------
    released : Released
        The table; all of it is in each file.
    title : str
        What it is about.
    name : str
        The files' name without its ending, such as "tendring-priorities"; it may name a folder
        before a slash.
    formats : sequence of str
        Of "csv", "geojson" and "parquet". What a CSV file's columns mean stands beside it.

    Returns
    -------
    Published
        Links with format and size. They lead to the files in the built book, from a disk as from
        a server; the run, or in JupyterLab a temporary folder, holds them until then.

    Raises
    ------
    DisclosureError
        If the table was not released, or the name is not plain or is taken.
    TableError
        If a format is not known, or needs shapes and there are none.
    """
    files, path = [], make_path(name)
    for wanted in formats:
        if wanted not in WRITERS:
            raise TableError(
                f"{wanted!r} is no format of downloads; known are {', '.join(WRITERS)}."
            )
        files += WRITERS[wanted](released, path=path, title=title)
    return publish_files(released, files, title=title)


@refuse_unreleased
def offer_parts(released: Released, *, title: str, folder: str, by: str, names: str) -> Published:
    """Offer a released table in parts: a CSV file for each place.

    Parameters
    ----------
    released : Released
        The table.
    title : str
        What it is about.
    folder : str
        The folder of the files, in that of downloads.
    by : str
        The column of the places' codes.
    names : str
        That of their names, which name the files.

    Returns
    -------
    Published
        Links with format and size, by name.

    Raises
    ------
    DisclosureError
        If the table was not released, or a name is taken.
    TableError
        If it lacks one of the columns.
    """
    for column in (by, names):
        check_column(released, column)
    places = released.table[[by, names]].drop_duplicates().sort_values([names, by])
    slugs = places[names].map(make_slug)
    files: list[RunFile] = []
    for code, place, slug in zip(places[by], places[names], slugs, strict=True):
        shared = not slug or (slugs == slug).sum() > 1
        path = make_path(f"{folder}/{slug} {code if shared else ''}")
        part = select_part(released, column=by, value=code)
        files += keep_table(part, path=path, title=f"{title}: {place}", part=(by, code))
    return publish_files(released, files, title=title)


@refuse_unreleased
def offer_workbook(*released: Released, title: str, name: str) -> Published:
    """Offer released tables as one accessible workbook, a sheet each.

    Parameters
    ----------
    *released : Released
        The tables; the first is what the workbook is about.
    title : str
        What it is about.
    name : str
        The file's name without its ending; it may name a folder before a slash.

    Returns
    -------
    Published
        A link with format and size.

    Raises
    ------
    DisclosureError
        If a table was not released, or the name is taken.
    """
    behind = tuple(each.id for each in released)
    content = write_workbook(*released, title=title)
    path = f"{make_path(name)}.xlsx"
    return publish_files(
        released[0], [keep_file(path, content, releases=behind, title=title)], title=title
    )


def make_path(name: str) -> str:
    """Make a path of plain names.

    Examples
    --------
    >>> make_path("My_area/Saint Mary's")
    'my-area/saint-marys'
    """
    return "/".join(map(make_slug, name.split("/")))


def select_part(released: Released, *, column: str, value: str) -> Released:
    """Select the rows of a released table that have a value in a column.

    Parameters
    ----------
    released : Released
        The table.
    column, value : str
        The column and its value.

    Returns
    -------
    Released
        The same release with these rows alone.
    """
    rows = (released.table[column] == value).to_numpy().nonzero()[0].tolist()
    place = {row: number for number, row in enumerate(rows)}
    hidden = {
        name: tuple(place[row] for row in cells if row in place)
        for name, cells in released.suppressed.items()
    }
    kept = {name: cells for name, cells in hidden.items() if cells}
    return replace(released, table=released.table.iloc[rows], suppressed=kept)


def publish_files(released: Released, files: Sequence[RunFile], *, title: str) -> Published:
    """Publish links to files of a released table.

    Parameters
    ----------
    released : Released
        The table.
    files : sequence of RunFile
        Its files.
    title : str
        What stands above them.

    Returns
    -------
    Published
        A list of links, and the source.
    """
    shown = describe_shown(released, columns=[*released.table])
    html = (
        f'<div class="datacell-download">\n<p>{escape(title)}</p>\n{write_items(files)}\n'
        f'<p class="datacell-source">{escape(describe_sources(released))}</p>\n</div>'
    )
    plain = "\n".join([title, *(f"{file.path} ({file.describe()})" for file in files)])
    content = {"text/html": html, "text/plain": plain}
    return Published("download", (shown,), content, files=tuple(files))


def keep_table(
    released: Released, *, path: str, title: str, part: tuple[str, str] | None = None
) -> tuple[RunFile, ...]:
    """Keep a released table as CSV in the run, with what its columns mean beside it.

    Parameters
    ----------
    released : Released
        The table.
    path : str
        Where, in the folder of downloads, without an ending.
    title : str
        What it is about.
    part : tuple of str, optional
        A column and a value, where the table is the part of its release that has it.

    Returns
    -------
    tuple of RunFile
        The CSV file and its metadata.

    Raises
    ------
    DisclosureError
        If the path is not plain, or is taken.
    """
    table, about = f"{path}.csv", f"{path}.csv{ENDING}"
    metadata = write_csv_metadata(released, file=table.rpartition("/")[2], title=title)
    behind = (released.id,)
    meant = f"{title}: what the columns mean"
    return (
        keep_file(table, write_csv(released), releases=behind, title=title, part=part),
        keep_file(about, metadata, releases=behind, title=meant, part=part),
    )


def _keep_shapes(released: Released, *, path: str, title: str) -> tuple[RunFile, ...]:
    content = write_geojson(released)
    return (keep_file(f"{path}.geojson", content, releases=(released.id,), title=title),)


def _keep_parquet(released: Released, *, path: str, title: str) -> tuple[RunFile, ...]:
    content = write_parquet(released)
    return (keep_file(f"{path}.parquet", content, releases=(released.id,), title=title),)


WRITERS: dict[str, Callable[..., tuple[RunFile, ...]]] = {
    "csv": keep_table,
    "geojson": _keep_shapes,
    "parquet": _keep_parquet,
}
