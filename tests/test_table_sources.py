"""The datasets behind a table: what keeps them, what drops them, and that none is ever made up."""

import io

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point

from datacell_lib.table_sources import carry_sources, list_sources, mark_sources

PEOPLE = pd.DataFrame({"area_code": ["a", "b", "b"], "people": [1, 2, 3]})
HOMES = pd.DataFrame({"area_code": ["a", "b"], "homes": [4, 5]})


def census() -> pd.DataFrame:
    return mark_sources(PEOPLE, ["census"])


def housing() -> pd.DataFrame:
    return mark_sources(HOMES, ["housing"])


class TestMarkSources:
    def test_the_table_that_came_in_is_unchanged(self) -> None:
        table = PEOPLE.copy()
        marked = mark_sources(table, ["census"])
        assert list_sources(table) == () and list_sources(marked) == ("census",)
        pd.testing.assert_frame_equal(marked, PEOPLE)

    def test_each_dataset_stands_once_in_order(self) -> None:
        assert list_sources(mark_sources(PEOPLE, ["b", "a", "b"])) == ("a", "b")

    @pytest.mark.parametrize(
        "change",
        [
            lambda table: table[table["people"] > 1],
            lambda table: table[["people"]],
            lambda table: table.sort_values("people").reset_index(drop=True).head(1),
            lambda table: table.assign(double=2 * table["people"]),
            lambda table: table.rename(columns={"people": "n"}).drop(columns="area_code"),
            lambda table: table.merge(mark_sources(HOMES, ["census"]), on="area_code"),
            lambda table: pd.concat([table, table]),
            lambda table: table.groupby("area_code", as_index=False).sum(),
        ],
        ids=["rows", "columns", "sorted", "assign", "rename", "join of one", "concat", "groupby"],
    )
    def test_they_survive_what_analysts_do_to_a_table(self, change) -> None:
        assert list_sources(change(census())) == ("census",)

    @pytest.mark.parametrize(
        "meet",
        [
            lambda: census().merge(housing(), on="area_code"),
            lambda: census().merge(HOMES, on="area_code"),
            lambda: pd.concat([census(), housing()]),
            lambda: census().groupby("area_code").agg(n=("people", "sum")),
            lambda: pd.DataFrame({"n": census()["people"]}),
        ],
        ids=["join", "join with a table of nobody's", "concat", "named sums", "made anew"],
    )
    def test_where_tables_meet_or_are_made_anew_nothing_is_carried_rather_than_half(
        self, meet
    ) -> None:
        assert list_sources(meet()) in {(), ("census", "housing")}

    def test_they_come_back_from_parquet_with_and_without_shapes(self, tmp_path) -> None:
        file = io.BytesIO()
        census().to_parquet(file)
        assert list_sources(pd.read_parquet(file)) == ("census",)
        points = gpd.GeoDataFrame(census(), geometry=[Point(0, 0)] * 3, crs=27700)
        points.to_parquet(tmp_path / "points.parquet")
        assert list_sources(gpd.read_parquet(tmp_path / "points.parquet")) == ("census",)


class TestCarrySources:
    def test_what_is_made_from_two_carries_both(self) -> None:
        made = pd.DataFrame({"n": [1]})
        assert list_sources(carry_sources(made, census(), housing())) == ("census", "housing")
        assert list_sources(made) == ()

    def test_what_is_made_from_something_unknown_carries_nothing(self) -> None:
        assert list_sources(carry_sources(census(), census(), PEOPLE)) == ()

    def test_what_is_made_from_nothing_carries_nothing(self) -> None:
        assert list_sources(carry_sources(PEOPLE)) == ()
