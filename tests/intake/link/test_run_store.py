"""Tables that a run makes once: read where they are stored, made where there is no run."""

import pandas as pd
import pytest

from datacell_lib.governance.ledger import RUN_VARIABLE
from datacell_lib.governance.used_datasets import list_used
from datacell_lib.intake.link.run_store import (
    digest_table,
    find_store,
    keep_table,
    keep_tables,
)
from datacell_lib.table_sources import list_sources, mark_sources

TABLE = pd.DataFrame({"area_code": ["E01000001"], "median_rank": [3]})
NATION = pd.DataFrame({"area_code": ["x", "y"], "place_name": ["Here", "There"], "a": [1.0, 2.0]})


class Maker:
    """Makes a table, and counts how often it was asked to."""

    def __init__(self, made):
        self.made, self.times = made, 0

    def __call__(self):
        self.times += 1
        return self.made


@pytest.fixture
def no_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(RUN_VARIABLE, raising=False)


class TestKeepTable:
    def test_a_run_makes_it_once_and_then_reads_it(self, run):
        make = Maker(TABLE)
        for _ in range(2):
            pd.testing.assert_frame_equal(keep_table("stability", area="here", make=make), TABLE)
        assert make.times == 1 and (find_store("here") / "stability.parquet").is_file()

    def test_another_areas_table_of_the_same_name_is_never_read(self, run):
        keep_table("stability", area="here", make=Maker(TABLE))
        make = Maker(NATION)
        pd.testing.assert_frame_equal(keep_table("stability", area="there", make=make), NATION)

    def test_outside_a_run_it_is_made_and_not_stored(self, no_run):
        make = Maker(TABLE)
        assert keep_table("stability", area="here", make=make) is TABLE
        assert find_store("here") is None

    def test_what_is_read_carries_its_datasets_and_counts_as_used(self, run):
        keep_table("stability", area="here", make=Maker(mark_sources(TABLE, ["census"])))
        assert list_sources(keep_table("stability", area="here", make=Maker(TABLE))) == ("census",)
        assert list_used() == ("census",)


class TestKeepTables:
    @pytest.mark.parametrize("there_is_a_run", [True, False])
    def test_tables_that_are_made_together_are_made_once(self, run, monkeypatch, there_is_a_run):
        if not there_is_a_run:
            monkeypatch.delenv(RUN_VARIABLE)
        make = Maker({"one": TABLE, "two": NATION})
        kept = keep_tables("steps", area="here", parts=("one", "two"), make=make)
        assert make.times == 1
        pd.testing.assert_frame_equal(kept["two"], NATION)


class TestDigestTable:
    def test_names_of_places_do_not_matter(self):
        renamed = NATION.assign(place_name=["A", "B"], ward_code=["c", "d"])
        assert digest_table(renamed, "x") == digest_table(NATION, "x")

    @pytest.mark.parametrize(
        "change",
        [{"a": [1.0, 2.0000001]}, {"area_code": ["x", "z"]}, {"a": [None, 2.0]}],
        ids=["a value", "a code", "a missing value"],
    )
    def test_any_change_of_numbers_or_codes_matters(self, change):
        assert digest_table(NATION.assign(**change)) != digest_table(NATION)

    def test_what_stands_besides_matters(self):
        digests = {digest_table(NATION), digest_table(NATION, "x"), digest_table(NATION, "x", "y")}
        assert len(digests) == 3
