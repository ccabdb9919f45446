"""The front door: makes the virtual environment, then hands over to the `datacell` command.

    python datacell.py report        the embedded sample county's report
    python datacell.py test          every test

Needs nothing but Python 3.11 or later; everything else goes into `.venv`, which the first command
makes in some minutes. `book/methods/running-the-report.md` lists every command, as does
`python datacell.py --help` once `.venv` is there.
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
STOPPED = 130
# names of files need not be text in any encoding
TEXT = {"encoding": "utf-8", "errors": "surrogateescape"}


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
    if ENVIRONMENT.is_symlink():
        print(
            f"{ENVIRONMENT.name} is a link to {ENVIRONMENT.resolve()}, and to install into it "
            "would empty another project's environment. Remove the link and run the same command "
            "again.",
            file=sys.stderr,
        )
        return 1
    if arguments in ([], ["-h"], ["--help"]) and not ENVIRONMENT.exists():
        print(__doc__)
        return 0
    try:
        with locked(LOCK):
            prepare(RUN_REQUIREMENTS)
            if arguments[:1] == ["test"]:
                prepare(TEST_REQUIREMENTS)
    except KeyboardInterrupt:
        print("\nStopped. Run the same command again: it starts afresh.", file=sys.stderr)
        return STOPPED
    except OSError as error:
        print(
            f"\nThe environment could not be made: {error.filename or ENVIRONMENT} can't be read "
            f"or written ({error.strerror}). Is the folder yours, is there room on the disk? Mend "
            "that, or copy the project to a folder of your own, and run the same command again.",
            file=sys.stderr,
        )
        return 1
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
    """Install a requirements file unless a whole installation of just it is there.

    A stamp is written last, so that an installation which was interrupted has none and is made
    again from nothing. It lists every file, so that one which was half deleted is, too.
    """
    stamp = ENVIRONMENT / f"{requirements}.installed"
    wanted = fingerprint(requirements)
    fault = find_fault(stamp, wanted)
    if fault is None:
        return
    print(
        f"{fault}Installing {requirements} into {ENVIRONMENT.name}; this takes a few minutes, "
        "and is done once.",
        file=sys.stderr,
        flush=True,
    )
    again = ["--force-reinstall", "--no-deps"] if stamp.is_file() else []
    if requirements == RUN_REQUIREMENTS:
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
        again = []
    stamp.unlink(missing_ok=True)
    install(*again, "--require-hashes", "--requirement", str(ROOT / requirements))
    if requirements == RUN_REQUIREMENTS:
        # pip refuses an editable project together with hashes: a second step, without the network
        install("--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    unfinished = stamp.with_suffix(".unfinished")
    listed = "".join(f"{name}\n" for name in sorted(list_files()))
    unfinished.write_text(wanted + listed, **TEXT)
    os.replace(unfinished, stamp)


def find_fault(stamp: Path, wanted: str) -> str | None:
    """Say what keeps an installation from being used: nothing, or a sentence, perhaps empty."""
    if not stamp.is_file():
        return ""
    first, *listed = stamp.read_text(**TEXT).removesuffix("\n").split("\n")
    if f"{first}\n" != wanted:
        return ""
    missing = sorted(set(listed) - list_files())
    if missing:
        return (
            f"{len(missing):,} of {len(listed):,} files in {ENVIRONMENT.name} are gone, such as "
            f"{missing[0]}. "
        )
    # links to a Python that is no longer on this computer
    return None if COMMAND.is_file() and PYTHON.is_file() else f"{PYTHON} does not work. "


def list_files() -> set[str]:
    """List the files of the environment, without what Python writes as it runs."""
    found = set()
    for folder, inside, names in os.walk(ENVIRONMENT):
        inside[:] = [name for name in inside if name != "__pycache__"]
        relative = Path(folder).relative_to(ENVIRONMENT).as_posix()
        found |= {f"{relative}/{name}" for name in names if ".installed" not in name}
    return found


def install(*arguments: str) -> None:
    """Run pip inside the environment; it prints what went wrong, and nothing else."""
    quiet = ["--quiet", "--quiet", "--disable-pip-version-check", "--no-input"]
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
    try:
        file = path.open("a+")
    except OSError:  # nothing can be written here, so nobody installs anything either
        yield
        return
    with file:
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
        with subprocess.Popen(command) as child:
            while True:
                with contextlib.suppress(KeyboardInterrupt):  # it is for the command
                    return child.wait()
    sys.stdout.flush()
    os.execv(command[0], command)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
