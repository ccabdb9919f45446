"""What every test shares: a catalogue of its own, and the register of reference values."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
import yaml

from datacell_lib import config as places
from datacell_lib.governance.catalogue.entries import Dataset, load_dataset
from datacell_lib.governance.ledger import RUN_VARIABLE
from tests.running_order import place_in_order
from tests.validation_register import PAGE, Recorder, record, write_down

# The same examples in every run, and no deadline: a busy machine is not a fault of the code.
hypothesis.settings.register_profile("datacell", deadline=None, derandomize=True, max_examples=25)
hypothesis.settings.load_profile("datacell")

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
        "editions": ["open", "partner"],
        "parties": ["A council", "A food bank"],
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
    monkeypatch.setattr(places, "RESULTS", tmp_path / "results")
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


@pytest.fixture(scope="module")
def plans() -> object:
    """Plans of the invented county, as its desk hands them out."""
    from datacell_lib.desk import open_report

    return open_report("sample").plans


@pytest.fixture(scope="module")
def without_ages(plans: object) -> object:
    """The same of an area whose dataset of residents has no ages that a purpose knows."""
    from datacell_lib.worked_plans import WorkedPlans

    population = plans.area.population.model_copy(update={"dataset": "iod2025-scores"})
    area = plans.area.model_copy(update={"name": "other", "population": population})
    return WorkedPlans(area, plans.linked, plans.named, plans.services)


@pytest.fixture(scope="session")
def sample_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample county's report, made once for all tests that open its pages."""
    from tests.chromium import make_once

    own = tmp_path_factory.getbasetemp()
    return make_once(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


@pytest.fixture(scope="module")
def pages(sample_report: Path) -> Iterator[str]:
    """Where that report is served."""
    from tests.chromium import serve

    with serve(sample_report) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    """A real browser."""
    from tests.chromium import launch

    with launch() as chromium:
        yield chromium


@pytest.fixture(params=[1280, 390], ids=["desk", "phone"])
def window(browser: object, request: pytest.FixtureRequest) -> Iterator[object]:
    """A window of it, as wide as a desk's or a phone's."""
    from tests.chromium import open_window

    with open_window(browser, width=request.param) as page:
        yield page


@pytest.fixture
def validate(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Assert that reference values are met, and record them for the validation page."""

    def check(**given: object) -> None:
        request.node.user_properties.append(write_down(record(request.node.nodeid, **given)))

    return check


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: place_in_order(item.nodeid))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-validation", action="store_true", help=f"write {PAGE} from this run")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Recorder(config), Recorder.NAME)
