"""Deaths and cases by MSOA: a planted hot spot is found, an ordinary map is left alone."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import box

from datacell_lib.analysis.space import hot_spots
from datacell_lib.analysis.space.neighbours import find_neighbours_within
from datacell_lib.schema import TableError

SIDE = 6
CODES = [f"E02{number:06d}" for number in range(1, SIDE * SIDE + 1)]


@pytest.fixture
def homes():
    """A square of MSOAs, each of two neighbourhoods of 500 people."""
    rows = []
    for number, code in enumerate(CODES):
        left, bottom = 1000 * (number % SIDE), 1000 * (number // SIDE)
        for half in (0, 500):
            shape = box(left + half, bottom, left + half + 500, bottom + 1000)
            rows.append((code, f"Place {number + 1}", "Harlow", 500.0, shape))
    columns = ["msoa_code", "place_name", "authority_name", "population", "geometry"]
    return gpd.GeoDataFrame(rows, columns=columns, geometry="geometry", crs="EPSG:27700")


def make_counts(deaths):
    rows = pd.DataFrame({"area_code": CODES, "numerator": deaths})
    months = [rows.assign(period=pd.Timestamp(day)) for day in ("2020-03-01", "2020-04-01")]
    return pd.concat(months, ignore_index=True)


class TestArrangePlaces:
    def test_months_and_neighbourhoods_are_added_up(self, homes):
        places = hot_spots.arrange_places(make_counts([3.0] * len(CODES)), neighbourhoods=homes)
        assert places["area_code"].tolist() == CODES
        assert set(places["numerator"]) == {6.0}
        assert set(places["denominator"]) == {1000.0}
        assert places["value"].tolist() == pytest.approx([600.0] * len(CODES))
        assert places["area_name"].iloc[0] == "Place 1, Harlow"
        assert places.geometry.area.tolist() == pytest.approx([1e6] * len(CODES))

    def test_a_missing_month_is_not_a_month_without_deaths(self, homes):
        # 3 in March and nothing known of April: not 3 in both months together
        counts = make_counts([3.0] * len(CODES))
        unknown = counts.assign(numerator=counts["numerator"].where(counts.index != 36))
        with pytest.raises(TableError, match=rf"found one missing for {CODES[0]}"):
            hot_spots.arrange_places(unknown, neighbourhoods=homes)
        with pytest.raises(TableError, match=rf"found one missing for {CODES[0]}"):
            hot_spots.arrange_places(counts.drop(index=36), neighbourhoods=homes)

    def test_an_msoa_with_a_neighbourhood_of_unknown_residents_has_no_rate(self, homes):
        homes.loc[0, "population"] = np.nan
        with pytest.raises(TableError, match=rf"found one missing for {CODES[0]}"):
            hot_spots.arrange_places(make_counts([3.0] * len(CODES)), neighbourhoods=homes)

    def test_counts_and_residents_of_small_types_add_up(self, homes):
        counts = make_counts([3.0] * len(CODES))
        wide = hot_spots.arrange_places(counts, neighbourhoods=homes)
        homes["population"] = homes["population"].astype("int16")
        narrow = hot_spots.arrange_places(
            counts.astype({"numerator": "int8"}), neighbourhoods=homes
        )
        pd.testing.assert_frame_equal(pd.DataFrame(narrow), pd.DataFrame(wide), check_dtype=False)

    def test_no_counts_are_no_places(self, homes):
        places = hot_spots.arrange_places(make_counts([3.0] * 36).head(0), neighbourhoods=homes)
        assert places.empty
        found = hot_spots.find_hot_spots(places)
        assert found.empty and hot_spots.list_hot_spots(found).empty

    def test_the_inputs_stay_as_they_are(self, homes):
        counts, before = make_counts([3.0] * len(CODES)), homes.copy()
        hot_spots.arrange_places(counts, neighbourhoods=homes)
        pd.testing.assert_frame_equal(counts, make_counts([3.0] * len(CODES)))
        pd.testing.assert_frame_equal(homes, before)


class TestFindHotSpots:
    def test_four_high_places_together_are_one_circle(self, homes):
        deaths = np.full(len(CODES), 4.0)
        planted = [0, 1, SIDE, SIDE + 1]
        deaths[planted] = 20.0
        places = hot_spots.arrange_places(make_counts(deaths), neighbourhoods=homes)
        found = hot_spots.find_hot_spots(places, permutations=1_999, replicates=199)
        assert found.index[found["cluster"] == 1].tolist() == planted
        listed = hot_spots.list_hot_spots(found)
        assert listed["places"].tolist() == [4]
        assert listed["observed"].tolist() == [160]
        # 4 of 36 places of one size hold 160 of 416 deaths: (160 / 46.22) / (256 / 369.78)
        assert listed["relative_risk"].iloc[0] == pytest.approx(5.0)
        assert (found.loc[planted, "label"] == "high-high").any()

    def test_other_neighbours_may_be_given(self, homes):
        deaths = np.full(len(CODES), 4.0)
        deaths[[0, 1, SIDE, SIDE + 1]] = 20.0
        places = hot_spots.arrange_places(make_counts(deaths), neighbourhoods=homes)
        own = {"permutations": 1_999, "replicates": 99}
        touching = hot_spots.find_hot_spots(places, **own)
        around = find_neighbours_within(places, distance=1_500)  # a side of 1 km: queen's
        given = hot_spots.find_hot_spots(places, neighbours=around, **own)
        assert given["label"].tolist() == touching["label"].tolist()
        far = find_neighbours_within(places, distance=3_000)
        wide = hot_spots.find_hot_spots(places, neighbours=far, **own)
        assert wide["label"].tolist() != touching["label"].tolist()

    def test_a_map_without_a_pattern_has_no_circle(self, homes):
        deaths = np.where(np.arange(len(CODES)) % 2, 5.0, 4.0)
        places = hot_spots.arrange_places(make_counts(deaths), neighbourhoods=homes)
        found = hot_spots.find_hot_spots(places, permutations=1_999, replicates=199)
        assert found["cluster"].isna().all()
        assert set(found["label"]) == set(found["hot_spot"]) == {"not significant"}
        assert hot_spots.list_hot_spots(found).empty

    def test_a_map_without_deaths_is_not_tested(self, homes):
        places = hot_spots.arrange_places(make_counts([0.0] * 36), neighbourhoods=homes)
        assert hot_spots.find_hot_spots(places)["label"].isna().all()

    def test_fewer_than_ten_places_are_not_tested(self, homes):
        places = hot_spots.arrange_places(make_counts([3.0] * 36), neighbourhoods=homes).head(9)
        found = hot_spots.find_hot_spots(places)
        assert found["label"].isna().all() and found["cluster"].isna().all()


class TestDetectInPlaces:
    def make_days(self, weeks=12, last=60.0):
        days = pd.date_range("2020-06-01", periods=7 * weeks)
        counts = np.array([4.0, 5.0, 6.0])[np.arange(len(days)) // 7 % 3]
        counts[-1] = last
        counts[-2] = 500.0  # a sum that overlaps the last: not to be judged
        unknown = {"numerator_lower": np.nan, "numerator_upper": np.nan}
        return pd.DataFrame({"area_code": CODES[0], "period": days, "numerator": counts, **unknown})

    def test_every_seventh_day_is_judged_counted_from_the_last(self, homes):
        found = hot_spots.detect_in_places(self.make_days(), neighbourhoods=homes)
        assert len(found) == 12
        assert set(found["period"].diff().dropna().dt.days) == {7}
        clearest = hot_spots.select_clearest(found)
        assert clearest["period"].tolist() == [self.make_days()["period"].iloc[-1]]
        assert clearest["area_name"].tolist() == ["Place 1, Harlow"]
        assert clearest["times_bound"].iloc[0] > 1

    def test_weeks_are_counted_by_what_could_be_judged(self, homes):
        found = hot_spots.detect_in_places(self.make_days(), neighbourhoods=homes)
        counted = hot_spots.count_alarms(found)
        # seven weeks of baseline and two left out come before the first that is judged
        assert len(counted) == 12 - 9
        assert counted["alarms"].tolist() == [0, 0, 1]
        assert counted["judged"].tolist() == [1, 1, 1]

    def test_no_counts_are_no_weeks(self, homes):
        found = hot_spots.detect_in_places(self.make_days().head(0), neighbourhoods=homes)
        assert hot_spots.count_alarms(found).empty
        assert hot_spots.select_clearest(found).empty

    def test_at_most_so_many_are_selected(self):
        found = pd.DataFrame(
            {
                "area_name": list("abc"),
                "period": pd.Timestamp("2020-06-07"),
                "numerator": [20.0, 30.0, 40.0],
                "upper_bound": [10.0, 10.0, 10.0],
                "alarm": pd.array([True, True, False], dtype="boolean"),
            }
        )
        chosen = hot_spots.select_clearest(found, at_most=1)
        assert chosen["area_name"].tolist() == ["b"]
        assert chosen["times_bound"].tolist() == [3.0]
