from dataclasses import replace

import pandas as pd
import pytest

from datacell_lib.config import Edition
from datacell_lib.governance.partner_terms import Withheld
from datacell_lib.presentation.sentences.local_narrative import (
    describe_local_index,
    describe_withheld,
)

INDEX = "Food-bank parcels"


def make_table(ranks, *, areas=160, fifths=True, hidden=0):
    """Neighbourhoods A, B, C … with ranks; the first 32 ranks are the most vulnerable fifth."""
    ranks = pd.array(ranks, dtype="Int64")
    known = [(rank - 1) // 32 + 1 if fifths and rank is not pd.NA else pd.NA for rank in ranks]
    names = [chr(ord("A") + at) for at in range(len(ranks))]
    return pd.DataFrame(
        {
            "neighbourhood": names,
            "title": INDEX,
            "rank": ranks,
            "areas": areas,
            "fifth_within_area": pd.array(known, dtype="Int64"),
            "within": "Norfolk",
            "suppressed": [at < hidden for at in range(len(names))],
        }
    )


@pytest.fixture
def tell(make_released):
    def told(*args, **options):
        released = make_released(make_table(*args, **options))
        output = describe_local_index(released, title=INDEX, place="Norwich")
        return output.content["text/plain"]

    return told


class TestDescribeLocalIndex:
    def test_the_first_three_are_named_with_their_ranks_within_the_area(self, tell):
        assert tell([70, 9, 4, 33, 100]) == (
            "**Food-bank parcels: in Norwich, look first at C, B and D.** They have ranks 4, 9 "
            "and 33 among the 160 neighbourhoods ranked within Norfolk. 2 of the 5 here are in "
            "the most vulnerable fifth within Norfolk."
        )

    def test_none_in_the_fifth_is_told(self, tell):
        assert "None of the 5 here is in the most vulnerable fifth" in tell([40, 50, 60, 70, 80])

    def test_equals_at_the_end_are_all_named_where_they_are_few(self, tell):
        text = tell([1, 2, 3, 3, 90, 91, 92, 93, 94, 95])
        assert "look first at A, B, C and D.**" in text
        assert "They have ranks 1, 2, 3 and 3 among" in text

    def test_equals_at_the_end_are_counted_where_they_are_many(self, tell):
        text = tell([1, 2, *[3] * 6, 90])
        assert "look first at A, B and then 6 that are equal.**" in text
        assert "They have ranks 1, 2 and 3 among" in text
        assert "6 here share rank 3: between these it says nothing." in text

    @pytest.mark.parametrize(
        ("ranks", "hidden", "told"),
        [
            (
                [None, 1],
                1,
                "1 neighbourhood of Norwich has no rank, because a value there is",
            ),
            ([None, None, 1], 2, "2 neighbourhoods of Norwich have no rank, because a value"),
            (
                [None, None],
                2,
                "has a rank.** Values there are suppressed by their",
            ),
        ],
    )
    def test_a_suppressed_count_is_not_called_too_little_known(self, tell, ranks, hidden, told):
        text = tell(ranks, hidden=hidden)
        assert told in text and "suppressed" in text
        assert "little" not in text

    def test_suppressed_and_not_known_are_told_apart(self, tell):
        text = tell([None, None, None], hidden=1)
        assert "1 neighbourhood of Norwich has no rank, because a value there is" in text
        assert "2 neighbourhoods of Norwich have no rank, because too little is known" in text

    def test_where_many_come_first_nobody_is_named(self, tell):
        text = tell([1] * 8)
        assert "8 neighbourhoods of Norwich are equal, and come first.**" in text
        assert "They have rank 1 among" in text and "look first" not in text

    def test_equals_far_down_are_told_too(self, tell):
        text = tell([1, 2, 3, 60, 60, 60, 60])
        assert "look first at A, B and C.**" in text
        assert "4 here share rank 60: between these it says nothing." in text

    @pytest.mark.parametrize(
        ("ranks", "told"),
        [
            ([1, 2, None], "1 neighbourhood of Norwich has no rank, because too little is known"),
            ([1, None, None], "2 neighbourhoods of Norwich have no rank, because too little is"),
            ([None, None], "**Food-bank parcels: no neighbourhood of Norwich has a rank.** Too"),
        ],
    )
    def test_those_of_which_too_little_is_known_are_told(self, tell, ranks, told):
        text = tell(ranks)
        assert told in text and "<NA>" not in text and "nan" not in text

    def test_too_few_for_fifths_is_told(self, tell):
        text = tell([1, 2, 3], areas=3, fifths=False)
        assert "among the 3 neighbourhoods ranked within Norfolk. These are too few" in text
        assert "fifth within" not in text

    def test_one_neighbourhood_is_told_in_the_singular(self, tell):
        text = tell([40])
        assert "look first at A.** It has rank 40 among" in text
        assert text.endswith("It is not in the most vulnerable fifth within Norfolk.")


class TestDescribeWithheld:
    def test_names_are_only_names(self, make_released):
        released = make_released(make_table([1]))
        withheld = {"<b>Parcels</b>": Withheld(("A *list*", "B"))}
        said = describe_withheld(released, withheld=withheld)
        assert "<b>" not in said.content["text/markdown"]
        assert "partner data (A *list* and B)" in said.content["text/plain"]

    def test_what_no_edition_can_show_is_not_promised(self, make_released):
        released = make_released(make_table([1]))
        withheld = {"Parcels": Withheld(("Parcels",), "Agreement X lets it appear nowhere.")}
        said = describe_withheld(released, withheld=withheld).content["text/plain"]
        assert said.endswith("that this edition must not show.")

    def test_a_partner_edition_says_what_keeps_it_out(self, make_released):
        released = replace(make_released(make_table([1])), edition=Edition.PARTNER)
        withheld = {"Parcels": Withheld(("Parcels",), "Parcels is known for MSOA 2021.")}
        said = describe_withheld(released, withheld=withheld).content["text/plain"]
        assert said.endswith("and this edition can't show it. Parcels is known for MSOA 2021.")
