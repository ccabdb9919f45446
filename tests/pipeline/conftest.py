"""Tiny notebooks, kernels forked or ordinary, and one warm process for all of a session's tests."""

from __future__ import annotations

import time

import nbformat
import psutil
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from datacell_lib.pipeline.execute.kernels import close_warm_process

METADATA = {
    "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
    "language_info": {"name": "python"},
}


@pytest.fixture(scope="session", autouse=True)
def _no_warm_process_left():
    yield
    close_warm_process()


@pytest.fixture(params=["forked", "ordinary"])
def kernels(request, monkeypatch):
    """Kernels of either kind."""
    monkeypatch.setenv("DATACELL_FORK", "1" if request.param == "forked" else "0")
    return request.param


@pytest.fixture
def forked_kernels(monkeypatch):
    """Kernels forked from the warm process."""
    monkeypatch.setenv("DATACELL_FORK", "1")


@pytest.fixture
def make_template(tmp_path):
    """Return a function that writes a notebook with a title, a parameter ``n`` and code cells."""

    def make(*sources, parameters="n = 0", name="template.ipynb", title=True):
        cells = [new_markdown_cell("# A template", metadata={"tags": ["title"]})] if title else []
        if parameters is not None:
            cells.append(new_code_cell(parameters, metadata={"tags": ["parameters"]}))
        cells += [new_code_cell(source) for source in sources]
        path = tmp_path / name
        nbformat.write(new_notebook(cells=cells, metadata=METADATA), path)
        return path

    return make


@pytest.fixture
def wait_until_gone():
    """Return a function that waits for processes to end and tells how many seconds it took."""

    def wait(pids, *, limit=10.0):
        started = time.monotonic()
        while any(_runs(pid) for pid in pids):
            assert time.monotonic() - started < limit, f"still running: {list(filter(_runs, pids))}"
            time.sleep(0.02)
        return time.monotonic() - started

    return wait


def _runs(pid):
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
