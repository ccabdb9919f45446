"""The runner's side of the warm process: starts it, asks it for kernels, closes it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence

from datacell_lib.pipeline.execute.warm import MESSAGE_BYTES, LaunchRequest
from datacell_lib.schema import RunError

INLINE_BACKEND = "module://matplotlib_inline.backend_inline"
CLOSE_SECONDS = 1.0
_WARM_MODULE = "datacell_lib.pipeline.execute.warm"

# Read by Python or by a library when it starts, so that a fork cannot take another value.
_FIXED_AT_START = ("PYTHON", "LD_", "LC_", "LANG", "MPL", "MATPLOTLIBRC")
_FIXED_AT_START_SUFFIX = "_NUM_THREADS"


class ForkedKernel:
    """A forked kernel, with the part of :class:`subprocess.Popen` that a provisioner uses.

    It is not this process's child, so its exit code comes over a socket from the warm process.
    A kernel whose warm process has died counts as killed, as it will have been.

    Parameters
    ----------
    pid : int
        Process id, also that of its process group.
    connection : socket.socket
        Where the warm process reports its exit code.
    """

    stdin = stdout = stderr = None

    def __init__(self, *, pid: int, connection: socket.socket) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._connection = connection
        connection.setblocking(False)

    def poll(self) -> int | None:
        """Return the exit code, negative for a signal, or None while the kernel runs."""
        if self.returncode is None:
            with contextlib.suppress(BlockingIOError):  # nothing said yet: it runs
                self._finish(_receive(self._connection))
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the kernel to end and return its exit code.

        Raises
        ------
        subprocess.TimeoutExpired
            When it still runs after ``timeout`` seconds.
        """
        if self.returncode is None:
            self._connection.settimeout(timeout)
            try:
                self._finish(_receive(self._connection))
            except TimeoutError:
                self._connection.setblocking(False)
                raise subprocess.TimeoutExpired("a forked kernel", timeout or 0.0) from None
        return self.returncode

    def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel and the processes it started, unless it has ended."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):  # it ended since it was asked
                os.killpg(self.pid, signum)

    def kill(self) -> None:
        """Kill the kernel and the processes it started."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)

    def _finish(self, message: str) -> None:
        self.returncode = int(message.removeprefix("exit ")) if message else -signal.SIGKILL
        self._connection.close()


class WarmProcess:
    """One warm process, owned by the process that made this object.

    Parameters
    ----------
    modules : sequence of str
        What it imports before it forks the first kernel. It starts at once and imports meanwhile.

    Raises
    ------
    OSError
        When it cannot be started at all.
    """

    def __init__(self, modules: Sequence[str]) -> None:
        self.environment = {**os.environ, "MPLBACKEND": INLINE_BACKEND}
        self.environment.pop("JPY_PARENT_PID", None)
        self._channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            channel = str(theirs.fileno())
            self._process = subprocess.Popen(
                [sys.executable, "-m", _WARM_MODULE, "--channel", channel, *modules],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        self.pid = self._process.pid
        self.owner = os.getpid()

    def is_usable(self) -> bool:
        """Return whether it runs and belongs to this process."""
        return self.owner == os.getpid() and self._process.poll() is None

    def can_fork(self, environment: Mapping[str, str]) -> bool:
        """Return whether a kernel with this environment can be had by forking.

        Variables that Python or a library reads only when it starts must be those with which the
        warm process was started; otherwise the kernel would not see its own.
        """
        wanted = {"MPLBACKEND": INLINE_BACKEND, **environment}
        names = [
            name
            for name in wanted.keys() | self.environment.keys()
            if name.startswith(_FIXED_AT_START) or name.endswith(_FIXED_AT_START_SUFFIX)
        ]
        return all(wanted.get(name) == self.environment.get(name) for name in names)

    async def fork_kernel(self, request: LaunchRequest) -> ForkedKernel:
        """Have a kernel forked, once the imports are done.

        Parameters
        ----------
        request : LaunchRequest
            What the kernel is to be started with.

        Returns
        -------
        ForkedKernel
            The kernel's process, leader of a session of its own.

        Raises
        ------
        RunError
            When the warm process has died or the fork failed.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with contextlib.ExitStack() as on_failure:
            on_failure.enter_context(ours)
            with theirs:
                answer = await self._ask(request, ours=ours, theirs=theirs)
            word, _, value = answer.partition(" ")
            if word != "pid":
                raise RunError(self._explain(answer))
            on_failure.pop_all()
        return ForkedKernel(pid=int(value), connection=ours)

    def close(self) -> None:
        """End the warm process and every kernel forked from it; harmless when done twice."""
        self._channel.close()
        if self.owner != os.getpid():
            self._process.returncode = -signal.SIGKILL  # the owner's child: not ours to wait for
            return
        try:
            self._process.wait(timeout=CLOSE_SECONDS)
        except subprocess.TimeoutExpired:  # still importing: it has no kernels yet
            self._process.kill()
            self._process.wait()

    async def _ask(
        self, request: LaunchRequest, *, ours: socket.socket, theirs: socket.socket
    ) -> str:
        """Return the warm process's answer, empty when it died instead of answering."""
        ours.setblocking(False)
        with open(os.memfd_create("launch-request"), "wb") as file:
            file.write(request.to_json())
            file.flush()
            try:
                socket.send_fds(self._channel, [b"fork"], [file.fileno(), theirs.fileno()])
                theirs.close()  # so that only the warm process's end keeps the line open
                answer = await asyncio.get_running_loop().sock_recv(ours, MESSAGE_BYTES)
            except ConnectionError:
                return ""
        return answer.decode()

    def _explain(self, answer: str) -> str:
        code = self._process.poll()
        found = answer or (f"it ended with exit code {code}" if code is not None else "no answer")
        return (
            "A kernel could not be forked from the warm process: "
            f"{found}. Its own message, if any, is above. "
            "Set the environment variable DATACELL_FORK=0 to run on ordinary kernels."
        )


def _receive(connection: socket.socket) -> str:
    """Return the next message, or an empty string when there will be none."""
    try:
        return connection.recv(MESSAGE_BYTES).decode()
    except ConnectionError:
        return ""
