"""What an index is made of: a table of one's own, and a file as its publisher gives it."""

import gzip
import io
import zipfile

import openpyxl
import pandas as pd
import pytest

from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.pipeline.index_command import find_spec, run_index
from datacell_lib.pipeline.index_table import load_index_table, read_areas
from datacell_lib.schema import SourceError, TableError

CODE = "LSOA code (2011)"
SCORE = "Index of Multiple Deprivation (IMD) Score"
RANK = "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)"


def fail(told):
    pytest.fail(told)


@pytest.fixture
def write(tmp_path):
    """Write a table to a file, and give back its path."""

    def write_bytes(content, *, name="a.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write_bytes


class TestReadAreas:
    def test_codes_are_text_even_if_they_look_like_numbers(self, write):
        path = write("\ufeffplace,a\n0012,1\n")
        assert read_areas(path, codes="place", tell=fail)["area_code"].tolist() == ["0012"]

    def test_codes_that_are_called_like_nothing_are_codes(self, write):
        read = read_areas(write("area_code,a\nNA,NA\nnull,1\nNaN,2\n"), tell=fail)
        assert read["area_code"].tolist() == ["NA", "null", "NaN"]
        assert read["a"].isna().tolist() == [True, False, False]

    def test_blanks_at_the_ends_of_codes_are_taken_off_and_told(self, write):
        told = []
        path = write("area_code,a\nE01000001 ,1\n E01000002,2\nE01000003,3\n")
        codes = read_areas(path, tell=told.append)["area_code"]
        assert codes.tolist() == ["E01000001", "E01000002", "E01000003"]
        assert told == ["2 codes had blanks at an end, which were taken off."]

    @pytest.mark.parametrize("end", ["\n\n\n", ",\n,\n", "\n,\n\n"])
    def test_last_rows_that_hold_nothing_are_none(self, write, end):
        read = read_areas(write("area_code,a\nx,1\ny,2\n" + end.removeprefix(",")), tell=fail)
        assert read["a"].tolist() == [1, 2]

    def test_a_comma_at_the_end_of_every_line_is_a_column_of_nothing(self, write):
        read = read_areas(write("area_code,a,\nx,1,\ny,2,\n"), tell=fail)
        assert list(read) == ["area_code", "a"] and read["a"].tolist() == [1, 2]

    def test_the_numbers_of_rows_that_r_writes_first_are_passed_over(self, write):
        read = read_areas(write('"","area_code","a"\n"1","x",1\n"2","y",NA\n'), tell=fail)
        assert list(read) == ["area_code", "a"] and read["a"].isna().tolist() == [False, True]

    @pytest.mark.parametrize("ending", ["xlsx", "csv.gz", "zip"])
    def test_a_workbook_or_a_compressed_file_is_read_the_same(self, write, ending):
        sink = io.BytesIO()
        if ending == "xlsx":
            book = openpyxl.Workbook()
            for row in (["area_code", "a"], ["NA", 1], ["y", 2.5], [None, None]):
                book.active.append(row)
            book.save(sink)
        elif ending == "zip":
            with zipfile.ZipFile(sink, "w") as archive:
                archive.writestr("inside.csv", "area_code,a\nNA,1\ny,2.5\n")
        else:
            sink.write(gzip.compress(b"area_code,a\nNA,1\ny,2.5\n"))
        read = read_areas(write(sink.getvalue(), name=f"a.{ending}"), tell=fail)
        pd.testing.assert_frame_equal(
            read, pd.DataFrame({"area_code": ["NA", "y"], "a": [1, 2.5]}), check_dtype=False
        )

    @pytest.mark.parametrize(
        ("content", "told"),
        [
            (b"", "is not a CSV file in UTF-8.*it is empty"),
            (b"area_code,a\n\xff,1\n", "is not a CSV file in UTF-8.*CSV UTF-8"),
            (b"area_code,a\nx,1\ny,2,3,4\n", "line 3 has 4 values where the header has 2"),
            (b"area_code,a\nx,1,234\n", "line 2 has 3 values where the header has 2"),
            (b"area_code,a,\nx,1,234\n", "line 2 has '234' in column 3, which has no heading"),
            (b"area_code,a\n", "it has no rows"),
            (b"area_code,a\nx,1\n,2\n", "line 3 has no code"),
            (b"area_code,a\nx,1\n\n\n ,2\n", "line 5 has no code"),
            (b"area_code,a,b,a\nx,1,2,3\n", "more than one column is called 'a'"),
            (b"area_code,a\nE01000001,1\ne01000002,2\n", "1 of 2 codes .* 'e01000002'"),
            (b"area_code,a\nE01000001,1\n'E01000002,2\n", "1 of 2 codes .*'E01000002"),
            (b"lsoa,a\nx,1\n", r"no column 'area_code' .*--codes; the table has 'lsoa', 'a'"),
        ],
    )
    def test_what_is_no_table_of_areas_is_told(self, write, content, told):
        with pytest.raises(TableError, match=told):
            read_areas(write(content), tell=fail)

    def test_a_heading_that_stands_twice_in_a_workbook_is_told(self, write):
        book, sink = openpyxl.Workbook(), io.BytesIO()
        for row in (["area_code", "a", "a"], ["x", 1, 2]):
            book.active.append(row)
        book.save(sink)
        with pytest.raises(TableError, match="more than one column is called 'a'"):
            read_areas(write(sink.getvalue(), name="a.xlsx"), tell=fail)

    def test_a_value_without_a_heading_in_a_workbook_is_told(self, write):
        book, sink = openpyxl.Workbook(), io.BytesIO()
        for row in (["area_code", "a"], ["x", 1, 234]):
            book.active.append(row)
        book.save(sink)
        with pytest.raises(TableError, match="row 2 has a value in a column without a heading"):
            read_areas(write(sink.getvalue(), name="a.xlsx"), tell=fail)

    @pytest.mark.parametrize("name", ["a.xlsx", "a.zip", "a.csv.gz"])
    def test_a_file_that_is_not_what_its_name_says_is_told(self, write, name):
        with pytest.raises(TableError, match=r"Check its path|Save it again"):
            read_areas(write("area_code,a\nx,1\n", name=name), tell=fail)

    def test_a_file_that_is_not_there_is_told(self, tmp_path):
        with pytest.raises(TableError, match=r"a\.csv: cannot be read \(No such file"):
            read_areas(tmp_path / "a.csv", tell=fail)


def invent_file_7(areas: int) -> pd.DataFrame:
    """A file of invented ranks with the headings of File 7, and places and names besides."""
    official = load_dataset("iod2019-scores").copies[0]
    ranks = {
        heading: [(7 * place * step) % areas + 1 for place in range(areas)]
        for step, heading in enumerate(official.source_columns, start=1)
        if "Rank" in heading
    }
    scores = dict.fromkeys((set(official.source_columns) - set(ranks)) - {CODE}, 0.5)
    codes = [f"E0100{place:04}" for place in range(1, areas + 1)]
    names = ["Bristol, City of"] * areas
    return pd.DataFrame({CODE: codes, "LSOA name (2011)": names, **scores, **ranks})


class TestLoadIndexTable:
    @pytest.mark.parametrize("codes", ["area_code", CODE])
    def test_a_publishers_file_is_read_by_its_headings(self, tmp_path, codes):
        file, told = invent_file_7(13), []
        path = tmp_path / "File 7.csv"
        file.to_csv(path, index=False, encoding="utf-8-sig")
        table = load_index_table(path, spec=find_spec("imd-2019"), codes=codes, tell=told.append)
        assert table["area_code"].tolist() == file[CODE].tolist()
        heading = "Crime Rank (where 1 is most deprived)"
        assert table["crime_rank"].tolist() == file[heading].tolist()
        assert told == [
            "File 7.csv was read by the headings of iod2019-scores: "
            "English Indices of Deprivation 2019, scores and ranks."
        ]

    def test_a_publishers_workbook_is_read_whatever_its_first_sheet_is(self, tmp_path):
        book, file = openpyxl.Workbook(), invent_file_7(5)
        book.active.append(["Notes"])
        sheet = book.create_sheet("IoD2019 Scores")
        for row in [list(file), *file.to_numpy().tolist()]:
            sheet.append(row)
        book.save(tmp_path / "File 7.xlsx")
        table = load_index_table(
            tmp_path / "File 7.xlsx", spec=find_spec("imd-2019"), codes=CODE, tell=[].append
        )
        heading = "Health Deprivation and Disability Rank (where 1 is most deprived)"
        assert table["health_rank"].tolist() == file[heading].tolist()

    def test_columns_of_ones_own_in_it_are_kept(self, tmp_path):
        path = tmp_path / "File 7.csv"
        file = invent_file_7(3).assign(population=[10, 20, 30])
        file.to_csv(path, index=False)
        table = load_index_table(path, spec=find_spec("imd-2019"), codes=CODE, tell=[].append)
        assert table["population"].tolist() == [10, 20, 30]

    @pytest.mark.parametrize(
        ("old", "new", "told"),
        [
            ("E01000002", "e01000002", "1 of 3 codes in 'area_code' is damaged"),
            ("E01000002", "E01000001", "area_code"),
            ('"Bristol, City of"', "Bristol, City of", r"line 2 has \d+ values"),
        ],
    )
    def test_a_publishers_file_that_is_damaged_is_refused(self, tmp_path, old, new, told):
        path = tmp_path / "File 7.csv"
        text = invent_file_7(3).to_csv(index=False).replace(old, new)
        path.write_text(text, encoding="utf-8")
        with pytest.raises(SourceError, match=told):
            load_index_table(path, spec=find_spec("imd-2019"), codes="area_code", tell=[].append)

    def test_a_code_with_and_without_a_blank_is_one_area_twice(self, tmp_path):
        spec, path = tmp_path / "own.yml", tmp_path / "own.csv"
        spec.write_text(SPEC, encoding="utf-8")
        path.write_text("area_code,a,b\nE01000001,1,2\nE01000001 ,3,4\n", encoding="utf-8")
        with pytest.raises(TableError, match="E01000001 stands in lines 2 and 3"):
            run_index(find_spec(str(spec)), table=path, output=tmp_path / "out.csv", tell=[].append)

    def test_a_table_that_lacks_columns_is_told_the_remedy_before_its_columns(self, tmp_path):
        path = tmp_path / "own.csv"
        path.write_text("area_code,a\nE01000001,1\n", encoding="utf-8")
        with pytest.raises(TableError, match=r"Add one of them, or correct.*; the table has .*'a'"):
            run_index(find_spec("imd-2019"), table=path, output=tmp_path / "out.csv", tell=fail)

    def test_a_number_that_may_be_no_value_is_told_once_with_how_many(self, tmp_path):
        spec, path, told = tmp_path / "own.yml", tmp_path / "own.csv", []
        spec.write_text(SPEC, encoding="utf-8")
        rows = ["x,-999,1", "y,-999,2", "z,5,3", "v,7,999"]
        path.write_text("\n".join(["area_code,a,b", *rows]), encoding="utf-8")
        load_index_table(path, spec=find_spec(str(spec)), codes="area_code", tell=told.append)
        assert told == [
            f"{what}, which may stand for a value that is not known. Leave such cells empty."
            for what in ("2 cells of 'a' are -999", "1 cell of 'b' is 999")
        ]


SPEC = """
name: own
title: Our own
purpose: Tests the table.
geography: LSOA 2021
missing: {rule: leave_unranked}
normalisation: {indicators: {method: percentile_rank}, domains: {method: none}}
weighting: {method: equal}
aggregation: {method: arithmetic_mean}
indicators:
  - {name: a, dataset: ours, column: a, direction: higher_is_more_vulnerable}
  - {name: b, dataset: ours, column: b, direction: higher_is_more_vulnerable}
"""


class TestPublishedFile:
    """One command from the file as published to the scores as published."""

    @pytest.mark.parametrize("year", ["2019", "2025"])
    def test_scores_and_ranks_are_the_published_ones(self, mirror, tmp_path, year):
        (path,) = (mirror / f"mhclg-iod{year}").glob("File_7*")
        whole = run_index(
            find_spec(f"imd-{year}"), table=path, output=tmp_path / "out.csv", tell=lambda _: None
        )
        whole = whole[whole["level"] == "index"].set_index("area_code")
        published = pd.read_csv(path).set_index(f"LSOA code ({2011 if year == '2019' else 2021})")
        both = whole.join(published[[SCORE, RANK]], how="inner")
        assert len(both) == len(published)
        # scores are published to three decimals; areas whose scores round alike may change places
        assert (both["score"] - both[SCORE]).abs().max() < 0.001
        assert (both["rank"] - both[RANK]).abs().max() <= 1
        assert (both["rank"] != both[RANK]).mean() < 0.002
