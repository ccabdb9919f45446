"""Where things are, and what there is of each: folders, editions, a mirror."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

from datacell_lib.schema import ConfigError

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
AREAS = DATA / "areas"
CATALOGUE = DATA / "catalogue"
INDICES = DATA / "indices"
POLICIES = DATA / "governance" / "policies"
ACTIONS = DATA / "governance" / "actions"
PURPOSES = "data/governance/purposes.yml"
SAMPLE = DATA / "sample"
CACHE = DATA / "cache"
BUILD = ROOT / "_build"
RESULTS = BUILD / ".cache"  # results that runs share
RUN_FACTS = "run.json"  # what a book says of its run, beside its sources
RUN_VARIABLE = "DATACELL_RUN"  # names the folder of the run that a process belongs to
INPUTS = "inputs"  # in a run's folder: its own copy of what is written by hand
EDITION = "edition"  # in a run's folder: who its report is for
PARTIES = "parties.json"  # beside it: those by name, where it isn't everyone
MIRROR_VARIABLE = "DATACELL_MIRROR"
AROUND = " \t\r\n\"'"


class Written(StrEnum):
    """What is written by hand and read by name: a folder each, with its place in the project."""

    AREAS = "data/areas"
    CATALOGUE = "data/catalogue"
    INDICES = "data/indices"
    POLICIES = "data/governance/policies"
    ACTIONS = "data/governance/actions"


class Edition(StrEnum):
    """Who a report is for: everyone, or those alone whom agreements on partner data name."""

    OPEN = "open"
    PARTNER = "partner"


def show_path(path: Path) -> str:
    """Name a path as its reader knows it: relative to the project where it lies inside.

    What a run has copied goes by the name of what it was copied from: that is what to mend.

    Examples
    --------
    >>> show_path(ROOT / "data" / "areas" / "sample.yml")
    'data/areas/sample.yml'
    """
    inputs = find_inputs()
    for folder in (ROOT,) if inputs is None else (inputs, ROOT):
        if path.is_relative_to(folder):
            return path.relative_to(folder).as_posix()
    return str(path)


def note_edition(edition: Edition, *, run: Path) -> None:
    """Note in a run's folder who its report is for: every process of the run finds it there.

    Parameters
    ----------
    edition : Edition
        Who it is for.
    run : Path
        The run's folder, which its processes know by DATACELL_RUN.
    """
    (run / EDITION).write_text(edition.value, encoding="utf-8")


def find_edition() -> Edition:
    """Find who the report is for that this process works on: the one place that says so.

    Returns
    -------
    Edition
        What the run noted at its start. Where there is no run (JupyterLab, nbval, a command that
        makes no report) or nothing is noted, the open edition, which shows least.

    Examples
    --------
    >>> find_edition().value
    'open'
    """
    noted = _read_note(EDITION)
    return Edition.OPEN if noted is None else Edition(noted)


def note_parties(parties: tuple[str, ...], *, run: Path) -> None:
    """Note in a run's folder whom its report is for by name, where it isn't for everyone.

    Parameters
    ----------
    parties : tuple of str
        Whom the agreements behind its partner data name.
    run : Path
        The run's folder.
    """
    (run / PARTIES).write_text(json.dumps(parties, ensure_ascii=False), encoding="utf-8")


def find_parties() -> tuple[str, ...]:
    """Find whom the report is for by name that this process works on.

    Returns
    -------
    tuple of str
        What the run noted; nobody where it is for everyone, or where there is no run.

    Examples
    --------
    >>> find_parties()
    ()
    """
    noted = _read_note(PARTIES)
    return () if noted is None else tuple(json.loads(noted))


def _read_note(name: str) -> str | None:
    """Read what this process's run noted under a name, if there is a run and it did."""
    named = os.environ.get(RUN_VARIABLE)
    noted = Path(named, name) if named else None
    return noted.read_text(encoding="utf-8") if noted is not None and noted.is_file() else None


def find_results() -> Path:
    """Find where results are that runs share: another edition's are never among them.

    Returns
    -------
    Path
        A folder of the project; of a partner edition, one of the run itself, kept no longer.

    Examples
    --------
    >>> show_path(find_results())
    '_build/.cache'
    """
    if find_edition() is Edition.OPEN:
        return RESULTS
    return Path(os.environ[RUN_VARIABLE], "results")


def find_inputs() -> Path | None:
    """Find the run's own copy of what is written by hand.

    Returns
    -------
    Path or None
        Its folder; None where there is no run, or one that has copied nothing.
    """
    named = os.environ.get(RUN_VARIABLE)
    inputs = Path(named, INPUTS) if named else None
    return inputs if inputs is not None and inputs.is_dir() else None


def find_written(kind: Written) -> Path:
    """Find a folder of files that are written by hand: as the run found it at its start.

    Parameters
    ----------
    kind : Written
        What is asked for.

    Returns
    -------
    Path
        The run's copy, or the project's own folder where there is none.
    """
    inputs = find_inputs()
    return inputs / kind if inputs is not None else find_original(kind)


def find_original(kind: Written) -> Path:
    """Find the project's own folder of files that are written by hand, whatever runs.

    Examples
    --------
    >>> show_path(find_original(Written.POLICIES))
    'data/governance/policies'
    """
    return {
        Written.AREAS: AREAS,
        Written.CATALOGUE: CATALOGUE,
        Written.INDICES: INDICES,
        Written.POLICIES: POLICIES,
        Written.ACTIONS: ACTIONS,
    }[kind]


def find_purposes() -> Path:
    """Find the file of what plans are for: as the run found it at its start.

    Examples
    --------
    >>> show_path(find_purposes())
    'data/governance/purposes.yml'
    """
    return (find_inputs() or ROOT) / PURPOSES


def settle_mirror() -> None:
    """Write DATACELL_MIRROR out in full, for kernels that work in other folders than this one."""
    with suppress(ConfigError):  # told when a file is looked for there
        if (folder := find_mirror()) is not None:
            os.environ[MIRROR_VARIABLE] = str(folder)


def find_mirror() -> Path | None:
    """Find the folder of published files named by the environment variable DATACELL_MIRROR.

    It may begin with `~`, and be relative to the working directory, else to the project. Blanks and
    quotation marks around it are no part of it: `set` on Windows keeps them.

    Returns
    -------
    Path or None
        The folder, or None where the variable is not set.

    Raises
    ------
    ConfigError
        If the variable names a folder that is not there.
    """
    named = os.environ.get(MIRROR_VARIABLE, "").strip(AROUND)
    if not named:
        return None
    try:
        folder = Path(named).expanduser()
    except RuntimeError:  # there is no such user
        folder = Path(named)
    for base in (Path.cwd(), ROOT):
        if (base / folder).is_dir():
            return (base / folder).resolve()
    found = "a file, not a folder" if folder.is_file() else "not a folder that is there"
    raise ConfigError(
        f"{MIRROR_VARIABLE} names {named!r}, which is {found}. "
        "Set it to the folder that holds the publishers' files, or unset it."
    )
