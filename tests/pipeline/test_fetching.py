"""What `datacell fetch` says of what is missing, and what it promises of what is there."""

from __future__ import annotations

import shutil

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from datacell_lib import config
from datacell_lib.files.area import load_area
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.intake.link.needs import list_needed_datasets
from datacell_lib.intake.read import whole_reading
from datacell_lib.intake.read.fetch import list_missing_datasets
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.pipeline import fetching
from datacell_lib.pipeline.bundle import write_bundle
from datacell_lib.pipeline.cli import main
from datacell_lib.pipeline.fetching import describe_faults, describe_missing, fetch_area
from datacell_lib.pipeline.report import make_report
from datacell_lib.schema import SourceError
from datacell_lib.whole_files import calculate_sha256


@pytest.fixture
def area(tmp_path, monkeypatch):
    """An area of published data of today's places, with nothing at hand."""
    monkeypatch.setattr(config, "CACHE", tmp_path / "cache")
    monkeypatch.delenv("DATACELL_MIRROR", raising=False)
    return load_area("bolton")


@pytest.fixture
def offline(monkeypatch):
    """Every download fails, as it does without network."""

    def refuse(copy, **_):
        raise SourceError(f"no network for {copy.path}")

    monkeypatch.setattr("datacell_lib.intake.read.fetch.download_copy", refuse)


class TestADistrictThatIsGone:
    """It is told before anything is asked for: its boundary file can't be had from anybody."""

    def test_fetch_and_bundle_name_what_took_its_place(self, mirror, tmp_path):
        essex = load_area("essex")
        old = essex.model_copy(update={"authorities": (*essex.authorities, "E07000028")})
        told = r"lie in E07000028, .*Cumberland \(E06000063\) now"
        with (
            pytest.raises(SourceError, match=told),
            fetching.fetching_for(old, edition=config.Edition.OPEN),
        ):
            pytest.fail("something was asked for")
        with pytest.raises(SourceError, match=told):
            write_bundle(old, target=tmp_path / "essex.zip")
        assert not (tmp_path / "essex.zip").exists()

    def test_report_names_it_before_it_looks_for_files(self, monkeypatch):
        sample = load_area("sample")
        old = sample.model_copy(update={"authorities": (*sample.authorities, "E07000999")})
        monkeypatch.setattr("datacell_lib.pipeline.report.load_area", lambda name: old)
        with pytest.raises(SourceError, match="lie in E07000999"):
            make_report("sample", on_step=lambda step: None)

    def test_without_the_lookup_it_is_left_to_what_tells_of_missing_files(self, area):
        with fetching.fetching_for(area, edition=config.Edition.OPEN):
            assert "Not at hand" in describe_missing(area)


class TestDescribeMissing:
    def test_every_dataset_is_listed_at_once_with_page_way_and_place(self, area):
        words = "".join(describe_missing(area).split())
        needed = list_needed_datasets(area)
        assert len(needed) > 15
        for dataset in needed:
            assert "".join(dataset.page.split())[:25] in words
        assert f"Notathand:{len(needed)}," in words
        assert "confirmed" in words and "byhand:" in words

    def test_of_a_councils_own_file_it_says_who_keeps_it(self, catalogue, monkeypatch):
        columns = {"area_code": "code", "people": "number"}
        copy = {"layout": "official", "path": "own/things.csv", "columns": columns}
        dataset = catalogue(copies=[copy])
        monkeypatch.setattr(fetching, "list_needed_datasets", lambda area: (dataset,))
        monkeypatch.setattr(fetching, "list_spare_datasets", lambda area: ())
        words = "".join(describe_missing(load_area("bolton")).replace("│", "").split())
        assert "byhand:Ask" in words and dataset.page not in words
        assert "own/things.csv" in words and "savethefilefromthepage" not in words

    def test_lists_that_the_report_can_do_without_are_in_it_and_counted_apart(self, area):
        words = "".join(describe_missing(area).replace("│", "").split())
        assert f"Notathand:{len(list_needed_datasets(area))},and6lists" in words
        assert "nhs-ods/edispensary.csv" in words and "ordnance-survey/codepo_gb.zip" in words
        cells = [line.split("│")[2] for line in describe_missing(area).splitlines() if "│" in line]
        ways = " ".join(" ".join(cells).split())
        assert "The report is made without it: no nearest pharmacies" in ways

    def test_where_all_is_there_nothing_is_said(self):
        assert describe_missing(load_area("sample")) == ""


