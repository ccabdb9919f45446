"""A released table as files beside the page, with the links that lead to them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from datacell_lib.governance.release import Released
from datacell_lib.presentation.downloads.csv_files import write_csv
from datacell_lib.presentation.downloads.csv_metadata import ENDING, write_csv_metadata
from datacell_lib.presentation.measures import put_in_words
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.published import Published, describe_shown
from datacell_lib.presentation.run_files import FOLDER, RunFile, keep_file
from datacell_lib.presentation.source_line import describe_sources
from datacell_lib.wording import count_things

UP = f"../{FOLDER}/"  # from the folder of the pages that notebooks make


@refuse_unreleased
def offer(released: Released, *, title: str, name: str) -> Published:
    """Offer a released table as files beside the page.

    Parameters
    ----------
    released : Released
        The table; all of it is in the files.
    title : str
        What it is about.
    name : str
        The files' name without its ending, such as "tendring-priorities".

    Returns
    -------
    Published
        Links with format and size. They lead to the files in the built book, from a disk as from
        a server; the run, or in JupyterLab a temporary folder, holds them until then.

    Raises
    ------
    DisclosureError
        If the table was not released, or the name is not plain or is taken.
    """
    files = keep_table(released, path=name, title=title)
    shown = describe_shown(released, columns=[*released.table])
    links = "".join(f"<li>{write_link(file)}</li>" for file in files)
    html = (
        f'<div class="datacell-download"><p>{escape(title)}</p>\n<ul>{links}</ul>\n'
        f'<p class="datacell-source">{escape(describe_sources(released))}</p></div>'
    )
    plain = "\n".join([title, *(f"{file.path} ({file.describe()})" for file in files)])
    return Published("download", (shown,), {"text/html": html, "text/plain": plain}, files=files)


def keep_table(released: Released, *, path: str, title: str) -> tuple[RunFile, ...]:
    """Keep a released table as CSV in the run, with what its columns mean beside it.

    Parameters
    ----------
    released : Released
        The table.
    path : str
        Where, in the folder of downloads, without an ending.
    title : str
        What it is about.

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
    return (
        keep_file(table, write_csv(released), releases=behind, title=title),
        keep_file(about, metadata, releases=behind, title=f"{title}: what the columns mean"),
    )


def write_link(file: RunFile, *, words: str | None = None) -> str:
    """Write the link to a file, for a page that a notebook makes.

    Parameters
    ----------
    file : RunFile
        The file.
    words : str, optional
        What the link says before format and size; the file's title unless told.

    Returns
    -------
    str
        HTML.

    Examples
    --------
    >>> write_link(RunFile("a/b.csv", ("a-0",), "0" * 64, 3210, "People & places"))
    '<a href="../downloads/a/b.csv" download>People &amp; places (CSV, 3 KB)</a>'
    """
    told = escape(file.title if words is None else words)
    return f'<a href="{UP}{escape(file.path)}" download>{told} ({file.describe()})</a>'


def describe_release(released: Released) -> str:
    """Describe a released table by the name that it was released under, in words.

    Examples
    --------
    >>> import pandas as pd
    >>> from datacell_lib.config import Edition
    >>> describe_release(Released(pd.DataFrame(), "key-figures-0", (), "open", Edition.OPEN, True))
    'Key figures'
    """
    return put_in_words(released.id.rpartition("-")[0].replace("-", "_"))


def write_links(files: Sequence[RunFile]) -> str:
    """Write the line that stands below a table or picture: the files of its figures.

    Parameters
    ----------
    files : sequence of RunFile
        One for each table that is shown.

    Returns
    -------
    str
        HTML.
    """
    first = len(files) == 1
    links = [write_link(file, words="Download the figures" if first else None) for file in files]
    return f'<p class="datacell-download">{" · ".join(links)}</p>'


def write_list(files: Sequence[RunFile]) -> str:
    """Write the list of all files of a page, which opens at a click.

    Parameters
    ----------
    files : sequence of RunFile
        The files.

    Returns
    -------
    str
        HTML.
    """
    lines = "\n".join(f"<li>{write_link(file)}</li>" for file in files)
    count = count_things(len(files), "file")
    return (
        f'<details class="datacell-download">\n<summary>{count}</summary>\n'
        f"<ul>\n{lines}\n</ul>\n</details>"
    )
