"""The nearest service of each kind, against distances worked out by hand."""

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

from datacell_lib.analysis.need.nearest_services import (
    find_middles,
    find_nearest_services,
    list_services_of_places,
)
from datacell_lib.schema import TableError
from datacell_lib.table_sources import list_sources, mark_sources


def make_neighbourhoods():
    """Three squares of 2 km, side by side from west to east; the first two are one place."""
    return gpd.GeoDataFrame(
        {
            "area_code": ["E01000001", "E01000002", "E01000003"],
            "msoa_code": ["E02000001", "E02000001", "E02000002"],
            "authority_code": ["E06000001", "E06000001", "E06000002"],
            "population": [3000, 1000, 500],
        },
        geometry=[box(x, 0, x + 2000, 2000) for x in (0, 2000, 4000)],
        crs=27700,
    )


def make_services(*rows):
    return pd.DataFrame(rows, columns=["kind", "service", "easting", "northing"])


def make_lists(*rows):
    return pd.DataFrame(rows, columns=["kind", "at_hand", "authorities"])


LIBRARIES = make_lists(("library", True, ""))


class TestFindMiddles:
    def test_of_one_neighbourhood_it_lies_inside(self):
        shape = box(0, 0, 3000, 3000).difference(box(0, 500, 2500, 2500))  # its centroid is outside
        hollow = make_neighbourhoods().head(1).set_geometry([shape], crs=27700)
        assert not shape.contains(shape.centroid)
        assert shape.contains(find_middles(hollow).geometry.iloc[0])

    def test_of_several_it_is_where_their_residents_are(self):
        # by hand: (3000 x 1000 m + 1000 x 3000 m) / 4000 = 1500 m east
        middles = find_middles(make_neighbourhoods(), by="msoa_code")
        assert middles["msoa_code"].tolist() == ["E02000001", "E02000002"]
        assert (middles.geometry.x.tolist(), middles.geometry.y.tolist()) == (
            [1500.0, 5000.0],
            [1000.0, 1000.0],
        )

    def test_where_residents_of_one_are_not_known_each_counts_the_same(self):
        unknown = make_neighbourhoods().assign(population=[3000, None, 500])
        assert find_middles(unknown, by="msoa_code").geometry.x.iloc[0] == 2000.0


class TestFindNearestServices:
    def test_the_nearest_is_named_with_its_distance_in_kilometres(self):
        # the middle of the first square is (1000, 1000): 3-4-5 triangles in kilometres
        services = make_services(("library", "Five", 4000, 5000), ("library", "Ten", 1000, 11000))
        near = find_nearest_services(
            find_middles(make_neighbourhoods().head(1)), services=services, lists=LIBRARIES
        )
        assert near["nearest_library"].tolist() == ["Five"]
        assert near["kilometres_to_library"].tolist() == [5.0]

    def test_of_two_that_are_equally_near_the_first_by_name_is_taken(self):
        services = make_services(("library", "B", 1000, 2000), ("library", "A", 1000, 0))
        middles = find_middles(make_neighbourhoods().head(1))
        for rows in (services, services.iloc[::-1]):
            near = find_nearest_services(middles, services=rows, lists=LIBRARIES)
            assert near["nearest_library"].tolist() == ["A"]

    def test_places_that_no_list_covers_have_none(self):
        services = make_services(("library", "Near both", 4000, 1000))
        lists = make_lists(("library", True, "E06000001 E06000009"))
        near = find_nearest_services(
            find_middles(make_neighbourhoods()), services=services, lists=lists
        )
        assert near["nearest_library"].isna().tolist() == [False, False, True]
        assert near["kilometres_to_library"].isna().tolist() == [False, False, True]

    def test_two_lists_of_a_kind_cover_what_either_covers(self):
        services = make_services(("library", "Near both", 4000, 1000))
        lists = make_lists(("library", True, "E06000001"), ("library", True, "E06000002"))
        near = find_nearest_services(
            find_middles(make_neighbourhoods()), services=services, lists=lists
        )
        assert near["nearest_library"].notna().all()

    def test_a_kind_whose_list_is_not_at_hand_has_no_column(self):
        lists = make_lists(("library", True, ""), ("hospital", False, ""))
        services = make_services(("library", "A", 0, 0))
        near = find_nearest_services(
            find_middles(make_neighbourhoods()), services=services, lists=lists
        )
        assert [name for name in near if "hospital" in name] == []

    def test_a_list_with_no_service_within_reach_says_that_none_is_known(self):
        near = find_nearest_services(
            find_middles(make_neighbourhoods()), services=make_services(), lists=LIBRARIES
        )
        assert near["nearest_library"].isna().all()

    def test_a_missing_column_is_refused(self):
        with pytest.raises(TableError, match="easting"):
            find_nearest_services(
                find_middles(make_neighbourhoods()),
                services=make_services().drop(columns="easting"),
                lists=LIBRARIES,
            )

    def test_the_tables_stay_as_they_are(self):
        services, middles = (
            make_services(("library", "A", 0, 0)),
            find_middles(make_neighbourhoods()),
        )
        before = services.copy(), middles.copy()
        find_nearest_services(middles, services=services, lists=LIBRARIES)
        assert services.equals(before[0]) and middles.equals(before[1])


class TestListServicesOfPlaces:
    def test_places_keep_their_order_and_numbers(self):
        places = pd.DataFrame(
            {
                "position": [1, 2],
                "msoa_code": ["E02000002", "E02000001"],
                "place_name": ["East", "West"],
            }
        )
        services = mark_sources(make_services(("library", "A", 1500, 0)), ["libraries"])
        listed = list_services_of_places(
            mark_sources(places, ["census"]),
            neighbourhoods=mark_sources(make_neighbourhoods(), ["census"]),
            services=services,
            lists=LIBRARIES,
        )
        assert listed["place_name"].tolist() == ["East", "West"]
        assert listed["kilometres_to_library"].iloc[1] == 1.0  # from (1500, 1000)
        assert list_sources(listed) == ("census", "libraries")
