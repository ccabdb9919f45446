"""Whether the catalogue and an index agree; the catalogue is the test's own."""

import pytest

from datacell_lib import config
from datacell_lib.files.index_spec import draft_index_spec, load_index_spec
from datacell_lib.governance.catalogue.entries import list_datasets
from datacell_lib.governance.index_sources import (
    ERROR_UNKNOWN,
    check_against_catalogue,
    describe_errors,
    list_modelled_indicators,
    list_native_indicators,
    list_share_titles,
)
from datacell_lib.schema import ConfigError

COLUMN = {"type": "integer", "quantity": "count", "meaning": "Residents."}


@pytest.fixture
def describe(catalogue):
    """Return a function that enters the dataset ``draft`` with one column."""

    def write(direction="none", column=None, **changes):
        return catalogue(
            id="draft",
            columns={"people": COLUMN | {"direction": direction} | (column or {})},
            copies=[
                {
                    "layout": "official",
                    "path": "office/draft.csv",
                    "columns": {"area_code": "code", "people": "number"},
                }
            ],
            **changes,
        )

    return write


@pytest.fixture
def spec():
    return draft_index_spec({"people": "higher_is_more_vulnerable"})


class TestCheckAgainstCatalogue:
    def test_a_column_turned_against_the_catalogue_is_refused(self, describe, spec):
        describe("lower_is_more_vulnerable")
        with pytest.raises(
            ConfigError,
            match=r"people\.direction: is 'higher_is_more_vulnerable', but the catalogue says 'low",
        ):
            check_against_catalogue(spec, datasets={"draft"})

    def test_a_column_without_direction_may_point_either_way(self, describe, spec):
        describe("none")
        check_against_catalogue(spec, datasets={"draft"})

    def test_a_column_that_the_dataset_lacks_is_told_with_file_key_and_remedy(self, describe):
        describe()
        wrong = draft_index_spec({"persons": "higher_is_more_vulnerable"})
        with pytest.raises(
            ConfigError,
            match=r"index specification: persons\.column: dataset draft has no column 'persons'; "
            r"it has people\. Name one of these",
        ):
            check_against_catalogue(wrong, datasets={"draft"})

    def test_other_datasets_are_not_looked_at(self, catalogue, spec):
        check_against_catalogue(spec, datasets=())

    def test_a_dataset_without_an_entry_is_an_error_when_asked_for(self, describe, spec):
        describe()
        other = draft_index_spec({"people": "higher_is_more_vulnerable"}).model_copy(
            update={"indicators": (spec.indicators[0].model_copy(update={"dataset": "elsewhere"}),)}
        )
        with pytest.raises(ConfigError, match="no dataset called 'elsewhere'"):
            check_against_catalogue(other, datasets={"elsewhere"})

    @pytest.mark.parametrize("path", sorted(config.INDICES.glob("*.yml")), ids=lambda p: p.stem)
    def test_every_index_of_the_project_agrees_with_its_catalogue(self, path):
        known = {dataset.id for dataset in list_datasets()}
        check_against_catalogue(load_index_spec(path), datasets=known)


class TestListNativeIndicators:
    def test_an_indicator_of_a_larger_geography_is_left_out(self, describe, spec):
        describe(native_geography="MSOA 2021")
        assert list_native_indicators(spec) == ()

    def test_a_column_of_larger_areas_in_a_dataset_of_its_own_is_left_out(self, describe, spec):
        describe(native_geography="LSOA 2021", column={"native_geography": "practice"})
        assert list_native_indicators(spec) == ()

    def test_an_indicator_of_the_indexs_own_geography_is_native(self, describe, spec):
        describe(native_geography="LSOA 2021")
        assert list_native_indicators(spec) == ("people",)


class TestListShareTitles:
    def test_people_by_people_are_a_share_and_beds_by_people_are_not(self):
        spec = load_index_spec(config.INDICES / "community-vulnerability.yml")
        titles = list_share_titles(spec)
        assert titles["older_people"] == "People aged 65 and over"
        assert "care_home_beds" in spec.share_titles and "care_home_beds" not in titles
        assert "loneliness" not in titles  # a rate without a denominator


class TestDescribeErrors:
    def test_each_count_of_people_says_what_its_entry_says(self):
        spec = load_index_spec(config.INDICES / "community-vulnerability.yml")
        errors = describe_errors(spec)
        assert list(errors) == list(spec.people_to_reach)
        assert errors["diabetes"].startswith("Modelled from whole practices")

    def test_an_error_that_no_entry_tells_is_not_known(self, describe, spec):
        describe()
        share = spec.indicators[0].model_copy(update={"denominator": "people"})
        asked = spec.model_copy(update={"indicators": (share,), "people_to_reach": ("people",)})
        assert describe_errors(asked) == {"people": ERROR_UNKNOWN}


class TestListModelledIndicators:
    def test_only_what_is_made_from_other_datasets_is_modelled_here(self):
        spec = load_index_spec(config.INDICES / "community-vulnerability.yml")
        conditions = ("diabetes", "copd", "coronary_heart_disease")
        assert list_modelled_indicators(spec) == (*conditions, "chronic_kidney_disease", "stroke")
