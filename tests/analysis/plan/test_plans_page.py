"""The page that tells of plans: its examples run."""

import doctest

from tests.customers import ROOT

PAGE = ROOT / "book" / "methods" / "plans.md"


def test_every_example_gives_what_the_page_says():
    text = PAGE.read_text(encoding="utf-8").replace("```", "\n")
    test = doctest.DocTestParser().get_doctest(text, {}, PAGE.name, str(PAGE), 0)
    assert len(test.examples) > 15
    complaints = []
    doctest.DocTestRunner().run(test, out=complaints.append)
    assert not complaints, "".join(complaints)
