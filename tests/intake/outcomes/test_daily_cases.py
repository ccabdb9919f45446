"""Cases by day of the area's districts."""

from datetime import date

import pandas as pd
import pytest

from datacell_lib import config
from datacell_lib.files.area import load_area
from datacell_lib.intake.outcomes.daily_cases import load_daily_cases, load_snapshots
from datacell_lib.schema import ConfigError, SourceError

CASES = "ukhsa/COVID-19_cases_casesByDay.csv"
SNAPSHOTS = "ukhsa-snapshots/COVID-19_cases_casesByDay.csv"


@pytest.mark.usefixtures("run")
class TestLoadDailyCases:
    def test_each_day_of_each_of_the_areas_districts_comes_as_published(self) -> None:
        area = load_area("sample")
        cases = load_daily_cases(area)
        assert list(cases) == ["area_code", "date", "cases"]
        raw = pd.read_csv(config.SAMPLE / CASES, parse_dates=["date"])
        raw = raw[raw["geography_code"].isin(area.authorities)]
        published = raw.set_index(["geography_code", "date"])["metric_value"].sort_index()
        found = cases.set_index(["area_code", "date"])["cases"]
        assert found.index.equals(published.index.rename(["area_code", "date"]))
        assert found.tolist() == published.tolist()

    def test_an_area_without_a_dataset_of_cases_has_none(self) -> None:
        area = load_area("sample")
        none = load_daily_cases(area.model_copy(update={"cases": None}))
        assert none.empty
        pd.testing.assert_series_equal(none.dtypes, load_daily_cases(area).dtypes)

    def test_a_past_day_is_the_last_day_of_them(self) -> None:
        past = load_area("sample").model_copy(update={"as_of": date(2026, 9, 1)})
        assert load_daily_cases(past)["date"].max() == pd.Timestamp("2026-09-01")

    def test_they_go_on_as_far_as_the_page_of_a_past_day_looks_afterwards(self) -> None:
        past = load_area("sample").model_copy(update={"as_of": date(2026, 8, 1)})
        looks = past.surveillance.model_copy(update={"until": date(2026, 9, 1)})
        cases = load_daily_cases(past.model_copy(update={"surveillance": looks}))
        assert cases["date"].max() == pd.Timestamp("2026-09-01")

    def test_a_district_without_cases_is_named(self, sample: object) -> None:
        def drop(text: str) -> str:
            lines = text.splitlines(keepends=True)
            return "".join(line for line in lines if "E07990003" not in line)

        sample.change(CASES, drop)
        with pytest.raises(SourceError, match=r"has no cases for E07990003\..*key 'cases' out of"):
            load_daily_cases(load_area("sample"))


@pytest.mark.usefixtures("run")
class TestLoadSnapshots:
    def test_each_file_comes_with_the_day_that_it_came_out(self) -> None:
        area = load_area("sample")
        found = load_snapshots(area)
        raw = pd.read_csv(config.SAMPLE / SNAPSHOTS, parse_dates=["known_on"])
        raw = raw[raw["geography_code"].isin(area.authorities)]
        assert list(found) == ["area_code", "date", "cases", "known_on"]
        assert found.groupby("known_on").size().equals(raw.groupby("known_on").size())
        assert found["cases"].sum() == raw["metric_value"].sum()

    def test_an_area_that_names_none_has_none(self) -> None:
        area = load_area("sample")
        looks = area.surveillance.model_copy(update={"snapshots": None})
        none = load_snapshots(area.model_copy(update={"surveillance": looks}))
        assert none.empty
        pd.testing.assert_series_equal(none.dtypes, load_snapshots(area).dtypes)

    def test_files_that_came_out_after_a_past_day_are_left_out(self) -> None:
        past = load_area("sample").model_copy(update={"as_of": date(2026, 9, 16)})
        assert load_snapshots(past)["known_on"].max() == pd.Timestamp("2026-09-08")

    def test_a_district_without_cases_is_named(self, sample: object) -> None:
        def drop(text: str) -> str:
            lines = text.splitlines(keepends=True)
            return "".join(line for line in lines if "E07990003" not in line)

        sample.change(SNAPSHOTS, drop)
        with pytest.raises(SourceError, match=r"no cases for E07990003\..*key 'snapshots' out of"):
            load_snapshots(load_area("sample"))

    def test_a_dataset_without_snapshots_is_refused(self) -> None:
        area = load_area("sample")
        looks = area.surveillance.model_copy(update={"snapshots": area.cases})
        with pytest.raises(
            ConfigError, match="covid-cases-daily must hold snapshots by 'known_on'"
        ):
            load_snapshots(area.model_copy(update={"surveillance": looks}))
