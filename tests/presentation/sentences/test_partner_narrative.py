from dataclasses import replace

import pandas as pd
import pytest

from datacell_lib.presentation.sentences.partner_narrative import describe_fifths

WORDS = {1: "Most vulnerable fifth", 4: "Fourth fifth"}


@pytest.fixture
def tell(make_released):
    """Return a function that tells of neighbourhoods Z, Y, X … in fifths or without one."""

    def told(*standings, given="A food bank (agreement DSA-7)"):
        fifths = [one if isinstance(one, int) else None for one in standings]
        table = pd.DataFrame(
            {
                "neighbourhood": [chr(ord("Z") - at) for at in range(len(standings))],
                "title": "Parcels",
                "fifth_within_area": pd.array(fifths, dtype="Int64"),
                "standing_within_area": [WORDS.get(one, one) for one in standings],
                "within": "Norfolk",
                "given": given,
            }
        )
        released = replace(make_released(table), policy="partner")
        return describe_fifths(released, title="Parcels", place="Norwich").content

    return told


class TestDescribeFifths:
    def test_a_few_are_named_in_the_order_of_the_alphabet(self, tell):
        text = tell(1, 4, 1)["text/plain"]
        assert text.startswith(
            "**Parcels: in Norwich, X and Z are in the most vulnerable fifth within Norfolk.** "
            "Counts of 1 to 7 were suppressed and all others rounded to the nearest 5 before"
        )
        assert text.endswith("The counts were given by A food bank (agreement DSA-7).")

    def test_many_are_counted(self, tell):
        assert "6 neighbourhoods of Norwich are in the most" in tell(*[1] * 6)["text/plain"]

    def test_none_is_said(self, tell):
        text = tell(4, 4)["text/plain"]
        assert "no neighbourhood of Norwich is in the most vulnerable fifth within" in text

    def test_suppressed_and_not_known_are_told_apart(self, tell):
        text = tell(1, "suppressed", "suppressed", "not known")["text/plain"]
        assert "2 are suppressed: too few were counted there to be shown" in text
        assert "1 has no fifth, because too little is known of it." in text

    def test_where_all_are_suppressed_nothing_is_said_of_fifths(self, tell):
        text = tell("suppressed")["text/plain"]
        assert "no neighbourhood of Norwich can be put in a fifth within Norfolk." in text
        assert "1 is suppressed" in text and "has no fifth" not in text

    def test_who_gave_them_is_only_a_name(self, tell):
        assert "<b>" not in tell(1, given="<b>Ann</b>")["text/markdown"]
