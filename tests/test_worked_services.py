"""What is near the places of a page's list, as a sheet of paper holds it."""

from dataclasses import replace

import pandas as pd
import pytest

from datacell_lib.desk import open_report


@pytest.fixture
def services(run):
    return open_report("sample").services


class TestSheet:
    def test_it_is_the_places_to_go_with_the_nearest_of_two_kinds(self, services):
        sheet = services.sheet
        pd.testing.assert_frame_equal(
            pd.DataFrame(sheet[list(services.to_go.sheet)]), pd.DataFrame(services.to_go.sheet)
        )
        added = [column for column in sheet if column not in services.to_go.sheet]
        assert added == [
            "nearest_gp_surgery",
            "kilometres_to_gp_surgery",
            "nearest_pharmacy",
            "kilometres_to_pharmacy",
        ]
        near = services.near_places.set_index("position")
        first = sheet.set_index("position").loc[1]
        assert first["nearest_pharmacy"] == near.loc[1, "nearest_pharmacy"]

    def test_an_area_without_lists_has_the_places_alone(self, services):
        none = replace(services, area=services.area.model_copy(update={"services": ()}))
        kept = replace(none, area=none.area.model_copy(update={"name": "nowhere"}))
        assert list(kept.sheet) == list(services.to_go.sheet)
