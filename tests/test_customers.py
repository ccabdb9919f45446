"""Nothing without a customer: and the walk that says so, on a small house of its own."""

import json

import pytest

from tests.customers import TOOLBOX, list_orphans


class TestThisHouse:
    def test_every_public_function_and_class_has_a_customer(self):
        assert list_orphans() == [], (
            "nobody reaches these: show each on a page or in the toolbox, or take it out"
        )


@pytest.fixture
def build(tmp_path):
    """A function that writes a small house: a notebook, a command, a toolbox and these modules."""

    def write(*, cell="", page="", **modules):
        files = {
            "pyproject.toml": "[project.scripts]\ntool = 'datacell_lib.cli:main'\n",
            "_config.yml": "sphinx: {extra_extensions: [datacell_lib.extension]}\n",
            TOOLBOX: page,
            "notebooks/one.ipynb": json.dumps(
                {"cells": [{"cell_type": "code", "source": [cell]}, {"cell_type": "markdown"}]}
            ),
            "datacell_lib/cli.py": "def main(): pass\n",
            "datacell_lib/extension.py": "def setup(app): pass\n",
        }
        files |= {f"datacell_lib/{name}.py": text for name, text in modules.items()}
        for name, text in files.items():
            path = tmp_path / name.replace("__room__", "room/__init__")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return list_orphans(tmp_path)

    return write


class TestListOrphans:
    def test_a_planted_orphan_is_named(self, build):
        assert build(
            a="def used(): pass\ndef lonely(): pass\n", cell="import datacell_lib.a\n"
        ) == [
            "datacell_lib.a.lonely",
            "datacell_lib.a.used",
        ]

    def test_a_private_orphan_is_not(self, build):
        assert build(a="def _lonely(): pass\n") == []

    def test_orphans_that_use_each_other_are_both_named(self, build):
        found = build(a="def one(): two()\ndef two(): one()\n")
        assert found == ["datacell_lib.a.one", "datacell_lib.a.two"]

    def test_what_a_room_hands_on_is_reached_through_it(self, build):
        found = build(
            __room__="from datacell_lib.room.a import wanted, unwanted\n",
            **{"room/a": "def wanted(): pass\ndef unwanted(): pass\n"},
            cell="from datacell_lib import room\nroom.wanted()\n",
        )
        assert found == ["datacell_lib.room.a.unwanted"]

    @pytest.mark.parametrize(
        "user",
        [
            "def used(): return wanted()",
            "def used(x: wanted): pass",
            "def used(x=wanted): pass",
            "@wanted\ndef used(): pass",
            "def used(): return _carry()\ndef _carry(): return wanted()",
            "def used(): return TABLE['a']\nTABLE = {'a': wanted}",
            "def used(): pass\nif True:\n    wanted()",
            "class used:\n    def method(self): return wanted()",
            "def used():\n    from datacell_lib.a import wanted as other\n    return other()",
            "import datacell_lib.a\ndef used(): return datacell_lib.a.wanted",
        ],
    )
    def test_any_use_from_what_is_reached_counts(self, build, user):
        found = build(
            a="def wanted(): pass\n",
            b=f"from datacell_lib.a import wanted\n{user}\n",
            cell="from datacell_lib.b import used\nused()\n",
        )
        assert found == []

    def test_an_argument_of_the_same_name_is_no_use(self, build):
        found = build(
            a="def share(): pass\ndef used(share): return share\n",
            cell="from datacell_lib.a import used\nused(1)\n",
        )
        assert found == ["datacell_lib.a.share"]

    def test_a_constant_that_nobody_reads_is_no_customer(self, build):
        found = build(
            a="def lonely(): pass\ndef used(): pass\nTABLE = [lonely]\n",
            cell="from datacell_lib.a import used\nused()\n",
        )
        assert found == ["datacell_lib.a.lonely"]

    def test_commands_that_hang_on_the_entry_point_are_reached(self, build):
        found = build(cli="def main(): pass\n@main.command()\ndef fetch(): pass\n")
        assert found == []

    def test_examples_of_the_toolbox_are_customers(self, build):
        page = "```pycon\n>>> from datacell_lib.a import shown\n>>> shown()\n```\n"
        assert build(a="def shown(): pass\n", page=page) == []

    def test_a_module_that_is_run_by_its_name_is_reached(self, build):
        found = build(
            a="def work(): pass\nif __name__ == '__main__':\n    work()\n",
            cli="def main(): run('datacell_lib.a')\n",
        )
        assert found == []
