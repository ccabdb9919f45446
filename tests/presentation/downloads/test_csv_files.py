"""CSV files: what Excel, pandas and a person make of them is what was released."""

import io
import json
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from datacell_lib.presentation.downloads import write_csv, write_csv_metadata
from datacell_lib.schema import DisclosureError
from tests.hostile import ALLOWED, REFUSED


def read(content):
    return pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False)


class TestWriteCsv:
    def test_it_opens_with_the_mark_that_tells_excel_of_utf_8(self, make_released):
        content = write_csv(make_released(pd.DataFrame({"name": ["Ynys Môn"]})))
        assert content == b"\xef\xbb\xbfname\r\nYnys M\xc3\xb4n\r\n"

    def test_numbers_days_and_flags_are_written_in_full(self, make_released):
        table = pd.DataFrame(
            {
                "small": [1e-17, -0.0],
                "whole": [10.0, None],
                "int": pd.array([1, None], dtype="Int64"),
                "flag": [True, False],
                "day": [date(2024, 1, 7), None],
                "week": pd.to_datetime(["2024-01-07", None]),
            }
        )
        lines = write_csv(make_released(table)).decode("utf-8-sig").splitlines()
        assert lines[1:] == ["1e-17,10,1,true,2024-01-07,2024-01-07", "-0.0,,,false,,"]

    def test_a_suppressed_cell_is_the_mark_of_the_policy_and_an_unknown_one_is_empty(
        self, make_released
    ):
        released = make_released(pd.DataFrame({"people": [None, 10.0, None]}))
        content = write_csv(replace(released, suppressed={"people": (0,)}))
        assert read(content)["people"].tolist() == ["[c]", "10", ""]

    @pytest.mark.parametrize("name", [*ALLOWED.values(), *REFUSED.values()])
    def test_hostile_names_are_never_a_formula_and_come_back_whole(self, make_released, name):
        content = write_csv(make_released(pd.DataFrame({name: [name], "n": [-1]})))
        cells = read(content.replace(b"\x00", b"0"))
        for text in (cells.columns[0], cells.iloc[0, 0]):
            assert text[0] not in "=+-@\t\r\n"
            assert text.removeprefix("'") == name.replace("\x00", "0").removeprefix("'")
        assert cells["n"].tolist() == ["-1"]

    def test_shapes_are_left_out(self, make_released):
        table = pd.DataFrame({"area_code": ["a"], "geometry": ["POINT (0 0)"]})
        assert list(read(write_csv(make_released(table)))) == ["area_code"]

    def test_what_was_not_released_is_refused(self):
        with pytest.raises(DisclosureError, match="released tables only"):
            write_csv(pd.DataFrame({"a": [1]}))


class TestWriteCsvMetadata:
    @pytest.fixture
    def describe(self, make_released):
        def describe(table, **changes):
            released = replace(make_released(table), **changes)
            return json.loads(write_csv_metadata(released, file="a b.csv", title="Places"))

        return describe

    def test_each_column_has_its_kind_meaning_and_unit(self, describe):
        about = describe(pd.DataFrame({"population": [10.0, None], "my_words": ["a", "b"]}))
        people, words = about["tableSchema"]["columns"]
        assert (people["datatype"], people["schema:unitText"]) == ("integer", "people")
        assert people["dc:description"] == "Residents."
        assert (words["dc:title"], words["datatype"]) == ("My words", "string")

    def test_a_column_of_a_dataset_has_the_meaning_of_its_catalogue_entry(self, describe):
        column = describe(pd.DataFrame({"beds": [1]}), datasets=("care-home-beds-msoa-2022",))
        assert column["tableSchema"]["columns"][0]["dc:description"].startswith("Beds in regist")

    def test_it_names_sources_with_licence_and_period(self, describe):
        about = describe(pd.DataFrame({"people": [1]}))
        (source,) = about["dc:source"]
        assert source["dc:license"] == "OGL-UK-3.0" and source["dc:publisher"]
        assert about["dc:rights"] == [
            "Contains public sector information licensed under the Open Government Licence v3.0."
        ]

    def test_what_was_done_to_cells_is_said_only_where_it_was_done(self, describe):
        plain = describe(pd.DataFrame({"people": [1.0]}))
        assert plain["rdfs:comment"] == [
            "An empty cell is a value that is not known; it is never zero."
        ]
        table = pd.DataFrame({"people": [None, 10.0], "name": ["=1+1", "x"]})
        changed = describe(table, suppressed={"people": (0,)})
        assert "[c] stands for a count that is too small to publish: 1 of" in str(changed)
        assert "An apostrophe was put before text" in changed["rdfs:comment"][2]
        assert changed["tableSchema"]["columns"][0]["null"] == ["", "[c]"]
