import pandas as pd
import pytest

from datacell_lib.files.area import ColumnSource, Groups, load_area
from datacell_lib.intake.link.linkage import link_area, link_nation, list_reconstructed
from datacell_lib.schema import ConfigError, SourceError


class TestLinkArea:
    def test_a_report_of_the_latest_data_is_not_marked(self):
        linked = link_area(load_area("sample"))
        assert not linked.reconstructed

    def test_groups_of_an_areas_own_become_districts_with_their_outlines(
        self, tmp_path, monkeypatch
    ):
        sample = load_area("sample")
        own = link_area(sample).neighbourhoods
        halves = own[["area_code"]].assign(group_code="east", group_name="East")
        in_west = own.geometry.centroid.x < own.total_bounds[[0, 2]].mean()
        halves.loc[in_west, ["group_code", "group_name"]] = ["west", "West"]
        halves.to_csv(tmp_path / "halves.csv", index=False)
        monkeypatch.setattr("datacell_lib.config.AREAS", tmp_path)
        groups = Groups(noun="half", file="halves.csv", fit="exact")
        area = sample.model_copy(update={"report_by": "group", "groups": groups})
        linked = link_area(area)
        assert linked.districts["district_code"].tolist() == ["east", "west"]
        assert linked.districts.area.sum() == pytest.approx(own.area.sum(), rel=1e-3)
        assert linked.boundaries == "lsoa2021-boundaries"


class TestListReconstructed:
    def test_an_area_that_refuses_hindsight_is_stopped(self):
        area = load_area("bolton-2020").model_copy(update={"later_data": "refuse"})
        coverage = pd.DataFrame({"dataset": ["population-2020-lsoa2011"]})
        with pytest.raises(SourceError, match=r"as of 2020-07-31, but these came out later"):
            list_reconstructed(coverage, area=area)

    def test_places_shapes_and_cases_are_judged_with_the_indicators(self):
        coverage = pd.DataFrame({"dataset": ["iod2019-scores"]})
        found = list_reconstructed(coverage, area=load_area("essex-2020"))
        # Cases by day came out in December 2023, registrations in July 2022, deaths by month of
        # registration in May 2021, cases in seven days in November 2020, the shielded list in
        # September 2020, first doses in May and residents by age in September 2021; boundaries,
        # lookups and names before July 2020.
        assert found == (
            "covid-cases-daily",
            "covid-cases-seven-days-msoa",
            "covid-deaths-registered-msoa",
            "gp-registrations-2022",
            "population-2020-msoa2011-ages",
            "shielded-patients-2020",
            "vaccinations-msoa-2021-04",
        )


class TestLinkNation:
    def test_a_dataset_of_the_other_census_is_carried_and_counted(self, real_files):
        area = load_area("essex").model_copy(
            update={
                "population": ColumnSource(
                    dataset="population-2020-lsoa2011", column="usual_residents"
                )
            }
        )
        nation = link_nation(area)
        row = nation.coverage.set_index("dataset").loc["population-2020-lsoa2011"]
        assert (row["rows"], row["missing"], row["carried_from"]) == (33_755, 0, "LSOA 2011")
        # Of 33,755 neighbourhoods 31,810 are unchanged.
        assert row["affected"] == 33_755 - 31_810
        # ONS, mid-2020: 56,550,138 people in England.
        assert nation.table["population"].sum() == pytest.approx(56_550_138, abs=1e-3)

    def test_a_rank_of_the_other_census_is_refused(self, real_files):
        area = load_area("essex").model_copy(
            update={"deprivation_rank": ColumnSource(dataset="iod2019-scores", column="imd_rank")}
        )
        with pytest.raises(ConfigError, match=r"iod2019-scores\.imd_rank can't be carried"):
            link_nation(area)
