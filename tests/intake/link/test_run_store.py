"""Tables that a run makes once: read where they are stored, made where there is no run."""

import pandas as pd
import pytest
from datacell_lib.intake.link.derived_tables import load_derived, save_derived

from datacell_lib.governance.ledger import RUN_VARIABLE
from datacell_lib.intake.link.linked_tables import FOLDER

TABLE = pd.DataFrame({"area_code": ["E01000001"], "median_rank": [3]})


def make_other():
    return pd.DataFrame({"made": [1]})


class TestSaveDerived:
    def test_what_was_stored_comes_back_and_nothing_else_is_left(self, tmp_path):
        path = tmp_path / "new" / "stability.parquet"
        save_derived(TABLE, path=path)
        pd.testing.assert_frame_equal(pd.read_parquet(path), TABLE)
        assert list(path.parent.iterdir()) == [path]


class TestLoadDerived:
    def test_a_run_that_stored_it_reads_it(self, run):
        save_derived(TABLE, path=run / FOLDER / "stability.parquet")
        pd.testing.assert_frame_equal(load_derived("stability", make=make_other), TABLE)

    def test_a_run_that_did_not_store_it_makes_it(self, run):
        assert load_derived("stability", make=make_other)["made"].tolist() == [1]

    def test_outside_a_run_it_is_made(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.delenv(RUN_VARIABLE, raising=False)
        assert load_derived("stability", make=make_other)["made"].tolist() == [1]
