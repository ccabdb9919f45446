"""JupyterLab's files: a template is opened with an area's parameters, and saved with its own."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import nbformat
from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager
from traitlets import Dict

from datacell_lib.config import ROOT
from datacell_lib.pipeline.book.contents import NOTEBOOKS
from datacell_lib.pipeline.execute.templates import PARAMETERS_TAG

SETTING = r"(?m)^{name}\b[^=\n]*=[^=].*$"


class AreaContents(AsyncLargeFileManager):
    """Opens the templates of the project with the parameters of one area.

    What a notebook is opened with is not saved: its own defaults, by which it is tested, stay.
    Any other notebook is opened and saved as it is.
    """

    parameters = Dict(help="What the templates are opened with.").tag(config=True)

    async def get(self, path: str, content: bool = True, **options: Any) -> dict[str, Any]:
        """Read a file; a template's cell of parameters then sets the area's.

        Parameters
        ----------
        path : str
            Where it is, from the project's folder.
        content : bool
            Whether to read what it holds.
        **options
            As Jupyter asks for it.

        Returns
        -------
        dict
            Jupyter's model of it.
        """
        model = await super().get(path, content=content, **options)
        if content and model["type"] == "notebook" and _is_template(path):
            replace_settings(model["content"], self._write_settings())
        return model

    async def save(self, model: dict[str, Any], path: str = "") -> dict[str, Any]:
        """Save a file; a template's cell of parameters sets its own defaults again.

        Parameters
        ----------
        model : dict
            Jupyter's model of it.
        path : str
            Where it is, from the project's folder.

        Returns
        -------
        dict
            Jupyter's model of it, without its content.
        """
        if model.get("type") == "notebook" and _is_template(path):
            defaults = find_settings(nbformat.read(ROOT / path, as_version=4), self.parameters)
            replace_settings(model["content"], defaults)
        return await super().save(model, path)

    def _write_settings(self) -> dict[str, str]:
        return {name: f"{name} = {json.dumps(value)}" for name, value in self.parameters.items()}


def _is_template(path: str) -> bool:
    folder, _, name = path.strip("/").rpartition("/")
    return folder == NOTEBOOKS and name.endswith(".ipynb") and (ROOT / folder / name).is_file()


def find_settings(notebook: Mapping[str, Any], names: Mapping[str, Any]) -> dict[str, str]:
    """Find the lines by which a notebook sets parameters.

    Parameters
    ----------
    notebook : mapping
        A notebook.
    names : mapping or sequence of str
        The parameters' names.

    Returns
    -------
    dict of str to str
        The line of each that its cell of parameters sets.
    """
    found = {}
    for cell in _list_parameter_cells(notebook):
        for name in names:
            if line := re.search(SETTING.format(name=re.escape(name)), cell["source"]):
                found[name] = line.group()
    return found


def replace_settings(notebook: Mapping[str, Any], lines: Mapping[str, str]) -> None:
    """Replace, in place, the lines by which a notebook sets parameters.

    Parameters
    ----------
    notebook : mapping
        A notebook.
    lines : mapping of str to str
        For each parameter, the line that sets it; one that the notebook does not set is left out.
    """
    for cell in _list_parameter_cells(notebook):
        for name, line in lines.items():
            pattern = SETTING.format(name=re.escape(name))
            cell["source"] = re.sub(pattern, lambda _, line=line: line, cell["source"])


def _list_parameter_cells(notebook: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        cell
        for cell in notebook["cells"]
        if PARAMETERS_TAG in cell.get("metadata", {}).get("tags", [])
    ]
