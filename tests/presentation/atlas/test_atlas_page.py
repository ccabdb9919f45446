"""What the atlas's page holds: every value as readers see it, and no way out of its data."""

import json
from html.parser import HTMLParser

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from datacell_lib.files.contact import Contact
from datacell_lib.files.nouns import Noun
from datacell_lib.presentation.atlas import PLACE, show_atlas
from datacell_lib.presentation.published import digest_shown
from datacell_lib.schema import TableError
from tests.hostile import ALLOWED, REFUSED

LAYERS = pd.DataFrame(
    [
        ("most_vulnerable_share", "An index", "index", "standing", True, True),
        ("population", "All residents", "count", "people", False, True),
        ("crowding", "Crowded households", "indicator", "percent", False, True),
        ("nearness", "Nearness", "indicator", "score", True, True),
        ("asthma", "Asthma, modelled", "indicator", "people", False, False),
    ],
    columns=["column", "title", "group", "unit", "low", "native"],
)
VALUES = {
    "most_vulnerable_share": [0.001, 0.2001, None],
    "population": [1500.0, 2001.0, 1200.0],
    "crowding": [0.12345, 0.0, None],
    "nearness": [-1.234567, 12345.6, 0.5],
    "asthma": [31.0, 32.0, 33.0],
}


def make_places(names=("A", "B", "C"), districts=("X", "Y", "X")):
    return gpd.GeoDataFrame(
        {
            "area_code": ["E01000001", "E01000002", "E01000003"],
            "neighbourhood": list(names),
            "place_name": list(names),
            "district_code": [
                f"E0700000{'XY'.index(name[0]) if name in 'XY' else 0}" for name in districts
            ],
            "district_name": list(districts),
            "rank": [1, 3, None],
            "areas": 2,
            **VALUES,
        },
        geometry=[box(k, 0, k + 1000, 1000) for k in (0, 1000, 2000)],
        crs="EPSG:27700",
    )


@pytest.fixture
def show(make_released):
    """Return a function that shows places as an atlas."""

    def show_places(
        places, layers=LAYERS, title="Anywhere", services=(), contact=None, deaths=None, **more
    ):
        released = make_released(places), make_released(layers)
        return show_atlas(
            released[0],
            layers=released[1],
            title=title,
            nation="England",
            noun=Noun("district"),
            services=tuple(make_released(table) for table in services),
            contact=contact,
            deaths=None if deaths is None else make_released(deaths),
            **more,
        )

    return show_places


