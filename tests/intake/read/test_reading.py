"""Reading: lawful, found, tidy, checked, recorded; and a clear refusal of anything else."""

import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from datacell_lib import config
from datacell_lib.files.area import Area
from datacell_lib.governance.catalogue.entries import Dataset
from datacell_lib.governance.ledger import list_reads
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.schema import LawfulnessError, SourceError

Write = Callable[..., Dataset]
Put = Callable[..., Path]
TEXT = "code,number,extra\nE01000003,7,x\nE01000001,5,y\nW01000001,9,z\nE01000002,0,\n"
PEOPLE = {"type": "integer", "quantity": "count", "meaning": "Residents.", "minimum": 0}
COLUMNS = {"area_code": "code", "people": "number"}


def copy(**changes: object) -> dict:
    return {"layout": "official", "path": "office/things.csv", "columns": COLUMNS} | changes


def make_geojson(features: list[tuple[str, list]], **more: object) -> str:
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "properties": {"CODE": code},
                    "geometry": {"type": "Polygon", "coordinates": [ring]},
                }
                for code, ring in features
            ],
            **more,
        }
    )


SQUARE = [[1.0, 53.0], [1.1, 53.0], [1.1, 53.1], [1.0, 53.1], [1.0, 53.0]]


@pytest.fixture
def shapes(catalogue: Write) -> Dataset:
    """A dataset of boundaries."""
    return catalogue(
        columns={"geometry": {"type": "geometry", "quantity": "geometry", "meaning": "Shape."}},
        copies=[
            copy(
                path="office/things.geojson",
                format="geojson",
                columns={"area_code": "CODE", "geometry": "geometry"},
            )
        ],
    )


class TestReadDataset:
    def test_a_table_comes_tidy_sorted_and_without_other_countries(
        self, catalogue: Write, put: Put, area: Area
    ) -> None:
        catalogue()
        put(TEXT)
        expected = pd.DataFrame(
            {"area_code": ["E01000001", "E01000002", "E01000003"], "people": [5.0, 0.0, 7.0]}
        )
        pd.testing.assert_frame_equal(read_dataset("things", area=area), expected)

    def test_the_read_is_recorded_with_what_was_set_aside(
        self, catalogue: Write, put: Put, area: Area
    ) -> None:
        catalogue()
        put(TEXT)
        read_dataset("things", area=area)
        (read,) = list_reads()
        assert (read.dataset, read.layout, read.rows, read.set_aside) == (
            "things",
            "official",
            4,
            1,
        )
        assert not read.invented

    def test_columns_that_are_named_together_are_added_up(
        self, catalogue: Write, put: Put, area: Area
    ) -> None:
        catalogue(copies=[copy(columns=COLUMNS | {"people": ["young", "old"]})])
        put("code,young,old\nE01000001,5,6\n")
        assert read_dataset("things", area=area)["people"].tolist() == [11]

    def test_only_rows_that_the_copy_asks_for_belong(
        self, catalogue: Write, put: Put, area: Area
    ) -> None:
        catalogue(copies=[copy(where={"extra": "y"})])
        put(TEXT)
        assert read_dataset("things", area=area)["area_code"].tolist() == ["E01000001"]

    def test_thousands_encodings_and_compression_are_understood(
        self, catalogue: Write, put: Put, area: Area
    ) -> None:
        path = "office/things.csv.gz"
        catalogue(
            columns={
                "people": PEOPLE,
                "name": {"type": "text", "quantity": "label", "meaning": "Name."},
            },
            copies=[
                copy(
                    path=path,
                    encoding="cp1252",
                    thousands=",",
                    columns=COLUMNS | {"name": "name"},
                )
            ],
        )
        text = 'code,number,name\nE01000001,"1,234",Môn\n'
        put(gzip.compress(text.encode("cp1252")), path=path)
        (row,) = read_dataset("things", area=area).itertuples(index=False)
        assert tuple(row) == ("E01000001", 1234.0, "Môn")

    def test_a_use_that_is_not_lawful_reads_and_records_nothing(
        self, catalogue: Write, put: Put, area: Area, run: Path
    ) -> None:
        catalogue(partner=True, agreement={"ends": "2024-06-30"})
        put(TEXT)
        with pytest.raises(LawfulnessError, match="2024-06-30"):
            read_dataset("things", area=area)
        catalogue(partner=True)
        with pytest.raises(LawfulnessError, match="for 'research'"):
            read_dataset("things", area=area, purpose="research")
        assert list_reads() == ()


