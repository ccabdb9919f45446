"""A whole report of the sample county, and everything that must stop one."""

import hashlib
import re
import shutil
from datetime import date

import nbformat
import pytest

from datacell_lib import config
from datacell_lib.files.area import load_area
from datacell_lib.intake.link.linkage import link_area
from datacell_lib.pipeline import report, workspace
from datacell_lib.pipeline.approval import check_approval
from datacell_lib.pipeline.book.contents import list_area_notebooks
from datacell_lib.pipeline.publishing import publish_report
from datacell_lib.pipeline.report import make_report, plan_notebooks
from datacell_lib.pipeline.workspace import Workspace, find_workspace
from datacell_lib.schema import ConfigError, DatacellError, ParameterError, RunError, SourceError
from tests.chromium import EARLIER, show_earlier
from tests.links import list_broken_links

OVERCROWDING = "census-2021/census2021-ts052-lsoa.csv"
CASES = "ukhsa/COVID-19_cases_casesByDay.csv"
PARCELS = "brackenshire-food-network/parcels-by-lsoa.csv"
SPLIT_CODE = "E01016012"  # an LSOA of 2011 that the census of 2021 split

OPENED = "report = open_report(area, district=district)"


@pytest.fixture
def last_report(tmp_path, monkeypatch):
    """A report that was published before, in a build folder of the test's own."""
    monkeypatch.setattr(workspace, "BUILD", tmp_path / "_build")
    return show_earlier(tmp_path / "pages")


@pytest.fixture
def pages(sample_report, tmp_path, monkeypatch):
    """A copy of the one report that tests share, with all that was built for it."""
    build = sample_report.parents[4]
    shutil.copytree(build, tmp_path / "_build", symlinks=True)
    monkeypatch.setattr(workspace, "BUILD", tmp_path / "_build")
    return find_workspace(load_area("sample"), edition=config.Edition.OPEN).shown


@pytest.fixture
def sample(tmp_path, monkeypatch):
    """A copy of the sample county that a test may damage; its checksums follow if told to."""
    folder = tmp_path / "sample"
    shutil.copytree(config.SAMPLE, folder)
    monkeypatch.setattr(config, "SAMPLE", folder)
    return folder


def change(folder, name, old, new):
    """Change a file of the sample county and give it a right checksum, as a publisher would."""
    path = folder / name
    before = path.read_bytes()
    after = before.replace(old.encode(), new.encode())
    assert before != after
    path.write_bytes(after)
    stamp(folder, name)


def stamp(folder, name):
    sums = folder / "SHA256SUMS"
    lines = sums.read_text(encoding="utf-8").splitlines()
    digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    fresh = [f"{digest}  {name}" if line.endswith(f"  {name}") else line for line in lines]
    sums.write_text("\n".join(fresh) + "\n", encoding="utf-8")


def assert_stands(last_report):
    assert (last_report / "index.html").read_text(encoding="utf-8") == EARLIER


