"""A damaged code of any kind is refused by name: its row is never lost silently."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datacell_lib.files.area import Area, load_area
from datacell_lib.governance.catalogue.entries import list_datasets
from datacell_lib.governance.ledger import list_reads
from datacell_lib.intake.places.geography import load_places
from datacell_lib.intake.places.grouping import load_groups
from datacell_lib.intake.read.codes import FORMS, SUFFIX, require_undamaged
from datacell_lib.pipeline.index_table import read_areas
from datacell_lib.schema import SourceError, TableError

KEY = {"type": "text", "quantity": "key", "meaning": "A code."}
GOOD = {"area_code": "E01000007", "msoa_code": "E02000007", "authority_code": "E07000007"}
GOOD |= {"ward_code": "E05000007", "lsoa2021_code": "E01000008"}
DAMAGE = {
    "small letters": str.lower,
    "a tab before": lambda code: "\t" + code,
    "a no-break space behind": lambda code: code + "\u00a0",
    "a zero-width space behind": lambda code: code + "\u200b",
    "a zero-width space inside": lambda code: code[:4] + "\u200b" + code[4:],
    "a word joiner before": lambda code: "\u2060" + code,
    "a right-to-left mark": lambda code: code + "\u200f",
    "a soft hyphen": lambda code: code[:3] + "\u00ad" + code[3:],
    "a space inside": lambda code: code[:3] + " " + code[3:],
    "the letter O for a nought": lambda code: code.replace("0", "O"),
    "a Cyrillic letter": lambda code: "Е" + code[1:],
    "full-width digits": lambda code: code[:-1] + "７",
    "Arabic digits": lambda code: code[:-1] + "٧",
    "cut short": lambda code: code[:-1],
    "a digit too many": lambda code: code + "1",
    "another kind of area": lambda code: "E99" + code[3:],
    "a letter of no country": lambda code: "X" + code[1:],
    "an island of no such number": lambda code: "M" + code[1:],
    "a number": lambda code: code[1:],
    "an accent that combines": lambda code: code + "\u0301",
    "an apostrophe before": lambda code: "'" + code,
    "the letter O for its first letter": lambda code: "O" + code[2:],
    "a byte order mark inside": lambda code: code[:4] + "\ufeff" + code[4:],
}

# official codes in form, but of a kind or country that only a catalogue entry can rule out
OTHER_KINDS = ("another kind of area",)
SEEN_ALONE = (
    "small letters",
    "a tab before",
    "a no-break space behind",
    "a zero-width space inside",
    "a word joiner before",
    "a soft hyphen",
    "a space inside",
    "the letter O for a nought",
    "full-width digits",
    "an apostrophe before",
    "a byte order mark inside",
)


@pytest.fixture
def lookup(catalogue) -> None:
    """A lookup with a column for each kind of code."""
    columns = {name: name for name in GOOD}
    catalogue(
        columns={name: KEY for name in GOOD if name != "area_code"},
        copies=[{"layout": "official", "path": "office/things.csv", "columns": columns}],
    )


def write(rows: list[dict[str, str]]) -> str:
    lines = [",".join(GOOD), *(",".join(row.values()) for row in rows)]
    return "\n".join(lines) + "\n"


def number_rows(count: int) -> list[dict[str, str]]:
    return [GOOD | {"area_code": f"E010001{number:02}"} for number in range(count)]


class TestCodesOfDatasets:
    @pytest.mark.parametrize("kind", DAMAGE)
    @pytest.mark.parametrize("column", GOOD)
    @given(count=st.integers(1, 5), data=st.data())
    def test_a_damaged_one_is_refused_with_its_row(
        self, lookup, read, kind, column, count, data
    ) -> None:
        rows = number_rows(count)
        place = data.draw(st.integers(0, count - 1))
        damaged = DAMAGE[kind](rows[place][column])
        named = ascii(damaged) if column == "area_code" else rows[place]["area_code"]
        rows[place] = rows[place] | {column: damaged}
        with pytest.raises(SourceError) as caught:
            read(write(rows))
        text = str(caught.value)
        different = len({row[column] for row in rows})  # one code in many rows is one code
        assert (
            f"1 of {different} codes in '{column}' is damaged or of another kind, in 1 row" in text
        )
        assert "Things (things)" in text and named in text and text.isascii()

    @given(damaged=st.text(st.characters(exclude_characters=',"\r\n\0', exclude_categories=["Cs"])))
    def test_no_row_is_lost_whatever_its_code(self, lookup, read, damaged) -> None:
        rows = number_rows(2)
        try:
            table = read(write([rows[0], rows[1] | {"area_code": damaged}]))
        except SourceError:
            return
        assert len(table) == 2 or damaged[:1] in "JKLMNSW"

    @pytest.mark.parametrize("code", ["K04000001", "J01000001", "L93000001", "M83000003"])
    def test_those_of_islands_and_of_several_countries_are_set_aside(
        self, lookup, read, code
    ) -> None:
        table = read(write([GOOD, GOOD | {"area_code": code}]))
        assert table["area_code"].tolist() == [GOOD["area_code"]]
        assert [entry.set_aside for entry in list_reads()] == [1]

    @given(country=st.sampled_from("WSN"), digits=st.integers(0, 10**8 - 1))
    def test_whole_codes_of_other_countries_are_set_aside(
        self, lookup, read, country, digits
    ) -> None:
        rows = number_rows(2)
        table = read(write([rows[0], rows[1] | {"area_code": f"{country}{digits:08}"}]))
        assert table["area_code"].tolist() == ["E01000100"]

    def test_plain_blanks_at_an_end_are_taken_off_and_counted(self, lookup, read) -> None:
        rows = number_rows(3)
        for row in rows[:2]:
            row["area_code"] = f" {row['area_code']}  "
        assert len(read(write(rows))) == 3
        assert [entry.trimmed for entry in list_reads()] == [2]

    def test_plain_blanks_at_the_ends_of_other_codes_are_taken_off(self, lookup, read) -> None:
        rows = [row | {"ward_code": "E05000007 "} for row in number_rows(2)]
        assert read(write(rows))["ward_code"].tolist() == ["E05000007"] * 2

    def test_a_code_with_and_without_a_blank_is_one_code_twice(self, lookup, read) -> None:
        with pytest.raises(SourceError, match="area_code"):
            read(write([GOOD, GOOD | {"area_code": GOOD["area_code"] + " "}]))

    def test_every_column_of_codes_in_the_catalogue_has_a_known_form(self) -> None:
        named = {name for entry in list_datasets() for name in entry.columns}
        codes = {name for name in named if name.endswith(SUFFIX)}
        assert codes and codes <= set(FORMS)


class TestCodesOfGroups:
    @pytest.mark.parametrize("kind", DAMAGE)
    def test_a_damaged_one_in_a_groups_file_is_refused(self, tmp_path, kind) -> None:
        area = load_area("sample")
        known = load_places(area)["area_code"]
        groups = {"noun": "patch", "file": "patches.csv", "fit": "exact"}
        model = Area(**area.model_dump() | {"report_by": "group", "groups": groups})
        lines = [f"{code},a,A" for code in known]
        lines[3] = f"{DAMAGE[kind](known[3])},a,A"
        text = "\n".join(["area_code,group_code,group_name", *lines])
        (tmp_path / "patches.csv").write_text(text, encoding="utf-8")
        with pytest.raises(SourceError, match=r"patches\.csv: 1 of \d+ codes in 'area_code'"):
            load_groups(model, known=known, folder=tmp_path)

    def test_a_code_with_and_without_a_blank_is_in_two_groups(self, tmp_path) -> None:
        groups = {"noun": "patch", "file": "patches.csv", "fit": "exact"}
        model = Area(**load_area("sample").model_dump() | {"report_by": "group", "groups": groups})
        text = "area_code,group_code,group_name\nE01000001,a,A\nE01000001 ,b,B\n"
        (tmp_path / "patches.csv").write_text(text, encoding="utf-8")
        with pytest.raises(SourceError, match=r"1 code is in more than one group.*E01000001"):
            load_groups(model, known=pd.Series(["E01000001"]), folder=tmp_path)


class TestCodesOfAnyTable:
    @pytest.mark.parametrize("kind", [kind for kind in DAMAGE if kind not in OTHER_KINDS])
    @given(place=st.integers(0, 3))
    def test_a_damaged_one_among_official_ones_is_refused(self, kind, place) -> None:
        codes = [f"E0100000{number}" for number in range(4)]
        codes[place] = DAMAGE[kind](codes[place])
        with pytest.raises(SourceError, match="1 of 4 codes in 'area_code' is damaged"):
            require_undamaged(pd.Series(codes, name="area_code"), called="a.csv")

    @pytest.mark.parametrize("kind", SEEN_ALONE)
    def test_one_that_is_damaged_visibly_is_refused_alone(self, kind) -> None:
        codes = pd.Series([DAMAGE[kind]("E01000002")], name="area_code")
        with pytest.raises(SourceError, match="1 of 1 codes in 'area_code' is damaged"):
            require_undamaged(codes, called="a.csv")

    @pytest.mark.parametrize("kind", [kind for kind in DAMAGE if kind not in OTHER_KINDS])
    def test_a_damaged_one_in_the_table_of_an_index_is_refused(self, tmp_path, kind) -> None:
        path = tmp_path / "own.csv"
        codes = ["E01000001", DAMAGE[kind]("E01000002"), "E01000003"]
        path.write_text("\n".join(["area_code,a", *(f"{code},1" for code in codes)]), "utf-8")
        with pytest.raises(TableError, match=r"own\.csv: 1 of 3 codes in 'area_code' is damaged"):
            read_areas(path, tell=lambda told: None)

    @pytest.mark.parametrize(
        "code",
        [
            "patch-1",
            "Hub 7",
            "Ynys Môn",
            "北京",
            "a1",
            "95GG01S1",
            "B81001001",
            "Ward 1",
            "06037101110",
        ],
    )
    def test_codes_of_ones_own_pass(self, code) -> None:
        require_undamaged(pd.Series([code]), called="a.csv")
