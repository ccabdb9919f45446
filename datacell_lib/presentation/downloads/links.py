"""The links to files that a page offers, as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from datacell_lib.governance.release import Released
from datacell_lib.presentation.measures import put_in_words
from datacell_lib.presentation.run_files import FOLDER, METADATA, SEEN, RunFile
from datacell_lib.wording import count_things

UP = f"../{FOLDER}/"  # from the folder of the pages that notebooks make


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
        HTML, which names the releases that the file holds.

    Examples
    --------
    >>> write_link(RunFile("a/b.csv", ("a-0",), "0" * 64, 3210, "People & places"))
    '<a href="../downloads/a/b.csv" data-release="a-0" download>People &amp; places (CSV, 3 KB)</a>'
    """
    told = escape(file.title if words is None else words)
    saved = "" if file.ending in SEEN else " download"
    address, held = escape(f"{UP}{file.path}"), escape(" ".join(file.releases))
    return f'<a href="{address}" data-release="{held}"{saved}>{told} ({file.describe()})</a>'


def describe_release(released: Released) -> str:
    """Describe a released table by the name that it was released under, in words.

    Examples
    --------
    >>> import pandas as pd
    >>> from datacell_lib.config import Edition
    >>> describe_release(Released(pd.DataFrame(), "key-figures-0", (), "open", Edition.OPEN, True))
    'Key figures'
    """
    return put_in_words(released.name.replace("-", "_"))


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


def write_handouts(files: Sequence[RunFile]) -> str:
    """Write the line that leads to what is made to be handed out: a sheet, its list, a picture.

    Parameters
    ----------
    files : sequence of RunFile
        The files; a table's metadata has no link of its own.

    Returns
    -------
    str
        HTML.
    """
    links = [write_link(file) for file in files if file.ending != METADATA]
    return f'<p class="datacell-download">To hand out: {" · ".join(links)}</p>'


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
    count = count_things(len(files), "file")
    return (
        f'<details class="datacell-download">\n<summary>{count}</summary>\n'
        f"{write_items(files)}\n</details>"
    )


def write_items(files: Sequence[RunFile]) -> str:
    """Write a list of links to files: a line each, and on a table's what its columns mean.

    Parameters
    ----------
    files : sequence of RunFile
        The files; a table's metadata stands after it.

    Returns
    -------
    str
        HTML.
    """
    lines: list[str] = []
    for file in files:
        if file.ending == METADATA and lines:
            lines[-1] += f" · {write_link(file, words='what its columns mean')}"
        else:
            lines.append(write_link(file))
    return "<ul>\n" + "\n".join(f"<li>{line}</li>" for line in lines) + "\n</ul>"
