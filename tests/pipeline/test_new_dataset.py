"""An entry for a file that somebody was sent: what it tells by itself, what must be asked."""

import re
import shutil

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from datacell_lib import config
from datacell_lib.files.area import load_area
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.intake.read.guessed_codes import guess_codes
from datacell_lib.intake.read.guessed_columns import guess_column
from datacell_lib.intake.read.own_file import read_own_file
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.pipeline.cli import main
from datacell_lib.pipeline.new_dataset import write_dataset_entry
from datacell_lib.schema import ConfigError, TableError
from datacell_lib.whole_files import calculate_sha256
from tests.walks.council_file import fill_in

DISAGREES = re.compile(r"\b1 (codes|rows|cells|lines)\b|\b1 \w+ (are|have|stand)\b", re.IGNORECASE)
PLAIN = "LSOA21CD,Parcels\nE01990001,12\nE01990002,40\n"
CENSUSES = (["E01000001", "E01000009"], ["E01000001", "E01000002"])


@pytest.fixture
def sample(tmp_path, monkeypatch, run):
    """The sample county, and a catalogue that may be written to."""
    folder = tmp_path / "catalogue"
    shutil.copytree(config.CATALOGUE, folder)
    monkeypatch.setattr(config, "CATALOGUE", folder)
    load_dataset.cache_clear()
    yield load_area("sample")
    load_dataset.cache_clear()


@pytest.fixture
def describe(sample, tmp_path):
    """Return a function that writes a file and its entry, and returns both texts."""

    def write(content, *, name="food-parcels.csv", called=None):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        told = []
        entry = write_dataset_entry(path, name=called, area=sample, tell=told.append)
        return entry.read_text(encoding="utf-8"), "\n".join(told)

    return write


@pytest.fixture
def put_own(tmp_path, monkeypatch):
    """Return a function that answers what an entry asks, and puts its file where it belongs."""

    def put(content):
        entry = config.CATALOGUE / "food-parcels.yml"
        entry.write_text(fill_in(entry.read_text(encoding="utf-8")), encoding="utf-8")
        monkeypatch.setattr(config, "SAMPLE", tmp_path / "sample")
        path = config.SAMPLE / "own" / "food-parcels.csv"
        path.parent.mkdir(parents=True)
        path.write_text(content, encoding="utf-8")
        sums = f"{calculate_sha256(path)}  own/food-parcels.csv\n"
        (config.SAMPLE / "SHA256SUMS").write_text(sums, encoding="utf-8")

    return put


