"""First doses by age band and MSOA, each beside the residents of the same ages."""

import pandas as pd
import pytest

from datacell_lib.files.area import load_area
from datacell_lib.intake.outcomes import first_doses
from datacell_lib.intake.outcomes.counts_of_larger_areas import Outcome
from datacell_lib.intake.outcomes.first_doses import load_first_doses
from datacell_lib.schema import ConfigError, SourceError
from datacell_lib.table_sources import list_sources, mark_sources

DOSES, AGES = "vaccinations-msoa-2021-04", "population-2020-msoa2011-ages"
EAST, WEST = "E02000001", "E02000002"


def make_residents(*, oldest=90):
    """In the east 10 people of each age from 40 on, in the west 1."""
    ages = range(40, oldest + 1)
    return pd.DataFrame(
        {
            "area_code": [EAST] * len(ages) + [WEST] * len(ages),
            "age": [*ages, *ages],
            "residents": [10.0] * len(ages) + [1.0] * len(ages),
        }
    )


@pytest.fixture
def load(monkeypatch):
    """Load invented first doses of two MSOAs, of the bands given, 7 people in each."""

    def load_bands(*bands, residents=None):
        rows = [(code, band, 7.0) for code in (EAST, WEST) for band in bands]
        doses = pd.DataFrame(rows, columns=["area_code", "age_band", "first_doses"])
        people = make_residents() if residents is None else residents
        tables = {DOSES: mark_sources(doses, [DOSES]), AGES: mark_sources(people, [AGES])}
        monkeypatch.setattr(
            first_doses,
            "load_outcome",
            lambda name, *, area: Outcome(table=tables[name], geography="MSOA 2011", across=()),
        )
        return load_first_doses(load_area("bolton-2020"))

    return load_bands


class TestLoadFirstDoses:
    def test_an_area_that_names_none_has_an_empty_table_of_the_same_columns(self, load):
        nothing = load_first_doses(load_area("sample"))
        assert nothing.empty
        assert nothing.dtypes.to_dict() == load("80 and over").dtypes.to_dict()
        assert list_sources(nothing) == ("census2021-age",)

    def test_residents_are_those_of_the_bands_ages_the_last_year_included(self, load):
        found = load("45 to 49", "80 and over").set_index(["area_code", "age_band"])
        assert found["denominator"].to_dict() == {
            (EAST, "45 to 49"): 50,
            (EAST, "80 and over"): 110,  # 80 to 89, and 90, which stands for 90 and over
            (WEST, "45 to 49"): 5,
            (WEST, "80 and over"): 11,
        }
        assert found["numerator"].eq(7).all()
        assert found["age_from"].tolist() == [45, 80] * 2

    def test_a_band_that_is_open_below_has_no_residents_as_nobody_says_from_which_age(self, load):
        found = load("under 45").set_index("area_code")
        assert found[["age_from", "denominator"]].isna().all(axis=None)
        assert found["numerator"].tolist() == [7, 7]

    def test_it_says_when_people_were_counted_and_when_they_lived_there(self, load):
        found = load("80 and over")
        assert found["period"].eq(pd.Timestamp("2021-05-02")).all()
        assert found["denominator_period"].eq("30 June 2020").all()
        assert set(list_sources(found)) == {DOSES, AGES}

    def test_a_place_without_residents_of_a_band_is_not_taken_to_have_none(self, load):
        residents = make_residents()
        found = load("80 and over", residents=residents[residents["area_code"] == EAST])
        assert found.set_index("area_code")["denominator"].isna().to_dict() == {
            EAST: False,
            WEST: True,
        }

    @pytest.mark.parametrize("band", ["80+", "eighties", "45 to 49 years"])
    def test_what_is_no_age_band_is_named(self, load, band):
        with pytest.raises(SourceError, match=r"vaccine.*is no age band.*'45 to 49'"):
            load(band)

    @pytest.mark.parametrize("band", ["86 to 94", "95 and over", "88 to 90"])
    def test_bands_finer_than_the_residents_ages_are_refused(self, load, band):
        with pytest.raises(SourceError, match=r"up to 90 and over.*too coarse for .*" + band):
            load(band)

    def test_residents_whose_rows_are_not_ages_are_refused(self, load):
        area = load_area("bolton-2020")
        named = area.surveillance.vaccination.model_copy(update={"residents": "iod2019-scores"})
        shown = area.surveillance.model_copy(update={"vaccination": named})
        with pytest.raises(ConfigError, match=r"iod2019-scores can't be added up over 'age'"):
            load_first_doses(area.model_copy(update={"surveillance": shown}))

    def test_boltons_oldest_are_those_of_the_two_published_files(self, real_files):
        # the sums of first_dose_80+ and of the columns 80 to 90+ over Bolton's 35 MSOAs
        found = load_first_doses(load_area("bolton-2020"))
        oldest = found[found["age_band"] == "80 and over"]
        assert len(oldest) == 35
        assert oldest[["numerator", "denominator"]].sum().tolist() == [12_107, 12_586]
        assert found["age_band"].nunique() == 9
