"""Outcomes by MSOA for the page on surveillance: named by the area, or none at all."""

import pandas as pd

from datacell_lib.files.area import load_area
from datacell_lib.intake.outcomes import msoa_outcomes
from datacell_lib.intake.outcomes.counts_of_larger_areas import Outcome
from datacell_lib.intake.outcomes.msoa_outcomes import SmallAreas
from datacell_lib.table_sources import list_sources

DEATHS = pd.DataFrame(
    {"area_code": ["E02000002", "E02000001"], "month": pd.Timestamp("2020-03-01"), "deaths": 3.0}
)
CASES = pd.DataFrame(
    {
        "area_code": ["E02000001"],
        "date": pd.Timestamp("2020-06-01"),
        "cases": [float("nan")],
        "cases_lower": 0.0,
        "cases_upper": 2.0,
    }
)


class TestSmallAreas:
    def test_an_area_that_names_none_has_empty_tables_of_the_same_columns(self):
        small = SmallAreas(load_area("sample"))
        assert all(table.empty for table in small.tables)
        assert {list_sources(table) for table in small.tables} == {("census2021-age",)}
        assert small.deaths["period"].dtype.kind == "M"

    def test_limits_of_hidden_counts_come_along(self, monkeypatch):
        tables = {"covid-deaths-registered-msoa": DEATHS, "covid-cases-seven-days-msoa": CASES}
        monkeypatch.setattr(
            msoa_outcomes,
            "load_outcome",
            lambda name, *, area: Outcome(table=tables[name], geography="MSOA 2011", across=()),
        )
        small = SmallAreas(load_area("bolton-2020"))
        assert small.deaths["area_code"].tolist() == ["E02000001", "E02000002"]
        assert small.deaths["numerator_upper"].isna().all()
        assert small.cases["numerator_upper"].tolist() == [2.0]
