"""The front door: makes the virtual environment, then hands over to the `datacell` command.

    python datacell.py report        the embedded sample county's report
    python datacell.py test          every test

Needs nothing but Python 3.11 or later; everything else goes into `.venv`. Any other command of
`datacell` works the same way: `python datacell.py --help` lists them.
"""

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
SCRIPTS = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
ENDING = ".exe" if os.name == "nt" else ""
PYTHON = SCRIPTS / f"python{ENDING}"
COMMAND = SCRIPTS / f"datacell{ENDING}"
LOCK = ROOT / ".datacell-install.lock"
RUN_REQUIREMENTS = "requirements.txt"
TEST_REQUIREMENTS = "requirements-test.txt"
WAIT_SECONDS = 1800


def main(arguments: list[str]) -> int:
    """Make the environment ready and hand over."""
    if sys.version_info < OLDEST:
        wanted = ".".join(map(str, OLDEST))
        print(
            f"Python {wanted} or later is needed; this is {sys.version.split()[0]}. Install it "
            "and run this again with it.",
            file=sys.stderr,
        )
        return 1
    try:
        with locked(LOCK):
            prepare(RUN_REQUIREMENTS)
            if arguments[:1] == ["test"]:
                prepare(TEST_REQUIREMENTS)
    except subprocess.CalledProcessError as error:
        print(
            f"\nThe environment could not be made: {' '.join(map(str, error.cmd[:6]))} … ended "
            f"with code {error.returncode}. What it printed above says why; is the network "
            "there? Run the same command again: it starts afresh.",
            file=sys.stderr,
        )
        return 1
    return hand_over([str(COMMAND), *arguments])


def prepare(requirements: str) -> None:
    """Install a requirements file unless a finished installation of just it is there.

    A stamp is written last, so that an installation which was interrupted has none and is made
    again from nothing.
    """
    stamp = ENVIRONMENT / f"{requirements}.installed"
    wanted = fingerprint(requirements)
    if COMMAND.is_file() and stamp.is_file() and stamp.read_text() == wanted:
        return
    print(
        f"Installing {requirements} into {ENVIRONMENT.name}; the first time takes a few minutes.",
        file=sys.stderr,
        flush=True,
    )
    if requirements == RUN_REQUIREMENTS:
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
    stamp.unlink(missing_ok=True)
    install("--require-hashes", "--requirement", str(ROOT / requirements))
    if requirements == RUN_REQUIREMENTS:
        # pip refuses an editable project together with hashes: a second step, without the network
        install("--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    unfinished = stamp.with_suffix(".unfinished")
    unfinished.write_text(wanted)
    os.replace(unfinished, stamp)


def install(*arguments: str) -> None:
    """Run pip inside the environment."""
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
    subprocess.run([PYTHON, "-m", "pip", "install", *quiet, *arguments], check=True)


def fingerprint(requirements: str) -> str:
    """Describe what an installation depends on: the files, this Python, and where it lies."""
    digest = hashlib.sha256()
    for name in (requirements, "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    return f"{digest.hexdigest()} {sys.version_info[:3]} {ROOT}\n"


@contextlib.contextmanager
def locked(path: Path):
    """Let one installation in at a time; the lock goes with its process."""
    with path.open("a+") as file:
        deadline = time.monotonic() + WAIT_SECONDS
        while not try_lock(file.fileno()):
            if time.monotonic() > deadline:
                raise SystemExit(
                    f"Another installation has held {path.name} for half an hour. "
                    "Stop it and run this again."
                )
            time.sleep(0.5)
        yield


def try_lock(descriptor: int) -> bool:
    """Take the lock if nobody holds it."""
    try:
        if os.name == "nt":
            import msvcrt

            os.lseek(descriptor, 0, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def hand_over(command: list[str]) -> int:
    """Become the `datacell` command, or run it where a process can't become another."""
    if os.name == "nt":
        return subprocess.run(command, check=False).returncode
    sys.stdout.flush()
    os.execv(command[0], command)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
