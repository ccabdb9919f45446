"""The programs of the project's environment, run without activating it: JupyterLab, papermill."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from datacell_lib.config import ROOT, RUN_VARIABLE
from datacell_lib.pipeline.book.contents import NOTEBOOKS, list_area_notebooks
from datacell_lib.schema import DISTRICT_CODE, DISTRICT_NAME, ParameterError
from datacell_lib.wording import ask_whether_meant

if TYPE_CHECKING:  # whoever runs papermill need not wait for maps
    from datacell_lib.desk import Report

Run = Callable[..., int]


def find_program(name: str) -> str:
    """Find a program of the environment.

    Parameters
    ----------
    name : str
        Such as "papermill"; "python" is the environment's own.

    Returns
    -------
    str
        Its path.

    Raises
    ------
    ParameterError
        If the environment has none of that name.
    """
    if name in ("python", "python3"):
        return sys.executable
    folder = Path(sysconfig.get_path("scripts"))
    found = shutil.which(name, path=str(folder)) if Path(name).name == name else None
    if found is None:
        known = sorted({path.stem if os.name == "nt" else path.name for path in folder.iterdir()})
        raise ParameterError(
            f"the environment has no program {name!r}.{ask_whether_meant(name, known)} Add the "
            "package that brings it to requirements.in, or give the name of one that is there, "
            "such as papermill or python."
        )
    return found


def plan_program(name: str, *, debug: bool = False) -> list[str]:
    """Plan how a program of the environment is called.

    Parameters
    ----------
    name : str
        Its name.
    debug : bool
        Whether papermill shows the traceback of a cell that failed.

    Returns
    -------
    list of str
        Its path; for papermill the module that tells a failing cell in a paragraph.

    Raises
    ------
    ParameterError
        As `find_program`.
    """
    path = find_program(name)
    if name == "papermill" and not debug:
        return [sys.executable, "-m", "datacell_lib.pipeline.papermill_line"]
    return [path]


def run_program(
    command: Sequence[str], *, environment: Mapping[str, str] | None = None, run: Run | None = None
) -> int:
    """Run a program to its end; what is typed, Ctrl-C too, is for the program.

    Parameters
    ----------
    command : sequence of str
        The program's path and its arguments.
    environment : mapping of str to str, optional
        Variables set for it.
    run : callable, optional
        Runs it, as `subprocess.call` does.

    Returns
    -------
    int
        Its exit code.
    """
    before = signal.signal(signal.SIGINT, lambda number, frame: None)
    try:
        return (run or subprocess.call)(list(command), env={**os.environ, **(environment or {})})
    finally:
        signal.signal(signal.SIGINT, before)


def plan_lab(report: Report, *, options: Sequence[str]) -> list[str]:
    """Plan the command line by which JupyterLab opens the templates for an area.

    Parameters
    ----------
    report : Report
        The area's.
    options : sequence of str
        What else JupyterLab is told.

    Returns
    -------
    list of str
        This environment's Python and its arguments: the project is the root folder, the first
        page is open, and every template shows the area and its first report district.
    """
    from datacell_lib.pipeline.lab_contents import AreaContents

    places = report.linked.districts.sort_values(DISTRICT_NAME)
    parameters = {"area": report.area.name, "district": str(places[DISTRICT_CODE].iloc[0])}
    contents = f"{AreaContents.__module__}.{AreaContents.__name__}"
    return [
        *(sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={ROOT}"),
        f"--ServerApp.contents_manager_class={contents}",
        *(f"--{AreaContents.__name__}.parameters={key}={text}" for key, text in parameters.items()),
        f"--LabApp.default_url=/lab/tree/{NOTEBOOKS}/{list_area_notebooks()[0]}.ipynb",
        *options,
    ]


def open_lab(report: Report, *, options: Sequence[str] = (), run: Run | None = None) -> int:
    """Open JupyterLab on the templates, with this environment's kernel, for an area.

    Parameters
    ----------
    report : Report
        The area's.
    options : sequence of str
        What else JupyterLab is told.
    run : callable, optional
        As in `run_program`.

    Returns
    -------
    int
        Its exit code, when it is closed.

    Notes
    -----
    A kernel of the same name that its user has installed elsewhere would come first; here the
    environment's own does. A notebook opened by hand belongs to no run.
    """
    environment = {"JUPYTER_PREFER_ENV_PATH": "1", RUN_VARIABLE: ""}
    return run_program(plan_lab(report, options=options), environment=environment, run=run)
