import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datacell_lib.analysis.rates.deprivation import calculate_rate_by_deprivation
from datacell_lib.analysis.rates.direct_standardisation import (
    calculate_directly_standardised_rate,
)
from datacell_lib.analysis.rates.inequality import calculate_slope_index_of_inequality
from datacell_lib.schema import ParameterError, TableError

AREAS = [f"E0100{number:04d}" for number in range(10)]
SCORES = pd.DataFrame({"area_code": AREAS, "value": [55, 50, 41, 40, 30, 29, 20, 18, 9, 5]})
COUNTS = pd.DataFrame(
    {
        "area_code": AREAS,
        "numerator": [20, 18, 15, 17, 12, 13, 10, 9, 6, 7],
        "denominator": [1000, 900] * 5,
    }
)


def calculate(table=COUNTS, **arguments):
    arguments = {"deprivation": SCORES, "most_vulnerable": "highest"} | arguments
    return calculate_rate_by_deprivation(table, **arguments)


class TestCalculateRateByDeprivation:
    def test_adds_up_the_areas_of_each_fifth(self):
        # By hand: the two most deprived have 38 events among 1,900 people, and so on.
        answer = calculate(multiplier=1000)
        assert answer["quantile"].tolist() == [1, 2, 3, 4, 5]
        expected = [1000 * events / 1900 for events in (38, 32, 25, 19, 13)]
        assert answer["value"].tolist() == pytest.approx(expected)
        assert answer["denominator"].tolist() == [1900] * 5

    def test_takes_ranks_as_well_as_scores(self):
        ranks = SCORES.assign(value=SCORES["value"].rank(ascending=False))
        answer = calculate(deprivation=ranks, most_vulnerable="lowest")
        pd.testing.assert_frame_equal(answer, calculate())

    def test_makes_its_fifths_among_all_the_areas_with_a_score(self):
        answer = calculate(COUNTS.iloc[[0, 1, 9]])
        assert answer["quantile"].tolist() == [1, 5]
        assert answer["denominator"].tolist() == [1900, 900]

    def test_leads_to_the_slope_of_inequality(self):
        slope = calculate_slope_index_of_inequality(calculate(), repetitions=1000)
        assert slope["value"].iloc[0] < 0 and slope["note"].tolist() == [""]

    def test_gives_each_group_its_fifths_in_order(self):
        both = pd.concat([COUNTS.assign(period=2021), COUNTS.assign(period=2020)])
        answer = calculate(both, by="period")
        assert answer["period"].tolist() == [2021] * 5 + [2020] * 5
        assert answer["quantile"].tolist() == [1, 2, 3, 4, 5] * 2
        np.testing.assert_allclose(answer["value"].head(5), calculate()["value"])

    def test_with_a_standard_is_the_standardised_rate_of_each_fifth(self):
        standard = pd.DataFrame({"age_band": ["0-64", "65+"], "population": [80, 20]})
        bands = pd.concat(
            [COUNTS.assign(age_band="0-64"), COUNTS.assign(age_band="65+", denominator=400)]
        )
        fifth = np.repeat([1, 2, 3, 4, 5], 2)
        by_hand = calculate_directly_standardised_rate(
            bands.assign(fifth=[*fifth, *fifth]), standard=standard, by="fifth"
        )
        answer = calculate(bands, standard=standard)
        np.testing.assert_allclose(answer["value"], by_hand["value"])
        assert answer["denominator"].tolist() == [2700] * 5

    @settings(max_examples=20)
    @given(st.permutations(range(10)), st.permutations(range(10)))
    def test_joins_by_code_and_not_by_position(self, order, other):
        answer = calculate(COUNTS.iloc[order], deprivation=SCORES.iloc[other])
        pd.testing.assert_frame_equal(answer, calculate())

    def test_refuses_an_area_without_a_score_by_name(self):
        with pytest.raises(TableError, match="found none for E01000009"):
            calculate(deprivation=SCORES.iloc[:9])
        with pytest.raises(TableError, match="found none for E01000000"):
            calculate(deprivation=SCORES.assign(value=[np.nan, *SCORES["value"].iloc[1:]]))

    def test_refuses_an_area_with_two_scores(self):
        with pytest.raises(TableError, match="found more for E01000000"):
            calculate(deprivation=pd.concat([SCORES, SCORES.head(1)]))

    def test_refuses_fewer_areas_than_quantiles(self):
        with pytest.raises(ParameterError, match="more than the areas with a score; found 11 for"):
            calculate(quantiles=11)

    def test_refuses_a_table_that_has_quantiles(self):
        with pytest.raises(TableError, match="has a column quantile already"):
            calculate(COUNTS.assign(quantile=1))
