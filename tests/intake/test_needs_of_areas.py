from datacell_lib.files.area import ColumnSource, load_area
from datacell_lib.intake.link.needs import list_needed_datasets


def list_ids(area):
    return [dataset.id for dataset in list_needed_datasets(area)]


class TestListNeededDatasets:
    def test_an_area_of_2011_needs_its_own_places_names_and_shapes(self):
        ids = list_ids(load_area("bolton-2020"))
        assert {"lsoa2011-msoa2011", "msoa2011-names", "lsoa2011-boundaries"} <= set(ids)
        later = ("census2021", "lsoa2021", "msoa2021")
        assert not any(vintage in name for name in ids for vintage in later)

    def test_outcomes_and_cases_are_needed(self):
        assert {"covid-cases-daily", "covid-deaths-msoa-2020"} <= set(
            list_ids(load_area("essex-2020"))
        )

    def test_a_dataset_of_the_other_census_brings_the_lookup_and_both_populations(self):
        source = ColumnSource(dataset="iod2019-scores", column="imd_score")
        area = load_area("essex").model_copy(update={"deprivation_rank": source})
        assert {"lsoa2011-lsoa2021-lookup", "population-2020-lsoa2011", "census2021-age"} <= set(
            list_ids(area)
        )

    def test_without_one_the_lookup_is_not_needed(self):
        assert "lsoa2011-lsoa2021-lookup" not in list_ids(load_area("essex-2020"))

    def test_msoas_of_the_other_census_bring_what_says_where_they_lie(self):
        # the beds of care homes are known for MSOAs of 2011
        assert {"lsoa2011-msoa2011", "msoa2011-names"} <= set(list_ids(load_area("essex")))

    def test_a_modelled_dataset_brings_its_inputs_and_is_not_fetched_itself(self):
        ids = set(list_ids(load_area("essex")))
        inputs = {"gp-registrations-2022", "qof-prevalence-2022", "gp-patients-by-age-2020"}
        assert inputs <= ids and "modelled-conditions-2022" not in ids
