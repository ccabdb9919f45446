"""The invented county's planted truths and its mess, found with the library's own functions."""

import hashlib

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import yaml

from datacell_lib import config
from datacell_lib.analysis.index import calculate_index
from datacell_lib.analysis.index.diagnose import describe_directions
from datacell_lib.analysis.index.steps import follow_steps
from datacell_lib.analysis.space.neighbour_statistics import (
    calculate_getis_ord,
    calculate_local_moran,
)
from datacell_lib.analysis.space.neighbours import find_queen_neighbours
from datacell_lib.analysis.time.ears import detect_ears_c2
from datacell_lib.analysis.time.late_reports import expect_late_reports, judge_snapshots
from datacell_lib.analysis.time.reporting_delay import mark_provisional
from datacell_lib.files.area import load_area
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.intake.census.bridging import Bridge
from datacell_lib.intake.census.carrying import carry_table
from datacell_lib.intake.census.exact_fit import load_exact_fit
from datacell_lib.intake.link.index_files import load_index
from datacell_lib.intake.link.linkage import link_area
from datacell_lib.intake.outcomes.daily_cases import load_snapshots
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.schema import SourceError

WEEKLY = "ukhsa/msoa-weekly-cases.csv"
DAILY = "ukhsa/COVID-19_cases_casesByDay.csv"
TENURE = "census-2021/census2021-ts054-lsoa.csv"
SUM = "newCasesBySpecimenDateRollingSum"
DELAY = 5  # days that the dashboard marks as incomplete


@pytest.fixture(scope="module")
def truths():
    return yaml.safe_load((config.SAMPLE / "TRUTHS.yml").read_text(encoding="utf-8"))


@pytest.fixture
def area(run):
    return load_area("sample")


def read_snapshots(truths):
    path = config.SAMPLE / truths["snapshots"]["folder"] / "COVID-19_cases_casesByDay.csv"
    files = pd.read_csv(path, parse_dates=["date"]).groupby("known_on")
    keys = ["geography_code", "date"]
    return {day: rows.drop(columns="known_on").set_index(keys) for day, rows in files}


class TestHotSpot:
    @pytest.fixture
    def scored(self, area):
        linked = link_area(area)
        spec = load_index(area)
        index = calculate_index(linked.nation, spec=spec)
        overall = index[index["component"] == spec.name].set_index("area_code")["score"]
        return linked.neighbourhoods, linked.neighbourhoods["area_code"].map(overall)

    @pytest.mark.parametrize(
        ("calculate", "label"),
        [(calculate_local_moran, "high-high"), (calculate_getis_ord, "hot spot")],
    )
    def test_local_statistics_find_it_in_the_index(self, scored, truths, calculate, label):
        areas, score = scored
        table = pd.DataFrame({"area_code": areas["area_code"], "value": score})
        neighbours = find_queen_neighbours(areas)
        found = calculate(table, neighbours=neighbours, permutations=9_999)
        flagged = set(found.loc[found["label"] == label, "area_code"])
        planted = set(truths["hot_spot"]["lsoa_codes"])
        # one of the four lies at the resort's edge, among neighbours that are not like it
        assert len(flagged & planted) >= 3
        beside = neighbours.loc[neighbours["area_code"].isin(planted), "neighbour_code"]
        assert flagged <= planted | set(beside)


class TestOutbreak:
    def test_ears_raises_an_alarm_in_its_msoa_and_in_its_weeks(self, truths):
        raw = pd.read_csv(config.SAMPLE / WEEKLY, parse_dates=["date"])
        # what is blank holds from 0 to 2 cases
        table = pd.DataFrame(
            {
                "area_code": raw["areaCode"],
                "period": raw["date"],
                "numerator": raw[SUM],
                "numerator_lower": raw[SUM].fillna(0),
                "numerator_upper": raw[SUM].fillna(2),
            }
        )
        found = detect_ears_c2(table, minimum_sd=1.0, assess_last=8)
        told = truths["outbreak"]
        inside = found[found["area_code"] == told["msoa_code"]]
        alarms = inside.loc[inside["alarm"].fillna(False).astype(bool), "period"]
        assert set(pd.to_datetime(told["weeks_ending"])) <= set(alarms)
        # a rising wave raises small alarms elsewhere; the outbreak's is the largest of all
        beyond = found["numerator"] - found["upper_bound"]
        assert found.loc[beyond.nlargest(3).index, "area_code"].tolist() == [told["msoa_code"]] * 3


