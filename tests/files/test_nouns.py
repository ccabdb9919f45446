import pytest

from datacell_lib.files.nouns import Noun


class TestNoun:
    @pytest.mark.parametrize(
        ("noun", "text", "told"),
        [
            ("ward", "Every district has a page.", "Every ward has a page."),
            ("hub patch", "## Which districts have most?", "## Which hub patches have most?"),
            ("community", "Districts side by side", "Communities side by side"),
            ("MSOA", "wholly in a report district, and", "wholly in an MSOA, and"),
            ("PCN", "A district's page", "A PCN's page"),
            ("area", "a district", "an area"),
            ("unit", "a district", "a unit"),
        ],
    )
    def test_it_stands_where_district_stood(self, noun, text, told):
        assert Noun(noun).rewrite(text) == told

    def test_a_local_authority_district_remains_one(self):
        text = "By local authority district, and by local authority districts."
        assert Noun("ward").rewrite(text) == text

    def test_districts_are_called_as_they_were(self):
        text = "The report districts, a district and Districts."
        assert Noun("district").rewrite(text) == text

    def test_its_words_stay_text_where_they_are_put(self):
        assert Noun("*b*").rewrite("Each district", escape=lambda words: f"<{words}>") == (
            "Each <*b*>"
        )
