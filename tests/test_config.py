"""Area files: what is read, and what is said when something in them is wrong."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from datacell_lib import config
from datacell_lib.config import find_mirror, show_path
from datacell_lib.files.area import Area, load_area
from datacell_lib.files.reader import Strict, find_named_file, read_model
from datacell_lib.governance.release import load_policy
from datacell_lib.intake.link.index_files import load_index
from datacell_lib.schema import ConfigError

MINIMAL = {
    "name": "testshire",
    "title": "Testshire",
    "nation": "England",
    "census": 2021,
    "authorities": ["E07000066"],
    "report_by": "district",
    "population": {"dataset": "census2021-age", "column": "usual_residents"},
    "deprivation_rank": {"dataset": "iod2025-scores", "column": "imd_rank"},
    "index": "community-vulnerability",
    "policy": "open",
}


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., Area]:
    """Return a function that writes an area file with changes, and loads it."""

    def write_and_load(*, without: str = "", **changes) -> Area:
        content = {key: value for key, value in (MINIMAL | changes).items() if key != without}
        text = yaml.safe_dump(content, sort_keys=False)
        (tmp_path / "testshire.yml").write_text(text, encoding="utf-8")
        return load_area("testshire", folder=tmp_path)

    return write_and_load


class TestLoadArea:
    # The counts of districts are facts of local government: Essex has 12, and Southend-on-Sea
    # and Thurrock are unitary.
    def test_essex_is_twelve_districts_and_two_unitaries(self) -> None:
        essex = load_area("essex")
        assert essex.title == "Essex, Southend-on-Sea and Thurrock"
        kinds = [code[:3] for code in essex.authorities]
        assert (kinds.count("E07"), kinds.count("E06"), len(kinds)) == (12, 2, 14)
        (county,) = essex.totals
        assert sorted(county.authorities) == sorted(c for c in essex.authorities if c[:3] == "E07")

    def test_bolton_is_one_borough_reported_by_ward(self) -> None:
        bolton = load_area("bolton")
        assert bolton.authorities == ("E08000001",)
        assert bolton.report_by == "ward" and not bolton.invented

    def test_the_sample_says_that_it_is_invented(self) -> None:
        assert load_area("sample").invented

    def test_what_may_be_left_out_has_a_default(self, load: Callable[..., Area]) -> None:
        area = load()
        assert (area.totals, area.cases, area.data) == ((), None, "published")

    def test_an_unknown_area_is_answered_with_the_close_one_or_the_list(self) -> None:
        with pytest.raises(ConfigError, match=r"no area called 'esex' in data/areas") as caught:
            load_area("esex")
        assert str(caught.value).endswith("Did you mean 'essex'?")
        with pytest.raises(ConfigError, match="no area called 'qqqq'") as caught:
            load_area("qqqq")
        assert re.search("Known are: .*bolton.*, essex.*, sample", str(caught.value))

    def test_a_misspelt_key_is_named_with_the_close_one(self, load: Callable[..., Area]) -> None:
        with pytest.raises(ConfigError, match=r"unknown key 'reportby'") as caught:
            load(reportby="ward")
        text = str(caught.value)
        assert "Did you mean 'report_by'?" in text and "testshire.yml" in text
        assert "Allowed are 'name', 'title', 'nation'" in text and "\n" not in text

    def test_a_missing_key_is_named(self, load: Callable[..., Area]) -> None:
        with pytest.raises(ConfigError, match=r"testshire\.yml: key 'policy' is missing"):
            load(without="policy")

    @pytest.mark.parametrize(
        ("key", "value", "said"),
        [
            ("report_by", "parish", r"found 'parish'.*'district'.*'ward'"),
            ("census", 2001, r"key 'census'.*found 2001.*2021"),
            ("authorities", ["E10000012"], r"key 'authorities\.0'.*found 'E10000012'"),
            ("authorities", [], r"key 'authorities'.*at least 1"),
            ("data", "made-up", r"'published' or 'sample'"),
        ],
    )
    def test_a_wrong_value_is_named_with_what_is_allowed(
        self, load: Callable[..., Area], key: str, value: object, said: str
    ) -> None:
        with pytest.raises(ConfigError, match=said):
            load(**{key: value})

    def test_a_typo_inside_a_key_is_named_by_its_path(self, load: Callable[..., Area]) -> None:
        with pytest.raises(ConfigError, match=r"'population\.colum'") as caught:
            load(population={"dataset": "census2021-age", "colum": "usual_residents"})
        assert "key 'population.column' is missing" in str(caught.value)

    def test_every_fault_of_a_file_is_told_at_once(self, load: Callable[..., Area]) -> None:
        with pytest.raises(ConfigError, match=r"'census'.*\n.*: key 'report_by'"):
            load(census=1991, report_by="street")

    def test_the_name_must_be_the_files_own(self, load: Callable[..., Area]) -> None:
        with pytest.raises(ConfigError, match=r"must be the file's own name, 'testshire'"):
            load(name="elsewhere")

    def test_an_authority_named_twice_is_refused(self, load: Callable[..., Area]) -> None:
        with pytest.raises(ConfigError, match=r"key 'authorities' names E07000066 twice"):
            load(authorities=["E07000066", "E07000066"])

    def test_a_total_may_only_add_up_the_areas_own_authorities(
        self, load: Callable[..., Area]
    ) -> None:
        total = {"title": "More", "authorities": ["E07000066", "E07000099"]}
        said = r"testshire\.yml: the total 'More' adds up E07000099.*not in 'authorities'\. Mend"
        with pytest.raises(ConfigError, match=said):
            load(totals=[total])

    def test_a_loaded_area_can_not_be_changed(self, load: Callable[..., Area]) -> None:
        with pytest.raises(ValueError, match="frozen"):
            load().title = "Another"


class Pair(Strict):
    """A model to read."""

    first: int
    second: str = ""


class TestReadModel:
    def test_a_file_that_is_not_yaml_is_named(self, tmp_path: Path) -> None:
        path = tmp_path / "pair.yml"
        path.write_text("first: [1", encoding="utf-8")
        with pytest.raises(ConfigError, match=r"pair\.yml is not valid YAML"):
            read_model(path, Pair)

    def test_a_file_of_another_encoding_is_named(self, tmp_path: Path) -> None:
        path = tmp_path / "pair.yml"
        path.write_bytes("first: 1\nsecond: Ynys Môn".encode("latin-1"))
        with pytest.raises(ConfigError, match=r"pair\.yml is not UTF-8"):
            read_model(path, Pair)

    @pytest.mark.parametrize(("text", "kind"), [("- 1", "list"), ("", "NoneType"), ("1", "int")])
    def test_a_file_without_keys_is_refused(self, tmp_path: Path, text: str, kind: str) -> None:
        path = tmp_path / "pair.yml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(
            ConfigError, match=f"must hold keys and values, such as 'first'; found {kind}"
        ):
            read_model(path, Pair)

    def test_a_right_file_is_read(self, tmp_path: Path) -> None:
        path = tmp_path / "pair.yml"
        path.write_text("first: 1\nsecond: Ynys Môn", encoding="utf-8")
        assert read_model(path, Pair) == Pair(first=1, second="Ynys Môn")


class TestFindNamedFile:
    def test_an_empty_folder_has_none(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigError, match=r"no policy called 'open'.*Known are: none\."):
            find_named_file(tmp_path, "open", "policy")

    def test_a_name_far_from_all_others_gets_no_guess(self, tmp_path: Path) -> None:
        (tmp_path / "open.yml").touch()
        with pytest.raises(ConfigError) as caught:
            find_named_file(tmp_path, "zzz", "policy")
        assert "Did you mean" not in str(caught.value)
        assert find_named_file(tmp_path, "open", "policy") == tmp_path / "open.yml"

    @pytest.mark.parametrize(
        "name",
        [
            *("../open", "../../../evil", "/etc/passwd", "a/b", "a\\b", "C:open", "..", ".", ""),
            *(".open", "open.", "open\n", "op en", "open\0", "ópen", "open*", "o" * 101),
            "\u202eopen",
        ],
    )
    def test_a_path_is_no_name(self, tmp_path: Path, name: str) -> None:
        folder = tmp_path / "policies"
        folder.mkdir()
        for there in (tmp_path / "open.yml", folder / "open.yml"):
            there.touch()
        with pytest.raises(ConfigError, match=r"name of policy files .* never a path") as caught:
            find_named_file(folder, name, "policy")
        assert len(str(caught.value)) < 400

    def test_a_name_may_hold_hyphens_underscores_and_dots(self, tmp_path: Path) -> None:
        (tmp_path / "imd-2019_v1.2.yml").touch()
        assert find_named_file(tmp_path, "imd-2019_v1.2", "index").is_file()

    @pytest.mark.parametrize("key", ["index", "policy"])
    def test_an_area_can_not_name_a_file_elsewhere(
        self, load: Callable[..., Area], key: str
    ) -> None:
        area = load(**{key: "../catalogue/census2021-age"})
        use = {"index": load_index, "policy": lambda area: load_policy(area.policy)}[key]
        with pytest.raises(ConfigError, match="never a path"):
            use(area)


class TestShowPath:
    def test_a_path_outside_the_project_is_shown_whole(self, tmp_path: Path) -> None:
        assert show_path(tmp_path) == str(tmp_path)
        assert show_path(config.ROOT / "book" / "intro.md") == "book/intro.md"


class TestFindMirror:
    def test_without_the_variable_there_is_none(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("DATACELL_MIRROR", raising=False)
        assert find_mirror() is None

    def test_it_is_the_folder_that_the_variable_names(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("DATACELL_MIRROR", str(tmp_path))
        assert find_mirror() == tmp_path.resolve()

    @pytest.mark.parametrize("named", ["~/files", "files", "./files/", "../here/files"])
    def test_it_may_begin_at_home_or_be_relative(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, named: str
    ) -> None:
        (tmp_path / "here" / "files").mkdir(parents=True)
        monkeypatch.chdir(tmp_path / "here")
        monkeypatch.setenv("HOME", str(tmp_path / "here"))
        monkeypatch.setenv("USERPROFILE", str(tmp_path / "here"))
        monkeypatch.setenv("DATACELL_MIRROR", named)
        assert find_mirror() == (tmp_path / "here" / "files").resolve()

    def test_a_kernel_in_the_notebooks_folder_finds_it_from_the_project(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(config.ROOT / "notebooks")
        monkeypatch.setenv("DATACELL_MIRROR", "data/sample")
        assert find_mirror() == config.SAMPLE

    @pytest.mark.parametrize("named", ["~no-such-user-here/files", "~/not-there"])
    def test_a_home_that_is_not_there_is_an_error(
        self, monkeypatch: pytest.MonkeyPatch, named: str
    ) -> None:
        monkeypatch.setenv("DATACELL_MIRROR", named)
        with pytest.raises(ConfigError, match="not a folder"):
            find_mirror()

    @pytest.mark.parametrize("around", ["{} ", ' "{}"', "'{}'", '"{} "', "{}\r"])
    def test_blanks_and_quotation_marks_around_it_are_no_part_of_it(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, around: str
    ) -> None:
        monkeypatch.setenv("DATACELL_MIRROR", around.format(tmp_path))
        assert find_mirror() == tmp_path.resolve()

    @pytest.mark.parametrize("nothing", ["", " ", '""'])
    def test_set_to_nothing_it_is_not_set(
        self, monkeypatch: pytest.MonkeyPatch, nothing: str
    ) -> None:
        monkeypatch.setenv("DATACELL_MIRROR", nothing)
        assert find_mirror() is None

    def test_a_file_is_told_to_be_no_folder(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        (tmp_path / "files.zip").touch()
        monkeypatch.setenv("DATACELL_MIRROR", str(tmp_path / "files.zip"))
        with pytest.raises(ConfigError, match=r"files\.zip', which is a file, not a folder"):
            find_mirror()

    def test_a_folder_that_is_not_there_is_an_error(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        absent = str(tmp_path / "absent")
        monkeypatch.setenv("DATACELL_MIRROR", absent)
        with pytest.raises(ConfigError, match=rf"names {re.escape(repr(absent))}.*not a folder"):
            find_mirror()
