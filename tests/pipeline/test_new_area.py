import os
import re
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from datacell_lib.config import ROOT
from datacell_lib.files.area import load_area
from datacell_lib.pipeline import new_area
from datacell_lib.pipeline.cli import main
from datacell_lib.pipeline.new_area import SCHEMA_LINE, make_area_name, write_area_file
from datacell_lib.schema import ConfigError, DatacellError

PLACES = pd.DataFrame(
    {
        "area_code": ["E01000001", "E01000002", "E01000003", "E01000004"],
        "authority_code": ["E08000001", "E08000001", "E08000002", "E06000053"],
        "authority_name": ["Bolton", "Bolton", "Bury", "Isles of Scilly"],
        "msoa_code": ["E02000001", "E02000001", "E02000002", "E02000003"],
        "ward_code": ["E05000001", "E05000002", "E05000003", "E05000004"],
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


class TestGroupsOfItsOwn:
    @pytest.fixture
    def give(self, tmp_path):
        """Return a function that writes a council's file of groups."""

        def write(text, name="patches.csv"):
            path = tmp_path / "given" / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
            return path

        return write

    def write(self, path, *, title="Bolton"):
        return write_area_file(
            title, authorities=["Bolton"], report_by="group", groups=path, noun="hub patch"
        )

    @pytest.mark.parametrize(
        "text",
        [
            "LSOA,Patch\nE01000001,North & East\nE01000002,South\n",
            "Patch,Code of 2021\nNorth & East,E01000001 \nSouth,E01000002\n\n",
            "area_code,group_code,group_name,sure\nE01000001,north-and-east,North & East,yes\n"
            "E01000002,south,South,no\n",
        ],
    )
    def test_a_file_as_the_council_keeps_it_becomes_the_areas_groups(self, folder, give, text):
        area = load_area(self.write(give(text)).stem, folder=folder)
        assert (area.report_by, area.groups.noun) == ("group", "hub patch")
        assert (folder / area.groups.file).read_text(encoding="utf-8") == (
            "area_code,group_code,group_name\n"
            "E01000001,north-and-east,North & East\nE01000002,south,South\n"
        )

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("LSOA,Patch\nE01000001,North\n", "1 neighbourhoods of Bolton are in no group"),
            ("LSOA,Patch\nE01000001,A\nE01000001,B\nE01000002,B\n", "more than one group"),
            (
                "LSOA,Patch\nE01000001,A\nE01000001,A\nE01000002,B\n",
                r"given/patches\.csv: 1 code is listed more than once, in the same group",
            ),
            ("LSOA,Patch\nE01000001,North\nE01999999,South\n", "of no neighbourhood"),
            (
                "LSOA,Patch\nE01000001,A\nE01000002,B\nE01000003,C\n",
                r"1 neighbourhood of other local.*E01000003 \(in Bury, group C\)",
            ),
            ("LSOA,Patch,Lead\nE01000001,North,Jo\n", "Leave these two"),
            ("LSOA,Patch\nE0100001,North\n", "one column of codes, of LSOAs, MSOAs or wards"),
            ("Ward code,Patch\nE05000001,A\nE05000009,B\n", r"1 ward code is unknown.*E05000009"),
            ("MSOA,Patch\nE02000001,A\nE02000001,B\n", "1 MSOA code is listed more than once"),
            ("Ward code,Patch\nE05000001,A\n", "1 neighbourhoods of Bolton are in no group"),
            ("LSOA,Patch\nE01000001,North, East\n", "line 2 has 3 values"),
        ],
    )
    def test_one_that_leaves_something_open_leaves_nothing_behind(self, folder, give, text, said):
        with pytest.raises(DatacellError, match=said):
            self.write(give(text))
        assert [path.name for path in folder.iterdir()] == ["given"]

    @pytest.mark.parametrize(
        ("text", "fit", "rows"),
        [
            (
                "Ward code,Patch\nE05000002,South\nE05000001,North\n",
                "best",
                "E01000001,north,North\nE01000002,south,South\n",
            ),
            (
                "MSOA,Patch\nE02000001 ,All\n",
                "exact",
                "E01000001,all,All\nE01000002,all,All\n",
            ),
        ],
    )
    def test_wards_and_msoas_are_looked_up(self, folder, give, text, fit, rows):
        area = load_area(self.write(give(text)).stem, folder=folder)
        assert area.groups.fit == fit
        written = (folder / area.groups.file).read_text(encoding="utf-8")
        assert written == "area_code,group_code,group_name\n" + rows

    def test_a_groups_file_that_is_there_is_never_overwritten(self, folder, give):
        (folder / "bolton-groups.csv").write_text("mine", encoding="utf-8")
        with pytest.raises(ConfigError, match=r"bolton-groups\.csv is there already"):
            self.write(give("LSOA,Patch\nE01000001,North\nE01000002,South\n"))
        assert (folder / "bolton-groups.csv").read_text(encoding="utf-8") == "mine"
        assert not (folder / "bolton.yml").exists()

    def test_groups_and_their_file_go_together(self, folder, give):
        with pytest.raises(ConfigError, match="give --report-by group and --groups FILE together"):
            write_area_file("Bolton", authorities=["Bolton"], report_by="group")
        with pytest.raises(ConfigError, match="together"):
            write_area_file("Bolton", authorities=["Bolton"], groups=give("LSOA,Patch\n"))


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
        assert "python datacell.py report bolton-and-bury" in " ".join(result.output.split())
        assert (folder / "bolton-and-bury.yml").is_file()

    def test_its_last_lines_say_what_else_can_be_filled_in_and_where_the_keys_are(self, folder):
        result = CliRunner().invoke(main, ["new-area", "Bolton", "--districts", "Bolton"])
        _, _, rest = result.output.partition("What else can be filled in")
        page = re.search(r"book/\S+\.md", rest)[0]
        listed = (ROOT / page).read_text(encoding="utf-8").split("\n## Area\n")[1]
        keys = re.findall(r"^- (\w+): \w", rest, re.MULTILINE)
        assert {"contact", "local_indices", "surveillance"} <= set(keys)
        assert rest.count("\n") == len(keys) + 1
        assert [key for key in keys if f"| `{key}` |" not in listed.split("\n## ")[0]] == []

    def test_an_error_is_a_sentence_and_exit_code_1(self, folder):
        result = CliRunner().invoke(main, ["new-area", "Bury", "--districts", "Buri"])
        assert result.exit_code == 1
        assert "Did you mean Bury (E08000002)?" in " ".join(result.output.split())
