import pandas as pd
import pytest

from datacell_lib.files.area import load_area
from datacell_lib.intake.census.bridging import Bridge
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.schema import ConfigError


@pytest.fixture(scope="module")
def essex(real_files):
    return Bridge(load_area("essex"))


class TestRead:
    def test_a_dataset_of_the_areas_own_census_is_as_it_was_read(self):
        area = load_area("sample")
        bridged = Bridge(area).read("iod2025-scores")
        assert (bridged.origin, bridged.affected, bridged.left_behind) == ("", 0, ())
        pd.testing.assert_frame_equal(bridged.table, read_dataset("iod2025-scores", area=area))

    def test_scores_of_2019_reach_every_neighbourhood_of_2021_and_ranks_stay_behind(self, essex):
        bridged = essex.read("iod2019-scores")
        assert len(bridged.table) == 33_755
        assert bridged.origin == "LSOA 2011"
        # 31,810 neighbourhoods of England are called unchanged by the lookup
        assert bridged.affected == 33_755 - 31_810
        assert "imd_rank" in bridged.left_behind
        assert not set(bridged.left_behind) & set(bridged.table)
        area = load_area("essex")
        then = read_dataset("iod2019-scores", area=area).set_index("area_code")["imd_score"]
        now = bridged.table.set_index("area_code")["imd_score"]
        unchanged = now.index.intersection(then.index)
        assert len(unchanged) == 31_810
        pd.testing.assert_series_equal(now[unchanged], then[unchanged])

    def test_people_of_2021_are_all_there_in_the_neighbourhoods_of_2011(self, real_files):
        area = load_area("essex-2020")
        bridged = Bridge(area).read("census2021-age")
        assert len(bridged.table) == 32_844
        before = read_dataset("census2021-age", area=area).sum(numeric_only=True)
        after = bridged.table.sum(numeric_only=True)
        pd.testing.assert_series_equal(after, before.astype("float64"), atol=1e-3)
        assert bridged.total_change < 1e-12

    def test_carers_of_an_msoa_are_shared_by_residents_and_none_is_lost(self, essex):
        bridged = essex.read("census2021-unpaid-care")
        assert (bridged.origin, bridged.affected) == ("MSOA 2021", 33_755)
        area = load_area("essex")
        before = read_dataset("census2021-unpaid-care", area=area)["care_50_hours_or_more"].sum()
        assert bridged.table["care_50_hours_or_more"].sum() == pytest.approx(before)
        share = bridged.table.set_index("area_code").eval(
            "care_50_hours_or_more / residents_aged_5_and_over"
        )
        # Basildon 001 is an MSOA; nothing tells its neighbourhoods A and B apart
        places = read_dataset("lsoa2021-wards-2024", area=area).set_index("area_name")["area_code"]
        one, two = share[places["Basildon 001A"]], share[places["Basildon 001B"]]
        assert one == pytest.approx(two, rel=1e-12)

    def test_beds_of_an_msoa_of_2011_go_over_its_neighbourhoods_to_those_of_2021(self, essex):
        bridged = essex.read("care-home-beds-msoa-2022")
        assert (bridged.origin, len(bridged.table)) == ("MSOA 2011", 33_755)
        before = read_dataset("care-home-beds-msoa-2022", area=load_area("essex"))["beds"].sum()
        assert bridged.table["beds"].sum() == pytest.approx(before)
        assert bridged.total_change < 1e-12

    def test_what_is_known_for_districts_only_is_refused(self, real_files):
        with pytest.raises(
            ConfigError, match=r"shielded-patients-2020 is known for district 2020.*in words"
        ):
            Bridge(load_area("essex-2020")).read("shielded-patients-2020")


class TestResidents:
    def test_neighbourhoods_of_both_censuses_are_counted_once(self, essex):
        residents = essex.residents
        assert residents.index.is_unique
        # 32,844 of 2011 and 33,755 of 2021, of which 31,810 are the same.
        assert len(residents) == 32_844 + 33_755 - 31_810
        assert (residents > 0).all()