class TestTheCatalogueOfANewArea:
    def test_every_needed_dataset_has_an_address_or_says_what_to_do_by_hand(self, area):
        stranded = [
            dataset.id
            for dataset in list_needed_datasets(area)
            if not dataset.by_hand
            and not any(copy.has_address_for(area.authorities) for copy in dataset.copies)
        ]
        assert stranded == []

    @pytest.mark.usefixtures("area")
    @pytest.mark.parametrize(("name", "number"), [("bolton", 2), ("essex", 2), ("essex-2020", 16)])
    def test_what_must_be_saved_by_hand_is_what_the_page_on_running_says(self, name, number):
        place = load_area(name)
        missing = list_missing_datasets(list_needed_datasets(place), area=place)
        by_hand = {row.dataset.id for row in missing if not row.sure}
        assert len(by_hand) == number
        if number == 2:
            assert by_hand == {"care-home-beds-msoa-2022", "gp-patients-by-age-2020"}

    def test_a_district_that_an_interface_has_no_name_for_is_not_promised_a_download(self, area):
        cases = load_dataset("covid-cases-daily")
        abolished = ("E07000187",)  # Mendip, in Somerset since 2023
        elsewhere = area.model_copy(update={"authorities": abolished})
        assert [row.sure for row in list_missing_datasets((cases,), area=area)] != [None]
        (row,) = list_missing_datasets((cases,), area=elsewhere)
        assert row.sure is None and row.files == ("ukhsa/COVID-19_cases_casesByDay.csv",)

    def test_the_official_workbook_of_residents_is_read_as_it_is_laid_out(
        self, area, run, monkeypatch
    ):
        (official, *_) = load_dataset("population-2020-lsoa2011").copies
        path = config.CACHE / official.path
        path.parent.mkdir(parents=True)
        book = Workbook()
        sheet = book.active
        sheet.title = "Mid-2020 Persons"
        for row in range(4):
            sheet.append([f"Title {row}"])
        ages = [*range(90), "90+"]
        sheet.append(["LSOA Code", "LSOA Name", "LA Code (2018 boundaries)", "All Ages", *ages])
        sheet.append(["E01000001", "City of London 001A", "E09000001", 182, *[2] * 91])
        sheet.append(["W01000001", "Isle of Anglesey 007A", "W06000001", 91, *[1] * 91])
        book.save(path)
        (row,) = read_dataset("population-2020-lsoa2011", area=area).to_dict("records")
        # two people of each year of age: 16 years, 49, 50, 15, 25 + 1, 20 + 1, 10 + 1
        assert row == {
            "area_code": "E01000001",
            "usual_residents": 182,
            "aged_under_16": 32,
            "aged_16_to_64": 98,
            "aged_under_50": 100,
            "aged_50_to_64": 30,
            "aged_65_and_over": 52,
            "aged_70_and_over": 42,
            "aged_80_and_over": 22,
        }


class TestFetchArea:
    def test_it_goes_on_after_the_first_that_cannot_be_had(self, area, offline):
        done = []
        faults = fetch_area(area, on_done=done.append)
        assert len(faults) == len(list_needed_datasets(area))
        assert done == []

    def test_all_at_hand_is_said_only_of_what_fits_together(self, monkeypatch):
        def refuse(area):
            raise SourceError("no boundary for E01000001")

        monkeypatch.setattr(fetching, "link_area", refuse)
        sample, done = load_area("sample"), []
        (fault,) = fetch_area(sample, on_done=done.append)
        assert (fault.title, fault.reason) == ("Brackenshire", "no boundary for E01000001")
        assert len(done) == 25

    def test_each_file_is_read_once_though_everything_is_joined_too(self, monkeypatch):
        asked = []
        read = whole_reading.read_rows

        def count(path, *arguments, **options):
            asked.append(path)
            return read(path, *arguments, **options)

        monkeypatch.setattr(whole_reading, "read_rows", count)
        assert fetch_area(load_area("sample"), on_done=lambda dataset: None) == ()
        assert len(asked) >= 20
        assert len(set(asked)) == len(asked)

    def test_a_group_file_that_is_not_there_is_told(self):
        groups = {"noun": "parish", "file": "nowhere.csv", "fit": "exact"}
        sample = load_area("sample").model_dump() | {"report_by": "group", "groups": groups}
        (fault,) = fetch_area(type(load_area("sample"))(**sample), on_done=lambda dataset: None)
        assert "nowhere.csv" in fault.reason

    def test_the_command_lists_what_is_missing_and_what_is_left_and_fails(self, area, offline):
        result = CliRunner().invoke(main, ["fetch", "bolton"])
        assert result.exit_code == 1
        head, _, tail = result.output.partition("Left to do:")
        assert "Not at hand: 20, and 6 lists that the report can do without" in head
        assert tail.count("\n- ") == 20
        assert "at hand." not in tail


