"""What a process has used is never forgotten, and partner data are never left out."""

from pathlib import Path

import pandas as pd
import pytest

from datacell_lib.governance.ledger import using_ledger
from datacell_lib.governance.used_datasets import find_sources, is_partner_data, list_used, note_use
from datacell_lib.table_sources import mark_sources

TABLE = pd.DataFrame({"area_code": ["a"], "people": [3]})


@pytest.fixture
def entries(catalogue, run: Path) -> None:
    """Two published datasets and one of a partner's."""
    catalogue(id="census")
    catalogue(id="housing")
    catalogue(id="patients", partner=True)


@pytest.mark.usefixtures("entries")
class TestFindSources:
    def test_a_table_that_carries_its_datasets_is_made_from_these(self) -> None:
        note_use(["census", "housing"])
        assert find_sources(mark_sources(TABLE, ["census"])) == ("census",)

    def test_a_table_that_lost_them_is_made_from_everything_used(self) -> None:
        note_use(["census", "housing"])
        assert find_sources(TABLE) == ("census", "housing")

    def test_naming_fewer_drops_published_statistics(self) -> None:
        note_use(["census", "housing"])
        assert find_sources(TABLE, named=["housing"]) == ("housing",)

    @pytest.mark.parametrize("named", [None, (), ("census",)])
    def test_partner_data_that_were_used_are_never_dropped(self, named) -> None:
        note_use(["census", "patients"])
        carrying = mark_sources(TABLE, ["census"])
        assert "patients" in find_sources(carrying, named=named)
        assert "patients" in find_sources(TABLE, named=named)

    def test_partner_data_that_a_table_carries_are_never_dropped(self) -> None:
        assert find_sources(mark_sources(TABLE, ["patients"]), named=["census"]) == (
            "census",
            "patients",
        )


@pytest.mark.usefixtures("entries")
class TestListUsed:
    def test_every_run_has_its_own(self, tmp_path: Path) -> None:
        note_use(["census"])
        with using_ledger(tmp_path / "other"):
            assert list_used() == ()
            note_use(["housing"])
        assert list_used() == ("census",)


@pytest.mark.usefixtures("entries")
class TestIsPartnerData:
    def test_published_statistics_are_not(self) -> None:
        assert is_partner_data("patients") and not is_partner_data("census")

    def test_what_is_made_from_partner_data_is(self, catalogue) -> None:
        column = {"type": "number", "quantity": "count", "meaning": "Residents."}
        catalogue(
            id="modelled",
            columns={"people": column, "ill": column},
            copies=[],
            made_from={
                "registrations": "census",
                "registers": "patients",
                "lists": "housing",
                "everyone": "patients",
                "conditions": {"ill": {"code": "DM"}},
                "residents": {"dataset": "census", "column": "people"},
            },
        )
        assert is_partner_data("modelled")