class Data(HTMLParser):
    """Finds the data of a page as a browser would, and every tag that stands on it."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.text = [], ""
        self.feed(html)
        self.content = json.loads(self.text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs).get("src", "")))
        self.inside = dict(attrs).get("type") == "application/json"

    def handle_endtag(self, tag):
        self.inside = False

    def handle_data(self, data):
        if getattr(self, "inside", False):
            self.text += data


def read(output):
    return Data(output.content["text/html"]).content


NEAREST_PREFIX = pd.DataFrame(
    {
        "area_code": ["E01000003", "E01000001", "E01000002"],  # in another order than the atlas
        "nearest_library": [None, "MOOR LIBRARY", "North Library"],
        "kilometres_to_library": [None, 0.44, 2.0],
    }
)
POINTS = pd.DataFrame(
    [("library", "MOOR LIBRARY", 1000.4, 2000.6)],
    columns=["kind", "service", "easting", "northing"],
)
LISTS = pd.DataFrame(
    [("library", "Libraries", "2020", "Anyshire", "", True, 0)],
    columns=["kind", "title", "period", "covers", "authorities", "at_hand", "unplaced"],
)


class TestServices:
    def test_each_neighbourhood_has_its_own_nearest_and_each_point_its_place(self, show):
        (library,) = read(show(make_places(), services=(NEAREST_PREFIX, POINTS, LISTS)))["services"]
        wanted = ["Moor Library, 0.4\xa0km", "North Library, 2.0\xa0km", "not known"]
        assert library["nearest"] == wanted
        assert library["points"] == [["Moor Library", 1000, 2001]]
        told = (library["several"], library["period"], library["covers"])
        assert told == ("libraries", "listed 2020", "Anyshire")

    def test_the_gate_can_see_what_the_page_holds_of_them(self, show):
        _, _, near, points, lists = show(
            make_places(), services=(NEAREST_PREFIX, POINTS, LISTS)
        ).shown
        assert near.columns == ("area_code", "nearest_library", "kilometres_to_library")
        assert (points.rows, lists.rows) == (1, 1)

    def test_without_lists_there_are_none(self, show):
        assert read(show(make_places()))["services"] == []


DEATHS = pd.DataFrame(
    {
        "area_code": ["E02000002", "E02000001"],
        "area_name": ["Green, X", "Moor, X"],
        "value": [100.4, 250.6],
        "first_period": pd.Timestamp("2020-03-01"),
        "last_period": pd.Timestamp("2021-04-01"),
    }
)


class TestDeaths:
    @pytest.fixture
    def placed(self):
        """Two neighbourhoods of one larger area, and one of an area that nobody knows."""
        return make_places().assign(msoa_code=["E02000001", "E02000001", "E02000009"])

    def test_each_neighbourhood_has_what_is_known_of_its_larger_area_by_its_name(
        self, show, placed
    ):
        *_, layer = read(show(placed, deaths=DEATHS))["layers"]
        assert layer["values"] == [251, 251, None]
        assert layer["areas"] == ["Moor, X", "Moor, X", None]
        assert layer["title"] == "Deaths due to COVID-19, March 2020 to April 2021"
        assert layer["named"].endswith("per 100,000 residents of the larger area")

    def test_what_came_after_the_reports_day_says_so(self, show, placed):
        *_, layer = read(show(placed, deaths=DEATHS, afterwards=True))["layers"]
        assert layer["title"].startswith("Afterwards: deaths due to COVID-19")

    def test_the_gate_can_see_what_the_page_holds_of_them(self, show, placed):
        *_, shown = show(placed, deaths=DEATHS).shown
        assert (shown.rows, shown.digest) == (2, digest_shown(DEATHS))

    def test_where_none_are_known_there_is_no_such_layer(self, show, placed):
        content = show(placed, deaths=DEATHS.head(0))
        assert [layer["group"] for layer in read(content)["layers"]][-1] != "outcome"
        assert len(content.shown) == len(show(placed).shown)


class TestContact:
    def test_a_card_can_say_whom_to_tell(self, show):
        contact = Contact(owner="Ann", role="analyst", challenge="Say which.", email="a@b.example")
        content = read(show(make_places(), contact=contact))
        assert content["contact"]["email"] == "a@b.example"
        assert "page" not in content["contact"]


class TestShowAtlas:
    def test_values_are_written_as_readers_see_them_and_no_finer(self, show):
        layers = {layer["column"]: layer["values"] for layer in read(show(make_places()))["layers"]}
        # a standing is rounded up, so that "1%" is never said of what is not in it
        assert layers["most_vulnerable_share"] == [1, 21, None]
        assert layers["population"] == [1500, 2001, 1200]
        assert layers["crowding"] == [12.3, 0.0, None]
        assert layers["nearness"] == [-1.235, 12350, 0.5]

    def test_what_is_known_for_larger_areas_only_is_named_without_a_number(self, show):
        content = read(show(make_places()))
        assert content["wider"] == ["Asthma, modelled"]
        assert "asthma" not in json.dumps(content["layers"]).lower()

    def test_places_keep_the_order_of_the_table_and_know_their_districts(self, show):
        content = read(show(make_places()))
        assert content["codes"] == ["E01000001", "E01000002", "E01000003"]
        named = [content["districts"][number][1] for number in content["district"]]
        assert named == ["X", "Y", "X"]
        assert content["ranks"] == [1, 3, None]

    def test_the_gate_can_see_every_column_that_the_page_holds(self, show):
        places = make_places()
        shown, layers = show(places).shown
        known = [column for column in LAYERS["column"] if column != "asthma"]
        assert list(shown.columns) == [*PLACE, *known]
        assert shown.digest == digest_shown(pd.DataFrame(places)[[*PLACE, *known]])
        assert layers.rows == len(LAYERS)

    def test_a_neighbourhood_that_stands_twice_is_refused(self, show):
        with pytest.raises(TableError, match=r"each neighbourhood once; found 6 rows of 3"):
            show(pd.concat([make_places(), make_places()], ignore_index=True))

    def test_nothing_is_asked_of_anybody_else(self, show):
        sources = [source for tag, source in Data(show(make_places()).content["text/html"]).tags]
        assert all(source.startswith("../atlas/") for source in sources if source)

    @pytest.mark.parametrize("name", [*ALLOWED.values(), *REFUSED.values()])
    def test_a_name_that_is_more_than_a_name_is_text_in_the_data(self, show, name):
        plain, hostile = show(make_places()), show(make_places(names=(name, "B", "C")), title=name)
        found = Data(hostile.content["text/html"])
        assert found.content["names"][0] == name and found.content["title"] == name
        assert found.tags == Data(plain.content["text/html"]).tags

    @given(name=st.text(max_size=40))
    def test_no_text_ends_the_data_or_starts_a_tag(self, name):
        from datacell_lib.presentation.atlas.atlas_page import _write_html

        html = _write_html({"title": name, "source": name, "names": ["</script><!--" + name]})
        found = Data(html)
        assert found.content["names"] == ["</script><!--" + name]
        assert found.tags == Data(_write_html({"title": "", "source": "", "names": [""]})).tags