class TestWrongContent:
    def refuse(self, area: Area, said: str) -> str:
        """Reading is refused in one paragraph, and no checksum is noted."""
        with pytest.raises(SourceError, match=said) as caught:
            read_dataset("things", area=area)
        assert not (config.CACHE / "checksums.yml").exists()
        assert len(str(caught.value)) < 900
        return str(caught.value)

    def test_a_wrong_column_is_named_with_those_there_are(
        self, catalogue: Write, put: Put, area: Area
    ) -> None:
        catalogue()
        put("code,nummer\nE01000001,5\n")
        text = self.refuse(area, r"things\.csv has no column 'number'; it has 'code', 'nummer'")
        assert "add a copy with the new names" in text and "\n" not in text

    @pytest.mark.parametrize("content", [b"", b"\n"])
    def test_an_empty_file_is_refused(
        self, catalogue: Write, put: Put, area: Area, content: bytes
    ) -> None:
        catalogue()
        put(content)
        self.refuse(area, r"things\.csv has no column 'code', 'number'; it has")

    def test_a_header_without_rows_is_refused(self, catalogue: Write, put: Put, area: Area) -> None:
        catalogue()
        put("code,number\n")
        self.refuse(area, r"things\.csv.*no rows")

    # A row cut short ends in its code, in half a code, or in an open quotation.
    @pytest.mark.parametrize(
        ("end", "said"),
        [
            ("E01000004", r"line 4 has 1 values where the header has 2"),
            ("E0100", r"line 4 has 1 values where the header has 2"),
            ('"E01', r"line 4 is not readable as CSV"),
        ],
    )
    def test_a_csv_cut_short_in_a_row_is_refused(
        self, catalogue: Write, put: Put, area: Area, end: str, said: str
    ) -> None:
        catalogue()
        put("code,number\nE01000001,5\nE01000002,6\n" + end)
        self.refuse(area, said)

    def test_a_truncated_gz_is_refused_and_the_whole_one_read_after_it(
        self, catalogue: Write, put: Put, area: Area
    ) -> None:
        path = "office/things.csv.gz"
        catalogue(copies=[copy(path=path)])
        rows = "".join(f"E0100{i:04},{i * 7919 % 1000}\n" for i in range(3000))
        whole = gzip.compress(("code,number\n" + rows).encode())
        put(whole[: len(whole) // 2], path=path)
        self.refuse(area, r"can't be read as Things: .*may be truncated or damaged\. Remove it")
        put(whole, path=path)
        assert len(read_dataset("things", area=area)) == 3000

    def test_a_damaged_gz_is_refused(self, catalogue: Write, put: Put, area: Area) -> None:
        path = "office/things.csv.gz"
        catalogue(copies=[copy(path=path)])
        whole = bytearray(gzip.compress(TEXT.encode() * 50))
        whole[20:40] = b"\xff" * 20
        put(bytes(whole), path=path)
        self.refuse(area, r"can't be read as Things")
        put(b"<html>We are sorry.</html>", path=path)
        self.refuse(area, r"can't be read as Things")

    def test_another_encoding_is_refused(self, catalogue: Write, put: Put, area: Area) -> None:
        catalogue()
        put("code,number,név\nE01000001,5,Môn\n".encode("latin-1"))
        self.refuse(area, r"can't be read as Things.*utf-8")

    @pytest.mark.parametrize(
        ("rows", "said"),
        [
            ("E01000001,many", r"column 'people' must be integer; found 'many' in 1 row"),
            (
                "E01000001,n/a",
                r"known, add it to 'blanks' of the copy in data/catalogue/things\.yml",
            ),
            ("E01000001,[x]\nE01000002,c", r"found '\[x\]', 'c' in 2 rows"),
            ("E01000001,-1", r"1 cell of 'people' is below 0: -1 in E01000001"),
            ("E01000001,1.5", r"1 cell of 'people' is not whole: 1\.5 in E01000001"),
            ("E01000001,", r"people: not_nullable failed"),
            ("E02000001,5", r"1 of 2 codes in 'area_code' .* such as 'E02000001'"),
            ("E1,5", r"such as 'E1'\."),
            (",5", r"area_code: not_nullable failed"),
        ],
    )
    def test_wrong_values_are_named(
        self, catalogue: Write, put: Put, area: Area, rows: str, said: str
    ) -> None:
        catalogue()
        put(f"code,number\nE01000009,1\n{rows}\n")
        assert re.search(r"things\.csv|\(things\)", self.refuse(area, said))

    def test_a_place_whose_name_is_markup_is_refused_with_its_row(
        self, catalogue: Write, put: Put, area: Area
    ) -> None:
        label = {"type": "text", "quantity": "label", "meaning": "Its name."}
        named = copy(columns={"area_code": "code", "area_name": "extra"})
        catalogue(columns={"area_name": label}, copies=[named])
        put(TEXT.replace("5,y", "5,<b>y</b>").replace("0,\n", "0,w\n"))
        with pytest.raises(
            SourceError, match=r"column 'area_name': the row of E01000001 must not hold '<'"
        ):
            read_dataset("things", area=area)

    @pytest.mark.parametrize(
        ("rows", "said"),
        [
            ("E01000001,5\nE01000002,6\nE01000001,5", r"E01000001 stands in lines 2 and 4\. Rem"),
            ("E01000001,5\n\nE01000001,7\nE01000001,7", r"E01000001 stands in lines 2, 4 and 5\. "),
            ("W01000001,5\nE01000002,6\nE01000002,6", r"E01000002 stands in lines 3 and 4\. Rem"),
            ("E01000001,5\ncode,number\nE01000002,6", r"line 3 repeats the headings"),
        ],
    )
    def test_what_stands_there_twice_is_named_with_its_lines(
        self, catalogue: Write, put: Put, area: Area, rows: str, said: str
    ) -> None:
        catalogue()
        put(f"code,number\n{rows}\n")
        assert "things.csv" in self.refuse(area, said)

    def test_many_faults_are_counted_and_five_named(
        self, catalogue: Write, put: Put, area: Area
    ) -> None:
        catalogue()
        catalogue()
        put("code,number\n" + "".join(f"E0100000{i},\n" for i in range(8)))
        self.refuse(area, r"; and 3 more\.")

    def test_a_value_may_be_missing_where_the_entry_says_so(
        self, catalogue: Write, put: Put, area: Area
    ) -> None:
        catalogue(columns={"people": PEOPLE | {"may_be_missing": True}})
        put("code,number\nE01000001,\nE01000002,4\n")
        assert read_dataset("things", area=area)["people"].isna().tolist() == [True, False]


class TestReadShapes:
    def test_shapes_come_in_longitude_and_latitude(
        self, shapes: Dataset, put: Put, area: Area
    ) -> None:
        put(make_geojson([("E01000001", SQUARE)]), path="office/things.geojson")
        table = read_dataset("things", area=area)
        assert isinstance(table, gpd.GeoDataFrame) and table.crs == "EPSG:4326"
        assert table.total_bounds.tolist() == [1.0, 53.0, 1.1, 53.1]

    def test_a_truncated_geojson_is_refused(self, shapes: Dataset, put: Put, area: Area) -> None:
        whole = make_geojson([("E01000001", SQUARE), ("E01000002", SQUARE)])
        put(whole[: len(whole) // 2], path="office/things.geojson")
        with pytest.raises(SourceError, match=r"can't be read as Things.*truncated or damaged"):
            read_dataset("things", area=area)

    def test_shapes_in_another_reference_system_are_brought_into_this_one(
        self, shapes: Dataset, put: Put, area: Area
    ) -> None:
        # The true origin of the National Grid, 49° N 2° W, is at 400 km east, 100 km south
        # (Ordnance Survey, A guide to coordinate systems in Great Britain, annex A). WGS 84
        # lies about 100 m from there.
        ring = [[400e3, -100e3], [401e3, -100e3], [401e3, -99e3], [400e3, -99e3], [400e3, -100e3]]
        crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
        put(make_geojson([("E01000001", ring)], crs=crs), path="office/things.geojson")
        west, south, *_ = read_dataset("things", area=area).total_bounds
        assert (west, south) == pytest.approx((-2.0, 49.0), abs=0.003)
