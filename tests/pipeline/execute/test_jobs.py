import pickle
from pathlib import Path

import pytest

from datacell_lib.pipeline.execute.jobs import NotebookJob, NotebookResult, Outcome

JOB = NotebookJob(Path("district.ipynb"), Path("out/E07.ipynb"), Path("failed/E07.ipynb"))


class TestNotebookResult:
    def test_it_survives_the_way_from_another_process(self):
        result = NotebookResult(JOB, Outcome.TIMED_OUT, 2.5, "CellTimeoutError", "long", 3)
        assert pickle.loads(pickle.dumps(result)) == result

    @pytest.mark.parametrize("outcome", list(Outcome))
    def test_only_success_is_success(self, outcome):
        assert NotebookResult(JOB, outcome).succeeded is (outcome == "succeeded")

    def test_a_failure_is_told_with_cell_error_and_place(self):
        result = NotebookResult(JOB, Outcome.CELL_FAILED, 1, "KeyError", "'x'", 4, JOB.failed)
        text = result.describe()
        assert text.startswith("E07.ipynb: cell failed at cell 4 of district.ipynb: KeyError: 'x'.")
        assert text.endswith(str(JOB.failed))

    def test_a_failure_is_told_with_the_heading_above_it(self):
        place = " (below 'Which?')"
        result = NotebookResult(JOB, Outcome.CELL_FAILED, 1, "KeyError", "'x'", 4, place=place)
        assert "cell 4 of district.ipynb (below 'Which?'): KeyError" in result.describe()

    def test_a_failure_before_any_cell_names_none(self):
        result = NotebookResult(JOB, Outcome.NOT_RUN, error_name="RunError", error_message="No.")
        assert result.describe() == "E07.ipynb: not run: district.ipynb: RunError: No."

    def test_a_success_is_told_with_its_time(self):
        assert NotebookResult(JOB, Outcome.SUCCEEDED, 1.26).describe() == (
            "E07.ipynb: succeeded in 1.3 seconds."
        )
