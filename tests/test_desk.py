"""The front desk: what a notebook is handed, without being told where it comes from."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import yaml

from datacell_lib import config, worked_changes
from datacell_lib.analysis.index.standing import rank_nation
from datacell_lib.analysis.index.steps import follow_steps
from datacell_lib.desk import Report, open_report
from datacell_lib.governance.ledger import list_reads, using_ledger
from datacell_lib.governance.used_datasets import note_use
from datacell_lib.last_report import KeptIndex, LastReport
from datacell_lib.pipeline.prepare import prepare_tables
from datacell_lib.schema import ConfigError, DisclosureError, ParameterError, TableError
from datacell_lib.star_schema import DIMENSIONS, FACTS
from datacell_lib.table_sources import list_sources, mark_sources
from datacell_lib.worked_changes import Changes
from datacell_lib.worked_star import work_star
from datacell_lib.worked_weeks import WorkedWeeks

DISTRICT = "E07990001"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that has prepared the sample county."""
    folder = tmp_path_factory.mktemp("run") / "ledger"
    with using_ledger(folder):
        prepare_tables("sample")
    return folder


@pytest.fixture
def report(ledger: Path):
    with using_ledger(ledger):
        yield open_report("sample", district=DISTRICT)


class TestOpenReport:
    def test_an_unknown_area_is_answered_with_those_there_are(self) -> None:
        with pytest.raises(ConfigError, match=r"no area called 'sampel'.*Did you mean 'sample'\?"):
            open_report("sampel")

    def test_nothing_is_read_before_it_is_asked_for(self, run: Path) -> None:
        open_report("sample", district=DISTRICT)
        assert list_reads() == ()


class TestIndex:
    def test_the_limits_on_estimates_change_nothing_of_the_samples_index(
        self, report: Report
    ) -> None:
        spec = report.index.spec
        anything = spec.missing.model_copy(update={"most_imputed": 1.0, "fewest_known": 0.0})
        unlimited = spec.model_copy(update={"missing": anything})
        free = rank_nation(follow_steps(report.linked.nation, spec=unlimited))
        own = report.index.scores
        assert own["imputed"].any()
        pd.testing.assert_frame_equal(own, free)


class TestPlaces:
    def test_a_district_stands_before_its_area_and_the_nation(self, report: Report) -> None:
        assert list(report.places) == [report.title, report.area.title, report.area.nation]
        sizes = [len(table) for table in report.places.values()]
        assert sizes == [len(report.here), 160, 210]

    def test_an_area_stands_before_its_totals_and_the_nation(self, ledger: Path) -> None:
        with using_ledger(ledger):
            whole = open_report("sample")
            totals = [total.title for total in whole.area.totals]
            assert list(whole.places) == [whole.area.title, *totals, whole.area.nation]

    def test_a_district_that_is_none_is_answered_with_those_there_are(self, ledger: Path) -> None:
        with (
            using_ledger(ledger),
            pytest.raises(TableError, match=r"'E07000001' is not a report district.*E07990001"),
        ):
            _ = open_report("sample", district="E07000001").title

    def test_a_whole_area_has_no_neighbourhoods_of_its_district(self, ledger: Path) -> None:
        with using_ledger(ledger), pytest.raises(ParameterError, match="opened for a whole area"):
            _ = open_report("sample").here


class TestNeighbourhoods:
    def test_each_has_its_standing_how_sure_it_is_and_what_it_stands_out_for(
        self, report: Report
    ) -> None:
        columns = {"rank", "most_vulnerable_share", "stability", "leading_domains"}
        assert columns < set(report.neighbourhoods)
        assert set(report.here["district_code"]) == {DISTRICT}
        numbers = report.to_go.in_fifth["position"]
        assert set(numbers) == set(range(1, len(report.to_go.first) + 1))

    def test_they_carry_what_was_linked_and_residents_their_own_dataset_alone(
        self, report: Report
    ) -> None:
        linked = tuple(sorted(report.linked.datasets))
        assert list_sources(report.here) == list_sources(report.nation) == linked
        assert list_sources(report.residents) == (report.area.population.dataset,)


