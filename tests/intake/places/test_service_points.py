"""Services of the sample county and of lists with faults, placed or counted as not placed."""

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

from datacell_lib.files.area import load_area
from datacell_lib.files.services import ServiceList
from datacell_lib.intake.places import service_points
from datacell_lib.intake.places.service_points import load_services
from datacell_lib.schema import SourceError
from datacell_lib.table_sources import list_sources

EVERYWHERE = gpd.GeoDataFrame(geometry=[box(500_000, 300_000, 700_000, 600_000)], crs=27700)


def make_area(*lists):
    return load_area("sample").model_copy(update={"services": tuple(lists)})


SURGERIES = ServiceList(dataset="gp-surgeries-2020", kind="GP surgery")
PHARMACIES = ServiceList(dataset="dispensaries-2025", kind="pharmacy", where={"status": "A"})


@pytest.fixture
def give(monkeypatch):
    """Return a function that gives a list of surgeries in place of the sample's."""

    def give_rows(*rows):
        columns = ["area_code", "name", "postcode", "longitude", "latitude"]
        table = pd.DataFrame(rows, columns=columns)
        monkeypatch.setattr(service_points, "read_dataset", lambda *_, **__: table)
        return make_area(SURGERIES)

    return give_rows


class TestLoadServices:
    def test_every_surgery_is_placed_or_counted_as_not(self, run):
        # data/sample/TRUTHS.yml: 24 surgeries, one of them without coordinates
        found = load_services(make_area(SURGERIES), around=EVERYWHERE)
        assert (len(found["points"]), found["lists"]["unplaced"].tolist()) == (23, [1])
        assert list_sources(found["points"]) == ("gp-surgeries-2020",)

    def test_closed_ones_are_left_out_and_postcodes_say_where_the_others_are(self, run):
        # of 30 pharmacies three have closed, and one has a postcode that nobody knows
        found = load_services(make_area(PHARMACIES), around=EVERYWHERE)
        assert (len(found["points"]), found["lists"]["unplaced"].tolist()) == (26, [1])
        assert list_sources(found["points"]) == ("code-point-open", "dispensaries-2025")

    def test_what_is_listed_twice_stands_once(self, give):
        one = ("A1", "Moor Surgery", "AB1 2CD", 1.5, 54.0)
        area = give(
            one, ("A2", "Moor Surgery ", "AB1 2CD", 1.5, 54.0), ("A3", "Other", "", 1.5, 54.0)
        )
        points = load_services(area, around=EVERYWHERE)["points"]
        assert points["service"].tolist() == ["Moor Surgery", "Other"]

    @pytest.mark.parametrize("spot", [(0.0, 0.0), (54.0, 1.5), (None, None), (1.5, None)])
    def test_what_lies_nowhere_is_counted_and_left_out(self, give, spot):
        area = give(("A1", "Here", "", 1.5, 54.0), ("A2", "Nowhere", "", *spot))
        found = load_services(area, around=EVERYWHERE)
        assert found["points"]["service"].tolist() == ["Here"]
        assert found["lists"]["unplaced"].tolist() == [1]

    def test_those_of_other_parts_of_the_country_are_not_counted(self, give):
        area = give(("A1", "Here", "YO1 1AA", 1.5, 54.0), ("A2", "Lost", "CF10 1AA", None, None))
        assert load_services(area, around=EVERYWHERE)["lists"]["unplaced"].tolist() == [0]

    def test_a_list_of_which_nothing_can_be_placed_is_refused(self, give):
        with pytest.raises(SourceError, match=r"not one of the 1 services .* exchanged"):
            load_services(give(("A1", "Exchanged", "", 54.0, 1.5)), around=EVERYWHERE)

    def test_what_is_far_from_the_area_is_not_kept(self, give):
        area = give(("A1", "Here", "", 1.5, 54.0), ("A2", "Penzance", "", -5.5, 50.1))
        assert load_services(area, around=EVERYWHERE)["points"]["service"].tolist() == ["Here"]

    def test_a_column_that_the_list_lacks_is_named(self, run):
        wrong = SURGERIES.model_copy(update={"where": {"status": "Active"}})
        with pytest.raises(SourceError, match=r"has no column status; it has .*'services' in data"):
            load_services(make_area(wrong), around=EVERYWHERE)

    @pytest.mark.parametrize("lost", ["dispensaries-2025", "code-point-open"])
    def test_a_list_that_is_not_at_hand_or_can_not_be_placed_is_said_to_be_so(
        self, run, monkeypatch, lost
    ):
        locate = service_points.locate_files
        monkeypatch.setattr(
            service_points,
            "locate_files",
            lambda dataset, *, area: () if dataset.id == lost else locate(dataset, area=area),
        )
        found = load_services(make_area(PHARMACIES, SURGERIES), around=EVERYWHERE)
        assert found["lists"]["at_hand"].tolist() == [False, True]
        assert set(found["points"]["kind"]) == {"GP surgery"}

    def test_an_area_without_lists_has_none(self, run):
        found = load_services(make_area(), around=EVERYWHERE)
        assert found["points"].empty and found["lists"].empty
