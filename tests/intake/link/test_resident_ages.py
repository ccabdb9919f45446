"""Residents by age, and how deprived their neighbourhood is, of areas of both censuses."""

import pandas as pd
import pytest

from datacell_lib.files.area import load_area
from datacell_lib.files.purposes import load_purposes
from datacell_lib.intake.link.resident_ages import load_resident_ages
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.schema import ConfigError
from datacell_lib.table_sources import list_sources

PURPOSES = load_purposes()


def load(area, *, codes, purposes=PURPOSES):
    """Two neighbourhoods of a nation of four, the first its most deprived."""
    nation = pd.DataFrame({"area_code": ["a", *codes, "b"], "deprivation_rank": [3, 1, 2, 4]})
    own = nation[nation["area_code"].isin(codes)]
    return load_resident_ages(area, purposes=purposes, neighbourhoods=own, nation=nation)


class TestLoadResidentAges:
    def test_people_of_each_age_are_those_of_the_publishers_file(self):
        area = load_area("sample")
        people = read_dataset("census2021-age", area=area).head(2)
        found = load(area, codes=people["area_code"].tolist())
        assert found["aged_65_and_over"].tolist() == people["aged_65_and_over"].tolist()
        ages = ["aged_under_50", "aged_50_to_64", "aged_65_and_over"]
        assert found[ages].sum(axis=1).tolist() == people["usual_residents"].tolist()

    def test_a_standing_is_the_middle_of_a_rank_in_the_nation(self):
        area = load_area("sample")
        codes = read_dataset("census2021-age", area=area)["area_code"].head(2).tolist()
        assert load(area, codes=codes)["deprivation_standing"].tolist() == [0.125, 0.375]

    def test_they_carry_the_two_datasets_that_they_are_made_from(self):
        area = load_area("sample")
        codes = read_dataset("census2021-age", area=area)["area_code"].head(2).tolist()
        assert list_sources(load(area, codes=codes)) == ("census2021-age", "iod2025-scores")

    def test_a_neighbourhood_that_the_file_lacks_is_missing_and_not_zero(self):
        found = load(load_area("sample"), codes=["E01999998", "E01999999"])
        assert found["aged_65_and_over"].isna().all()

    def test_a_dataset_whose_ages_nobody_wrote_down_gives_no_rows(self):
        area = load_area("sample")
        population = area.population.model_copy(update={"dataset": "iod2025-scores"})
        other = area.model_copy(update={"population": population})
        assert load(other, codes=["E01990001", "E01990002"]).empty

    def test_a_column_that_is_not_there_is_told_with_the_one_that_was_meant(self):
        source = PURPOSES.ages[0]
        band = source.bands[2].model_copy(update={"counted_in": "aged_65_and_ovr"})
        wrong = source.model_copy(update={"bands": (*source.bands[:2], band)})
        purposes = PURPOSES.model_copy(update={"ages": (wrong,)})
        told = r"census2021-age has no column 'aged_65_and_ovr'\. Did you mean 'aged_65_and_over'"
        with pytest.raises(ConfigError, match=told):
            load(load_area("sample"), codes=["E01990001", "E01990002"], purposes=purposes)
