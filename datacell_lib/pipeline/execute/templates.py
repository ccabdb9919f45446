"""Reads a notebook template: checks the parameters given to it, sets its title and words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import nbformat
import papermill

from datacell_lib.config import show_path
from datacell_lib.files.nouns import Noun
from datacell_lib.presentation.plain_text import escape_markdown
from datacell_lib.schema import ParameterError, RunError
from datacell_lib.wording import ask_whether_meant, quote_names, write_day

PARAMETERS_TAG = "parameters"
TITLE_TAG = "title"
# what nbformat raises for JSON that is something else
NO_NOTEBOOK = (nbformat.ValidationError, ValueError, TypeError, KeyError, AttributeError)
DISTRICT_TAG = "report-district"
AS_OF_TAG = "as-of"
REPORTS_DAY = "the report's day"


def read_template(template: Path) -> nbformat.NotebookNode:
    """Read a notebook file.

    Parameters
    ----------
    template : Path
        A Jupyter notebook.

    Returns
    -------
    nbformat.NotebookNode
        The notebook, in nbformat's fourth major version.

    Raises
    ------
    RunError
        When there is no such file, or it is no notebook.
    """
    called = show_path(template)
    try:
        return nbformat.reads(template.read_text("utf-8"), as_version=4)
    except OSError as error:
        raise RunError(f"The notebook {called} could not be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise RunError(
            f"{called} is not UTF-8: {error}. Open it in JupyterLab and save it again, which "
            "writes UTF-8."
        ) from error
    except nbformat.reader.NotJSONError as error:
        raise RunError(f"{called} is not a notebook: it does not hold JSON.") from error
    except NO_NOTEBOOK as error:
        raise RunError(f"{called} is not a notebook, though it holds JSON: {error}.") from error


def check_parameters(template: Path, parameters: Mapping[str, Any]) -> None:
    """Check that a notebook is given exactly the parameters it declares.

    Parameters
    ----------
    template : Path
        The notebook, with a cell tagged ``parameters``.
    parameters : mapping of str to Any
        What it is to be given.

    Raises
    ------
    ParameterError
        When it has no such cell, when a name given is unknown to it, or when one that it declares
        is not given. A run never relies on a default: those are for reading the notebook by itself.
    RunError
        When the notebook cannot be read.
    """
    notebook = read_template(template)
    if _find_tagged(notebook, PARAMETERS_TAG) is None:
        raise ParameterError(
            f"{show_path(template)} has no cell tagged '{PARAMETERS_TAG}', so it cannot be given "
            f"{', '.join(parameters) or 'any parameter'}. Tag the cell that sets its defaults."
        )
    try:
        allowed = list(papermill.inspect_notebook(notebook))
    except ValueError as error:
        raise ParameterError(
            f"The parameters of {show_path(template)} cannot be read: {error} "
            "Save it from JupyterLab with the Python 3 kernel chosen."
        ) from error
    _refuse_unknown(template, parameters, allowed=allowed)
    missing = [name for name in allowed if name not in parameters]
    if missing:
        raise ParameterError(
            f"{show_path(template)} was not given its parameter {quote_names(missing)}; "
            f"found {quote_names(parameters) or 'none'}. "
            f"Give a value for each of {quote_names(allowed)}."
        )


def set_title(notebook: nbformat.NotebookNode, title: str, *, template: Path) -> None:
    """Replace, in place, the text of the Markdown cell tagged ``title``.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        A notebook just read, changed in place.
    title : str
        The page's title: plain text.
    template : Path
        Where it was read from, for the error.

    Raises
    ------
    RunError
        When no Markdown cell is tagged ``title``.

    Notes
    -----
    A heading printed by code would break the page's structure in the book, so the title must be a
    real Markdown cell.
    """
    cell = _find_tagged(notebook, TITLE_TAG)
    if cell is None or cell.cell_type != "markdown":
        raise RunError(
            f"{show_path(template)} has no Markdown cell tagged '{TITLE_TAG}' to carry the title "
            f"'{title}'. Tag the cell that holds its first heading."
        )
    cell.source = f"# {escape_markdown(title)}"


def set_noun(notebook: nbformat.NotebookNode, noun: Noun) -> None:
    """Call districts, in place, what an area calls them, where Markdown speaks of its own.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        A notebook just read, changed in place: its Markdown cells tagged ``report-district``.
    noun : Noun
        What the area's report districts are called.
    """
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and DISTRICT_TAG in cell.metadata.get("tags", []):
            cell.source = noun.rewrite(cell.source, escape=escape_markdown)


def set_day(notebook: nbformat.NotebookNode, day: date) -> None:
    """Name, in place, the day that a report looks at, where Markdown speaks of it.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        A notebook just read, changed in place: its Markdown cells tagged ``as-of``.
    day : date
        The report's day.
    """
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and AS_OF_TAG in cell.metadata.get("tags", []):
            cell.source = cell.source.replace(REPORTS_DAY, write_day(day))


def _refuse_unknown(template: Path, parameters: Mapping[str, Any], *, allowed: list[str]) -> None:
    for name in parameters:
        if name not in allowed:
            meant = ask_whether_meant(name, allowed)
            raise ParameterError(
                f"{show_path(template)} has no parameter '{name}'.{meant} "
                f"Allowed: {quote_names(allowed) or 'none'}."
            )


def _find_tagged(notebook: nbformat.NotebookNode, tag: str) -> nbformat.NotebookNode | None:
    tagged = [cell for cell in notebook.cells if tag in cell.metadata.get("tags", [])]
    return tagged[0] if tagged else None


def describe_place(cells: Sequence[nbformat.NotebookNode]) -> str:
    """Describe where the last of some cells stands, as whoever scrolls to it sees it.

    Parameters
    ----------
    cells : sequence of NotebookNode
        A notebook's first cells.

    Returns
    -------
    str
        The last heading among them, in brackets after a space; nothing where there is none.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_markdown_cell
    >>> describe_place([new_markdown_cell("## Who comes first?\\n\\nText."), new_code_cell("1")])
    " (below 'Who comes first?')"
    """
    lines = [
        line for cell in cells if cell.cell_type == "markdown" for line in cell.source.splitlines()
    ]
    headings = [line.lstrip("#").strip() for line in lines if line.startswith("#")]
    return f" (below {headings[-1]!r})" if headings else ""