class TestWriteDatasetEntry:
    def test_what_is_still_to_fill_in_is_told_and_refused_until_it_is(self, describe):
        text, told = describe(PLAIN)
        assert re.match(r"\S+food-parcels\.csv: 2 rows; 'LSOA21CD' holds codes of ", told)
        assert "To fill in: licence (on what terms may it be used" in told
        assert "'Parcels' becomes parcels: a count." in told
        with pytest.raises(
            ConfigError, match=r"(?s)not finished.*publisher.*licence.*kind.*period"
        ):
            load_dataset("food-parcels")
        assert 'path: "own/food-parcels.csv"' in text

    def test_each_question_is_told_once_and_has_a_line_of_its_own(self, describe):
        _, told = describe("LSOA,Rate\nE01990001,43.5\nE01990002,7.25\n")
        assert told.count("is it percent (0 to 100)") == 1
        assert "every (how often is it renewed? In words: every week" in told
        assert "kind (write published statistics" in told
        with pytest.raises(ConfigError) as caught:
            load_dataset("food-parcels")
        asked = [line.removeprefix("To fill in: ") for line in told.splitlines()]
        said = str(caught.value).splitlines()[1:-1]
        assert len(said) > 10
        assert [line.removeprefix("- ") for line in said] == [
            line for line, whole in zip(asked, told.splitlines(), strict=True) if line != whole
        ]

    @pytest.mark.parametrize("number", [0, 1, 2])
    def test_numbers_and_their_nouns_agree(self, describe, number):
        titles = "A title,,\n" * number
        rows = "".join(f"E0199000{place},{place},\n" for place in range(4, 9))
        empty = "".join(f"E0199001{place},,\n" for place in range(number))
        _, told = describe(f"{titles}LSOA,Given,Note\n{rows}{empty}")
        assert DISAGREES.search(told) is None
        assert ("stands above" in told) == (number == 1)
        assert ("is empty in" in told) == (number > 0)

    @given(strange=st.integers(0, 2), old=st.integers(0, 2), new=st.integers(0, 2))
    def test_codes_and_their_verbs_agree(self, strange, old, new):
        of_2011, of_2021, of_none = (
            [f"E01{kind}0000{place}" for place in range(count)]
            for kind, count in ((1, old), (2, new), (3, strange))
        )
        codes = pd.Series([*of_2011, *of_2021, *of_none, "E01990009"], dtype="str")
        lookup = ([*of_2011, "E01990009"], [*of_2021, "E01990009"])
        told = " ".join(guess_codes(codes, form="LSOA", censuses=lookup).notes)
        assert DISAGREES.search(told) is None
        assert ("of neither census" in told) == (strange > 0)

    def test_windows_encoding_semicolons_and_thousands_are_found(self, describe):
        text, told = describe('LSOA;Name;Given\nE01990001;Café;"1,200"\n'.encode("cp1252"))
        assert "encoding: cp1252" in text and "Windows's encoding" in told
        assert 'separator: ";"' in text
        assert 'thousands: ","' in text and "commas between thousands" in told
        assert "Left out, as words: 'Name'" in told

    def test_titles_above_the_headings_and_a_total_below_are_told(self, describe):
        text, told = describe(
            'Parcels,,\n"By area, 2025",,\n\nLSOA,Given,Note\nE01990001,"1,200",\n'
            "E01990002,7,\nTotal,1207,\n"
        )
        assert "3 lines stand above the headings ('Parcels')" in told
        assert "    skip_rows: 3\n" in text
        assert "1 row without a code, such as 'Total'" in told
        assert '"LSOA": "Total"  # FILL IN: rows without a code' in text

    def test_a_file_that_was_described_is_read_as_it_was_meant(self, describe, put_own, sample):
        content = "Parcels;\n;\nLSOA;Rate\nE01990001;3,5\nE01990002;1.200,25\nTotal;1203,75\n"
        text, told = describe(content)
        assert "Decimals begin with a comma" in told and "points between thousands" in told
        assert '    decimal: ","\n    thousands: "."\n' in text
        put_own(content)
        table = read_dataset("food-parcels", area=sample)
        assert table["rate"].tolist() == [3.5, 1200.25]

    @pytest.mark.parametrize(
        "written",
        [
            "Parcels ",
            " Parcels",
            "Parcels  given",
            "Parcels\u00a0given",
            '"Parcels\ngiven"',
            '"Parcels, given "',
            '"Parcels ""given"" "',
            "\ufeffParcels",
            "Par\u200bcels",
            "Parcels cafe\u0301",
            "PARCELS",
        ],
    )
    def test_a_heading_that_was_written_into_the_entry_is_found_again(
        self, describe, put_own, sample, written
    ):
        content = f"\ufeffLSOA code ,{written}\nE01990001,12\nE01990002,40\nTotal,52\n"
        describe(content)
        put_own(content)
        table = read_dataset("food-parcels", area=sample)
        assert table.iloc[:, 1].tolist() == [12, 40]

    def test_a_comma_that_may_mean_either_is_asked_about(self, describe):
        text, _ = describe("LSOA;Given\nE01990001;1,234\nE01990002;7\n")
        assert "does the comma in 1,234 part thousands? If it must begin decimals" in text
        text, _ = describe('LSOA,Rate\nE01990001,"3,5"\nE01990002,7\n', name="rates.csv")
        assert "does the comma in 3,5 begin decimals? If it must part thousands" in text

    def test_numbers_written_in_two_ways_are_refused(self, describe):
        with pytest.raises(TableError, match=r"in '3,5' decimals begin with a comma, in '4\.5'"):
            describe("LSOA;A;B\nE01990001;3,5;4.5\n")

    @pytest.mark.parametrize(
        ("code", "fault"),
        [("e01990001", "in small letters"), ("E01 990 001", "with spaces inside")],
    )
    def test_codes_in_small_letters_or_with_spaces_are_named_with_the_cure(
        self, describe, code, fault
    ):
        with pytest.raises(TableError, match=rf"1 code is {fault}, such as '{code}'.*UPPER"):
            describe(f"LSOA,Given\n{code},7\n")
        _, told = describe(PLAIN + f"{code},7\n")
        assert f"1 code is {fault}, such as '{code}'" in told

    def test_the_next_issue_of_the_file_may_be_accepted(self, describe):
        text, _ = describe(PLAIN)
        assert "sha256" not in text

    @pytest.mark.parametrize("mark", ["*", "c", "-", "#"])
    def test_a_mark_that_may_hide_a_number_is_asked_about(self, describe, mark):
        text, told = describe(f"LSOA,Given\nE01990001,{mark}\nE01990002,7\nE01990003,8\n")
        assert f"cells that are no numbers: '{mark}'" in told
        assert f'"{mark}"' in told.split("To fill in", 1)[1]
        assert "suppressed: true" in text

    def test_less_than_five_says_its_bounds(self, describe):
        text, _ = describe("LSOA,Given\nE01990001,<5\nE01990002,7\nE01990003,8\n")
        assert '"<5": [0, 4]  # FILL IN: can it hide 0?' in text

    @pytest.mark.parametrize(
        ("heading", "cells"),
        [("Referrals", ("2.5", "8.1")), ("Referrals per 1,000 ", ("2", "8"))],
    )
    def test_a_mark_beside_rates_is_asked_what_it_hides_and_no_bounds_are_drafted(
        self, describe, put_own, sample, heading, cells
    ):
        rows = f"E01990001,<5\nE01990002,{cells[0]}\nE01990003,{cells[1]}\nE01990004,\n"
        content = f'LSOA,"{heading}"\n{rows}'
        text, told = describe(content)
        assert "what does '<5' hide in 'Referrals" in text
        assert "cells that are no numbers: '<5'. They may hide rates that few people" in told
        (blanks,) = (line for line in text.splitlines() if line.startswith("    blanks:"))
        assert blanks.startswith('    blanks: ["<5"]  # FILL IN: ')
        assert "[0, 4]" not in text and "suppressed: true\n" not in text
        assert "small" not in text and "quantity: rate" in text
        put_own(content)
        values = read_dataset("food-parcels", area=sample).iloc[:, 1]
        assert values.isna().tolist() == [True, False, False, True]

    def test_a_mark_of_counts_and_rates_alike_keeps_the_bounds_of_the_count(self, describe):
        rows = "E01990001,<5,<5\nE01990002,7,2.5\nE01990003,8,8.1\n"
        text, _ = describe(f"LSOA,Given,Rate\n{rows}")
        assert '"<5": [0, 4]' in text and "blanks:" not in text

    def test_of_a_councils_own_figures_it_says_what_to_write(self, describe):
        _, told = describe(PLAIN)
        asked = {line.split()[3]: line for line in told.splitlines() if "To fill in: " in line}
        for key in ("page", "licence", "kind"):
            assert "your council's own figures" in asked[key], key

    def test_empty_cells_and_words_for_them_are_asked_about(self, describe):
        rows = "E01990001,\nE01990002,n/a\nE01990003,8\nE01990004,n/a\nE01990005,9\n"
        text, told = describe(f"LSOA,Given\n{rows}")
        asked = [line for line in told.splitlines() if line.startswith("To fill in: ")]
        (empty,) = (line for line in asked if "may_be_missing" in line)
        assert "1 cell is empty: is that 'not known'? If it hides small numbers" in empty
        (words,) = (line for line in asked if "blanks (" in line)
        assert "One that hides a small number goes under 'suppressed'" in words
        assert "'Given' has cells that say that a number is not known: 'n/a'" in told
        assert 'blanks: ["n/a"]' in text

    def test_empty_cells_that_hide_numbers_are_read_as_their_question_says(
        self, describe, put_own, sample
    ):
        content = "LSOA,Given\nE01990001,\nE01990002,7\nE01990003, * \nE01990004,8\n"
        text, told = describe(content)
        assert "add '\"\": [0, 4]' under 'suppressed' below" in told
        entry = config.CATALOGUE / "food-parcels.yml"
        mark = next(line for line in text.splitlines() if '"*":' in line)
        answered = text.replace(mark, '      "*": [1, 2]\n      "": [0, 4]')
        entry.write_text(answered, encoding="utf-8")
        put_own(content)
        table = read_dataset("food-parcels", area=sample)
        bounds = table[["given_lower", "given_upper"]].to_numpy().tolist()
        assert bounds == [[0, 4], [7, 7], [1, 2], [8, 8]]

    @pytest.mark.parametrize(
        ("stem", "lasting"),
        [
            ("food-parcels-2026q3", "food-parcels"),
            ("Parcels 2026-07", "parcels"),
            ("parcels Q3 2026", "parcels"),
            ("parcels_july_2025-26", "parcels"),
            ("2026 parcels", "parcels"),
            ("parcels-202607", "parcels"),
            ("covid-19-parcels-2026-07-15", "covid-19-parcels"),
        ],
    )
    def test_a_time_in_the_name_is_told_with_the_way_to_leave_it_out(self, describe, stem, lasting):
        _, told = describe(PLAIN, name=f"{stem}.csv")
        (line,) = (line for line in told.splitlines() if "with the time in its name" in line)
        assert line.endswith(f'{stem}.csv" --name {lasting}')
        text, told = describe(PLAIN, name=f"{stem}.csv", called=lasting)
        assert text.startswith(f"id: {lasting}\n")
        assert f'path: "own/{lasting}.csv"' in text
        assert "with the time in its name" not in told

    @pytest.mark.parametrize("name", ["food-parcels.csv", "2026.csv", "aged-65.csv"])
    def test_a_name_without_a_time_beside_others_is_left_alone(self, describe, name):
        assert "with the time in its name" not in describe(PLAIN, name=name)[1]

    def test_the_pages_that_explain_what_is_asked_are_named_and_do(self, describe):
        content = "LSOA;A;B;C\nE01990001;;<5;n/a\nE01990001;1,5;2;3\nE01990004;2;*;4\nTotal;;;\n"
        _, told = describe(content)
        explained = told.splitlines()[-1]
        pages = re.findall(r"book/[\w/-]+\.md", explained)
        texts = [(config.ROOT / page).read_text(encoding="utf-8") for page in pages]
        for heading in re.findall(r"'([^']+)'", explained):
            assert any(f"\n## {heading}\n" in text for text in texts), heading
        asked = re.findall(r"^To fill in: (\w+) \(", told, re.MULTILINE)
        assert {"publisher", "key", "blanks", "may_be_missing"} <= set(asked)
        assert [key for key in asked if f"`{key}`" not in "".join(texts)] == []

    def test_a_code_with_two_rows_is_told(self, describe):
        _, told = describe(PLAIN + "E01990001,3\n")
        assert "1 code in 2 rows stands more than once, such as E01990001" in told

    def test_the_neighbourhoods_of_the_other_census_are_told(self, describe, sample):
        lookup = config.SAMPLE / "ons-geography"
        names = next(lookup.glob("LSOA_(2011)_to_LSOA_(2021)*"))
        rows = [line.split(",") for line in names.read_text(encoding="utf-8-sig").splitlines()]
        old = rows[0].index("LSOA11CD"), rows[0].index("LSOA21CD")
        first = {row[old[0]] for row in rows[1:]} - {row[old[1]] for row in rows[1:]}
        text, told = describe(f"LSOA,Given\n{min(first)},7\nE01990002,9\n")
        assert "native_geography: LSOA 2011\n" in text
        assert f"1 code is in no later census, such as {min(first)}" in told

    def test_headings_that_come_to_one_name_stay_apart(self, describe):
        text, _ = describe("LSOA,Given,Given!\nE01990001,1,2\nE01990002,3,4\n")
        assert "  given:\n" in text and "  given_2:\n" in text

    def test_an_entry_that_is_there_is_left_as_it_is(self, describe):
        text, _ = describe(PLAIN)
        with pytest.raises(ConfigError, match=r"left as it is.*or remove .*food-parcels\.yml to"):
            describe(PLAIN)
        assert (config.CATALOGUE / "food-parcels.yml").read_text(encoding="utf-8") == text

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            ("Name,Given\nHere,7\n", "no column holds codes of areas.*'Name', 'Given'"),
            ("LSOA,Name\nE01990001,Here\n", "no column but that of the codes holds numbers"),
            ("LSOA,Given\n", "has no rows below its headings"),
            ("", "has no rows below its headings"),
            ("LSOA,Given,Given\nE01990001,1,2\n", "more than one column is called 'Given'"),
            (b"\xd0\xcf\x11\xe0rest", "is an Excel workbook, although its name ends in .csv"),
            ("LSOA,Given\nE01990001,1\n".encode("utf-16"), "bytes that are no text"),
        ],
    )
    def test_what_can_not_be_described_is_refused_in_words(self, describe, content, said):
        with pytest.raises(TableError, match=said):
            describe(content)


