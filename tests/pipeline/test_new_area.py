import os
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from datacell_lib.config import ROOT
from datacell_lib.files.area import load_area
from datacell_lib.pipeline import new_area
from datacell_lib.pipeline.cli import main
from datacell_lib.pipeline.new_area import SCHEMA_LINE, make_area_name, write_area_file
from datacell_lib.schema import ConfigError

PLACES = pd.DataFrame(
    {
        "authority_code": ["E08000001", "E08000001", "E08000002", "E06000053"],
        "authority_name": ["Bolton", "Bolton", "Bury", "Isles of Scilly"],
    }
)
CASES = pd.DataFrame({"area_code": ["E08000001", "E08000002"]})


@pytest.fixture
def real_mirror(monkeypatch):
    """Point the library at the real published files, or skip."""
    named = os.environ.get("DATACELL_MIRROR", ROOT.parent / "shared" / "data")
    if not Path(named).is_dir():
        pytest.skip("the folder of real published files is absent")
    monkeypatch.setenv("DATACELL_MIRROR", str(named))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Know three authorities, two of them with cases, and write to a folder of the test's own."""
    monkeypatch.setattr(new_area, "load_places", lambda area: PLACES)
    monkeypatch.setattr(new_area, "read_dataset", lambda name, *, area: CASES)
    monkeypatch.setattr("datacell_lib.config.AREAS", tmp_path)
    return tmp_path


class TestWriteAreaFile:
    def test_the_file_loads_as_the_area_that_was_asked_for(self, folder):
        path = write_area_file(
            "Bolton & Bury", authorities=["E08000001", "E08000002"], report_by="ward"
        )
        area = load_area("bolton-and-bury", folder=folder)
        assert path == folder / "bolton-and-bury.yml"
        assert (area.title, area.census, area.report_by) == ("Bolton & Bury", 2021, "ward")
        assert area.authorities == ("E08000001", "E08000002")
        assert area.cases == "covid-cases-daily"

    def test_its_codes_are_annotated_with_names(self, folder):
        text = write_area_file("Bolton", authorities=["E08000001"]).read_text(encoding="utf-8")
        assert text.startswith(f"{SCHEMA_LINE}\n#\n# Bolton: reported by district.\n")
        assert "- E08000001  # Bolton\n" in text

    def test_cases_are_left_out_where_there_are_none_and_the_file_says_so(self, folder):
        path = write_area_file("Scilly", authorities=["E06000053", "E08000001"])
        assert load_area("scilly", folder=folder).cases is None
        assert "# No cases are reported: the published series has none for Isles of Scilly." in (
            path.read_text(encoding="utf-8")
        )

    def test_a_code_given_twice_counts_once(self, folder):
        write_area_file("Bolton", authorities=["E08000001", "E08000001"])
        assert load_area("bolton", folder=folder).authorities == ("E08000001",)

    def test_a_file_that_is_there_is_never_overwritten(self, folder):
        (folder / "bolton.yml").write_text("mine", encoding="utf-8")
        with pytest.raises(ConfigError, match=r"bolton\.yml is there already and was left"):
            write_area_file("Bolton", authorities=["E08000001"])
        assert (folder / "bolton.yml").read_text(encoding="utf-8") == "mine"

    def test_a_file_that_comes_first_in_between_wins(self, folder, monkeypatch):
        def come_first(name, *, area):
            (folder / "bolton.yml").write_text("theirs", encoding="utf-8")
            return CASES

        monkeypatch.setattr(new_area, "read_dataset", come_first)
        with pytest.raises(ConfigError, match="there already"):
            write_area_file("Bolton", authorities=["E08000001"])
        assert [path.name for path in folder.iterdir()] == ["bolton.yml"]
        assert (folder / "bolton.yml").read_text(encoding="utf-8") == "theirs"

    @pytest.mark.parametrize(
        "given", [["bolton"], ["BOLTON "], ["e08000001"], ["Bolton, E08000001"]], ids=str
    )
    def test_its_districts_may_be_names_or_codes_in_any_case(self, folder, given):
        write_area_file("Ours", authorities=given)
        assert load_area("ours", folder=folder).authorities == ("E08000001",)

    @pytest.mark.parametrize(
        ("given", "meant"),
        [("E08000009", "E06, E07"), ("Boltom", r"Bolton \(E08000001\)"), ("E10000012", "E06, E07")],
    )
    def test_what_is_no_district_is_told_with_those_that_were_meant(self, folder, given, meant):
        with pytest.raises(ConfigError, match=rf"'{given}' is the .* of no local.*{meant}"):
            write_area_file("Bury", authorities=[given])
        assert list(folder.iterdir()) == []

    @pytest.mark.parametrize("given", [[], [""], [" , "]])
    def test_no_districts_at_all_are_refused(self, folder, given):
        with pytest.raises(ConfigError, match="a local authority district at least"):
            write_area_file("Nowhere", authorities=given)

    def test_every_authority_of_england_is_accepted(self, real_mirror, tmp_path):
        path = write_area_file(
            "Cornwall and Scilly", authorities=["E06000052", "E06000053"], folder=tmp_path
        )
        text = path.read_text(encoding="utf-8")
        assert "E06000052  # Cornwall" in text
        assert load_area("cornwall-and-scilly", folder=tmp_path).cases is None


class TestMakeAreaName:
    @pytest.mark.parametrize(
        ("title", "name"),
        [
            ("King's Lynn and West Norfolk", "kings-lynn-and-west-norfolk"),
            ("  Herefordshire, County of ", "herefordshire-county-of"),
            ("Bömlo 2", "bomlo-2"),
        ],
    )
    def test_it_has_small_letters_digits_and_hyphens(self, title, name):
        assert make_area_name(title) == name

    @pytest.mark.parametrize("title", ["", "2020", "!!"])
    def test_a_title_without_a_first_letter_is_refused(self, title):
        with pytest.raises(ConfigError, match="must begin with a letter"):
            make_area_name(title)


class TestNewAreaCommand:
    def test_it_writes_the_file_and_says_what_to_do_next(self, folder):
        result = CliRunner().invoke(
            main, ["new-area", "Bolton and Bury", "--districts", "E08000001, E08000002"]
        )
        assert result.exit_code == 0
        assert "datacell report bolton-and-bury" in result.output
        assert (folder / "bolton-and-bury.yml").is_file()

    def test_an_error_is_a_sentence_and_exit_code_1(self, folder):
        result = CliRunner().invoke(main, ["new-area", "Bury", "--districts", "Buri"])
        assert result.exit_code == 1
        assert "Did you mean Bury (E08000002)?" in " ".join(result.output.split())
