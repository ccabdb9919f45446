import json

import pandas as pd

from datacell_lib.config import Edition
from datacell_lib.governance.release import Released
from datacell_lib.pipeline.book.atlas_files import FOLDER, list_atlas_files
from datacell_lib.pipeline.book.page_atlas import set_table_aside


def release_postcodes(rows, *, invented=False):
    table = pd.DataFrame(rows, columns=["postcode", "area_code"])
    return Released(table, "postcodes-1", ("code-point-open",), "open", Edition.OPEN, invented)


class TestListAtlasFiles:
    def test_leaflet_comes_whole_from_its_wheel(self):
        made = list_atlas_files(None)
        script = made[FOLDER / "leaflet.js"].decode()
        assert "Leaflet 1.9" in script[:200] and len(script) > 100_000
        assert ".leaflet-container" in made[FOLDER / "leaflet.css"].decode()

    def test_each_postcode_district_has_a_file_that_says_where_its_postcodes_lie(self):
        rows = [("CO15 1AA", "E1"), ("CO15 1AB", "E2"), ("CO15 2XY", "E1"), ("CO1 1AA", "E2")]
        made = list_atlas_files(release_postcodes(rows))
        text = made[FOLDER / "postcodes" / "CO15.js"].decode()
        name, places = json.loads("[" + text[text.index("(") + 1 : -2] + "]")
        assert (name, places) == ("CO15", {"E1": "1AA2XY", "E2": "1AB"})
        index = made[FOLDER / "postcodes.js"].decode()
        about = json.loads(index[index.index("=") + 1 : -1])
        assert about["postcodeDistricts"] == ["CO1", "CO15"]
        assert "Royal Mail data © Royal Mail copyright" in about["postcodeSource"]

    def test_without_postcodes_the_list_is_empty_and_invented_ones_are_called_so(self):
        index = list_atlas_files(None)[FOLDER / "postcodes.js"].decode()
        assert '"postcodeDistricts":[]' in index
        made = list_atlas_files(release_postcodes([("ZZ1 1AA", "E1")], invented=True))
        assert "Postcodes are invented." in made[FOLDER / "postcodes.js"].decode()


class TestSetTableAside:
    def test_only_the_table_after_the_atlas_is_set_aside(self):
        table = '<div class="datacell-table">\n<table></table>\n</div>'
        page = f'{table}<script id="atlas-data">{{}}</script>{table}{table}'
        made = set_table_aside(page)
        assert made.count("<noscript>") == 1
        assert made.startswith(f'{table}<script id="atlas-data">')
        assert made.endswith(f"<noscript>{table}</noscript>{table}")
