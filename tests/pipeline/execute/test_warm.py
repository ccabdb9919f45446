import json
import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from datacell_lib.pipeline.execute.kernels import STACK
from datacell_lib.pipeline.execute.warm import LaunchRequest, import_modules

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")

# A runner that starts two kernels, says who its processes are, and hangs in the middle of its work.
RUNNER = """
import json, sys, time
from jupyter_client import KernelManager
from datacell_lib.pipeline.execute import kernels
kernels.STACK = ("numpy", "ipykernel.kernelapp")
kernels.list_warm_modules = lambda: kernels.STACK
kernels.select_provisioner()
managers = [KernelManager(kernel_name="python3") for _ in range(2)]
for manager in managers:
    manager.start_kernel()
client = managers[0].client()
client.start_channels()
client.wait_for_ready(timeout=60)
client.execute("import subprocess; subprocess.run(['sleep', '60'])")
print(json.dumps([kernels.get_warm_process().pid] + [m.provisioner.pid for m in managers]))
sys.stdout.flush()
time.sleep(60)
"""

IMPORTS = """
import json, sys, threading
from datacell_lib.pipeline.execute.warm import import_modules
missing = import_modules(sys.argv[1:])
import matplotlib, zmq
print(json.dumps({
    "missing": missing,
    "threads": threading.active_count(),
    "context": zmq.Context._instance is not None,
    "backend": matplotlib.rcParams._get("backend"),
    "inline backend imported": "matplotlib_inline.backend_inline" in sys.modules,
}))
"""


@pytest.fixture
def runner():
    """A runner in a process of its own, and its warm process and kernels."""
    process = subprocess.Popen([sys.executable, "-c", RUNNER], stdout=subprocess.PIPE, text=True)
    with process:
        yield process, json.loads(process.stdout.readline())
        process.kill()


def _wait_for_child(pid):
    """Return the process that a kernel's cell has started, once it has."""
    deadline = time.monotonic() + 10
    while not (children := psutil.Process(pid).children()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return children[0].pid


class TestLaunchRequest:
    def test_what_is_sent_is_what_is_received(self):
        request = LaunchRequest(["a", "b c"], {"NAME": "Llŷn\n\udce9"}, "/tmp/ü")
        assert LaunchRequest.from_json(request.to_json()) == request


class TestImportModules:
    def test_a_module_that_is_not_there_is_passed_over_and_named(self):
        assert import_modules(["json", "no_such_module", "json.no_such_module"]) == [
            "no_such_module",
            "json.no_such_module",
        ]

    def test_importing_the_stack_starts_no_thread_or_context_that_a_fork_would_break(self):
        backend = "module://matplotlib_inline.backend_inline"
        done = subprocess.run(
            [sys.executable, "-c", IMPORTS, *STACK],
            env={**os.environ, "MPLBACKEND": backend},
            capture_output=True,
            text=True,
            check=True,
        )
        assert json.loads(done.stdout) == {
            "missing": [],
            "threads": 1,
            "context": False,
            "backend": backend,
            "inline backend imported": False,
        }


class TestKernelForker:
    def test_when_the_runner_is_killed_nothing_of_it_stays(self, runner, wait_until_gone):
        process, (warm_process, *kernels) = runner
        pids = [warm_process, *kernels, _wait_for_child(kernels[0])]
        process.kill()
        process.wait()
        wait_until_gone(pids)

    def test_when_the_warm_process_is_killed_its_kernels_die(self, runner, wait_until_gone):
        _, (warm_process, *kernels) = runner
        os.kill(warm_process, signal.SIGKILL)
        wait_until_gone(kernels)

    def test_a_kernel_that_is_killed_leaves_its_siblings_alone(self, runner, wait_until_gone):
        _, (warm_process, first, second) = runner
        os.kill(first, signal.SIGKILL)
        wait_until_gone([first])
        os.kill(second, 0)
        os.kill(warm_process, 0)