class TestSnapshots:
    def test_one_is_late_and_one_is_missing(self, truths):
        days = pd.to_datetime(list(read_snapshots(truths)))
        told = truths["snapshots"]
        assert pd.Timestamp(told["missing"]) not in days
        tuesday = 1
        assert set(days[days.day_of_week != tuesday]) == {pd.Timestamp(told["late"])}

    def test_the_last_is_the_file_that_the_report_reads(self, truths):
        *_, last = read_snapshots(truths).values()
        daily = pd.read_csv(config.SAMPLE / DAILY, parse_dates=["date"])
        daily = daily.set_index(["geography_code", "date"])
        pd.testing.assert_frame_equal(last, daily.loc[last.index])

    def test_only_days_that_the_library_calls_provisional_are_revised_and_only_upwards(
        self, truths
    ):
        earlier, *_, final = read_snapshots(truths).values()
        both = earlier.join(final["metric_value"].rename("final"), how="inner").reset_index()
        published = earlier.index.get_level_values("date").max()
        marked = mark_provisional(
            both.rename(columns={"date": "period"}), as_of=published, reporting_delay=DELAY
        )
        revised = marked["final"] - marked["metric_value"]
        assert (revised >= 0).all()
        assert revised[marked["provisional"]].sum() > 0
        assert (revised[~marked["provisional"]] == 0).all()

    def test_the_share_that_is_known_of_a_new_week_is_the_one_that_was_planted(self, area, truths):
        late = expect_late_reports(load_snapshots(area), title=area.title)
        new, *older = late.itertuples()
        # of the seven days of a week that has just ended, counted back from its Sunday
        planted = truths["snapshots"]["known_of_last_days"]
        known = pd.Series([*planted, *[1.0] * (7 - len(planted))])
        daily = pd.read_csv(config.SAMPLE / DAILY, parse_dates=["date"])
        settled = daily[daily["date"] <= "2026-09-20"].groupby("date")["metric_value"].sum()
        back = pd.Series((6 - settled.index.day_of_week).to_numpy(), index=settled.index)
        share = (settled * back.map(known)).sum() / settled.sum()
        assert new.known_share_lower < share < new.known_share_upper
        assert new.lower_ci < new.numerator / share < new.upper_ci
        assert [week.known_share for week in older] == [1, 1, 1]
        assert [week.value for week in older] == [week.numerator for week in older]

    def test_the_late_and_the_missing_file_are_told(self, area, truths):
        judged = judge_snapshots(load_snapshots(area)).set_index("state")["period"]
        came_out = pd.Series(
            {
                state: pd.Timestamp(truths["snapshots"][key])
                for state, key in (("came late", "late"), ("missing", "missing"))
            }
        )
        waited = (came_out - judged[came_out.index]).dt.days
        assert waited.to_dict() == {"came late": 4, "missing": 2}


class TestCensusOf2011:
    def test_counts_are_carried_whole_and_the_split_and_merged_are_named(self, area, truths):
        name = "population-2020-lsoa2011"
        carried = carry_table(
            read_dataset(name, area=area),
            to="LSOA 2021",
            quantities={key: about.quantity for key, about in load_dataset(name).columns.items()},
            weights=Bridge(area).residents,
            lookup=load_exact_fit(area),
        )
        told = truths["census_2011"]
        affected = carried.affected
        for change, codes in (
            ("split", told["split_lsoa_codes"]),
            ("merged", told["merged_lsoa_codes"]),
        ):
            assert sorted(set(affected.loc[affected["change"] == change, "lsoa2021_code"])) == codes
        np.testing.assert_allclose(carried.totals["after"], carried.totals["before"], rtol=1e-12)
        assert len(carried.table) == 210

    def test_what_is_carried_is_close_to_the_census_of_2021(self, area):
        carried = Bridge(area).read("population-2020-lsoa2011").table
        census = read_dataset("census2021-age", area=area).set_index("area_code")
        ratio = carried.set_index("area_code")["usual_residents"] / census["usual_residents"]
        # made as 99.5% of it, give or take the play of chance in about 1,600 people
        assert ratio.mean() == pytest.approx(0.995, abs=0.01)
        assert ratio.between(0.85, 1.15).all()


class TestFaultPastTolerance:
    def test_a_table_cut_short_is_refused(self, area, truths, tmp_path, monkeypatch):
        fault = truths["fault_past_tolerance"]
        for path in config.SAMPLE.glob("*/*"):
            target = tmp_path / path.relative_to(config.SAMPLE)
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(path.read_bytes())
        bad = (config.SAMPLE / fault["file"]).read_bytes()
        (tmp_path / TENURE).write_bytes(bad)
        sums = f"{hashlib.sha256(bad).hexdigest()}  {TENURE}\n"
        (tmp_path / "SHA256SUMS").write_text(sums, encoding="utf-8")
        monkeypatch.setattr(config, "SAMPLE", tmp_path)
        said = f"census2021-tenure has no row for LSOA 2021 areas: {fault['missing_rows']}"
        with pytest.raises(SourceError, match=said):
            link_area(area)


class TestContraryIndicator:
    def test_the_diagnostic_names_it(self, area, truths):
        spec = load_index(area)
        found = describe_directions(follow_steps(link_area(area).nation, spec=spec))
        title = spec.titles[truths["contrary_indicator"]["indicator"]]
        row = found.set_index("indicator").loc[title]
        assert row["contrary"] and row["correlation_with_index"] < 0


class TestSites:
    def test_every_site_is_placed_or_counted_as_not(self, area, truths):
        sites = read_dataset("gp-surgeries-2020", area=area)
        shapes = read_dataset("lsoa2021-boundaries", area=area)[["area_code", "geometry"]]
        assert isinstance(shapes, gpd.GeoDataFrame)
        told = truths["sites"]
        nowhere = sites[["longitude", "latitude"]].isna().any(axis=1)
        assert sites.loc[nowhere, "area_code"].tolist() == [told["without_coordinates"]]
        known = sites[~nowhere]
        points = gpd.points_from_xy(known["longitude"], known["latitude"], crs="EPSG:4326")
        inside = points.to_crs(shapes.crs).within(shapes.union_all())
        assert known.loc[~inside, "area_code"].tolist() == [told["at_sea"]]
        assert inside.sum() == told["number"] - 2
