"""The toolbox page: its examples run, and it holds what no page of the report shows."""

import doctest
import inspect
import re
from types import ModuleType

import pytest

from datacell_lib.analysis import rates, time
from tests.customers import ROOT, TOOLBOX, Library, list_customers, read_examples

TEXT = (ROOT / TOOLBOX).read_text(encoding="utf-8")
HEADINGS = [line[3:] for line in TEXT.splitlines() if line.startswith("## ")]
SECTIONS = dict(zip(HEADINGS, TEXT.split("\n## ")[1:], strict=True))


def list_missing(room: ModuleType) -> list[str]:
    """The public functions of a room that neither the report nor the page uses."""
    library = Library(ROOT)
    reached = library.walk(list_customers(ROOT, library=library, toolbox=False))
    tree = read_examples(ROOT / TOOLBOX)
    shown = set(library.list_uses(tree))
    functions = [
        (value.__module__, value.__name__)
        for value in (getattr(room, name) for name in room.__all__)
        if inspect.isfunction(value)
    ]
    return [name for place in functions if place not in reached | shown for name in place[1:]]


def lonely() -> None:
    """A statistic that nobody shows."""


class TestToolboxPage:
    def test_every_example_gives_what_the_page_says(self):
        text = TEXT.replace("```", "\n")
        test = doctest.DocTestParser().get_doctest(text, {}, TOOLBOX, TOOLBOX, 0)
        assert len(test.examples) > len(SECTIONS)
        complaints = []
        doctest.DocTestRunner().run(test, out=complaints.append)
        assert not complaints, "".join(complaints)

    @pytest.mark.parametrize("heading", SECTIONS)
    def test_a_section_asks_shows_and_says_when_not(self, heading):
        question, _, rest = SECTIONS[heading].partition("```pycon")
        assert "?" in question
        rooms = re.findall(r">>> from datacell_lib\.(analysis|presentation) import", rest)
        assert rooms
        assert "Not " in rest.rpartition("```")[2]

    def test_the_contents_list_every_section_in_order(self):
        listed = [line[3:].partition("]")[0] for line in TEXT.splitlines() if line[:3] == "- ["]
        assert listed == HEADINGS

    @pytest.mark.parametrize("room", [rates, time], ids=["rates", "time"])
    def test_it_shows_every_statistic_that_the_report_does_not(self, room):
        assert list_missing(room) == []

    def test_a_statistic_that_it_does_not_show_is_named(self):
        other = ModuleType("other")
        other.__all__ = ["calculate_mean", "lonely"]
        other.calculate_mean = rates.calculate_mean
        other.lonely = lonely
        assert list_missing(other) == ["lonely"]