class TestReadOwnFile:
    def test_a_workbook_renamed_to_csv_is_named_as_one(self, tmp_path):
        book = openpyxl.Workbook()
        book.active.append(["LSOA", "Given"])
        book.active.append(["E01990001", 3])
        book.save(tmp_path / "own.xlsx")
        assert read_own_file(tmp_path / "own.xlsx").form == "xlsx"
        renamed = (tmp_path / "own.xlsx").rename(tmp_path / "own.csv")
        with pytest.raises(TableError, match=r"change what it is\. Name it own\.xlsx\. Or: Open"):
            read_own_file(renamed)


class TestGuessColumn:
    @pytest.mark.parametrize(
        ("heading", "cells", "unit", "said"),
        [
            ("Share of homes", ["43.2", "9"], "percent", "called a share, but has values over 1"),
            ("% of homes", ["0.4", "0.1"], "share", "called a percentage, but has no value over 1"),
            ("% of homes", ["40", "10"], "percent", ""),
            ("Crowded", ["0.4", "0.1"], "share", "taken for a share, not percent"),
            ("Crowded", ["43.2", "9"], "", "is it percent"),
            ("Crowded", ["43%", "9%"], "percent", "percent signs in 2 cells"),
            ("Parcels", ["43", "9"], "", ""),
        ],
    )
    def test_percent_is_told_from_a_share(self, cells, heading, unit, said):
        found = guess_column(pd.Series(cells, name=heading))
        assert found.unit == unit
        assert said in " ".join(found.notes)
        assert bool(found.notes) == bool(said)


