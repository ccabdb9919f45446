import pandas as pd
import pytest

from datacell_lib.presentation.sentences.vaccination_narrative import describe_first_doses

AGES = pd.DataFrame(
    {
        "age_band": ["80 and over", "under 80"],
        "period": pd.Timestamp("2021-05-02"),
        "numerator": [950.0, 4000.0],
        "denominator": [1000.0, float("nan")],
        "denominator_period": "30 June 2020",
        "value": [0.95, float("nan")],
        "lowest_place": [0.75, float("nan")],
        "highest_place": [1.519, float("nan")],
    }
)
FIFTHS = pd.DataFrame(
    {
        "ordered_by": ["vulnerability"] * 2 + ["deprivation"] * 2,
        "quantile": [1, 5, 1, 5],
        "age_band": "80 and over",
        "numerator": [470.0, 480.0, 510.0, 440.0],
        "denominator": 500.0,
        "value": [0.94, 0.96, 1.02, 0.88],
        "lower_ci": [0.9157, 0.939, float("nan"), 0.8486],
        "upper_ci": [0.9577, 0.974, float("nan"), 0.9057],
    }
)


@pytest.fixture
def tell(make_released):
    def write(ages=AGES, fifths=FIFTHS):
        released = make_released(fifths)
        return describe_first_doses(make_released(ages), fifths=released).content["text/plain"]

    return write


class TestDescribeFirstDoses:
    def test_the_oldest_come_first_with_both_counts_and_both_days(self, tell):
        assert tell().startswith(
            "**Of residents aged 80 and over, 95.0% had had a first dose by 2 May 2021: 950 of the "
            "1,000 thought to live there (30 June 2020).** In the most vulnerable fifth of places "
            "it was 94.0% (91.6% to 95.8%), in the least vulnerable 96.0% (93.9% to 97.4%)."
        )

    def test_a_share_above_the_whole_is_told_as_such(self, tell):
        assert (
            "In the most deprived fifth of places it was 102.0% (above the whole), in "
            "the least deprived 88.0% (84.9% to 90.6%)."
        ) in tell()

    def test_how_far_single_places_are_apart_comes_last(self, tell):
        assert tell().endswith("From place to place it ran from 75.0% to 151.9% (above the whole).")

    def test_one_place_is_not_told_to_be_apart_from_itself(self, tell):
        assert "From place to place" not in tell(AGES.assign(highest_place=AGES["lowest_place"]))

    def test_a_day_that_nobody_says_is_left_out(self, tell):
        assert "had had a first dose: 950 of the 1,000" in tell(AGES.assign(period=pd.NaT))

    def test_too_few_places_are_said(self, tell):
        assert "compared where there are ten or more" in tell(fifths=FIFTHS.head(0))

    def test_an_area_without_first_doses_says_so(self, tell):
        assert tell(AGES.head(0), FIFTHS.head(0)) == (
            "This area's file names no first doses of a vaccine."
        )
