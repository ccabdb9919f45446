import re

import pytest

from datacell_lib.config import ROOT
from datacell_lib.wording import (
    ask_whether_meant,
    guess_name,
    make_slug,
    name_first,
    quote_names,
    write_age,
)
from tests.wording_faults import WORST


class TestQuoteNames:
    def test_anything_with_a_name_is_quoted(self):
        assert quote_names(iter(["a", 2])) == "'a', '2'"

    def test_no_names_are_no_words(self):
        assert quote_names([]) == ""


class TestNameFirst:
    @pytest.mark.parametrize(
        ("number", "told"),
        [(0, ""), (1, "0"), (5, "0, 1, 2, 3, 4"), (1006, "0, 1, 2, 3, 4 and 1,001 more")],
    )
    def test_no_more_than_five_are_named(self, number, told):
        assert name_first(range(number)) == told

    def test_phrases_are_kept_apart_as_told(self):
        assert name_first(["a, b", "c, d", "e"], most=2, between="; ") == "a, b; c, d; and 1 more"


class TestGuessing:
    def test_a_name_far_from_all_others_gets_no_guess(self):
        assert guess_name("zzz", ["title"]) is None
        assert ask_whether_meant("zzz", ["title"]) == ""


class TestWriteAge:
    @pytest.mark.parametrize(
        ("days", "told"),
        [
            (0, "0 days"),
            (42, "42 days"),
            (43, "1 month"),
            (730, "2 years"),
            (913, "2½ years"),
            (2430, "6½ years"),  # 6.65 years: nearer to 6½ than to 7
            (3653, "10 years"),
        ],
    )
    def test_it_is_rounded_as_a_person_would(self, days, told):
        assert write_age(days) == told


class TestMakeSlug:
    @pytest.mark.parametrize(
        ("name", "slug"),
        [
            ("St. Mary's", "st-marys"),
            ("Ynys Môn", "ynys-mon"),
            ("Heaton, Lostock", "heaton-lostock"),
            ("../../etc/passwd", "etc-passwd"),
            ("& " * 100, "-".join(["and"] * 20)),
            ("---", ""),
        ],
    )
    def test_names_become_names_of_pages(self, name, slug):
        assert make_slug(name) == slug


class TestOneTermForTheMostVulnerableFifth:
    """The glossary of `book/index.md` has it; a page written by hand keeps to it, too."""

    WRITTEN = ("notebooks/*.ipynb", "book/**/*.md", "book/**/*.js", "datacell_lib/**/*.py")
    WRITTEN += ("data/indices/*.yml", "data/areas/*.yml")

    @pytest.mark.parametrize("pattern", WRITTEN)
    def test_nothing_that_readers_see_says_worst_instead(self, pattern):
        paths = sorted(ROOT.glob(pattern))
        assert paths
        assert [path.name for path in paths if re.search(WORST, path.read_text("utf-8"))] == []

    def test_the_glossary_has_it(self):
        text = (ROOT / "book" / "index.md").read_text("utf-8")
        assert "| most vulnerable fifth |" in text
