"""Actions on their way to a page: which are shown, in what order, and as words alone."""

from datetime import date

import pandas as pd
import pytest

from datacell_lib.files.actions import ActionRegister
from datacell_lib.files.area import load_area
from datacell_lib.governance.action_register import list_actions, release_actions
from datacell_lib.governance.recall import load_released
from datacell_lib.governance.release import calculate_digest, release_words
from datacell_lib.schema import DisclosureError


def make_register(*actions):
    rows = [
        {"action": name, "place": "Moor", "owner_role": "Hub lead", "decided_on": decided}
        | ({"due": due} if due else {})
        | ({"done_on": done, "outcome": "Done."} if done else {})
        for name, decided, due, done in actions
    ]
    return ActionRegister.model_validate({"name": "moor", "actions": rows})


class TestListActions:
    def test_open_ones_come_first_by_the_day_that_they_are_due(self):
        register = make_register(
            ("without a day", "2026-05-01", None, None),
            ("done", "2026-05-01", None, "2026-05-09"),
            ("late", "2026-05-01", "2026-05-20", None),
            ("soon", "2026-05-01", "2026-05-12", None),
        )
        assert list_actions(register)["action"].tolist() == [
            *("soon", "late", "without a day", "done")
        ]

    def test_what_is_open_after_its_day_is_overdue_from_the_reports_day_on(self):
        register = make_register(
            ("late", "2026-05-01", "2026-05-19", None),
            ("today", "2026-05-01", "2026-05-20", None),
            ("without a day", "2026-05-01", None, None),
            ("done late", "2026-05-01", "2026-05-10", "2026-05-19"),
        )
        listed = list_actions(register, day=date(2026, 5, 20)).set_index("action")["overdue"]
        assert listed[listed.notna()].to_dict() == {"late": "overdue"}
        assert list_actions(register)["overdue"].isna().all()

    def test_what_was_done_before_the_registers_last_week_is_left_out(self):
        register = make_register(
            ("long ago", "2026-04-01", None, "2026-05-02"),
            ("last week", "2026-04-01", None, "2026-05-03"),
            ("latest", "2026-05-09", None, None),
        )
        assert list_actions(register)["action"].tolist() == ["latest", "last week"]

    def test_an_empty_register_has_no_rows(self):
        assert list_actions(make_register()).empty


class TestReleaseActions:
    def test_the_invented_countys_is_in_the_ledger_as_words(self, run):
        released = release_actions(load_area("sample"))
        kept = load_released(run, released.id).table
        assert calculate_digest(kept) == calculate_digest(released.table)
        assert released.id.endswith(calculate_digest(kept))
        assert released.datasets == ()

    def test_an_area_without_a_register_has_nothing_to_release(self, run):
        assert release_actions(load_area("essex")) is None


class TestReleaseWords:
    @pytest.mark.parametrize("value", [7, 0.5, True], ids=repr)
    def test_a_figure_is_refused_since_no_dataset_is_behind_it(self, run, value):
        table = pd.DataFrame({"place": ["Moor"], "people": [value]})
        with pytest.raises(DisclosureError, match=r"column 'people' holds .* which is no text"):
            release_words(table, name="actions", policy="open")