class TestLinked:
    def test_another_area_in_the_same_run_has_its_own_tables(
        self, report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        text = (config.AREAS / "sample.yml").read_text(encoding="utf-8")
        small = yaml.safe_load(text) | {"name": "small", "authorities": [DISTRICT], "totals": []}
        (tmp_path / "small.yml").write_text(yaml.safe_dump(small), encoding="utf-8")
        monkeypatch.setattr(config, "AREAS", tmp_path)
        other = open_report("small")
        assert len(other.neighbourhoods) == len(report.here) < len(report.neighbourhoods)


class TestRelease:
    def test_what_a_table_carries_stands_behind_it(self, report: Report) -> None:
        released = report.release(report.cases.head(3), name="cases")
        assert released.datasets == (report.area.cases,)

    def test_shapes_bring_their_boundaries(self, report: Report) -> None:
        drawn = report.release(report.here[["area_code", "geometry"]], name="map")
        assert report.linked.boundaries in drawn.datasets

    def test_a_table_that_lost_its_sources_is_made_from_everything_used(
        self, report: Report
    ) -> None:
        lost = pd.DataFrame({"area_code": report.here["area_code"]})
        assert list_sources(lost) == ()
        released = report.release(lost, name="lost")
        assert {*report.linked.datasets, report.linked.boundaries} <= set(released.datasets)

    def test_what_no_run_has_read_is_refused(self, run: Path) -> None:
        report = open_report("sample")
        note_use(["census2021-age"])
        table = mark_sources(pd.DataFrame({"a": [1]}), ["census2021-age"])
        with pytest.raises(DisclosureError, match="census2021-age was not read in this run"):
            report.release(table, name="early")


class TestListAges:
    def test_it_tells_of_the_datasets_behind_the_tables_and_of_no_others(
        self, report: Report
    ) -> None:
        ages = report.list_ages(report.cases, report.residents)
        assert len(ages) == 2
        assert list_sources(ages) == tuple(sorted([report.area.cases, "census2021-age"]))


class TestChanges:
    def test_without_a_run_that_was_handed_a_last_report_nothing_is_compared(
        self, report: Report
    ) -> None:
        assert report.changes == Changes()

    def test_each_change_since_the_last_report_is_found_and_no_other(
        self, report: Report, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        here = pd.DataFrame(report.neighbourhoods)
        inside = here["most_vulnerable_share"] <= 0.2
        joined, left = here.index[inside][0], here.index[~inside][0]
        before = here.copy()
        before.loc[joined, "most_vulnerable_share"] = 0.9
        before.loc[left, "most_vulnerable_share"] = 0.1
        files = report.arrivals[["title", "checksum"]].iloc[1:]
        kept = KeptIndex(report.index.spec.title, report.index.spec.digest)
        last = LastReport(before, files, date(2026, 6, 2), approved=True, index=kept)
        monkeypatch.setattr(worked_changes, "find_last_report", lambda: last)
        index, changed, places, moves, order = (each.table for each in report.changes.released)
        assert index["comparison"].tolist() == ["same"]
        assert dict(zip(moves["area_code"], moves["change"], strict=True)) == {
            here.loc[joined, "area_code"]: "joined",
            here.loc[left, "area_code"]: "left",
        }
        assert places.empty
        people = here.loc[joined, "population"] - here.loc[left, "population"]
        added = order["people_in_fifth"].sum() - order["people_in_fifth_before"].sum()
        assert added == pytest.approx(people)
        assert changed["change"].tolist() == ["new"]
        assert report.changes.since == "the report approved on 2 June 2026"

    @pytest.mark.parametrize(
        ("kept", "found", "tables"),
        [(KeptIndex("Old need", "1f"), "other", 3), (None, "not_known", 5)],
    )
    def test_ranks_are_compared_unless_the_index_is_another(
        self, report: Report, monkeypatch: pytest.MonkeyPatch, kept, found: str, tables: int
    ) -> None:
        here, files = pd.DataFrame(report.neighbourhoods), report.arrivals[["title", "checksum"]]
        last = LastReport(here, files, date(2026, 6, 2), approved=True, index=kept)
        monkeypatch.setattr(worked_changes, "find_last_report", lambda: last)
        index = report.changes.released[0].table
        assert index["comparison"].tolist() == [found]
        assert len(report.changes.released) == tables

    def test_a_moved_boundary_is_told_as_that_and_not_as_change_of_people(
        self, report: Report, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        here, files = pd.DataFrame(report.neighbourhoods), report.arrivals[["title", "checksum"]]
        before = here.copy()
        moved = before.index[before["most_vulnerable_share"] <= 0.2][0]
        code, name = before.loc[moved, ["district_code", "district_name"]]
        other = before[before["district_code"] != code].iloc[0]
        before.loc[moved, ["district_code", "district_name"]] = other[
            ["district_code", "district_name"]
        ].to_list()
        kept = KeptIndex(report.index.spec.title, report.index.spec.digest)
        last = LastReport(before.iloc[1:], files, date(2026, 6, 2), approved=True, index=kept)
        monkeypatch.setattr(worked_changes, "find_last_report", lambda: last)
        _, _, places, moves, order = (each.table for each in report.changes.released)
        told = places.set_index("area_code")
        assert set(told.index) == {here.loc[moved, "area_code"], here["area_code"].iloc[0]}
        assert told.loc[here.loc[moved, "area_code"], "district_name"] == name
        assert moves.empty
        assert order["value"].equals(order["value_before"])
        assert order["people_in_fifth"].equals(order["people_in_fifth_before"])

    def test_of_an_area_without_a_neighbourhood_of_that_report_no_ranks_are_compared(
        self, report: Report, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = pd.DataFrame(report.neighbourhoods)
        before["area_code"] = "E02" + before["area_code"].str[3:]
        files = report.arrivals[["title", "checksum"]]
        last = LastReport(before, files, date(2026, 6, 2), approved=True)
        monkeypatch.setattr(worked_changes, "find_last_report", lambda: last)
        assert [len(each.table) for each in report.changes.released[2:]] == [2 * len(before)]


class TestStar:
    def test_its_tables_are_released_under_their_own_names(self, report: Report) -> None:
        names = [each.id.rpartition("-")[0] for each in report.star]
        assert sorted(names) == sorted([*DIMENSIONS, *FACTS])

    def test_an_area_without_cases_has_no_days(self, report: Report) -> None:
        area = report.area.model_copy(update={"cases": None})
        weeks = WorkedWeeks(report.cases, report.residents, area)
        star = work_star(report.neighbourhoods, index=report.index, weeks=weeks)
        assert set(DIMENSIONS) - set(star) == {"dim_date"}
