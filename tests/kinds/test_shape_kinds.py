"""Wrong boundaries of every kind are refused by name; right ones come as they are."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datacell_lib.schema import SourceError

PATH = "office/things.geojson"
CODES = ["E01000001", "E01000002", "E01000003"]
GRID = "urn:ogc:def:crs:EPSG::27700"


@pytest.fixture
def boundaries(catalogue) -> None:
    """A dataset of boundaries."""
    catalogue(
        columns={"geometry": {"type": "geometry", "quantity": "geometry", "meaning": "Shape."}},
        copies=[
            {
                "layout": "official",
                "path": PATH,
                "format": "geojson",
                "columns": {"area_code": "CODE", "geometry": "geometry"},
            }
        ],
    )


def make_square(west: float, south: float, side: float = 0.05) -> list[list[float]]:
    east, north = west + side, south + side
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def write(shapes: list[dict | None], *, crs: str | None = None, **more: object) -> str:
    features = [
        {"type": "Feature", "properties": {"CODE": code}, "geometry": shape}
        for code, shape in zip(CODES, shapes, strict=False)
    ]
    declared = {"crs": {"type": "name", "properties": {"name": crs}}} if crs else {}
    return json.dumps({"type": "FeatureCollection", "features": features} | declared | more)


def polygon(ring: list) -> dict:
    return {"type": "Polygon", "coordinates": [ring]}


def spoil(ring: list[list[float]], change) -> dict:
    return polygon([change(*point) for point in ring])


WRECKS = {
    "no shape": lambda ring: None,
    "an empty polygon": lambda ring: {"type": "Polygon", "coordinates": []},
    "an empty collection": lambda ring: {"type": "MultiPolygon", "coordinates": []},
    "a point": lambda ring: {"type": "Point", "coordinates": ring[0]},
    "a line": lambda ring: {"type": "LineString", "coordinates": ring},
    "points": lambda ring: {"type": "MultiPoint", "coordinates": ring},
    "another kind": lambda ring: {"type": "CircularString", "coordinates": ring},
    "a collection": lambda ring: {"type": "GeometryCollection", "geometries": [polygon(ring)]},
    "a ring that is not closed": lambda ring: polygon(ring[:-1]),
    "a ring of two points": lambda ring: polygon([ring[0], ring[1], ring[0]]),
    "a ring of one point": lambda ring: polygon([ring[0]] * 5),
    "a ring of texts": lambda ring: spoil(ring, lambda x, y: [str(x) + "x", "y"]),
    "a ring of lists in lists": lambda ring: polygon([ring] * 5),
    "coordinates that are one number": lambda ring: {"type": "Polygon", "coordinates": 5},
    "coordinates that are missing": lambda ring: {"type": "Polygon"},
    "a text for a shape": lambda ring: "POLYGON EMPTY",
    "a bow-tie": lambda ring: polygon([ring[0], ring[2], ring[1], ring[3], ring[0]]),
    "longitude and latitude exchanged": lambda ring: spoil(ring, lambda x, y: [y, x]),
    "metres": lambda ring: spoil(ring, lambda x, y: [400_000 + x * 1_000, y * 5_000]),
    "the wrong side of the world": lambda ring: spoil(ring, lambda x, y: [x + 90, y]),
    "the south": lambda ring: spoil(ring, lambda x, y: [x, -y]),
    "the middle of nowhere": lambda ring: spoil(ring, lambda x, y: [x / 1_000, y / 1_000]),
    "infinity": lambda ring: spoil(ring, lambda x, y: [1e999, y]),
    "one coordinate far away": lambda ring: polygon([*ring[:2], [ring[2][0], 89.0], *ring[3:]]),
}


class TestBoundaries:
    @pytest.mark.parametrize("kind", WRECKS)
    @given(west=st.floats(-5.5, 1.5), south=st.floats(50.2, 55.0), spoilt=st.integers(0, 2))
    def test_a_wrong_one_is_refused_by_dataset_and_code(
        self, boundaries, read, kind, west, south, spoilt
    ) -> None:
        squares = [make_square(west + step / 10, south) for step in range(3)]
        shapes = [polygon(square) for square in squares]
        shapes[spoilt] = WRECKS[kind](squares[spoilt])
        text = write(shapes).replace("Infinity", "1e999")
        with pytest.raises(SourceError, match=rf"Things(.|\n)*{CODES[spoilt]}") as caught:
            read(text, path=PATH)
        assert len(str(caught.value)) < 1_000

    @given(west=st.floats(-5.5, 1.5), south=st.floats(50.2, 55.0), side=st.floats(1e-4, 0.5))
    def test_right_ones_come_to_the_bit(self, boundaries, read, west, south, side) -> None:
        square = make_square(west, south, side)
        table = read(write([polygon(square)]), path=PATH)
        found = table.geometry.iloc[0].exterior.coords
        assert [list(point) for point in found] == square

    @pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
    def test_what_is_no_number_of_json_is_refused(self, boundaries, read, constant) -> None:
        text = write([polygon(make_square(0.5, 51.5))]).replace("0.5,", f"{constant},", 1)
        with pytest.raises(SourceError, match=r"Things.*no number"):
            read(text, path=PATH)

    def test_a_property_that_stands_twice_is_refused(self, boundaries, read) -> None:
        text = write([polygon(make_square(0.5, 51.5))])
        twice = text.replace('"properties": {', '"properties": {"x": 1, "x": 2, ')
        assert twice != text
        with pytest.raises(SourceError, match=r"Things.*'x' stands twice"):
            read(twice, path=PATH)

    def test_an_outline_that_touches_itself_is_mended_with_its_area(self, boundaries, read) -> None:
        # two squares that meet in a point, drawn as one ring
        ring = [[0, 51], [1, 51], [1, 52], [2, 52], [2, 53], [1, 53], [1, 52], [0, 52], [0, 51]]
        shape = read(write([polygon(ring)]), path=PATH).geometry.iloc[0]
        assert shape.is_valid and shape.area == 2.0


class TestReferenceSystems:
    @pytest.mark.parametrize(
        "declared",
        [
            *("urn:ogc:def:crs:OGC:1.3:CRS84", "http://www.opengis.net/def/crs/OGC/1.3/CRS84"),
            *("EPSG:4326", "urn:ogc:def:crs:EPSG::4326", "EPSG:4258"),
        ],
    )
    def test_longitude_and_latitude_may_be_declared(self, boundaries, read, declared) -> None:
        table = read(write([polygon(make_square(0.5, 51.5, 0.5))], crs=declared), path=PATH)
        assert table.total_bounds.tolist() == [0.5, 51.5, 1.0, 52.0]

    @pytest.mark.parametrize("declared", ["EPSG:3857", "EPSG:2157", "urn:x", "", "OGC:CRS83"])
    def test_another_one_is_refused(self, boundaries, read, declared) -> None:
        content = json.loads(write([polygon(make_square(0.5, 51.5))]))
        content["crs"] = {"type": "name", "properties": {"name": declared}}
        with pytest.raises(SourceError, match=r"Things.*reference system.*EPSG:27700"):
            read(json.dumps(content), path=PATH)

    @pytest.mark.parametrize("declared", [5, "EPSG:4326", [], {"type": "link"}, {"properties": 1}])
    def test_so_is_what_declares_none_in_a_known_way(self, boundaries, read, declared) -> None:
        with pytest.raises(SourceError, match=r"Things.*reference system"):
            content = json.loads(write([polygon(make_square(0.5, 51.5))]))
            read(json.dumps(content | {"crs": declared}), path=PATH)

    @given(west=st.floats(-5.5, 1.5), south=st.floats(50.2, 55.0))
    def test_degrees_declared_as_metres_are_refused(self, boundaries, read, west, south) -> None:
        with pytest.raises(SourceError, match=r"Things.*E01000001"):
            read(write([polygon(make_square(west, south))], crs=GRID), path=PATH)


class TestWhatIsNoGeojson:
    @pytest.mark.parametrize(
        "text",
        [
            *("", "[]", "5", "null", "{}", "[" * 100_000, '{"a":' * 50_000),
            *(
                '{"type": "Topology"}',
                "code,number\nE01000001,1\n",
                "PK\x03\x04",
                "SQLite format 3\0",
            ),
            '{"type": "FeatureCollection"}',
            '{"type": "FeatureCollection", "features": 5}',
            '{"type": "FeatureCollection", "features": [5]}',
            '{"type": "FeatureCollection", "features": []}',
        ],
    )
    def test_it_is_refused_by_name(self, boundaries, read, text) -> None:
        with pytest.raises(SourceError, match=r"Things|things\.geojson"):
            read(text, path=PATH)

    @given(text=st.text(max_size=200))
    def test_so_is_any_text(self, boundaries, read, text) -> None:
        with pytest.raises(SourceError):
            read(text, path=PATH)
