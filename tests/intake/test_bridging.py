import pandas as pd
import pytest

from datacell_lib.config import load_area
from datacell_lib.intake.bridging import load_residents, read_bridged
from datacell_lib.intake.reading import read_dataset


class TestReadBridged:
    def test_a_dataset_of_the_areas_own_census_is_as_it_was_read(self):
        area = load_area("sample")
        bridged = read_bridged("iod2025-scores", area=area)
        assert bridged.carried is None
        assert bridged.left_behind == ()
        pd.testing.assert_frame_equal(bridged.table, read_dataset("iod2025-scores", area=area))

    def test_scores_of_2019_reach_every_neighbourhood_of_2021_and_ranks_stay_behind(
        self, real_files
    ):
        area = load_area("essex")
        bridged = read_bridged("iod2019-scores", area=area)
        assert len(bridged.table) == 33_755
        assert "imd_rank" in bridged.left_behind
        assert not set(bridged.left_behind) & set(bridged.table)
        then = read_dataset("iod2019-scores", area=area).set_index("area_code")["imd_score"]
        now = bridged.table.set_index("area_code")["imd_score"]
        unchanged = now.index.intersection(then.index)
        # The lookup calls 31,810 neighbourhoods of England unchanged.
        assert len(unchanged) == 31_810
        pd.testing.assert_series_equal(now[unchanged], then[unchanged])

    def test_people_of_2021_are_all_there_in_the_neighbourhoods_of_2011(self, real_files):
        area = load_area("essex-2020")
        bridged = read_bridged("census2021-age", area=area)
        assert len(bridged.table) == 32_844
        totals = bridged.carried.totals.set_index("column")
        assert totals["after"].tolist() == pytest.approx(totals["before"].tolist(), abs=1e-3)


class TestLoadResidents:
    def test_neighbourhoods_of_both_censuses_are_counted_once(self, real_files):
        residents = load_residents(load_area("essex"))
        assert residents.index.is_unique
        # 32,844 of 2011 and 33,755 of 2021, of which 31,810 are the same.
        assert len(residents) == 32_844 + 33_755 - 31_810
        assert (residents > 0).all()