class TestMakeReport:
    def test_a_wrong_column_stops_it(self, sample, last_report):
        change(sample, CASES, "metric_value", "metric_values")
        with pytest.raises(SourceError, match="has no column 'metric_value'"):
            make_report("sample")
        assert_stands(last_report)

    def test_a_truncated_file_stops_it(self, sample, last_report):
        path = sample / OVERCROWDING
        path.write_bytes(path.read_bytes()[:-200])
        with pytest.raises(SourceError, match=r"checksum is .* expected .* truncated"):
            make_report("sample")
        assert_stands(last_report)

    def test_a_truncated_file_that_nobody_has_a_checksum_of_stops_it(self, sample, last_report):
        path = sample / OVERCROWDING
        path.write_bytes(path.read_bytes()[:-4000])
        stamp(sample, OVERCROWDING)
        with pytest.raises(SourceError, match="census2021-occupancy"):
            make_report("sample")
        assert_stands(last_report)

    def test_a_wrong_checksum_stops_it(self, sample, last_report):
        path = sample / OVERCROWDING
        path.write_bytes(path.read_bytes().replace(b"2021,", b"2022,", 1))
        with pytest.raises(SourceError, match="not the file that the catalogue describes"):
            make_report("sample")
        assert_stands(last_report)

    def test_codes_of_the_other_census_stop_it(self, sample, last_report):
        change(sample, OVERCROWDING, "E01990001", SPLIT_CODE)
        with pytest.raises(SourceError, match=f"codes that are not LSOA 2021.*{SPLIT_CODE}"):
            make_report("sample")
        assert_stands(last_report)

    def test_a_missing_dataset_stops_it(self, sample, last_report):
        (sample / CASES).unlink()
        with pytest.raises(SourceError, match="missing from the sample county"):
            make_report("sample")
        assert_stands(last_report)

    def test_an_area_file_with_a_typo_stops_it(self, tmp_path, monkeypatch, last_report):
        text = (config.AREAS / "sample.yml").read_text(encoding="utf-8")
        (tmp_path / "sample.yml").write_text(text.replace("report_by", "reportby"), "utf-8")
        monkeypatch.setattr(config, "AREAS", tmp_path)
        with pytest.raises(ConfigError, match=r"sample\.yml: .*'reportby'.*mean 'report_by'"):
            make_report("sample")
        assert_stands(last_report)

    def test_an_unknown_parameter_stops_it_before_anything_runs(
        self, tmp_path, monkeypatch, last_report
    ):
        copy_notebooks(tmp_path, "district = ", "distrikt = ")
        monkeypatch.setattr(report, "ROOT", tmp_path)
        with pytest.raises(ParameterError, match=r"no parameter 'district'.*'distrikt'"):
            make_report("sample")
        assert_stands(last_report)

    def test_a_code_that_is_no_district_stops_it(self, last_report):
        begun = []
        with pytest.raises(
            ParameterError, match=r"'E07000066' is not a report district.*Alderhythe"
        ):
            make_report("sample", districts=["E07000066"], on_step=begun.append)
        assert begun == []
        assert_stands(last_report)

    def test_a_wrong_heading_of_a_partners_file_is_told_before_ranks_are_judged(
        self, sample, last_report
    ):
        change(sample, PARCELS, "Parcels", "Parcel")
        begun = []
        with pytest.raises(SourceError, match="has no column 'Parcels'"):
            make_report("sample", edition=config.Edition.PARTNER, on_step=begun.append)
        assert not [step for step in begun if "Judging" in step]
        assert_stands(last_report)

    def test_one_failing_district_stops_it_and_its_notebook_is_kept(
        self, tmp_path, monkeypatch, last_report
    ):
        copy_notebooks(
            tmp_path, OPENED, f"{OPENED}\n_ = 1 / (district[-1] != '3')", to_opening=True
        )
        monkeypatch.setattr(report, "ROOT", tmp_path)
        every = len(list_area_notebooks()) + 6
        with pytest.raises(RunError, match=rf"1 of {every} notebooks failed.*ZeroDiv") as told:
            make_report("sample")
        assert "district-ostringham.ipynb" in str(told.value)
        kept = last_report.parent / "failed" / "district-ostringham.ipynb"
        assert "ZeroDivisionError" in kept.read_text(encoding="utf-8")
        assert_stands(last_report)

    def test_what_was_never_released_stops_it(self, tmp_path, monkeypatch, last_report):
        copy_notebooks(tmp_path, OPENED, f"print('see')\n{OPENED}", to_opening=True)
        monkeypatch.setattr(report, "ROOT", tmp_path)
        told = r"cell 3 \(below 'Alderhythe'\): it has an output of kind 'stream'.*failed/district"
        with pytest.raises(DatacellError, match=told):
            make_report("sample", districts=["E07990001"])
        kept = last_report.parents[1] / "preview" / "failed" / "district-alderhythe.ipynb"
        assert "see" in kept.read_text(encoding="utf-8")
        assert_stands(last_report)

    def test_a_report_is_published_whole(self, pages):
        assert (pages / "index.html").read_text(encoding="utf-8") != EARLIER
        names = {page.stem for page in (pages / "notebooks").glob("*.html")}
        assert {"overview", "district-alderhythe", "district-wethermarsh"} <= names
        assert len(names) == len(list_area_notebooks()) + 6
        assert not list(pages.rglob("*.ipynb*"))
        html = (pages / "notebooks" / "district-sandrigby.html").read_text(encoding="utf-8")
        assert "Invented data: no place or person on this page is real." in html
        assert "Pending: nobody has approved this report yet." in html
        assert re.search(r'alt="Map\. [^"]* comes first[^"]*; Sandrigby; ', html)
        assert ">firm</td>" in html
        assert "report.release" not in html
        assert 'class="cell_input' not in html
        assert 'id="who-answers"' in html and "figures@brackenshire.example" in html
        assert "Contains public sector information" in html
        overview = (pages / "notebooks" / "overview.html").read_text(encoding="utf-8")
        assert overview.count('<a href="district-sandrigby.html">Sandrigby</a>') >= 2
        assert list_broken_links(pages) == []
        assert_can_be_approved(pages)


