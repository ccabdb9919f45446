import asyncio
import os
import signal
import socket
import subprocess
import sys

import pytest

from datacell_lib.pipeline.execute.forked import ForkedKernel, WarmProcess
from datacell_lib.pipeline.execute.warm import LaunchRequest
from datacell_lib.schema import RunError

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")


@pytest.fixture
def line():
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours, theirs:
        yield ours, theirs


@pytest.fixture
def bare_warm_process():
    """A warm process that imports nothing, and so is quickly there."""
    process = WarmProcess([])
    yield process
    process.close()


class TestForkedKernel:
    def test_a_kernel_runs_until_its_exit_code_comes(self, line):
        ours, theirs = line
        kernel = ForkedKernel(pid=1, connection=ours)
        assert kernel.poll() is None
        theirs.send(b"exit 3")
        assert kernel.poll() == 3
        assert kernel.poll() == kernel.wait() == 3

    def test_a_kernel_whose_warm_process_has_died_counts_as_killed(self, line):
        ours, theirs = line
        theirs.close()
        assert ForkedKernel(pid=1, connection=ours).poll() == -signal.SIGKILL

    def test_waiting_longer_than_the_limit_raises_and_the_kernel_can_be_polled_on(self, line):
        ours, theirs = line
        kernel = ForkedKernel(pid=1, connection=ours)
        with pytest.raises(subprocess.TimeoutExpired):
            kernel.wait(timeout=0.01)
        assert kernel.poll() is None
        theirs.send(b"exit 0")
        assert kernel.wait(timeout=1.0) == 0

    def test_a_kernel_that_has_ended_is_sent_no_signal(self, line, monkeypatch):
        ours, theirs = line
        sent = []
        monkeypatch.setattr(os, "killpg", lambda pid, signum: sent.append((pid, signum)))
        kernel = ForkedKernel(pid=12345, connection=ours)
        kernel.terminate()
        theirs.send(b"exit 0")
        kernel.kill()
        assert sent == [(12345, signal.SIGTERM)]


class TestWarmProcess:
    def test_closing_ends_it_and_may_be_done_twice(self, bare_warm_process, wait_until_gone):
        assert bare_warm_process.is_usable()
        bare_warm_process.close()
        bare_warm_process.close()
        wait_until_gone([bare_warm_process.pid], limit=1.0)
        assert not bare_warm_process.is_usable()

    def test_a_kernel_asked_of_a_dead_warm_process_is_an_error_that_says_what_to_do(
        self, bare_warm_process, wait_until_gone
    ):
        os.kill(bare_warm_process.pid, signal.SIGKILL)
        wait_until_gone([bare_warm_process.pid])
        request = LaunchRequest([], {}, "/")
        with pytest.raises(RunError, match=r"exit code -9.*DATACELL_FORK=0"):
            asyncio.run(bare_warm_process.fork_kernel(request))

    @pytest.mark.parametrize(
        ("change", "possible"),
        [
            ({}, True),
            ({"DATACELL_RUN": "x"}, True),
            ({"TZ": "Asia/Tokyo"}, True),
            ({"PYTHONHASHSEED": "7"}, False),
            ({"OMP_NUM_THREADS": "1"}, False),
            ({"MPLBACKEND": "Agg"}, False),
        ],
    )
    def test_it_forks_only_for_variables_that_can_still_change(
        self, bare_warm_process, monkeypatch, change, possible
    ):
        inherited = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
        assert bare_warm_process.can_fork({**inherited, **change}) is possible

    def test_a_variable_taken_away_counts_as_changed(self, monkeypatch):
        monkeypatch.setenv("PYTHONHASHSEED", "7")
        process = WarmProcess([])
        without = {name: value for name, value in os.environ.items() if name != "PYTHONHASHSEED"}
        assert process.can_fork(os.environ)
        assert not process.can_fork(without)
        process.close()
