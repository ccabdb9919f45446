"""What every test shares: a catalogue of its own, and the register of reference values.

The register becomes a page of the book. A test calls
``validate(method=..., source=..., expected=..., obtained=..., tolerance=...)``,
which asserts and records. Records travel with pytest's own reports, so they arrive whatever
the number of workers. At the end of a run the committed page must hold every record; after a
whole run of the analysis tests, with nothing skipped, it must hold nothing else.
``pytest --write-validation`` writes it.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import numpy as np
import pytest
import yaml

from datacell_lib import config as places
from datacell_lib.governance.catalogue.entries import Dataset, load_dataset
from datacell_lib.governance.ledger import RUN_VARIABLE

# The same examples in every run, and no deadline: a busy machine is not a fault of the code.
hypothesis.settings.register_profile("datacell", deadline=None, derandomize=True, max_examples=25)
hypothesis.settings.load_profile("datacell")

PAGE = Path("book/methods/validation.md")
HEADER = """# Validation against reference values

Each row is a reference value that a test of the analysis room met when the tests last ran. The
table is written by that run (`pytest --write-validation`), and a run of the tests fails when the
page is out of date. What was obtained is shown to the last digit that the test requires.

| method | source | expected | obtained |
|---|---|---|---|
"""
DIGITS = 12
ROWS = pytest.StashKey[set[tuple[str, str, str, str]]]()
SKIPPED = pytest.StashKey[bool]()
COMPLAINT = pytest.StashKey[str]()

ENTRY = {
    "id": "things",
    "title": "Things",
    "publisher": "An office",
    "page": "https://example.org/things",
    "licence": "OGL-UK-3.0",
    "attribution": "Contains things.",
    "kind": "published statistics",
    "reason": "Invented.",
    "period": "2021",
    "published": "2022-01-01",
    "native_geography": "LSOA 2021",
    "refresh": {"every": "never", "when_late": "stop"},
    "columns": {
        "people": {"type": "integer", "quantity": "count", "meaning": "Residents.", "minimum": 0}
    },
    "copies": [
        {
            "layout": "official",
            "path": "office/things.csv",
            "columns": {"area_code": "code", "people": "number"},
        }
    ],
}
PARTNER = {
    "kind": "partner data",
    "reason": None,
    "agreement": {
        "lawful_basis": "UK GDPR article 6(1)(e)",
        "reference": "DSA-7",
        "starts": "2024-04-01",
        "ends": "2099-03-31",
        "dpia_signed": "2024-03-01",
        "purposes": ["neighbourhood reporting"],
    },
}


class WrittenOut(yaml.SafeDumper):
    """Writes what stands twice in an entry out twice, as a person would."""

    def ignore_aliases(self, data: object) -> bool:
        return True


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A run of its own: the folder of its ledger, which does not exist yet."""
    monkeypatch.setenv(RUN_VARIABLE, str(tmp_path / "run"))
    return tmp_path / "run"


@pytest.fixture
def catalogue(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Dataset]]:
    """An empty catalogue and cache, no mirror, and a function that writes an entry.

    The entry is the smallest there is, with the changes given; ``partner=True`` makes it partner
    data under an agreement in force, itself changed by ``agreement``.
    """
    folder = tmp_path / "catalogue"
    folder.mkdir()
    monkeypatch.setattr(places, "CATALOGUE", folder)
    monkeypatch.setattr(places, "CACHE", tmp_path / "cache")
    monkeypatch.delenv("DATACELL_MIRROR", raising=False)

    def write(*, partner: bool = False, agreement: dict | None = None, **changes) -> Dataset:
        entry = ENTRY | (PARTNER if partner else {}) | changes
        if agreement:
            entry = entry | {"agreement": PARTNER["agreement"] | agreement}
        text = yaml.dump(entry, Dumper=WrittenOut, sort_keys=False)
        (folder / f"{entry['id']}.yml").write_text(text, encoding="utf-8")
        load_dataset.cache_clear()
        return load_dataset(entry["id"])

    load_dataset.cache_clear()
    yield write
    load_dataset.cache_clear()


