"""Links that lie over a map, read back as XML."""

import xml.etree.ElementTree as ET

import geopandas as gpd
import pytest
from shapely.geometry import MultiPolygon, box

from datacell_lib.presentation.maps.map_links import publish_links
from datacell_lib.presentation.maps.map_view import MapView

VIEW = MapView(left=0, bottom=0, scale=1 / 1000, height=4.0)  # an inch is a kilometre
ISLET = box(5000, 3000, 5010, 3010)


@pytest.fixture
def link(make_released):
    shapes = [box(0, 0, 1000, 1000), MultiPolygon([box(2000, 0, 3000, 1000), ISLET])]
    table = gpd.GeoDataFrame({"district_name": ["Fen & <Moor>", "B"]}, geometry=shapes, crs=27700)

    def link(pages):
        released = make_released(table)
        return publish_links(released, pages=pages, view=VIEW, above=0.5, height=5.0)

    return link


def read(parts):
    (part,) = parts
    return ET.fromstring(part.content["text/html"])


class TestPublishLinks:
    def test_a_shape_lies_where_the_picture_has_it(self, link):
        svg = read(link({"Fen & <Moor>": "a.html"}))
        assert svg.attrib["viewBox"] == "0 0 560 500"
        points = svg.find(".//path").attrib["d"].strip("MZ").split("L")
        # the panel is 4 inches tall and begins half an inch below the top: its foot is at 450
        assert sorted(points) == ["0 350", "0 450", "100 350", "100 450"]

    def test_each_link_has_a_name_that_is_text(self, link):
        svg = read(link({"Fen & <Moor>": "a.html", "B": "b.html"}))
        links = {each.attrib["aria-label"]: each.attrib["href"] for each in svg.findall("a")}
        assert links == {"Fen & <Moor>": "a.html", "B": "b.html"}

    def test_an_islet_is_no_target(self, link):
        assert read(link({"B": "b.html"})).find(".//path").attrib["d"].count("M") == 1

    def test_a_district_without_a_page_has_no_link_and_no_pages_are_no_drawing(self, link):
        assert len(read(link({"B": "b.html"})).findall("a")) == 1
        assert link({}) == []
