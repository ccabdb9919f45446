"""The outputs that notebooks are committed with: text and tables of the sample county."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import nbformat

from datacell_lib.config import ROOT
from datacell_lib.governance.ledger import RUN_VARIABLE
from datacell_lib.pipeline.execute.jobs import NotebookJob
from datacell_lib.pipeline.execute.kernels import warm_kernels
from datacell_lib.pipeline.execute.runner import execute_notebook
from datacell_lib.schema import RunError

IGNORED = "nbval-ignore-output"


def store_notebook_outputs(folder: Path = ROOT / "notebooks") -> Iterator[Path]:
    """Execute each notebook with its defaults and store what nbval is to compare.

    Parameters
    ----------
    folder : Path
        Where the notebooks are.

    Yields
    ------
    Path
        Each notebook that was stored: text and tables with their outputs, cells tagged
        `nbval-ignore-output` without, every code cell numbered.

    Raises
    ------
    RunError
        If a notebook fails; it is left as it was.
    """
    with tempfile.TemporaryDirectory() as scratch, warm_kernels():
        for path in sorted(folder.glob("*.ipynb")):
            template = nbformat.read(path, as_version=4)
            job = NotebookJob(
                template=path,
                output=Path(scratch, path.name),
                failed=Path(scratch, f"failed-{path.name}"),
                environment={RUN_VARIABLE: str(Path(scratch, "ledger"))},
                directory=folder,
            )
            result = execute_notebook(job)
            if not result.succeeded:
                raise RunError(result.describe())
            _copy_outputs(nbformat.read(job.output, as_version=4), template)
            nbformat.write(template, path)
            yield path


def _copy_outputs(executed: nbformat.NotebookNode, template: nbformat.NotebookNode) -> None:
    outputs = {cell.id: cell for cell in executed.cells if cell.cell_type == "code"}
    code = [cell for cell in template.cells if cell.cell_type == "code"]
    for number, cell in enumerate(code, start=1):
        ignored = IGNORED in cell.metadata.get("tags", [])
        cell.execution_count = number
        cell.outputs = [] if ignored else outputs[cell.id].outputs
        for output in cell.outputs:
            output.metadata = nbformat.from_dict({})
            if output.output_type == "execute_result":
                output.execution_count = number
