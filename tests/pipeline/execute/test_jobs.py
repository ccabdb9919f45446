import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from datacell_lib.pipeline.execute.jobs import (
    NotebookJob,
    NotebookResult,
    Outcome,
    describe_failures,
)

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


class TestDescribeFailures:
    def test_what_fails_alike_is_told_once(self):
        one = NotebookResult(JOB, Outcome.CELL_FAILED, 1, "KeyError", "'x'", 4)
        job = replace(JOB, output=Path("out/E08.ipynb"))
        other = NotebookResult(replace(JOB, output=Path("out/E09.ipynb")), Outcome.KERNEL_DIED)
        told = describe_failures([one, replace(one, job=job), other])
        assert told.count("KeyError") == 1
        assert "KeyError: 'x'. The same in E08.ipynb. E09.ipynb: kernel died" in told
