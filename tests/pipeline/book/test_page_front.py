import pytest

from datacell_lib.files.contact import Contact
from datacell_lib.pipeline.book.page_front import add_front, write_answering

PAGE = '<section id="a"><h1>A</h1><p>Finding.</p><section id="b"><h2>B</h2></section></section>'
CONTACT = Contact(owner="Ann & Co", role="lead", challenge="Say which.", email="a@b.example")


class TestAddFront:
    def test_who_answers_stands_below_the_name_and_the_box_below_the_finding(self):
        added = add_front(PAGE, contact=CONTACT, postcodes=True)
        parts = ["</h1>", "Ann &amp; Co (lead) answers", "Finding.", "<form", "<h2>B"]
        places = [added.index(part) for part in parts]
        assert places == sorted(places)

    def test_the_box_sends_words_to_the_atlas_without_a_script(self):
        added = add_front(PAGE, contact=None, postcodes=True)
        assert 'action="atlas.html" method="get"' in added and 'name="find"' in added
        assert "<script" not in added and "on" + "submit" not in added

    @pytest.mark.parametrize(
        ("postcodes", "label"), [(True, "Find your postcode or place"), (False, "Find your place")]
    )
    def test_it_promises_postcodes_only_where_they_are(self, postcodes, label):
        assert f">{label}</label>" in add_front(PAGE, contact=None, postcodes=postcodes)

    def test_a_report_that_nobody_answers_for_says_so(self):
        assert "Nobody is named to answer" in write_answering(None)