@pytest.fixture(scope="session")
def mirror() -> Iterator[Path]:
    """Point the library at the publishers' real files; tests that need them are skipped without."""
    named = os.environ.get("DATACELL_MIRROR")
    folder = Path(named) if named else places.ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("needs the publishers' files: set DATACELL_MIRROR to their folder")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATACELL_MIRROR", str(folder))
        yield folder


@pytest.fixture
def validate(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Assert that a reference value is met, and record it for the validation page.

    ``expected`` and ``obtained`` are numbers, or sequences of one length, or (without a
    ``tolerance``) texts; ``tolerance`` is absolute, half a unit of the last printed digit.
    """

    def check(
        *, method: str, source: str, expected: object, obtained: object, tolerance: float = 0.0
    ) -> None:
        wanted, found = np.atleast_1d(expected).ravel(), np.atleast_1d(obtained).ravel()
        assert wanted.shape == found.shape, f"{method}: {found.size} values for {wanted.size}"
        if tolerance:
            np.testing.assert_allclose(
                found.astype(float), wanted.astype(float), rtol=0, atol=tolerance, err_msg=method
            )
        else:
            assert list(found) == list(wanted), method
        row = (method, source, _show(wanted, tolerance), _show(found, tolerance))
        request.node.user_properties.append(("validation", row))

    return check


def _show(values: np.ndarray, tolerance: float) -> str:
    if not tolerance:
        return ", ".join(map(str, values))
    decimals = math.floor(-math.log10(tolerance))
    return ", ".join(_show_number(float(value), decimals) for value in values)


def _show_number(value: float, decimals: int) -> str:
    """Show no more digits than any machine agrees on."""
    if math.isnan(value):
        return "missing"
    whole_digits = math.floor(math.log10(abs(value))) + 1 if value else 0
    return f"{value:.{max(0, min(decimals, DIGITS - whole_digits))}f}"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-validation", action="store_true", help=f"write {PAGE} from this run")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[ROWS], config.stash[SKIPPED] = set(), False
    config.pluginmanager.register(_Recorder(config), "validation-recorder")


class _Recorder:
    """Gathers the records from the reports, in the process that has them all."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped and "tests/analysis/" in report.nodeid:
            self.config.stash[SKIPPED] = True
        if report.when == "call" and report.passed:
            rows = (tuple(row) for name, row in report.user_properties if name == "validation")
            self.config.stash[ROWS].update(rows)


def _page(rows: set[tuple[str, str, str, str]]) -> str:
    cells = ([cell.replace("|", "\\|") for cell in row] for row in sorted(rows))
    return HEADER + "".join(f"| {' | '.join(row)} |\n" for row in cells)


def _is_whole_run(config: pytest.Config) -> bool:
    analysis = config.rootpath / "tests" / "analysis"
    chosen = (Path(config.invocation_params.dir, argument) for argument in config.args)
    narrowed = ("keyword", "markexpr", "lf", "deselect", "ignore", "ignore_glob")
    return (
        any(analysis.is_relative_to(path) for path in chosen)
        and not any(config.getoption(name, None) for name in narrowed)
        and not config.stash[SKIPPED]
    )


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    config = session.config
    rows, page = config.stash[ROWS], config.rootpath / PAGE
    if hasattr(config, "workerinput") or exitstatus != pytest.ExitCode.OK or not rows:
        return
    if config.getoption("--write-validation"):
        if not _is_whole_run(config):
            config.stash[COMPLAINT] = f"{PAGE} was not written: run all the analysis tests for it"
            session.exitstatus = pytest.ExitCode.USAGE_ERROR
            return
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(_page(rows), encoding="utf-8")
        return
    committed = page.read_text(encoding="utf-8") if page.exists() else ""
    lines = set(_page(rows).splitlines()) - set(committed.splitlines())
    if lines or (_is_whole_run(config) and committed != _page(rows)):
        config.stash[COMPLAINT] = "\n".join(
            [f"{PAGE} is out of date: run pytest --write-validation. Missing:", *sorted(lines)]
        )
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    complaint = terminalreporter.config.stash.get(COMPLAINT, None)
    if complaint:
        terminalreporter.section("validation page", red=True)
        terminalreporter.line(complaint)