class TestGuessCodes:
    @pytest.mark.parametrize(
        ("codes", "geography", "said"),
        [
            (["E01000001", "E01000002"], "LSOA 2021", ""),
            (["E01000001", "E01000009"], "LSOA 2011", "are those of 2011"),
            (["E01000001"], None, "in both censuses"),
            (["E01000002", "E01000009"], None, "a table is of one census"),
            (["E01000002", "E01000077"], "LSOA 2021", "1 code is of neither census"),
        ],
    )
    def test_the_census_is_told_by_codes_that_one_alone_has(self, codes, geography, said):
        found = guess_codes(pd.Series(codes), form="LSOA", censuses=CENSUSES)
        assert found.geography == geography
        assert said in " ".join(found.notes)

    def test_without_the_lookup_it_is_asked(self):
        found = guess_codes(pd.Series(["E01000001"]), form="LSOA", censuses=None)
        assert found.geography is None and "not at hand" in found.notes[0]


class TestCommand:
    def test_it_writes_and_check_names_what_is_left(self, sample, tmp_path):
        path = tmp_path / "food-parcels.csv"
        path.write_text(PLAIN, encoding="utf-8")
        done = CliRunner().invoke(main, ["new-dataset", str(path)])
        assert done.exit_code == 0, done.output
        assert "then run python datacell.py check" in done.output
        checked = CliRunner().invoke(main, ["check"])
        assert checked.exit_code == 1
        assert "food-parcels.ymlisnotfinished" in "".join(checked.output.split())

    def test_a_file_that_is_not_there_is_said_to_be(self, sample, tmp_path):
        done = CliRunner().invoke(main, ["new-dataset", str(tmp_path / "none.csv")])
        assert done.exit_code == 1
        assert "cannotberead" in "".join(done.output.split())
        assert "Traceback" not in done.output
