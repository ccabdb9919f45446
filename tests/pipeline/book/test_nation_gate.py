"""The gate for a nation's atlas, on one that is right, and on the same with one thing wrong."""

import json
import shutil

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

from datacell_lib.config import Edition
from datacell_lib.files.nouns import Noun
from datacell_lib.governance.release import Released
from datacell_lib.pipeline.book.nation_gate import check_nation_files
from datacell_lib.presentation.atlas.nation_page import show_nation
from datacell_lib.schema import DisclosureError

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
PLACES = gpd.GeoDataFrame(
    {
        "area_code": ["E01000001", "E01000002", "E01000003"],
        "neighbourhood": ["part of A", "part of <b>", "part of C"],
        "place_name": ["A", "A", "C"],
        "district_code": ["E07000001", "E07000001", "E07000002"],
        "district_name": ["X", "X", "Y"],
        "rank": [1.0, 2.0, None],
        "areas": 2,
        "most_vulnerable_share": [0.001, 0.2001, None],
        "population": [1500.0, 2001.0, 1200.0],
        "crowding": [0.12345, 0.0, None],
        "nearness": [-1.234567, 12345.6, 0.5],
    },
    geometry=[box(k, 0, k + 1000, 1000) for k in (0, 1000, 2000)],
    crs="EPSG:27700",
)
DISTRICTS = gpd.GeoDataFrame(
    {
        "district_code": ["E07000001", "E07000002"],
        "district_name": ["X", "Y"],
        "neighbourhoods": [2, 1],
        "most_vulnerable_share_in_fifth": [0.5, None],
        "population": [3501, 1200],
    },
    geometry=[box(0, 0, 2000, 1000), box(2000, 0, 3000, 1000)],
    crs="EPSG:27700",
)
TABLES = {"neighbourhoods": PLACES, "districts": DISTRICTS, "layers": LAYERS}
X, Y = "districts/E07000001.js", "districts/E07000002.js"
NAMES = ["index.html", "places.js", X, Y]


def release(table):
    return Released(table, "table-1", ("census2021-age",), "open", Edition.OPEN, False)


@pytest.fixture(scope="module")
def right(tmp_path_factory):
    """An atlas as it is written."""
    folder = tmp_path_factory.mktemp("atlas")
    atlas = show_nation(
        release(PLACES),
        districts=release(DISTRICTS),
        layers=release(LAYERS),
        title="Anywhere",
        noun=Noun("district"),
    )
    (folder / "districts").mkdir()
    for name, content in atlas.files.items():
        (folder / name).write_bytes(content)
    (folder / "index.html").write_text(atlas.view.content["text/html"], encoding="utf-8")
    return folder


@pytest.fixture
def atlas(right, tmp_path):
    """A copy of it, to do something wrong to."""
    return shutil.copytree(right, tmp_path / "copy")


def change(path, before, after):
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


class TestCheckNationFiles:
    def test_what_is_written_passes_and_holds_nothing_finer_than_is_shown(self, atlas):
        check_nation_files(atlas, expected=NAMES, **TABLES)
        text = (atlas / X).read_text(encoding="utf-8")
        content = json.loads("[" + text[text.index("(") + 1 : -2] + "]")[1]
        # by hand: rounded up; whole; one decimal; four digits
        assert content["values"] == [[1, 21], [1500, 2001], [12.3, 0.0], [-1.235, 12350]]
        assert "0.12345" not in text and "sthma" not in text

    @pytest.mark.parametrize(
        ("name", "before", "after", "fault"),
        [
            (X, "1500", "1501", r"row 1, population: 1501, not 1500"),
            (X, "[1,21]", "[1,20]", r"row 2, most_vulnerable_share: 20, not 0\.2001"),
            (X, "12.3", "12.34", r"row 1, crowding: 12\.34"),
            (X, "-1.235", "-1.3", r"row 1, nearness"),
            (X, "part of A", "part of B", r"its neighbourhood are others"),
            (X, "E01000001", "E01000009", r"its area_code are others"),
            (X, "E07000001", "E07000002", r"it is of another district"),
            (Y, '"ranks":[null]', '"ranks":[3]', r"row 1, rank: 3"),
            (Y, '"origin":[2000.0', '"origin":[9000.0', r"row 1: its shape lies elsewhere"),
            ("places.js", "part of C", "part of D", r"its names or codes are others"),
            ("index.html", '"values":[50.0', '"values":[51.0', r"most_vulnerable_share: 51\.0"),
            ("index.html", "[3501,", "[3502,", r"row 1, population: 3502"),
            ("index.html", '"counts":[2', '"counts":[3', r"it counts other neighbourhoods"),
            ("index.html", '["E07000002","Y"]', '["E07000002","Z"]', r"its districts are others"),
            ("index.html", 'src="map.js"', 'src="https://e.org/m.js"', r"asks 'https://e\.org"),
        ],
    )
    def test_what_says_something_else_is_refused_with_the_place(
        self, atlas, name, before, after, fault
    ):
        change(atlas / name, before, after)
        with pytest.raises(
            DisclosureError, match=rf"{name} does not say what was released.*{fault}"
        ):
            check_nation_files(atlas, expected=NAMES, **TABLES)

    def test_a_file_that_is_missing_or_was_not_expected_is_named(self, atlas):
        (atlas / Y).unlink()
        (atlas / "people.csv").write_text("a\n1\n", encoding="utf-8")
        with pytest.raises(DisclosureError, match=r"Not expected: people\.csv; missing: districts"):
            check_nation_files(atlas, expected=NAMES, **TABLES)
