"""A run is made from what there was at its start: each kind of input, edited in its middle."""

import shutil
from functools import partial
from types import SimpleNamespace

import pytest

from datacell_lib import config
from datacell_lib.config import Written, find_written
from datacell_lib.files.area import load_area
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.governance.ledger import using_ledger
from datacell_lib.pipeline import report, snapshot, workspace
from datacell_lib.pipeline.report import make_report
from datacell_lib.pipeline.snapshot import digest_software, fix_inputs, refuse_changed_software
from datacell_lib.schema import ConfigError, RunError, SourceError
from tests.pipeline.test_report import CASES, change

RUBBISH = b"\xff rubbish"
FOLDERS = ("AREAS", "CATALOGUE", "INDICES", "POLICIES", "ACTIONS")
# One file of each kind that people write, which every report of the sample county reads.
KINDS = (
    "_config.yml",
    "_toc.yml",
    "book/index.md",
    "book/_static/handbook.css",
    "book/_templates/handbook-search.html",
    "notebooks/district.ipynb",
    "notebooks/overview.ipynb",
    "data/areas/sample.yml",
    "data/catalogue/census2021-age.yml",
    "data/indices/community-vulnerability.yml",
    "data/governance/policies/open.yml",
    "data/governance/actions/sample.yml",
    "data/governance/purposes.yml",
)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A copy of everything that people write, which a test may spoil."""
    root = tmp_path / "project"
    for name in ("book", "notebooks", *Written):
        shutil.copytree(config.ROOT / name, root / name)
    for name in ("_config.yml", "_toc.yml", config.PURPOSES):
        shutil.copy(config.ROOT / name, root / name)
    for name, kind in zip(FOLDERS, Written, strict=True):
        monkeypatch.setattr(config, name, root / kind)
    for module in (report, snapshot):
        monkeypatch.setattr(module, "ROOT", root)
    monkeypatch.setattr(workspace, "BUILD", tmp_path / "_build")
    load_dataset.cache_clear()
    yield root
    load_dataset.cache_clear()


@pytest.fixture
def sample(tmp_path, monkeypatch):
    """A copy of the sample county that a test may damage."""
    folder = tmp_path / "sample"
    shutil.copytree(config.SAMPLE, folder)
    monkeypatch.setattr(config, "SAMPLE", folder)
    return folder


class TestMakeReport:
    def test_whatever_is_edited_in_the_middle_changes_no_page(self, project):
        spoiled = []

        def spoil(step):
            if step.startswith("Linking"):
                for name in KINDS:
                    (project / name).write_bytes(RUBBISH)
                    spoiled.append(name)

        pages = make_report("sample", districts=["E07990001"], on_step=spoil)
        assert spoiled == list(KINDS)
        texts = [page.read_bytes() for page in pages.rglob("*") if page.is_file()]
        assert len(list((pages / "notebooks").glob("*.html"))) == 8
        assert not any(RUBBISH in text for text in texts)
        assert (pages / "_static/handbook.css").read_bytes() == (
            config.BUILD.parent / "book/_static/handbook.css"
        ).read_bytes()

    @pytest.mark.parametrize("happened", ["changed", "removed"])
    def test_a_published_file_that_does_not_stay_stops_it(self, project, sample, happened):
        def spoil(step):
            if step.startswith("Linking") and happened == "changed":
                change(sample, CASES, ",1,", ",2,")  # its listed checksum follows
            elif step.startswith("Linking"):
                (sample / CASES).unlink()

        with pytest.raises(SourceError, match=rf"casesByDay\.csv was {happened} while the report"):
            make_report("sample", on_step=spoil)

    def test_code_that_changes_in_the_middle_stops_it(self, project, library, monkeypatch):
        pages = library / "pages"
        pages.mkdir()
        linked = SimpleNamespace(reconstructed=False)
        index = SimpleNamespace(spec=SimpleNamespace(title="Need", digest="1f"))
        monkeypatch.setattr(
            report, "prepare_tables", lambda *a, **o: SimpleNamespace(linked=linked, index=index)
        )
        monkeypatch.setattr(report, "plan_notebooks", lambda *a, **o: [])
        monkeypatch.setattr(report, "_execute", lambda *a, **o: None)
        monkeypatch.setattr(report, "build_book", lambda *a, **o: pages)
        monkeypatch.setattr(report, "check_pages", lambda *a, **o: None)
        monkeypatch.setattr(report, "assemble_book", lambda *a, **o: ())
        monkeypatch.setattr(report, "_release_postcodes", lambda *a, **o: None)
        monkeypatch.setattr(report, "make_handouts", lambda *a, **o: {})
        for function in (digest_software, refuse_changed_software):
            monkeypatch.setattr(report, function.__name__, partial(function, root=library))
        shown = make_report("sample")

        def edit(step):
            if step == "Building the book":
                (library / "datacell_lib" / "desk.py").write_text("DESK = 2")

        with pytest.raises(RunError, match=r"datacell_lib/desk\.py changed while the report was"):
            make_report("sample", on_step=edit)
        assert shown.resolve().parent.name == "00000001"


@pytest.fixture
def library(tmp_path):
    """A library of one module, and what it is installed from."""
    root = tmp_path / "library"
    (root / "datacell_lib").mkdir(parents=True)
    (root / "datacell_lib" / "desk.py").write_text("DESK = 1")
    (root / "requirements.txt").write_text("pandas")
    return root


class TestRefuseChangedSoftware:
    @pytest.mark.parametrize("name", ["datacell_lib/desk.py", "requirements.txt"])
    def test_a_file_that_changed_is_named(self, library, name):
        before = digest_software(library)
        refuse_changed_software(before, root=library)
        (library / name).write_text("other")
        with pytest.raises(RunError, match=f"^{name} changed while"):
            refuse_changed_software(before, root=library)

    def test_a_file_that_came_or_went_is_named(self, library):
        before = digest_software(library)
        (library / "datacell_lib" / "desk.py").rename(library / "datacell_lib" / "table.py")
        with pytest.raises(RunError, match=r"^datacell_lib/desk.py, datacell_lib/table.py changed"):
            refuse_changed_software(before, root=library)


class TestFixInputs:
    def test_what_a_run_finds_by_name_is_its_own_copy(self, project, tmp_path):
        run = tmp_path / "run"
        with using_ledger(run):
            assert find_written(Written.AREAS) == project / "data" / "areas"
            fix_inputs(run, notebooks=project / "notebooks")
            for kind in Written:
                assert find_written(kind) == run / "inputs" / kind
            (project / "data/catalogue/census2021-age.yml").write_bytes(RUBBISH)
            assert load_dataset("census2021-age").id == "census2021-age"

    def test_an_error_names_the_file_to_mend_and_not_its_copy(self, project, tmp_path):
        area = project / "data" / "areas" / "sample.yml"
        area.write_text("name: [", encoding="utf-8")
        run = tmp_path / "run"
        with using_ledger(run):
            fix_inputs(run, notebooks=project / "notebooks")
            with pytest.raises(ConfigError, match=r"^data/areas/sample\.yml is not valid YAML"):
                load_area("sample")

    def test_checkpoints_are_left_out(self, project, tmp_path):
        hidden = project / "notebooks" / ".ipynb_checkpoints"
        hidden.mkdir()
        (hidden / "district-checkpoint.ipynb").write_bytes(RUBBISH)
        inputs = fix_inputs(tmp_path, notebooks=project / "notebooks")
        assert not list(inputs.rglob("*checkpoint*"))

    @pytest.mark.parametrize(
        ("name", "kind"), [("book/index.md", RunError), ("_config.yml", ConfigError)]
    )
    def test_a_page_saved_by_an_old_editor_is_named_before_anything_runs(
        self, project, tmp_path, name, kind
    ):
        (project / name).write_bytes("title: Café".encode("cp1252"))
        with pytest.raises(kind, match=rf"{name} is not UTF-8.*Save it as UTF-8"):
            fix_inputs(tmp_path, notebooks=project / "notebooks")
