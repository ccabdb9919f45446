from datetime import date

import pytest

from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.governance.catalogue.freshness import describe_lateness, is_late, require_fresh
from datacell_lib.schema import SourceError

DUE = date(2031, 6, 1)


@pytest.fixture
def due():
    """Make an entry that is due on 1 June 2031."""
    entry = load_dataset("census2021-age")

    def make(when_late="carry forward", due=DUE):
        refresh = entry.refresh.model_copy(update={"due": due, "when_late": when_late})
        return entry.model_copy(update={"refresh": refresh})

    return make


class TestIsLate:
    @pytest.mark.parametrize(("today", "late"), [(DUE, False), (date(2031, 6, 2), True)])
    def test_a_dataset_is_late_from_the_day_after_it_was_due(self, due, today, late):
        assert is_late(due(), today=today) is late

    def test_one_that_is_never_due_is_never_late(self, due):
        assert not is_late(due(due=None), today=date(2999, 1, 1))


class TestRequireFresh:
    def test_one_that_may_be_carried_forward_passes(self, due):
        assert require_fresh(due(), today=date(2031, 7, 1)) is None

    def test_one_that_is_in_time_passes(self, due):
        assert require_fresh(due("stop"), today=DUE) is None

    def test_one_that_says_stop_stops_and_says_what_to_do(self, due):
        with pytest.raises(SourceError, match=r"due on 1 June 2031.*says to stop.*Get it from"):
            require_fresh(due("stop"), today=date(2031, 6, 2))


class TestDescribeLateness:
    def test_it_is_dated(self, due):
        assert "was due on 1 June 2031" in describe_lateness(due(), today=date(2031, 7, 1))
        assert describe_lateness(due(), today=DUE) == ""
