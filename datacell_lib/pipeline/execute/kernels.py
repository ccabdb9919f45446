"""Kernels for the notebooks: forked from one warm process where possible, ordinary elsewhere."""

from __future__ import annotations

import atexit
import contextlib
import os
import sys
import threading
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

from datacell_lib.config import ROOT
from datacell_lib.pipeline.execute.forked import WarmProcess
from datacell_lib.pipeline.execute.warm import LaunchRequest
from datacell_lib.schema import RunError

FORK_VARIABLE = "DATACELL_FORK"
PROVISIONER_NAME = "datacell-warm"
ORDINARY_PROVISIONER_NAME = "local-provisioner"
LAUNCHER = "ipykernel_launcher"

# What the notebooks import, and what a kernel and its first figure need.
STACK = (
    "pandas",
    "pyarrow.parquet",
    "geopandas",
    "pyogrio",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "seaborn",
    "statsmodels.api",
    "scipy.stats",
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.displayhook",
)
_ROOMS_OF_THE_RUNNER = ("pipeline",)

_lock = threading.Lock()
_warm_process: WarmProcess | None = None


class WarmKernelProvisioner(LocalProvisioner):
    """A Jupyter kernel provisioner that forks Python kernels from this process's warm process.

    Registered as the entry point ``datacell-warm`` of ``jupyter_client.kernel_provisioners``.
    Ports, connection files and signals are :class:`LocalProvisioner`'s. A kernel is an ordinary one
    where forking is off, where it is not this interpreter's ipykernel, and where its environment
    differs in a variable that Python reads only when it starts.

    Notes
    -----
    ``pgid`` stays None for a forked kernel: signals go through the process object, which reaches
    the whole group but never a process id that has been given to somebody else.
    """

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start a kernel and return its connection information.

        Parameters
        ----------
        cmd : list of str
            The kernel's command line.
        **kwargs
            What jupyter_client asks :class:`subprocess.Popen` for, ``env`` and ``cwd`` among them.

        Returns
        -------
        KernelConnectionInfo
            Ports and key.

        Raises
        ------
        RunError
            When the working directory does not exist or the warm process has failed.
        """
        environment = dict(kwargs.get("env") or os.environ)
        if not forking_is_on() or cmd[:3] != [sys.executable, "-m", LAUNCHER]:
            return await super().launch_kernel(cmd, **kwargs)
        warm_process = get_warm_process()
        if not warm_process.can_fork(environment):
            return await super().launch_kernel(cmd, **kwargs)
        directory = Path(kwargs.get("cwd") or Path.cwd()).absolute()
        if not directory.is_dir():
            raise RunError(
                f"A kernel was to be started in the folder {directory}, which does not exist. "
                "Create it, or give another working directory."
            )
        environment["JPY_PARENT_PID"] = str(warm_process.pid)
        request = LaunchRequest(
            arguments=[find_spec(LAUNCHER).origin, *cmd[3:]],
            environment=environment,
            directory=str(directory),
        )
        self.process = await warm_process.fork_kernel(request)
        self.pid = self.process.pid
        self.pgid = None
        self.cwd = str(directory)
        return self.connection_info


def forking_is_on() -> bool:
    """Return whether kernels are forked: on Linux, unless DATACELL_FORK is 0."""
    return sys.platform == "linux" and os.environ.get(FORK_VARIABLE, "1") != "0"


def describe_kernels() -> str:
    """Say in one sentence what kernels the notebooks run on, and why.

    Returns
    -------
    str
        For the command line and the log.
    """
    if forking_is_on():
        return "Notebooks run in kernels forked from one process that has the libraries imported."
    if sys.platform == "linux":
        return f"Notebooks run in ordinary kernels, because {FORK_VARIABLE}=0 turns forking off."
    return "Notebooks run in ordinary kernels, because only Linux can fork one that is ready."


def list_warm_modules() -> tuple[str, ...]:
    """List what a warm process imports: the analysis stack, then the library's own modules.

    Returns
    -------
    tuple of str
        Dotted names. The pipeline's are left out: notebooks do not import them.
    """
    library = ROOT / "datacell_lib"
    parts = [
        path.relative_to(library.parent).with_suffix("").parts for path in library.rglob("*.py")
    ]
    own = [
        ".".join(part for part in names if part != "__init__")
        for names in sorted(parts)
        if names[1] not in _ROOMS_OF_THE_RUNNER
    ]
    return (*STACK, *own)


def get_warm_process() -> WarmProcess:
    """Return this process's warm process, started when there is none that can be used."""
    global _warm_process
    with _lock:
        if _warm_process is None or not _warm_process.is_usable():
            if _warm_process is not None:
                _warm_process.close()
            _warm_process = WarmProcess(list_warm_modules())
        return _warm_process


def close_warm_process() -> None:
    """End this process's warm process and all its kernels, if there is one."""
    global _warm_process
    with _lock:
        if _warm_process is not None:
            _warm_process.close()
            _warm_process = None


def select_provisioner() -> None:
    """Make jupyter_client start kernels by :class:`WarmKernelProvisioner`, unless forking is off.

    Notes
    -----
    The provisioner's name is set on jupyter_client's factory itself, which reads
    ``JUPYTER_DEFAULT_PROVISIONER_NAME`` only once, when it is made; and the environment is left
    alone, being every thread's and every child's.
    """
    factory = KernelProvisionerFactory.instance()
    if not forking_is_on():
        factory.default_provisioner_name = os.environ.get(
            factory.default_provisioner_name_env, ORDINARY_PROVISIONER_NAME
        )
        return
    value = f"{WarmKernelProvisioner.__module__}:{WarmKernelProvisioner.__name__}"
    entry_point = EntryPoint(PROVISIONER_NAME, value, factory.GROUP_NAME)
    factory.provisioners.setdefault(PROVISIONER_NAME, entry_point)
    factory.default_provisioner_name = PROVISIONER_NAME


@contextlib.contextmanager
def warm_kernels() -> Iterator[None]:
    """Start the warm process early, and end it and its kernels when the block ends.

    Examples
    --------
    >>> with warm_kernels():  # doctest: +SKIP
    ...     execute_notebooks(jobs)
    """
    if forking_is_on():
        get_warm_process()
    try:
        yield
    finally:
        close_warm_process()


def _let_go_in_child() -> None:
    """Close, in a process forked by the runner, its copy of the line to the warm process."""
    global _lock
    _lock = threading.Lock()
    close_warm_process()


atexit.register(close_warm_process)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go_in_child)
