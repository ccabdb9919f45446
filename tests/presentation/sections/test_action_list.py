"""A register of actions on a page: how many are open, by whom, and what came of the others."""

import pandas as pd
import pytest

from datacell_lib.presentation.sections import show_actions

TABLE = pd.DataFrame(
    {
        "action": ["Ask *all*", "Try the list"],
        "place": ["Moor", "North"],
        "owner_role": ["Hub lead", "Planner"],
        "decided_on": ["2026-05-11", "2026-05-04"],
        "due": ["2026-05-22", None],
        "overdue": [None, None],
        "done_on": [None, "2026-05-12"],
        "outcome": [None, "Four in ten were <b>old</b>."],
        "note": ["Invented.", "Invented."],
    }
)


@pytest.fixture
def show(make_released):
    return lambda table: show_actions(make_released(table, datasets=())).parts


class TestShowActions:
    def test_it_says_how_many_are_open_and_what_readers_must_know(self, show):
        sentence, _ = show(TABLE)
        assert sentence.content["text/plain"] == "1 action is open. Invented."

    def test_each_has_its_owner_its_days_and_its_outcome_as_text(self, show):
        html = show(TABLE)[1].content["text/html"]
        assert "Hub lead" in html
        assert "Open since 11 May 2026, due on 22 May 2026.<" in html
        assert "Done on 12 May 2026. Four in ten were &lt;b&gt;old&lt;/b&gt;." in html
        assert "Source: a register that the report&#x27;s owners keep." in html
        assert "None" not in html

    def test_what_is_overdue_is_counted_and_marked(self, show):
        sentence, table = show(TABLE.assign(overdue=["overdue", None]))
        assert sentence.content["text/plain"] == "1 action is open, 1 of them overdue. Invented."
        assert "due on 22 May 2026: overdue.<" in table.content["text/html"]

    def test_it_has_few_enough_columns_for_a_page(self, show):
        assert show(TABLE)[1].content["text/html"].count('scope="col"') == 3

    def test_one_without_a_day_that_it_is_due_is_open_all_the_same(self, show):
        html = show(TABLE.assign(due=None))[1].content["text/html"]
        assert "Open since 11 May 2026.<" in html

    def test_where_all_is_done_or_nothing_is_noted_it_says_so(self, show):
        assert show(TABLE[1:])[0].content["text/plain"].startswith("No action is open.")
        assert show(TABLE[:0])[1].content["text/plain"] == "No action is noted."

    def test_without_a_register_nothing_is_shown(self):
        assert show_actions(None).parts == ()
