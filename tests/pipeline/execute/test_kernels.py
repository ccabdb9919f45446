import importlib.metadata
import os
import signal
import subprocess
import sys
import time

import psutil
import pytest
from jupyter_client import KernelManager
from jupyter_client.provisioning import KernelProvisionerFactory

from datacell_lib.pipeline.execute import kernels
from datacell_lib.pipeline.execute.kernels import (
    WarmKernelProvisioner,
    describe_kernels,
    get_warm_process,
    list_warm_modules,
    select_provisioner,
    warm_kernels,
)
from datacell_lib.schema import RunError

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")


@pytest.fixture
def start_kernel(forked_kernels):
    """Return a function that starts a kernel through jupyter_client and connects to it."""
    started = []

    def start(*, environment=None, directory=None):
        select_provisioner()
        manager = KernelManager(kernel_name="python3", transport_encryption="auto")
        manager.start_kernel(
            env={**_environment(), **(environment or {})},
            **({"cwd": directory} if directory else {}),
        )
        client = manager.client()
        started.append((manager, client))
        client.start_channels()
        client.wait_for_ready(timeout=60)
        return manager, client

    yield start
    for manager, client in started:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        manager.cleanup_resources()


@pytest.fixture
def quick_warm_process(forked_kernels, monkeypatch):
    """Set this session's warm process aside; those of the test import nothing."""
    monkeypatch.setattr(kernels, "_warm_process", None)
    monkeypatch.setattr(kernels, "list_warm_modules", tuple)
    yield
    kernels.close_warm_process()


def _environment():
    return {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}


def _evaluate(client, expression):
    """Return the text of an expression's value in the kernel, or the name of its exception."""
    message = client.execute("", user_expressions={"value": expression}, reply=True, timeout=30)
    value = message["content"]["user_expressions"]["value"]
    return value["data"]["text/plain"] if value["status"] == "ok" else value["ename"]


@linux_only
class TestWarmKernelProvisioner:
    def test_it_is_registered_for_jupyter_under_its_name(self):
        (found,) = importlib.metadata.entry_points(
            group="jupyter_client.kernel_provisioners", name="datacell-warm"
        )
        assert found.load() is WarmKernelProvisioner

    def test_a_kernel_is_a_session_of_its_own_forked_from_the_warm_process(self, start_kernel):
        manager, client = start_kernel()
        assert isinstance(manager.provisioner, WarmKernelProvisioner)
        assert _evaluate(client, "__import__('os').getppid()") == str(get_warm_process().pid)
        pid = int(_evaluate(client, "__import__('os').getpid()"))
        assert pid == manager.provisioner.pid == os.getsid(pid) == os.getpgid(pid)
        assert pid != get_warm_process().pid

    def test_a_kernel_has_the_environment_and_folder_it_was_launched_with(
        self, start_kernel, tmp_path
    ):
        _, client = start_kernel(environment={"DATACELL_RUN": "seven"}, directory=str(tmp_path))
        assert _evaluate(client, "__import__('os').environ['DATACELL_RUN']") == "'seven'"
        assert _evaluate(client, "__import__('os').getcwd()") == repr(str(tmp_path))
        assert _evaluate(client, "__import__('os').readlink('/proc/self/fd/0')") == "'/dev/null'"
        _, other = start_kernel()
        assert _evaluate(other, "__import__('os').environ.get('DATACELL_RUN')") == "None"
        assert _evaluate(other, "__import__('os').getcwd()") == repr(os.getcwd())

    def test_a_time_zone_given_at_launch_is_in_force(self, start_kernel):
        _, client = start_kernel(environment={"TZ": "Asia/Tokyo"})
        assert _evaluate(client, "__import__('time').localtime(0).tm_hour") == "9"

    def test_a_restarted_kernel_is_another_process_that_remembers_nothing(
        self, start_kernel, wait_until_gone
    ):
        manager, client = start_kernel()
        client.execute("remembered = 1", reply=True, timeout=30)
        before = manager.provisioner.pid
        manager.restart_kernel(now=True)
        client.wait_for_ready(timeout=60)
        assert manager.provisioner.pid != before
        assert _evaluate(client, "remembered") == "NameError"
        wait_until_gone([before])

    def test_an_interrupted_cell_stops_and_the_kernel_goes_on(self, start_kernel):
        manager, client = start_kernel()
        asked = client.execute("print('begun'); __import__('time').sleep(60)")
        while client.get_iopub_msg(timeout=30)["msg_type"] != "stream":
            pass
        manager.interrupt_kernel()
        reply = client.get_shell_msg(timeout=10)
        while reply["msg_type"] == "kernel_info_reply":  # asked for while the kernel was starting
            reply = client.get_shell_msg(timeout=10)
        assert reply["parent_header"]["msg_id"] == asked
        assert reply["content"]["ename"] == "KeyboardInterrupt"
        assert _evaluate(client, "1 + 1") == "2"

    def test_a_killed_kernel_is_noticed(self, start_kernel):
        manager, _ = start_kernel()
        assert manager.is_alive()
        os.kill(manager.provisioner.pid, signal.SIGKILL)
        killed = time.monotonic()
        while manager.is_alive():
            assert time.monotonic() - killed < 10
            time.sleep(0.001)
        assert manager.provisioner.process.returncode == -signal.SIGKILL

    def test_a_kernel_that_is_shut_down_is_gone_with_what_it_started(
        self, start_kernel, wait_until_gone
    ):
        manager, client = start_kernel()
        client.execute(
            "child = __import__('subprocess').Popen(['sleep', '60'])", reply=True, timeout=30
        )
        pids = [manager.provisioner.pid, int(_evaluate(client, "child.pid"))]
        manager.shutdown_kernel(now=True)
        assert not manager.has_kernel
        wait_until_gone(pids)

    def test_a_variable_that_python_reads_at_its_start_gets_an_ordinary_kernel(self, start_kernel):
        manager, client = start_kernel(environment={"PYTHONHASHSEED": "7"})
        assert isinstance(manager.provisioner.process, subprocess.Popen)
        assert _evaluate(client, "__import__('os').getppid()") == str(os.getpid())
        expected = subprocess.run(
            [sys.executable, "-c", "print(hash('Tendring'))"],
            env={**os.environ, "PYTHONHASHSEED": "7"},
            capture_output=True,
            text=True,
            check=True,
        )
        assert _evaluate(client, "hash('Tendring')") == expected.stdout.strip()

    @pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
    def test_a_folder_that_does_not_exist_is_refused_by_name(self, start_kernel, tmp_path):
        with pytest.raises(RunError, match=r"nowhere, which does not exist"):
            start_kernel(directory=str(tmp_path / "nowhere"))

    def test_linear_algebra_works_after_the_fork(self, start_kernel):
        # OpenBLAS and Arrow keep pools of threads, which a fork does not copy.
        # (J J).sum() = n^3 for J, the n by n matrix of ones: 400^3 = 64,000,000.
        _, client = start_kernel()
        ones = "__import__('numpy').ones((400, 400))"
        assert _evaluate(client, f"int(({ones} @ {ones}).sum())") == "64000000"
        table = "__import__('pyarrow').table({'a': ['x', 'y', 'x']})"
        assert _evaluate(client, f"{table}.group_by('a').aggregate([]).num_rows") == "2"


