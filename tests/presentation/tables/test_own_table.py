"""Any released table as it is."""

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point

from datacell_lib.presentation import tables
from datacell_lib.schema import TableError

TABLE = pd.DataFrame(
    {
        "area_name": ["<b>Up</b>", "Down"],
        "period": pd.to_datetime(["2024-01-07", None]),
        "year": [2023, 2024],
        "beds": [12345, 1],
        "share": [0.256, None],
        "closed": [True, False],
    }
)


class TestShow:
    def test_each_kind_of_column_is_written_as_it_is_read(self, make_released):
        plain = tables.show(make_released(TABLE), percent=["share"]).content["text/plain"]
        heading, first, second = (line.split() for line in plain.splitlines()[1:4])
        assert heading == ["Area", "name", "Period", "Year", "Beds", "Share", "Closed"]
        assert first == ["<b>Up</b>", "7", "January", "2024", "2023", "12,345", "25.6%", "yes"]
        assert second == ["Down", "not", "known", "2024", "1", "not", "known", "no"]

    def test_it_is_named_after_its_release_and_has_a_source(self, make_released):
        html = tables.show(make_released(TABLE)).content["text/html"]
        assert "<caption>Test</caption>" in html
        assert "Source: " in html
        assert "&lt;b&gt;Up&lt;/b&gt;" in html

    def test_columns_can_be_chosen_and_given_headings(self, make_released):
        released = make_released(TABLE)
        output = tables.show(released, columns={"beds": "Beds & cots"}, caption="How many?")
        assert output.shown[0].columns == ("beds",)
        assert "Beds &amp; cots" in output.content["text/html"]
        with pytest.raises(TableError, match=r"no column 'bed'.*Did you mean 'beds'\?"):
            tables.show(released, columns=["bed"])

    def test_shapes_are_left_out_and_refused_by_name(self, make_released):
        shapes = gpd.GeoDataFrame({"area_name": ["a"]}, geometry=[Point(0, 0)])
        assert tables.show(make_released(shapes)).shown[0].columns == ("area_name",)
        with pytest.raises(TableError, match=r"not shapes.*charts\.map"):
            tables.show(make_released(shapes), columns=["geometry"])

    def test_too_many_rows_for_a_reader_are_refused(self, make_released):
        with pytest.raises(TableError, match=r"501 rows.*table\.head\(20\)"):
            tables.show(make_released(pd.DataFrame({"beds": range(501)})))

    def test_a_table_without_rows_is_a_sentence(self, make_released):
        assert tables.show(make_released(TABLE.head(0)), absent="None.").kind == "sentence"

    def test_it_can_be_folded(self, make_released):
        assert (
            tables.show(make_released(TABLE), folded=True)
            .content["text/html"]
            .startswith("<details>")
        )
