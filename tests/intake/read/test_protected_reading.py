"""Partner data in an edition for partners: nothing beyond protected counts comes in."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from datacell_lib.config import Edition, note_edition
from datacell_lib.intake.read.protected_reading import protect_reading
from datacell_lib.schema import DisclosureError

COUNT = {"type": "integer", "quantity": "count", "meaning": "Parcels.", "minimum": 0}
COLUMNS = {
    "parcels": COUNT,
    "families": COUNT | {"suppressed": True},
    "share": {"type": "number", "quantity": "rate", "meaning": "Parcels per resident."},
    "note": {"type": "text", "quantity": "label", "meaning": "What somebody wrote."},
}
TABLE = pd.DataFrame(
    {
        "area_code": list("abcd"),
        "parcels": [3, 8, None, 0],
        "families": [None, 12, None, 4],
        "families_lower": [1, 12, None, 4],
        "families_upper": [4, 12, None, 4],
        "share": [0.3, 0.8, None, 0.0],
        "note": ["3 of them", "", "", ""],
    }
)
COPY = {"layout": "official", "path": "a.csv", "suppressed": {"*": [1, 4]}}
ENTRY = {
    "columns": COLUMNS,
    "copies": [COPY | {"columns": {name: name for name in ("area_code", *COLUMNS)}}],
}


@pytest.fixture
def partner_run(run: Path) -> None:
    run.mkdir()
    note_edition(Edition.PARTNER, run=run)


class TestProtectReading:
    @pytest.mark.usefixtures("partner_run")
    def test_keys_and_protected_counts_come_in_and_nothing_else(self, catalogue: Callable) -> None:
        before = TABLE.copy()
        safe = protect_reading(TABLE, dataset=catalogue(partner=True, **ENTRY))
        assert list(safe) == [
            *("area_code", "parcels", "parcels_suppressed"),
            *("families", "families_suppressed"),
        ]
        assert safe["parcels"].fillna(-1).tolist() == [-1, 10, -1, 0]
        assert safe["parcels_suppressed"].tolist() == [True, False, False, False]
        assert safe["families"].fillna(-1).tolist() == [-1, 10, -1, -1]
        assert safe["families_suppressed"].tolist() == [True, False, False, True]
        pd.testing.assert_frame_equal(TABLE, before)

    @pytest.mark.usefixtures("partner_run")
    def test_a_count_that_is_no_whole_number_is_refused(self, catalogue: Callable) -> None:
        dataset = catalogue(partner=True, **ENTRY)
        with pytest.raises(DisclosureError, match="'parcels' comes from partner data"):
            protect_reading(TABLE.assign(parcels=2.5), dataset=dataset)

    @pytest.mark.usefixtures("partner_run")
    def test_published_statistics_come_in_as_they_are(self, catalogue: Callable) -> None:
        assert protect_reading(TABLE, dataset=catalogue(**ENTRY)) is TABLE

    def test_in_the_open_edition_a_release_protects_them(self, catalogue: Callable) -> None:
        assert protect_reading(TABLE, dataset=catalogue(partner=True, **ENTRY)) is TABLE
