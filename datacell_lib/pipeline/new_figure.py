"""Adding a worked cell to a notebook: a released table, then a chart of it."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell

from datacell_lib.config import ROOT, show_path
from datacell_lib.names import check_name
from datacell_lib.pipeline.book.contents import NOTEBOOKS
from datacell_lib.pipeline.execute.templates import read_template
from datacell_lib.pipeline.stored_outputs import IGNORED
from datacell_lib.presentation.plain_text import escape_markdown
from datacell_lib.schema import ParameterError
from datacell_lib.whole_files import write_changed
from datacell_lib.wording import ask_whether_meant, make_slug

PRESENTATION = re.compile(r"^from datacell_lib\.presentation import (.+)$", re.MULTILINE)
LONGEST_ID = 59  # of 64 characters, and -text
OPENED = "report = open_report("
ONE_DISTRICT = "report.here"  # what a notebook of one report district shows
DISTRICTS = 'report.residents.groupby("district_name", as_index=False)["population"].sum()'
NEIGHBOURHOODS = 'report.here[["neighbourhood", "population"]]'
# true of any table that is put in place of the worked one: the chart names what it shows
TEXT = """## {name}

Each bar is as long as the number at its end, which is of what the axis names. The longest comes \
first; there are ten at most."""
CODE = """\
# An example that runs. Put a table of your own in place of `table`, its column in place of
# "population", and in `measure` what that counts. Functions of datacell_lib.analysis make tables,
# and report.neighbourhoods, report.cases and others hold them.
table = {table}
released = report.release(table.nlargest(10, "population"), name="{slug}")
charts.bar(released, title={title}, measure="Residents")"""


def add_figure(name: str, *, notebook: str, folder: Path = ROOT / NOTEBOOKS) -> Path:
    """Add a heading and a worked cell with a chart to the end of a notebook.

    Parameters
    ----------
    name : str
        The heading, which is the chart's title, too.
    notebook : str
        Which notebook, without its ending.
    folder : Path
        Where the notebooks are.

    Returns
    -------
    Path
        The notebook, which runs as before and shows one chart more.

    Raises
    ------
    ParameterError
        If there is no such notebook, it has such a figure already or opens no report, or the name
        holds more than plain words.
    RunError
        If it can't be read.
    """
    try:
        check_name(name)
    except ValueError as error:
        raise ParameterError(f"the figure's name {error}. Call it by a few plain words.") from error
    known = sorted(path.stem for path in folder.glob("*.ipynb"))
    if notebook not in known:
        raise ParameterError(
            f"there is no notebook {notebook!r}; there are {', '.join(known)}."
            f"{ask_whether_meant(notebook, known)}"
        )
    path = folder / f"{notebook}.ipynb"
    template = read_template(path)
    slug = make_slug(name) or "figure"
    cell_id = f"{notebook}-{slug}"[:LONGEST_ID]
    if cell_id in {cell.get("id") for cell in template.cells}:
        raise ParameterError(
            f"{show_path(path)} has a figure {name!r} already. Choose another name, or change "
            "that one."
        )
    one = any(ONE_DISTRICT in cell.source for cell in template.cells)
    table = NEIGHBOURHOODS if one else DISTRICTS
    _import_charts(template, path)
    template.cells += [
        new_markdown_cell(TEXT.format(name=escape_markdown(name)), id=f"{cell_id}-text"),
        new_code_cell(
            CODE.format(slug=slug, title=repr(name), table=table),
            id=cell_id,
            metadata={"tags": [IGNORED]},
        ),
    ]
    cells = [cell for cell in template.cells if cell.cell_type == "code"]
    for number, cell in enumerate(cells, start=1):
        cell.execution_count = number
    write_changed(path, (nbformat.writes(template) + "\n").encode())
    return path


def _import_charts(template: nbformat.NotebookNode, path: Path) -> None:
    """Let the notebook's set-up import the charts, if it doesn't yet."""
    for cell in template.cells:
        if cell.cell_type != "code" or OPENED not in cell.source:
            continue
        found = PRESENTATION.search(cell.source)
        if found is None:
            line = "from datacell_lib.presentation import charts"
            cell.source = f"{line}\n{cell.source}"
        else:
            names = sorted({"charts", *found[1].split(", ")})
            line = f"from datacell_lib.presentation import {', '.join(names)}"
            cell.source = cell.source.replace(found[0], line)
        return
    raise ParameterError(
        f"{show_path(path)} opens no report, so there is nothing to draw. Begin it with "
        'report = open_report("sample").'
    )
