"""The register of reference values, and the page of the book that it becomes.

A test calls ``validate(method=..., source=..., expected=..., obtained=..., tolerance=...)``, which
asserts and records. Records travel with pytest's own reports, so they arrive whatever the number
of workers. At the end of a run the committed page must hold every record; after a whole run of the
analysis tests, with nothing skipped, it must hold nothing else. ``pytest --write-validation``
writes it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pytest

PAGE = Path("book/methods/validation.md")
TESTS = "tests/analysis/"
HEADER = """# Validation against values from outside

What the library calculates is compared with values that others published or calculated: papers,
official statistics, and the documentation and tests of the packages that the field uses. The
tests do it at every run, and a run fails when a value no longer agrees or when this page is out
of date. `python datacell.py test tests/analysis --write-validation` writes the page.

"""
VALUES = """
## Value by value

Of a longer series the first values are shown; all of it is compared. "Within" is the largest
difference that the test allows: half a unit of the last printed digit, where the source prints
one. Values without it agree exactly.
"""
SHOWN = 4
DIGITS = 12
ROOMS = {
    "index": "Composite indices",
    "need": "Need",
    "quality": "Data quality",
    "rates": "Rates and inequality",
    "space": "Space",
    "time": "Time",
}
ABBREVIATIONS = {"ears": "EARS", "glm": "GLM"}


@dataclass(frozen=True, order=True)
class Record:
    """Values of one source that one method was compared with."""

    room: str
    family: str
    method: str
    source: str
    values: int
    agreeing: int
    within: str
    expected: str
    obtained: str
    because: str

    def write_row(self) -> str:
        """Write the record as a row of its family's table."""
        agreeing = str(self.values)
        if self.agreeing < self.values:
            agreeing = f"{self.agreeing} of {self.values}: {self.because}"
        cells = (self.method, self.source, agreeing, self.within, self.expected, self.obtained)
        return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def record(
    nodeid: str,
    *,
    method: str,
    source: str,
    expected: object,
    obtained: object,
    tolerance: float = 0.0,
    differing: int = 0,
    because: str = "",
) -> Record:
    """Assert that reference values are met, and write them down.

    ``expected`` and ``obtained`` are numbers, or sequences of one length, or (without a
    ``tolerance``) texts; ``tolerance`` is absolute, half a unit of the last printed digit. Where
    the source itself is known to be wrong or rounded, just ``differing`` values differ,
    ``because`` of what it says.
    """
    wanted, found = np.atleast_1d(expected).ravel(), np.atleast_1d(obtained).ravel()
    assert wanted.shape == found.shape, f"{method}: {found.size} values for {wanted.size}"
    assert bool(differing) == bool(because), f"{method}: values that differ need a reason"
    agrees = _agree(wanted, found, tolerance)
    if int((~agrees).sum()) != differing:
        place = int(np.flatnonzero(~agrees)[0]) if not agrees.all() else 0
        raise AssertionError(
            f"{method}: {(~agrees).sum()} of {wanted.size} values differ, where {differing} should;"
            f" the first is value {place}, {found[place]} for {wanted[place]}"
        )
    room, family = _name_family(nodeid)
    return Record(
        room=room,
        family=family,
        method=method,
        source=source,
        values=wanted.size,
        agreeing=int(agrees.sum()),
        within=f"{tolerance:.0e}".replace("e-0", "e-") if tolerance else "",
        expected=_show(wanted, tolerance),
        obtained=_show(found, tolerance),
        because=because,
    )


def _agree(wanted: np.ndarray, found: np.ndarray, tolerance: float) -> np.ndarray:
    if tolerance:
        numbers = (found.astype(float), wanted.astype(float))
        return np.isclose(*numbers, rtol=0, atol=tolerance, equal_nan=True)
    return np.array([one == other for one, other in zip(wanted, found, strict=True)])


def _name_family(nodeid: str) -> tuple[str, str]:
    path = Path(nodeid.split("::", maxsplit=1)[0])
    words = path.stem.removeprefix("test_").split("_")
    named = " ".join(ABBREVIATIONS.get(word, word) for word in words)
    return ROOMS.get(path.parent.name, path.parent.name.capitalize()), named[:1].upper() + named[1:]


