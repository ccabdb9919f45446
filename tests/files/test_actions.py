"""Registers of actions: what one may say, and what it is told when it says something else."""

import pytest
import yaml

from datacell_lib.files.actions import has_actions, load_actions
from datacell_lib.schema import ConfigError

ACTION = {
    "action": "Ask the surgery",
    "place": "Moor",
    "owner_role": "Hub lead",
    "decided_on": "2026-05-11",
}


@pytest.fixture
def load(tmp_path):
    def write(**changes):
        register = {"name": "moor", "actions": [ACTION | changes]}
        (tmp_path / "moor.yml").write_text(yaml.safe_dump(register), encoding="utf-8")
        return load_actions("moor", folder=tmp_path)

    return write


class TestLoadActions:
    def test_the_invented_countys_says_that_it_is_invented(self):
        assert "invented" in load_actions("sample").note

    def test_an_action_is_open_until_the_day_that_it_was_done(self, load):
        assert load().actions[0].done_on is None
        done = load(done_on="2026-05-12", outcome="Asked.")
        assert str(done.actions[0].done_on) == "2026-05-12"

    @pytest.mark.parametrize(
        ("changes", "told"),
        [
            ({"due": "2026-05-10"}, "'due' must not be before 'decided_on'"),
            ({"done_on": "2026-05-10", "outcome": "x"}, "'done_on' must not be before"),
            ({"done_on": "2026-05-12"}, "must say in 'outcome' what came of it"),
            ({"done_on": "2026-05-12", "outcome": " "}, "must say in 'outcome' what came of it"),
            ({"owner": "Ann Other"}, "owner"),
            ({"decided_on": "next week"}, "decided_on"),
            ({"place": "<b>Moor</b>"}, "place"),
        ],
        ids=["due", "done before", "no outcome", "blank", "unknown key", "no day", "markup"],
    )
    def test_what_can_not_be_is_told_by_its_key(self, load, changes, told):
        with pytest.raises(ConfigError, match=told):
            load(**changes)


class TestHasActions:
    def test_an_area_without_a_file_has_none(self):
        assert not has_actions("essex")