class TestSelectProvisioner:
    @pytest.fixture(autouse=True)
    def factory_of_its_own(self):
        """Let no later test of this process start kernels as these tests choose."""
        KernelProvisionerFactory.clear_instance()
        yield
        KernelProvisionerFactory.clear_instance()

    def test_with_forking_on_jupyter_starts_warm_kernels(self, forked_kernels, monkeypatch):
        factory = KernelProvisionerFactory.instance()
        monkeypatch.setattr(sys, "platform", "linux")
        select_provisioner()
        assert factory.default_provisioner_name == "datacell-warm"

    def test_with_forking_off_jupyter_does_as_it_would_by_itself(self, monkeypatch):
        monkeypatch.setenv("DATACELL_FORK", "0")
        factory = KernelProvisionerFactory.instance()
        select_provisioner()
        assert factory.default_provisioner_name == "local-provisioner"
        monkeypatch.setenv("JUPYTER_DEFAULT_PROVISIONER_NAME", "somebody-elses")
        select_provisioner()
        assert factory.default_provisioner_name == "somebody-elses"


class TestDescribeKernels:
    @pytest.mark.parametrize(
        ("platform", "fork", "says"),
        [
            ("linux", "1", "forked from one process"),
            ("linux", "0", "ordinary kernels, because DATACELL_FORK=0"),
            ("darwin", "1", "ordinary kernels, because only Linux"),
            ("win32", "0", "ordinary kernels, because only Linux"),
        ],
    )
    def test_it_says_which_kernels_and_why(self, monkeypatch, platform, fork, says):
        monkeypatch.setattr(sys, "platform", platform)
        monkeypatch.setenv("DATACELL_FORK", fork)
        assert says in describe_kernels()


class TestListWarmModules:
    def test_it_has_the_stack_and_the_rooms_that_notebooks_use_but_not_the_pipeline(self):
        modules = list_warm_modules()
        assert {"geopandas", "datacell_lib", "datacell_lib.schema"} <= set(modules)
        assert "datacell_lib.analysis" in modules
        assert not [name for name in modules if name.startswith("datacell_lib.pipeline")]


@linux_only
class TestGetWarmProcess:
    def test_there_is_one_and_a_dead_one_is_replaced(self, quick_warm_process, wait_until_gone):
        first = get_warm_process()
        assert get_warm_process() is first
        os.kill(first.pid, signal.SIGKILL)
        wait_until_gone([first.pid])
        second = get_warm_process()
        assert second is not first
        assert second.is_usable()

    def test_a_process_forked_by_the_runner_does_not_share_it(self, quick_warm_process):
        first = get_warm_process()
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.write(writer, b"none" if kernels._warm_process is None else b"shared")
            os._exit(0)
        os.waitpid(child, 0)
        os.close(writer)
        with open(reader, "rb") as answer:
            assert answer.read() == b"none"
        assert first.is_usable()


@linux_only
class TestWarmKernels:
    def test_the_warm_process_ends_with_the_block(self, quick_warm_process, wait_until_gone):
        with warm_kernels():
            pid = get_warm_process().pid
            assert psutil.pid_exists(pid)
        wait_until_gone([pid])

    def test_with_forking_off_none_is_started(self, quick_warm_process, monkeypatch):
        monkeypatch.setenv("DATACELL_FORK", "0")
        with warm_kernels():
            assert kernels._warm_process is None
