"""What a run's notebooks share is worked out once, before the first of them starts."""

import pandas as pd
import pytest

from datacell_lib import config, worked_index
from datacell_lib.analysis import index, quality
from datacell_lib.analysis.index.standing_stability import (
    assess_standing,
    estimate_sampling_errors,
)
from datacell_lib.desk import open_report
from datacell_lib.governance.index_sources import list_modelled_indicators
from datacell_lib.governance.ledger import using_ledger
from datacell_lib.intake.link.run_store import find_store
from datacell_lib.pipeline.prepare import prepare_tables


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Two runs of the sample county with one folder of results: steps told, and steps followed."""
    base = tmp_path_factory.mktemp("runs")
    told, followed = [], []
    follow = worked_index.follow_steps

    def count(*arguments, **options):
        followed.append(1)
        return follow(*arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worked_index, "follow_steps", count)
        patch.setattr(config, "RESULTS", base / "results")
        for name in ("first", "second"):
            with using_ledger(base / name):
                report = prepare_tables("sample", on_step=told.append)
                notebook = open_report("sample")  # as another process would
                index.list_components(notebook.index.steps)
                quality.explain_directions(index.describe_directions(notebook.index.steps))
                store = find_store("sample")
    return base, report, store, told, followed


class TestPrepareTables:
    def test_the_index_is_calculated_once_a_run_whatever_notebooks_ask_for(self, runs):
        *_, followed = runs
        assert len(followed) == 2  # runs

    def test_everything_shared_lies_in_the_runs_store(self, runs):
        _, _, store, *_ = runs
        names = {path.stem for path in store.iterdir()}
        assert {"nation", "neighbourhoods", "scores", "native", "stability"} < names
        assert {"instability", "steps-scores", "steps-weights"} < names

    def test_how_sure_ranks_are_is_what_a_notebook_by_itself_would_make(self, runs):
        _, report, store, *_ = runs
        stored = pd.read_parquet(store / "stability.parquet")
        modelled = list_modelled_indicators(report.index.spec)
        errors = estimate_sampling_errors(report.linked.nation, modelled=modelled)
        made = assess_standing(report.index.steps, standard_errors=errors)
        pd.testing.assert_frame_equal(stored, made, check_dtype=False)

    def test_a_second_run_uses_the_first_ones_results(self, runs):
        base, _, _, told, _ = runs
        judged = [path.name.split("-")[0] for path in (base / "results").glob("*.parquet")]
        assert sorted(judged) == ["apportion_standing", "assess_standing"]
        for name in ("stability.parquet", "instability.parquet"):
            first, second = (base / run / "linked" / "sample" / name for run in ("first", "second"))
            assert first.read_bytes() == second.read_bytes()
        assert told[:2] == [
            "Linking the neighbourhoods of Brackenshire",
            "Judging how sure 210 ranks are",
        ]
        assert config.RESULTS.parent == config.BUILD