def assert_can_be_approved(pages):
    """Approve the report, and look for a page that goes on saying that it is pending."""
    notice = '<span id="report-status">Pending: nobody has approved this report yet.</span>'
    pending = {path.name for path in pages.rglob("*.html") if notice in path.read_text("utf-8")}
    approval = publish_report("sample", approved_by="Ann Other", role="analyst")
    approved = {
        path.name
        for path in pages.rglob("*.html")
        if approval.describe() in path.read_text("utf-8")
    }
    assert approved == pending >= {"overview.html", "search.html", "district-sandrigby.html"}
    assert not any(notice in path.read_text("utf-8") for path in pages.rglob("*.html"))
    checked = check_approval(pages)
    assert set(checked.files) >= {"index.html", "notebooks/overview.html"}
    assert checked.model_copy(update={"files": approval.files}) == approval


def copy_notebooks(root, old, new, *, to_opening=False):
    """Copy the templates to a root of the test's own, the district's changed.

    They may end where the report is opened, when what they show is not the point.
    """
    folder = root / "notebooks"
    shutil.copytree(config.ROOT / "notebooks", folder)
    for path in folder.glob("*.ipynb") if to_opening else ():
        notebook = nbformat.read(path, as_version=4)
        (opening,) = (n for n, cell in enumerate(notebook.cells) if "open_report(" in cell.source)
        del notebook.cells[opening + 1 :]
        nbformat.write(notebook, path)
    notebook = nbformat.read(folder / "district.ipynb", as_version=4)
    changed = 0
    for cell in notebook.cells:
        if cell.cell_type == "code" and old in cell.source:
            cell.source = cell.source.replace(old, new, 1)
            changed += 1
    assert changed == 1
    nbformat.write(notebook, folder / "district.ipynb")


@pytest.fixture(scope="module")
def linked():
    return link_area(load_area("sample"))


class TestPlanNotebooks:
    def test_every_district_gets_a_page_named_after_it(self, linked, tmp_path):
        area = load_area("sample")
        jobs = plan_notebooks(linked, area=area, districts=(), workspace=Workspace(tmp_path))
        whole, first = jobs[: len(list_area_notebooks())], jobs[len(list_area_notebooks())]
        assert tuple(job.output.stem for job in whole) == list_area_notebooks()
        assert all(job.parameters == {"area": "sample"} for job in whole)
        assert first.output.stem == "district-alderhythe"
        assert first.title == "Alderhythe"
        assert first.parameters == {"area": "sample", "district": "E07990001"}

    def test_what_is_about_local_indices_is_on_pages_of_areas_that_have_one(self, linked, tmp_path):
        area = load_area("sample")
        none = area.model_copy(update={"local_indices": ()})
        for place, left_out in ((none, True), (area, False)):
            jobs = plan_notebooks(linked, area=place, districts=(), workspace=Workspace(tmp_path))
            assert {"local-indices" in job.left_out for job in jobs} == {left_out}

    def test_a_past_days_pages_know_the_day(self, linked, tmp_path):
        past = load_area("sample").model_copy(update={"as_of": date(2020, 7, 31)})
        jobs = plan_notebooks(linked, area=past, districts=(), workspace=Workspace(tmp_path))
        assert {job.day for job in jobs} == {date(2020, 7, 31)}

    def test_two_districts_of_one_name_get_pages_of_their_own(self, linked, tmp_path):
        area = load_area("sample")
        twins = linked.districts.assign(district_name="St Mary's")
        twin_linked = type(linked)(**{**linked.__dict__, "districts": twins})
        jobs = plan_notebooks(twin_linked, area=area, districts=(), workspace=Workspace(tmp_path))
        names = [job.output.stem for job in jobs]
        assert len(set(names)) == len(list_area_notebooks()) + 6
        assert "district-st-marys-e07990001" in names

    def test_a_name_without_letters_gets_a_page_named_by_its_code(self, linked, tmp_path):
        area = load_area("sample")
        nameless = linked.districts.assign(district_name="*")
        odd = type(linked)(**{**linked.__dict__, "districts": nameless.head(1)})
        jobs = plan_notebooks(odd, area=area, districts=(), workspace=Workspace(tmp_path))
        assert jobs[-1].output.stem == "district-e07990001"