def _show(values: np.ndarray, tolerance: float) -> str:
    decimals = math.floor(-math.log10(tolerance)) if tolerance else 0
    shown = [_show_number(v, decimals) if tolerance else str(v) for v in values[:SHOWN]]
    return ", ".join(shown) + (", …" if values.size > SHOWN else "")


def _show_number(value: float, decimals: int) -> str:
    """Show no more digits than any machine agrees on."""
    value = float(value)
    if math.isnan(value):
        return "missing"
    whole_digits = math.floor(math.log10(abs(value))) + 1 if value else 0
    return f"{value:.{max(0, min(decimals, DIGITS - whole_digits))}f}"


def write_page(records: Iterable[Record]) -> str:
    """Write the page: a line for each family, then each family's values."""
    families: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for one in sorted(records):
        families[one.room, one.family].append(one)
    return "\n".join([HEADER + _write_summary(families), VALUES, *_write_families(families)])


def _write_summary(families: dict[tuple[str, str], list[Record]]) -> str:
    lines = ["| family | compared with | values | agree |", "|---|---|---:|---:|"]
    every = [one for records in families.values() for one in records]
    for (room, family), records in [*families.items(), (("", "All"), every)]:
        sources = sorted({one.source.split(",")[0].split(":")[0] for one in records})
        told = "; ".join(sources) if room else ""
        counts = [sum(one.values for one in records), sum(one.agreeing for one in records)]
        name = f"{room}: {family[:1].lower() + family[1:]}" if room else f"**{family}**"
        if any(word.isupper() for word in family.split()[:1]):
            name = f"{room}: {family}"
        lines.append(f"| {name} | {told} | {counts[0]:,} | {counts[1]:,} |")
    return "\n".join(lines)


def _write_families(families: dict[tuple[str, str], list[Record]]) -> Iterator[str]:
    for (room, family), records in families.items():
        yield f"### {room}: {family}\n"
        yield "| method | source | values | within | expected | obtained |"
        yield "|---|---|---:|---|---|---|"
        yield from (one.write_row() for one in records)
        yield ""


class Recorder:
    """Gathers the records from the reports, in the process that has them all."""

    NAME = "validation-recorder"

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.records: set[Record] = set()
        self.has_skipped = False
        self.complaint = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take the records from a test's report."""
        self.has_skipped |= report.skipped and TESTS in report.nodeid
        if report.when == "call" and report.passed:
            given = (value for name, value in report.user_properties if name == "validation")
            self.records.update(Record(**one) for one in given)

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Write the page, or hold the committed one against the records."""
        is_worker = hasattr(self.config, "workerinput")
        if is_worker or exitstatus != pytest.ExitCode.OK or not self.records:
            return
        page = self.config.rootpath / PAGE
        if self.config.getoption("--write-validation"):
            self._write(session, page)
            return
        committed = page.read_text(encoding="utf-8") if page.exists() else ""
        missing = {one.write_row() for one in self.records} - set(committed.splitlines())
        if missing or (self._is_whole_run() and committed != write_page(self.records)):
            anew = "python datacell.py test tests/analysis --write-validation"
            told = f"{PAGE} is out of date: run {anew}. Missing:"
            self.complaint = "\n".join([told, *sorted(missing)])
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def _write(self, session: pytest.Session, page: Path) -> None:
        if not self._is_whole_run():
            self.complaint = f"{PAGE} was not written: run all the analysis tests for it"
            session.exitstatus = pytest.ExitCode.USAGE_ERROR
            return
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(write_page(self.records), encoding="utf-8")

    def _is_whole_run(self) -> bool:
        config = self.config
        chosen = (Path(config.invocation_params.dir, argument) for argument in config.args)
        narrowed = ("keyword", "markexpr", "lf", "deselect", "ignore", "ignore_glob")
        return (
            any((config.rootpath / TESTS).is_relative_to(path) for path in chosen)
            and not any(config.getoption(name, None) for name in narrowed)
            and not self.has_skipped
        )

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say what is wrong with the page, last."""
        if self.complaint:
            terminalreporter.section("validation page", red=True)
            terminalreporter.line(self.complaint)


def write_down(given: Record) -> tuple[str, dict[str, object]]:
    """Return a record as a property of a test's report."""
    return "validation", asdict(given)
