"""Sheets and pictures are read back: one that says something else than was released is refused."""

from datetime import date

import pandas as pd
import pytest

from datacell_lib.config import Edition
from datacell_lib.files.area import load_area
from datacell_lib.governance.ledger import using_ledger
from datacell_lib.governance.release import Released
from datacell_lib.pipeline.book.read_back import find_difference
from datacell_lib.presentation.downloads import keep_picture, keep_sheet
from datacell_lib.presentation.downloads.picture_status import stamp_picture
from datacell_lib.presentation.imprint import make_imprint
from datacell_lib.presentation.run_files import FOLDER

TABLE = pd.DataFrame(
    {
        "position": [1, 2],
        "place_name": ["Moor & Fen", "North"],
        "neighbourhoods": [4, 1],
        "population": [7211, 1650],
        "people": [1578, 330],
        "reasons": ["Clinical; Economic", "Living conditions"],
        "firmness": ["firm", "likely"],
        "listed": [2, 2],
    }
)


def hold(table, name="first-ten-0"):
    return Released(table, name, ("census2021-age",), "open", Edition.OPEN, True)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The bytes of the sheet and the picture of a table, by their endings."""
    run = tmp_path_factory.mktemp("run")
    imprint = make_imprint(load_area("sample"), made_on=date(2026, 11, 23))
    about = {"title": "Hexelby", "code": "x", "titles": {"older": "Older"}, "imprint": imprint}
    with using_ledger(run):
        files = keep_sheet(hold(TABLE), **about)[:1]
        files += (keep_picture(hold(TABLE), finding="8,861 people live there.", **about),)
    return {file.ending: (run / FOLDER / file.path).read_bytes() for file in files}


class TestReadBack:
    @pytest.mark.parametrize("ending", ["html", "png"])
    def test_what_was_released_passes(self, made, ending):
        assert find_difference(made[ending], ending=ending, released=[hold(TABLE)]) is None

    @pytest.mark.parametrize("ending", ["html", "png"])
    @pytest.mark.parametrize(
        ("column", "value", "told"),
        [("place_name", "South", "'South'"), ("population", 7212, "'7,212'")],
    )
    def test_another_value_is_found(self, made, ending, column, value, told):
        other = TABLE.assign(**{column: [value, TABLE[column].iloc[1]]})
        fault = find_difference(made[ending], ending=ending, released=[hold(other)])
        assert told in fault

    def test_a_row_more_is_found(self, made):
        longer = pd.concat([TABLE, TABLE.tail(1)])
        fault = find_difference(made["html"], ending="html", released=[hold(longer)])
        assert fault == "it has 2 rows, not 3"

    def test_a_sheet_that_asks_somebody_else_for_something_is_found(self, made):
        asking = made["html"].replace(b"</main>", b'<img src="https://example.org/a.png"></main>')
        fault = find_difference(asking, ending="html", released=[hold(TABLE)])
        assert "asks 'https://example.org/a.png'" in fault

    def test_a_picture_of_another_table_is_found(self, made):
        other = hold(TABLE, name="first-ten-1")
        fault = find_difference(made["png"], ending="png", released=[other])
        assert fault == "it is not drawn from 'first-ten-1'"

    def test_a_picture_that_says_that_it_was_approved_is_found(self, made):
        stamped = stamp_picture(made["png"], status="Approved by Bo.")
        fault = find_difference(stamped, ending="png", released=[hold(TABLE)])
        assert fault == "its strip says 'Approved by Bo.'"
