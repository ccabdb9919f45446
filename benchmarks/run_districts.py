"""How much faster the runner executes an area's district notebooks than plain papermill does.

    python benchmarks/run_districts.py [AREA] [--workers N]

Three ways, in one run: the runner on its warm kernels; plain papermill on ordinary kernels with as
many workers, over the same linked tables; plain papermill in a loop as a user would write it, where
each notebook links its tables itself. Every output of the three is compared, images included.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import papermill

from datacell_lib.config import ROOT, load_area
from datacell_lib.governance.provenance import RUN_VARIABLE, using_ledger
from datacell_lib.intake.linkage import link_area
from datacell_lib.intake.linked_tables import FOLDER, save_linked
from datacell_lib.pipeline.jobs import NotebookJob
from datacell_lib.pipeline.kernels import select_provisioner, warm_kernels
from datacell_lib.pipeline.report import DISTRICT, plan_notebooks
from datacell_lib.pipeline.runner import execute_notebooks
from datacell_lib.pipeline.workspace import Workspace


def main() -> None:
    """Measure, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("area", nargs="?", default="essex")
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        jobs = prepare(chosen.area, workspace)
        ways: dict[str, tuple[float, list[nbformat.NotebookNode]]] = {}
        for name, run in (
            ("runner, warm kernels", lambda jobs: run_warm(jobs, chosen.workers)),
            ("plain papermill", lambda jobs: run_plain(jobs, chosen.workers)),
            ("plain papermill in a user's loop", run_loop),
        ):
            ways[name] = measure(run, jobs)
            print(f"{name}: {ways[name][0]:.1f} s, {ways[name][0] / len(jobs):.2f} s each")
    (warm, outputs), (plain, others), (loop, last) = ways.values()
    same = all(
        list_outputs(a) == list_outputs(b) == list_outputs(c)
        for a, b, c in zip(outputs, others, last, strict=True)
    )
    images = sum("image/png" in data for nb in outputs for data in list_outputs(nb))
    print(f"{len(jobs)} notebooks, {chosen.workers} workers, {images} images")
    print(f"{plain / warm:.1f} times as fast with equal workers, {loop / warm:.1f} times the loop")
    print(f"every output equal: {'yes' if same else 'NO'}")
    raise SystemExit(0 if same else 1)


def prepare(area_name: str, workspace: Workspace) -> list[NotebookJob]:
    """Link the area once and plan its district notebooks."""
    area = load_area(area_name)
    workspace.ledger.mkdir(parents=True)
    with using_ledger(workspace.ledger):
        linked = link_area(area)
        save_linked(linked, folder=workspace.ledger / FOLDER)
    jobs = plan_notebooks(linked, area=area, districts=(), workspace=workspace)
    return [job for job in jobs if job.template.stem == DISTRICT]


def measure(
    run: Callable[[list[NotebookJob]], None], jobs: list[NotebookJob]
) -> tuple[float, list[nbformat.NotebookNode]]:
    """Time one way and read what it made."""
    for job in jobs:
        job.output.unlink(missing_ok=True)
    began = time.perf_counter()
    run(jobs)
    seconds = time.perf_counter() - began
    return seconds, [nbformat.read(job.output, as_version=4) for job in jobs]


def run_warm(jobs: list[NotebookJob], workers: int) -> None:
    """Execute through the runner, the start of its warm process included."""
    with warm_kernels():
        failed = [r for r in execute_notebooks(jobs, workers=workers) if not r.succeeded]
    if failed:
        raise SystemExit("\n".join(result.describe() for result in failed))


def run_plain(jobs: list[NotebookJob], workers: int) -> None:
    """Execute with papermill alone."""
    os.environ[RUN_VARIABLE] = jobs[0].environment[RUN_VARIABLE]
    os.environ["DATACELL_FORK"] = "0"
    select_provisioner()
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(execute_plainly, jobs))
    del os.environ[RUN_VARIABLE], os.environ["DATACELL_FORK"]


def run_loop(jobs: list[NotebookJob]) -> None:
    """Execute with papermill alone, one after the other, without a run's linked tables."""
    os.environ["DATACELL_FORK"] = "0"
    select_provisioner()
    for job in jobs:
        execute_plainly(job)
    del os.environ["DATACELL_FORK"]


def execute_plainly(job: NotebookJob) -> None:
    """Execute one notebook as papermill's own command would."""
    papermill.execute_notebook(
        str(job.template),
        str(job.output),
        parameters=dict(job.parameters),
        progress_bar=False,
        cwd=str(ROOT),
    )


def list_outputs(notebook: nbformat.NotebookNode) -> list[dict[str, str]]:
    """List the contents of all outputs, in order."""
    return [
        dict(output.data)
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
    ]


if __name__ == "__main__":
    main()
