"""The warm process: imports the analysis stack once, then forks a kernel for each request.

Run by :mod:`datacell_lib.pipeline.execute.forked` as
``python -m datacell_lib.pipeline.execute.warm --channel N MODULE ...``, where ``N`` is an
inherited socket. It imports and waits; it never computes, so that no library holds locks or worker
threads of its own when a kernel is forked. Linux only.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import gc
import importlib
import json
import os
import random
import select
import signal
import socket
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

OWNER_CHECK_SECONDS = 1.0
MESSAGE_BYTES = 1024
REQUEST_DESCRIPTORS = 2
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class LaunchRequest:
    """What one kernel is to be started with.

    Parameters
    ----------
    arguments : list of str
        The kernel's ``sys.argv``: the launcher's name, then what ipykernel reads.
    environment : dict of str to str
        The kernel's whole environment.
    directory : str
        Its working directory.

    Examples
    --------
    >>> request = LaunchRequest(["ipykernel_launcher", "-f", "k.json"], {"LANG": "C"}, "/")
    >>> LaunchRequest.from_json(request.to_json()) == request
    True
    """

    arguments: list[str]
    environment: dict[str, str]
    directory: str

    def to_json(self) -> bytes:
        """Return the request as it is sent."""
        return json.dumps(asdict(self)).encode("ascii")

    @classmethod
    def from_json(cls, text: bytes) -> LaunchRequest:
        """Return the request that :meth:`to_json` wrote."""
        return cls(**json.loads(text))


class KernelForker:
    """Waits for launch requests, forks, and reports how each kernel ended.

    A request is one message on the channel, carrying two descriptors: a file holding a
    :class:`LaunchRequest`, and that kernel's own socket, on which the child says its process id
    when it is set up and the warm process says its exit code when it has ended.

    Parameters
    ----------
    channel : socket.socket
        Sequenced-packet socket whose other end is held by the owner alone.
    """

    def __init__(self, channel: socket.socket) -> None:
        self._channel = channel
        self._owner = os.getppid()
        self._kernels: dict[int, socket.socket] = {}
        self._bell, self._bell_button = socket.socketpair()
        self._bell.setblocking(False)
        self._bell_button.setblocking(False)

    def serve(self) -> LaunchRequest | None:
        """Serve until the owner has gone.

        Returns
        -------
        LaunchRequest or None
            In a forked child, the request that it is to run; in the warm process itself, None,
            once the owner has gone and every kernel has been killed.
        """
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        signal.set_wakeup_fd(self._bell_button.fileno(), warn_on_full_buffer=False)
        while os.getppid() == self._owner:
            ready, _, _ = select.select([self._channel, self._bell], [], [], OWNER_CHECK_SECONDS)
            if self._bell in ready:
                self._bell.recv(MESSAGE_BYTES)
                self._report_ended()
            if self._channel in ready:
                message, descriptors, _, _ = socket.recv_fds(
                    self._channel, MESSAGE_BYTES, REQUEST_DESCRIPTORS
                )
                if not message:
                    break
                request = self._fork(*descriptors)
                if request is not None:
                    return request
        self._kill_all()
        return None

    def _fork(self, request_file: int, connection_number: int) -> LaunchRequest | None:
        with open(request_file, "rb") as file:
            file.seek(0)
            request = LaunchRequest.from_json(file.read())
        connection = socket.socket(fileno=connection_number)
        try:
            pid = os.fork()
        except OSError as error:
            with contextlib.suppress(ConnectionError):  # the asker has gone: nobody to tell
                connection.send(f"error {error}".encode())
            connection.close()
            return None
        if pid == 0:
            self._leave(connection)
            return request
        self._kernels[pid] = connection
        return None

    def _leave(self, connection: socket.socket) -> None:
        """Become, in a forked child, a process of its own, and say so."""
        warm_process = os.getppid()
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.setsid()
        _die_with_parent(warm_process)
        for held in (self._channel, self._bell, self._bell_button, *self._kernels.values()):
            held.close()
        with contextlib.suppress(ConnectionError):  # the asker has gone: nobody to tell
            connection.send(f"pid {os.getpid()}".encode())
        connection.close()

    def _report_ended(self) -> None:
        for pid in list(self._kernels):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                with self._kernels.pop(pid) as connection, contextlib.suppress(ConnectionError):
                    connection.send(f"exit {os.waitstatus_to_exitcode(status)}".encode())

    def _kill_all(self) -> None:
        for pid in self._kernels:
            try:
                os.killpg(pid, signal.SIGKILL)
            except ProcessLookupError:  # forked a moment ago: not yet leader of its own group
                os.kill(pid, signal.SIGKILL)
        for pid in self._kernels:
            os.waitpid(pid, 0)


def _die_with_parent(parent: int) -> None:
    """Ask the operating system to kill this process when its parent dies."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    if os.getppid() != parent:  # it died before it could be watched
        os.kill(os.getpid(), signal.SIGKILL)


def import_modules(names: Sequence[str]) -> list[str]:
    """Import modules by name, passing over those that cannot be imported here.

    A module passed over costs speed, not correctness: a notebook that needs it imports it itself
    and shows the error where the reader will look for it.

    Parameters
    ----------
    names : sequence of str
        Dotted module names.

    Returns
    -------
    list of str
        The names that could not be imported.

    Examples
    --------
    >>> import_modules(["json", "no_such_module"])
    ['no_such_module']
    """
    missing = []
    for name in names:
        try:
            importlib.import_module(name)
        except ImportError:
            missing.append(name)
    return missing


def run_kernel(request: LaunchRequest) -> None:
    """Run an ipykernel in this forked process until it is shut down.

    Parameters
    ----------
    request : LaunchRequest
        Its arguments, environment and working directory.
    """
    import numpy
    from ipykernel.kernelapp import IPKernelApp

    os.environ.clear()
    os.environ.update(request.environment)
    time.tzset()
    os.chdir(request.directory)
    random.seed()
    numpy.random.seed()  # noqa: NPY002 - the legacy state is copied by a fork, so must be renewed
    sys.argv = list(request.arguments)
    _forget_inline_backend()
    IPKernelApp.launch_instance(parent_handle=os.getppid())


def _forget_inline_backend() -> None:
    """Have matplotlib's inline backend imported afresh, should a library have imported it.

    On import it connects itself to the kernel's shell; without a shell it connects to nothing, and
    figures would silently not be drawn.
    """
    for name in [name for name in sys.modules if name.partition(".")[0] == "matplotlib_inline"]:
        del sys.modules[name]


def main() -> None:
    """Import the modules named on the command line, then serve launch requests."""
    parser = argparse.ArgumentParser(description="Fork Jupyter kernels from a warm process.")
    parser.add_argument("--channel", type=int, required=True, help="an inherited socket")
    parser.add_argument("modules", nargs="*", help="modules to import before the first request")
    options = parser.parse_args()
    if sys.path[0] in ("", str(Path.cwd())):  # as ipykernel's launcher does
        del sys.path[0]
    channel = socket.socket(fileno=options.channel)
    channel.set_inheritable(False)
    forker = KernelForker(channel)
    import_modules(options.modules)
    gc.freeze()  # keeps the imported pages shared: a child's collector leaves them alone
    request = forker.serve()
    if request is not None:
        run_kernel(request)


if __name__ == "__main__":
    # A kernel's __main__ is its notebook: the code that runs it must belong to a module that stays.
    importlib.import_module("datacell_lib.pipeline.execute.warm").main()
