import pandas as pd
import pytest

from datacell_lib.files.area import load_area
from datacell_lib.governance.index_layers import list_index_layers
from datacell_lib.intake.link.index_files import load_index


def list_of(area):
    spec = load_index(load_area(area))
    shares = dict.fromkeys(spec.domain_titles, 0.5)
    shares["economic"] = 0.0
    native = pd.DataFrame({"component": list(shares), "value": list(shares.values())})
    return list_index_layers(spec, native_shares=native).set_index("column")


class TestListLayers:
    @pytest.mark.parametrize("area", ["sample", "essex-2020"])
    def test_the_index_comes_first_and_every_domain_and_indicator_is_there(self, area):
        layers = list_of(area)
        spec = load_index(load_area(area))
        assert layers.index[0] == "most_vulnerable_share"
        assert layers["title"].iloc[0] == spec.title
        wanted = [f"share_{name}" for name in spec.domain_titles]
        wanted += [part.name for part in spec.list_indicators()]
        assert set(wanted) <= set(layers.index) and layers.index.is_unique

    def test_what_is_known_for_larger_areas_alone_is_not_native(self):
        native = list_of("sample")["native"]
        # data/catalogue: prevalence is known for practices, beds and unpaid care for MSOAs
        for name in ("diabetes", "unpaid_care", "care_home_beds", "share_economic"):
            assert not native[name]
        for name in ("older_people", "older_people_numerator", "share_clinical", "overcrowding"):
            assert native[name]

    def test_no_count_is_listed_that_is_not_known_for_neighbourhoods(self):
        counts = list_of("sample").query("group == 'count'")
        assert counts["native"].all()
        assert "diabetes_numerator" not in counts.index
        # those that the index names as people to reach stand first, after all residents
        assert list(counts.index[:3]) == [
            "population",
            "older_people_numerator",
            "disability_numerator",
        ]

    def test_units_and_directions_are_those_of_the_catalogue_and_the_index(self):
        layers = list_of("sample")
        assert layers.loc["older_people", "unit"] == "percent"
        assert layers.loc["income_deprivation", "unit"] == "percent"  # a share of residents
        assert layers.loc["illness_and_disability_ratio", "unit"] == "ratio, 100 is England"
        assert layers.loc["overcrowding_numerator", "unit"] == "households"
        assert layers.loc["connectivity", "low"] and not layers.loc["overcrowding", "low"]
