"""A star as files: each table twice, and a model that says how they are joined."""

import json

import pandas as pd
import pytest

from datacell_lib.governance.ledger import Read, record_read
from datacell_lib.governance.release import release
from datacell_lib.pipeline.book.download_gate import publish_downloads
from datacell_lib.presentation.downloads import offer_star, plot_star
from datacell_lib.presentation.run_files import FOLDER
from datacell_lib.schema import DisclosureError

TABLES = {
    "dim_authority": pd.DataFrame({"authority_code": ["x"], "authority_name": ["Exshire"]}),
    "dim_date": pd.DataFrame({"date": pd.to_datetime(["2021-01-02", "2021-01-03"])}),
    "fact_outcome": pd.DataFrame(
        {
            "authority_code": ["x"],
            "date": pd.to_datetime(["2021-01-03"]),
            "numerator": [6.0],
            "denominator": [1000.0],
        }
    ),
}


@pytest.fixture
def star(run):
    record_read(Read("census2021-age", "official", ("0" * 64,), 2, 0, "test", True))
    return [
        release(table, name=name, datasets=("census2021-age",), policy="open")
        for name, table in TABLES.items()
    ]


class TestOfferStar:
    def test_the_gate_passes_tables_and_model_and_finds_them_under_their_own_names(
        self, star, run, tmp_path
    ):
        made = offer_star(*star, title="Figures", folder="moor/star")
        publish_downloads(made.files, ledger=run, built=tmp_path / "html")
        folder = tmp_path / "html" / FOLDER / "moor" / "star"
        tables = {f"{name}.{ending}" for name in TABLES for ending in ("csv", "parquet")}
        metadata = {f"{name}.csv-metadata.json" for name in TABLES}
        there = {path.name for path in folder.iterdir()}
        assert there == {"model.star.json"} | tables | metadata
        whole = pd.read_parquet(folder / "fact_outcome.parquet")
        pd.testing.assert_frame_equal(whole, TABLES["fact_outcome"])

    def test_the_model_says_keys_joins_and_how_to_add_up(self, star, run):
        made = offer_star(*star, title="Figures", folder="moor/star")
        about = json.loads((run / FOLDER / made.files[0].path).read_bytes())
        assert {table["name"]: table["key"] for table in about["tables"]} == {
            "dim_authority": ["authority_code"],
            "dim_date": ["date"],
            "fact_outcome": ["authority_code", "date"],
        }
        joined = [(join["to"]["table"], join["every_row_used"]) for join in about["relationships"]]
        assert joined == [("dim_authority", True), ("dim_date", False)]
        rate = about["measures"][1]
        assert rate["dax"] == (
            "DIVIDE(SUM('fact_outcome'[numerator]), SUM('fact_outcome'[denominator]))"
        )
        assert rate["tableau"] == "SUM([numerator]) / SUM([denominator])"

    def test_a_table_that_was_not_released_is_refused(self, run):
        with pytest.raises(DisclosureError):
            offer_star(TABLES["dim_date"], title="Figures", folder="moor/star")


class TestPlotStar:
    def test_its_words_say_what_is_joined_by_what(self, star):
        assert plot_star(*star, place="Moor").alt == (
            "Diagram. 1 fact and 2 dimensions, joined in 2 places. "
            "Tables and the columns that join them; Moor. fact_outcome is joined to "
            "dim_authority by authority_code and dim_date by date."
        )
