"""What notebooks offer: files in the run, and links that say their format and size."""

import json
import subprocess
import sys
import warnings
import zipfile
from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
from csvw import CSVW
from shapely import box

from datacell_lib.governance.ledger import Read, record_read
from datacell_lib.governance.release import release
from datacell_lib.pipeline.book.download_gate import publish_downloads
from datacell_lib.presentation.downloads import offer, offer_package, offer_parts
from datacell_lib.presentation.downloads.offering import select_part
from datacell_lib.presentation.run_files import FOLDER
from datacell_lib.schema import DisclosureError, TableError

PLACES = gpd.GeoDataFrame(
    {
        "area_code": ["a", "b", "c"],
        "district_code": ["E1", "E2", "E3"],
        "district_name": ["Saint Mary's", "Heaton", "Heaton"],
        "population": [10.0, 20.0, 30.0],
        "geometry": [box(x, 0, x + 1, 1) for x in (600000, 600001, 600002)],
    },
    crs="EPSG:27700",
)


@pytest.fixture
def released(run):
    record_read(Read("census2021-age", "official", ("0" * 64,), 2, 0, "test", True))
    return release(PLACES, name="places", datasets=("census2021-age",), policy="open")


def list_paths(published):
    return [file.path for file in published.files]


class TestOffer:
    def test_links_say_format_and_size_and_the_files_are_in_the_run(self, released, run):
        made = offer(released, title="A & B", name="x/Places", formats=("csv", "geojson"))
        html = made.content["text/html"]
        held = f'data-release="{released.id}" download>A &amp; B'
        assert f'<a href="../downloads/x/places.csv" {held} (CSV, 1 KB)</a>' in html
        assert f'<a href="../downloads/x/places.geojson" {held} (GeoJSON, 1 KB)' in html
        assert all((run / FOLDER / path).is_file() for path in list_paths(made))
        assert made.shown[0].release == released.id

    def test_another_table_under_a_name_that_is_taken_is_refused_in_a_run(self, released):
        offer(released, title="A", name="places")
        offer(released, title="A", name="places")
        other = replace(released, table=PLACES.assign(population=1.0))
        with pytest.raises(DisclosureError, match=r"places\.csv is offered already, with other"):
            offer(other, title="A", name="places")

    def test_in_jupyterlab_the_older_file_of_the_name_gives_way(self, released, monkeypatch):
        monkeypatch.delenv("DATACELL_RUN")
        other = replace(released, table=PLACES.assign(population=1.0))
        first, second = (offer(each, title="A", name="places") for each in (released, other))
        assert first.files[0].sha256 != second.files[0].sha256

    def test_a_format_that_is_not_known_is_refused(self, released):
        with pytest.raises(TableError, match="'docx' is no format of downloads"):
            offer(released, title="A", name="places", formats=("docx",))


class TestOfferParts:
    @pytest.fixture
    def parts(self, released):
        names = {"by": "district_code", "names": "district_name"}
        return offer_parts(released, title="Places", folder="x/by", **names)

    def test_each_place_has_its_file_and_two_of_one_name_have_their_codes(self, parts):
        tables = [path for path in list_paths(parts) if path.endswith(".csv")]
        assert tables == ["x/by/heaton-e2.csv", "x/by/heaton-e3.csv", "x/by/saint-marys.csv"]

    def test_each_holds_its_own_rows_and_passes_the_gate(self, parts, run, tmp_path):
        publish_downloads(parts.files, ledger=run, built=tmp_path / "html")
        there = pd.read_csv(tmp_path / "html" / FOLDER / "x" / "by" / "saint-marys.csv")
        assert there["area_code"].tolist() == ["a"]

    def test_a_part_that_holds_other_rows_does_not(self, parts, run, tmp_path):
        wrong = replace(parts.files[0], part=("district_code", "E1"))
        with pytest.raises(DisclosureError, match="row 1, column 'area_code' holds 'b'"):
            publish_downloads([wrong], ledger=run, built=tmp_path / "html")

    def test_suppressed_cells_move_with_their_rows(self, released):
        marked = replace(released, suppressed={"population": (0, 2)})
        part = select_part(marked, column="district_name", value="Heaton")
        assert part.suppressed == {"population": (1,)}

    def test_a_column_that_is_not_there_is_refused(self, released):
        with pytest.raises(TableError, match="has no column 'ward_code'"):
            offer_parts(released, title="A", folder="x", by="ward_code", names="district_name")


class TestOfferPackage:
    @pytest.fixture
    def offered(self, released):
        whole = offer(released, title="A", name="x/places", formats=("csv", "parquet"))
        package = offer_package(released, title="All", folder="x", offered=(whole,))
        return (*whole.files, *package.files)

    def test_it_names_each_file_with_its_columns_and_checksum(self, offered, run):
        about = json.loads((run / FOLDER / "x" / "datapackage.json").read_bytes())
        table, parquet = about["resources"]
        assert (table["path"], parquet["path"]) == ("places.csv", "places.parquet")
        assert table["hash"] == f"sha256:{offered[0].sha256}"
        assert [field["type"] for field in table["schema"]["fields"]] == [
            *("string", "string", "string", "integer")
        ]

    def test_the_archive_holds_every_file_and_passes_the_gate(self, offered, run, tmp_path):
        publish_downloads(offered, ledger=run, built=tmp_path / "html")
        with zipfile.ZipFile(tmp_path / "html" / FOLDER / "x" / "x.zip") as archive:
            assert set(archive.namelist()) == {
                *("x/places.csv", "x/places.csv-metadata.json", "x/places.parquet"),
                "x/datapackage.json",
            }

    def test_frictionless_reads_it_and_finds_every_table_as_described(self, offered, run):
        program = "import sys, frictionless; print(frictionless.validate(sys.argv[1]).valid)"
        folder = run / FOLDER / "x"
        (folder / "places.parquet").unlink()  # frictionless reads it with a further library only
        about = json.loads((folder / "datapackage.json").read_bytes())
        about["resources"] = [one for one in about["resources"] if one["format"] == "csv"]
        (folder / "datapackage.json").write_text(json.dumps(about), encoding="utf-8")
        command = [sys.executable, "-c", program, "datapackage.json"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "True", done.stderr
        table = folder / "places.csv"
        table.write_bytes(table.read_bytes().replace(b"10", b"x0"))
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "False"

    def test_a_reader_of_csv_on_the_web_finds_every_table_as_described(self, offered, run):
        table = run / FOLDER / "x" / "places.csv"
        described = str(table.with_name("places.csv-metadata.json"))
        assert CSVW(described, validate=True).is_valid
        table.write_bytes(table.read_bytes().replace(b"10", b"x0"))
        with warnings.catch_warnings():
            warnings.simplefilter("always")  # it collects what is wrong as warnings of its own
            assert not CSVW(described, validate=True).is_valid

    @pytest.mark.parametrize("left_out", ["x/places.csv", "x/places.parquet"])
    def test_an_archive_with_a_file_that_no_page_offers_is_refused(
        self, offered, run, tmp_path, left_out
    ):
        fewer = [file for file in offered if file.path != left_out]
        with pytest.raises(DisclosureError, match=f"holds {left_out}, which is not the file"):
            publish_downloads(fewer, ledger=run, built=tmp_path / "html")
