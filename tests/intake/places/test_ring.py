import geopandas as gpd
import pytest
from shapely.geometry import box

from datacell_lib.files.area import load_area
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.intake.places.ring import Ring, find_touching, load_ring
from datacell_lib.intake.read.fetch import list_authorities_at_hand


def make_squares(**corners):
    """Make squares of 100 metres by their lower left corners."""
    return gpd.GeoDataFrame(
        {"area_code": list(corners)},
        geometry=[box(x, y, x + 100, y + 100) for x, y in corners.values()],
        crs="EPSG:27700",
    )


class TestFindTouching:
    def test_a_side_or_a_corner_or_a_rounded_gap_is_enough_and_distance_is_not(self):
        own = make_squares(E01000001=(0, 0))
        others = make_squares(
            E01000005=(-200.5, 0), E01000004=(300, 0), E01000003=(100, 100), E01000002=(101, 0)
        )
        assert find_touching(others, area=own)["area_code"].tolist() == ["E01000002", "E01000003"]

    def test_inputs_are_left_alone(self):
        own, others = make_squares(E01000001=(0, 0)), make_squares(E01000002=(100, 0))
        before = others.copy()
        find_touching(others, area=own)
        assert others.equals(before)


class TestRing:
    def test_a_ring_that_may_lack_neighbours_says_so(self):
        ring = Ring(make_squares(E01000001=(0, 0)), ("E08000002",), False, 400.0, 100.0)
        assert ring.describe() == (
            "1 neighbourhoods beyond the border, along 25% of it; the rest is coast, or borders "
            "on districts whose boundaries are not at hand: 1 others were looked at."
        )

    def test_a_ring_out_of_the_whole_nation_ends_at_coasts_and_other_countries(self):
        ring = Ring(make_squares(E01000001=(0, 0)), ("E08000002",), True, 400.0, 400.0)
        assert ring.describe().endswith("100% of it; the rest is coast or another country.")


class TestListAuthoritiesAtHand:
    BOUNDARIES = "ons-geography/boundaries/lsoa"

    def put(self, cache, *paths):
        for path in paths:
            (cache / path).parent.mkdir(parents=True, exist_ok=True)
            (cache / path).touch()

    def list_for_bolton(self):
        dataset = load_dataset("lsoa2021-boundaries")
        return list_authorities_at_hand(dataset, area=load_area("bolton"))

    def test_districts_with_a_file_are_at_hand(self, own_cache):
        files = (f"{self.BOUNDARIES}/{code}.geojson" for code in ("E08000001", "E08000002"))
        self.put(own_cache, *files)
        assert self.list_for_bolton() == {"E08000001", "E08000002"}

    def test_a_file_of_the_whole_nation_has_them_all(self, own_cache):
        self.put(own_cache, load_dataset("lsoa2021-boundaries").copies[0].path)
        assert self.list_for_bolton() is None

    def test_a_folder_without_the_areas_own_files_does_not_count(self, own_cache):
        self.put(own_cache, f"{self.BOUNDARIES}/E08000002.geojson")
        assert self.list_for_bolton() == {"E08000001"}


class TestLoadRing:
    def test_the_sample_county_sees_into_its_invented_neighbours(self):
        area = load_area("sample")
        ring = load_ring(area)
        assert ring.whole_nation
        assert len(ring.neighbourhoods) > 0
        assert not set(ring.neighbourhoods["authority_code"]) & set(area.authorities)

    @pytest.mark.parametrize("name", ["bolton", "bolton-2020"])
    def test_bolton_borders_on_bury_salford_and_wigan_among_those_at_hand(self, real_files, name):
        # Its other neighbours, Blackburn with Darwen and Chorley, are not in the mirror.
        ring = load_ring(load_area(name))
        found = set(ring.neighbourhoods["authority_name"])
        assert found == {"Bury", "Salford", "Wigan"}
        assert not ring.whole_nation
        assert 0 < ring.met_metres < ring.border_metres

    def test_essex_has_no_neighbours_at_hand_and_says_so(self, real_files):
        ring = load_ring(load_area("essex"))
        assert ring.neighbourhoods.empty
        assert "not at hand" in ring.describe()
