import pytest

from datacell_lib.files.area import load_area
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.intake.places.vintages import (
    VINTAGES,
    find_other_vintage,
    find_vintage,
    list_place_datasets,
)
from datacell_lib.intake.read.reading import read_dataset


class TestVintages:
    @pytest.mark.parametrize("census", [2011, 2021])
    def test_every_dataset_of_a_census_is_catalogued_under_its_own_geography(self, census):
        vintage = VINTAGES[census]
        for name in filter(None, (vintage.places, vintage.msoas, vintage.boundaries)):
            assert load_dataset(name).native_geography == f"LSOA {census}"
        assert load_dataset(vintage.names).native_geography == f"MSOA {census}"
        assert vintage.residents.column in load_dataset(vintage.residents.dataset).columns


class TestFindVintage:
    def test_it_is_the_one_of_the_areas_census(self):
        assert find_vintage(load_area("essex-2020")).geography == "LSOA 2011"
        assert find_vintage(load_area("essex")).geography == "LSOA 2021"


class TestFindOtherVintage:
    def test_it_is_the_one_that_the_area_is_not_in(self):
        assert find_other_vintage(load_area("essex-2020")).geography == "LSOA 2021"
        assert find_other_vintage(load_area("essex")).geography == "LSOA 2011"


class TestListPlaceDatasets:
    def test_a_lookup_to_msoas_is_listed_where_there_is_one(self):
        assert "lsoa2011-msoa2011" in list_place_datasets(load_area("bolton-2020"))
        assert list_place_datasets(load_area("bolton")) == (
            "lsoa2021-wards-2024",
            "msoa2021-names",
        )


class TestDatasetsOf2011:
    """Every one of them as the publisher lays it out, and as it lies in the mirror."""

    OUTPUT_AREAS = (
        "OA11CD,LSOA11CD,LSOA11NM,MSOA11CD,MSOA11NM,LAD20CD,LAD20NM\n"
        "E00000001,E01000001,City 001A,E02000001,City 001,E09000001,City\n"
        "E00000003,E01000001,City 001A,E02000001,City 001,E09000001,City\n"
        "E00000005,E01000002,City 001B,E02000001,City 001,E09000001,City\n"
    )

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            (
                "lsoa2011-msoa2011",
                [
                    ["E01000001", "City 001A", "E02000001"],
                    ["E01000002", "City 001B", "E02000001"],
                ],
            ),
            (
                "lsoa2011-districts-2020",
                [["E01000001", "E09000001", "City"], ["E01000002", "E09000001", "City"]],
            ),
        ],
    )
    def test_a_lookup_of_output_areas_becomes_one_row_a_neighbourhood(
        self, own_cache, name, expected
    ):
        path = own_cache / load_dataset(name).copies[0].path
        path.parent.mkdir()
        path.write_text(self.OUTPUT_AREAS, encoding="utf-8-sig")
        table = read_dataset(name, area=load_area("essex-2020"))
        assert table.to_numpy().tolist() == expected

    # Rows as the list of sources counts them: England's 32,844 LSOAs and 6,791 MSOAs.
    @pytest.mark.parametrize(
        ("name", "rows"),
        [
            ("lsoa2011-msoa2011", 32_844),
            ("lsoa2011-districts-2020", 32_844),
            ("msoa2011-names", 6_791),
            ("iod2019-scores", 32_844),
            ("iod2019-indicators", 32_844),
            ("population-2020-lsoa2011", 32_844),
            ("lsoa2011-boundaries", 1_077),
        ],
    )
    def test_the_copy_in_the_mirror_has_every_row(self, real_files, name, rows):
        assert len(read_dataset(name, area=load_area("essex-2020"))) == rows

    def test_ages_of_mid_2020_add_up_to_everyone(self, real_files):
        people = read_dataset("population-2020-lsoa2011", area=load_area("essex-2020"))
        ages = people[["aged_under_16", "aged_16_to_64", "aged_65_and_over"]].sum(axis=1)
        # ONS, mid-2020: 56,550,138 people in England.
        assert people["usual_residents"].sum() == ages.sum() == 56_550_138
        assert (ages == people["usual_residents"]).all()

    def test_jaywick_is_the_most_deprived_neighbourhood_of_2019(self, real_files):
        # Published: E01021988 (Tendring 018A) has rank 1 and score 92.735.
        scores = read_dataset("iod2019-scores", area=load_area("essex-2020"))
        first = scores.set_index("imd_rank").loc[1]
        assert (first["area_code"], first["imd_score"]) == ("E01021988", 92.735)
