import pandas as pd

from datacell_lib.presentation.sentences.example_narrative import describe_first_example

EXAMPLE = pd.DataFrame(
    {
        "title": ["Clinical", "Economic", "Homes"],
        "nominal_weight": [0.3, 0.2, 0.5],
        "value": [0.004, 0.013, 0.77],
        "neighbourhood": "part of Moor (Bolton 001A)",
        "place_name": "Moor",
        "most_vulnerable_share": 0.0081,
    }
)
BESIDE = pd.DataFrame(
    {
        "indicator": ["Residents", "People aged 65 and over", "Renters", "Owners"],
        "unit": ["people", "%", "%", "%"],
        "There": [1500.0, 40.0, 30.0, 10.0],
        "England": [56_000_000.0, 20.0, 10.0, 60.0],
    }
)


def tell(make_released, example=EXAMPLE, beside=BESIDE):
    told = describe_first_example(
        make_released(example), beside=make_released(beside), nation="England"
    )
    return told.content["text/plain"]


class TestDescribeFirstExample:
    def test_it_names_the_place_what_puts_it_up_and_what_holds_it_down(self, make_released):
        text = tell(make_released)
        assert text.startswith("**Why Moor comes first.** One of its neighbourhoods, part of Moor")
        assert "among the most vulnerable 1% of all in England." in text
        there = "of the index: there it is among the most vulnerable"
        assert f"Clinical counts for 30% {there} 1%." in text
        assert f"Economic counts for 20% {there} 2%." in text
        assert "It does best in homes (50%): 77% do no better there." in text

    def test_its_figures_are_those_of_the_table_beside_it(self, make_released):
        # format_share, which the table writes with, rounds 33.5% and 33.1% up
        for share in (0.335, 0.331):
            text = tell(make_released, example=EXAMPLE.assign(value=[0.004, 0.013, share]))
            assert "It does best in homes (50%): 34% do no better there." in text

    def test_it_names_the_figures_furthest_above_the_nations(self, make_released):
        # three times the nation's, then twice; what is below it is no reason
        said = "renters (30%; England 10%) and people aged 65 and over (40%; England 20%)."
        assert f"Most unlike England there: {said}" in tell(make_released)

    def test_where_nothing_is_above_nothing_is_named(self, make_released):
        assert "Most unlike" not in tell(make_released, beside=BESIDE.tail(1))

    def test_an_area_without_ranks_says_so(self, make_released):
        assert "No neighbourhood here has a rank" in tell(make_released, example=EXAMPLE.head(0))
