"""How much faster the runner executes an area's district notebooks than plain papermill does.

    python benchmarks/run_districts.py [AREA] [--workers N] [--alone]

Three ways, in one run, over the same prepared tables: the runner on its warm kernels; plain
papermill on ordinary kernels with as many workers; plain papermill in a loop. With --alone also the
loop of a user who has prepared nothing, so that each notebook links the tables and judges how sure
the ranks are by itself, which takes many minutes. Every output is compared, images included.
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

from datacell_lib.config import ROOT
from datacell_lib.governance.ledger import RUN_VARIABLE, using_ledger
from datacell_lib.pipeline.execute.jobs import NotebookJob
from datacell_lib.pipeline.execute.kernels import select_provisioner, warm_kernels
from datacell_lib.pipeline.execute.runner import execute_notebooks
from datacell_lib.pipeline.prepare import prepare_tables
from datacell_lib.pipeline.report import DISTRICT, plan_notebooks
from datacell_lib.pipeline.workspace import Workspace

WARM = "the runner on warm kernels"
PLAIN = "plain papermill with equal workers"
LOOP = "plain papermill in a loop"
ALONE = "the same loop with nothing prepared"


def main() -> None:
    """Measure, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("area", nargs="?", default="essex")
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    parser.add_argument("--alone", action="store_true", help="also a loop over nothing prepared")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        jobs = prepare(chosen.area, workspace)
        ways: dict[str, tuple[float, list[nbformat.NotebookNode]]] = {}
        runs = {
            WARM: lambda jobs: run_warm(jobs, chosen.workers),
            PLAIN: lambda jobs: run_plain(jobs, chosen.workers),
            LOOP: lambda jobs: run_plain(jobs, 1),
        }
        if chosen.alone:
            runs[ALONE] = run_alone
        for name, run in runs.items():
            ways[name] = measure(run, jobs)
            print(f"{name}: {ways[name][0]:.1f} s, {ways[name][0] / len(jobs):.2f} s each")
    warm, outputs = ways[WARM]
    shown = [[list_outputs(notebook) for notebook in made] for _, made in ways.values()]
    same = all(other == shown[0] for other in shown)
    images = sum("image/png" in data for nb in outputs for data in list_outputs(nb))
    print(f"{len(jobs)} notebooks, {chosen.workers} workers, {images} images")
    for name, (seconds, _) in list(ways.items())[1:]:
        print(f"{seconds / warm:.1f} times as fast as {name}")
    print(f"every output equal: {'yes' if same else 'NO'}")
    raise SystemExit(0 if same else 1)


def prepare(area_name: str, workspace: Workspace) -> list[NotebookJob]:
    """Prepare the area's tables once and plan its district notebooks."""
    workspace.ledger.mkdir(parents=True)
    with using_ledger(workspace.ledger):
        report = prepare_tables(area_name)
    jobs = plan_notebooks(report.linked, area=report.area, districts=(), workspace=workspace)
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


def run_alone(jobs: list[NotebookJob]) -> None:
    """Execute with papermill alone, one after the other, without a run's prepared tables."""
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