class TestListsThatAReportCanDoWithout:
    @pytest.fixture
    def sample(self, tmp_path, monkeypatch):
        """A copy of the sample county, of which a test takes files away."""
        monkeypatch.setattr(config, "SAMPLE", shutil.copytree(config.SAMPLE, tmp_path / "sample"))
        return config.SAMPLE

    def test_one_that_is_not_at_hand_fails_nothing_and_is_named_with_what_is_lacking(self, sample):
        (sample / "nhs-ods" / "edispensary.csv").unlink()
        result = CliRunner().invoke(main, ["fetch", "sample"])
        assert result.exit_code == 0, result.output
        words = " ".join(result.output.split())
        assert "Not at hand: 0, and 1 list that the report can do without" in words
        assert "All 21 datasets that the report on Brackenshire needs are at hand; 1 list " in words
        assert "it can do without is not at hand: Pharmacies and other dispensaries" in words
        assert "(no nearest pharmacies)" in words

    def test_one_that_is_at_hand_and_damaged_is_at_fault_because_the_report_would_stop(
        self, sample
    ):
        (sample / "nhs-ods" / "edispensary.csv").write_text("damaged\n", encoding="utf-8")
        result = CliRunner().invoke(main, ["fetch", "sample"])
        assert result.exit_code == 1
        assert "Left to do: 1" in result.output and "edispensary.csv is not the" in result.output

    def test_the_bundle_packs_those_at_hand_and_names_the_others(self, sample, tmp_path):
        (sample / "nhs-choices" / "Hospital.csv").unlink()
        packed = write_bundle(load_area("sample"), target=tmp_path / "files.zip")
        assert "nhs-ods/edispensary.csv" in packed.files
        assert [told for told in packed.absent if told.endswith("(no nearest hospitals)")]
        assert len(packed.absent) == 1


class TestEdition:
    def test_partner_data_are_read_and_joined_for_the_edition_that_shows_them(
        self, tmp_path, monkeypatch
    ):
        monkeypatch.setattr(config, "SAMPLE", shutil.copytree(config.SAMPLE, tmp_path / "sample"))
        file = config.SAMPLE / "brackenshire-food-network" / "parcels-by-lsoa.csv"
        whole = CliRunner().invoke(main, ["fetch", "--edition", "partner"])
        assert "All 22 datasets that the report on Brackenshire needs are" in whole.output, (
            whole.output
        )
        assert "report sample --edition partner" in whole.output
        text = file.read_text(encoding="utf-8").replace("Parcels", "Parcel")
        file.write_text(text, encoding="utf-8")
        sums = config.SAMPLE / "SHA256SUMS"
        names = [line.split("  ", 1)[1] for line in sums.read_text("utf-8").splitlines()]
        lines = [f"{calculate_sha256(config.SAMPLE / name)}  {name}\n" for name in names]
        sums.write_text("".join(lines), encoding="utf-8")
        result = CliRunner().invoke(main, ["fetch", "--edition", "partner"])
        assert result.exit_code == 1
        assert "has no column 'Parcels'" in result.output
        assert CliRunner().invoke(main, ["fetch"]).exit_code == 0

    def test_an_area_without_partner_data_is_told_so_at_once(self, area):
        result = CliRunner().invoke(main, ["fetch", "bolton", "--edition", "partner"])
        assert result.exit_code == 1
        assert "has nothing for a partner edition" in " ".join(result.stderr.split())
        assert result.stdout == ""


class TestDescribeFaults:
    def test_each_has_a_paragraph(self):
        told = describe_faults((fetching.Fault("Age", "no"), fetching.Fault("Tenure", "none")))
        assert told == "Left to do: 2\n- Age: no\n- Tenure: none"

    def test_what_is_wrong_with_every_server_is_told_once_with_the_servers(self):
        offline = [
            fetching.Fault(name, f"{name}: no {name}.org", f"{name}.org", "connect this computer")
            for name in ("a", "b", "a", "c", "d")
        ]
        alone = fetching.Fault("Beds", "Beds (beds-2022) is not at hand.")
        told = describe_faults((*offline, alone)).splitlines()
        assert told == [
            "Left to do: 6",
            "- 5 datasets are not at hand and could not be downloaded, as a.org, b.org, c.org and "
            "1 more can't be reached: connect this computer.",
            "- Beds (beds-2022) is not at hand.",
        ]
