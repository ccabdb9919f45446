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
from datacell_lib.schema import SourceError

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
    "a number": lambda code: code[1:],
    "an accent that combines": lambda code: code + "\u0301",
}


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
        assert f"1 of {count} codes in '{column}' are damaged" in text
        assert "Things (things)" in text and named in text and text.isascii()

    @given(damaged=st.text(st.characters(exclude_characters=',"\r\n\0', exclude_categories=["Cs"])))
    def test_no_row_is_lost_whatever_its_code(self, lookup, read, damaged) -> None:
        rows = number_rows(2)
        try:
            table = read(write([rows[0], rows[1] | {"area_code": damaged}]))
        except SourceError:
            return
        assert len(table) == 2 or damaged[:1] in "JKLMNSW"

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


class TestCodesOfAnyTable:
    HIDDEN = tuple(kind for kind in DAMAGE if "space b" in kind or "joiner" in kind)

    @pytest.mark.parametrize("kind", [*HIDDEN, "small letters", "a tab before", "a soft hyphen"])
    def test_what_can_not_be_seen_is_refused(self, kind) -> None:
        codes = pd.Series(["E01000001", DAMAGE[kind]("E01000002")], name="area_code")
        with pytest.raises(SourceError, match="1 of 2 codes in 'area_code' are damaged"):
            require_undamaged(codes, called="a.csv")

    @pytest.mark.parametrize("code", ["patch-1", "Hub 7", "Ynys Môn", "北京", "a1", "95GG01S1"])
    def test_codes_of_ones_own_pass(self, code) -> None:
        require_undamaged(pd.Series([code]), called="a.csv")
