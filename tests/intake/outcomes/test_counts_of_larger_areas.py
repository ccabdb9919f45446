import pandas as pd
import pytest

from datacell_lib.files.area import load_area
from datacell_lib.intake.outcomes import counts_of_larger_areas
from datacell_lib.intake.outcomes.counts_of_larger_areas import load_outcome
from datacell_lib.schema import ConfigError, SourceError

PLACES = pd.DataFrame(
    {
        "area_code": ["E01000001", "E01000002", "E01000003"],
        "msoa_code": ["E02000001", "E02000001", "E02000002"],
        "authority_code": "E08000001",
        "district_code": ["east", "east", "east"],
        "district_name": ["East", "East", "East"],
    }
)
DEATHS = pd.DataFrame(
    {"area_code": ["E02000001", "E02000002", "E02000099"], "deaths": [3.0, 4.0, 9.0]}
)


@pytest.fixture
def small_place(monkeypatch):
    """Know three neighbourhoods in two MSOAs, and deaths in these and another."""

    def know(places=PLACES, deaths=DEATHS):
        monkeypatch.setattr(counts_of_larger_areas, "load_places", lambda area: places)
        monkeypatch.setattr(counts_of_larger_areas, "read_dataset", lambda name, *, area: deaths)
        return load_area("bolton-2020")

    return know


class TestLoadOutcome:
    def test_it_has_the_areas_own_msoas_with_their_report_district(self, small_place):
        outcome = load_outcome("covid-deaths-msoa-2020", area=small_place())
        assert outcome.table["area_code"].tolist() == ["E02000001", "E02000002"]
        assert outcome.table["district_name"].tolist() == ["East", "East"]
        assert outcome.geography == "MSOA 2011"
        assert outcome.by_district

    def test_an_msoa_across_two_report_districts_belongs_to_neither(self, small_place):
        places = PLACES.assign(district_code=["east", "west", "west"])
        outcome = load_outcome("covid-deaths-msoa-2020", area=small_place(places))
        assert outcome.across == ("E02000001",)
        assert not outcome.by_district
        assert outcome.table["district_code"].isna().tolist() == [True, False]

    def test_an_msoa_without_a_row_is_an_error(self, small_place):
        with pytest.raises(SourceError, match=r"no row for 1 of 2 areas of Bolton.*E02000002"):
            load_outcome("covid-deaths-msoa-2020", area=small_place(deaths=DEATHS.head(1)))

    @pytest.mark.parametrize("dataset", ["iod2019-scores", "census2021-unpaid-care"])
    def test_neighbourhoods_and_msoas_of_another_census_are_refused(self, small_place, dataset):
        with pytest.raises(ConfigError, match=r"must be of MSOA 2011 or of districts"):
            load_outcome(dataset, area=small_place())

    def test_deaths_by_msoa_add_up_to_those_by_district(self, real_files):
        # ONS's Tables 2 and 5: the same deaths, 1 March to 30 June 2020, counted twice over;
        # Essex with its unitaries has 211 MSOAs of 2011.
        area = load_area("essex-2020")
        fine = load_outcome("covid-deaths-msoa-2020", area=area)
        coarse = load_outcome("covid-deaths-districts-2020", area=area)
        assert fine.by_district
        assert fine.table["area_code"].nunique() == 211
        assert fine.table["deaths"].sum() == coarse.table["deaths"].sum() > 0

    def test_a_borough_reported_by_msoa_has_district_deaths_on_its_own_page_alone(
        self, small_place
    ):
        places = PLACES.assign(district_code=PLACES["msoa_code"])
        deaths = pd.DataFrame({"area_code": ["E08000001", "E08000002"], "deaths": [7.0, 9.0]})
        outcome = load_outcome("covid-deaths-districts-2020", area=small_place(places, deaths))
        assert outcome.table["deaths"].tolist() == [7.0]
        assert outcome.across == ("E08000001",)
