import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datacell_lib.analysis.rates.counts import SUPPRESSED
from datacell_lib.analysis.rates.indirect_standardisation import (
    EVENTS_AMONG_NOBODY,
    NONE_EXPECTED,
    calculate_indirectly_standardised_rate,
    calculate_indirectly_standardised_ratio,
)
from datacell_lib.analysis.rates.standard_populations import get_european_standard_population
from datacell_lib.schema import TableError

BANDS = get_european_standard_population()["age_band"]
EVENTS = [127, 25, 18, 21, 12, 27, 48, 27, 29, 32, 32, 34, 45, 65, 38, 68, 74, 82, 91]
PEOPLE = [
    *(636, 558, 609, 543, 384, 594, 669, 843, 660, 576),
    *(606, 522, 426, 273, 300, 288, 153, 123, 207),
]
REFERENCE = pd.DataFrame(
    {
        "age_band": BANDS,
        "numerator": [
            *(10303, 2824, 0, 3615, 3641, 3490, 3789, 3213, 3031, 2771),
            *(3089, 3490, 3595, 4745, 5514, 7125, 5694, 6210, 5757),
        ],
        "denominator": [
            *(50520, 57173, 60213, 54659, 44345, 50128, 62163, 67423, 62899, 55463),
            *(60479, 49974, 44140, 40888, 37239, 30819, 18136, 15325, 13918),
        ],
    }
)
ANSWER = ["value", "lower_ci", "upper_ci"]


def make_table(events=EVENTS, people=PEOPLE):
    bands = {"age_band": BANDS, "numerator": events, "denominator": people}
    return pd.DataFrame({"area_code": "E07000073", **bands})


class TestCalculateIndirectlyStandardisedRatio:
    def test_meets_the_reference(self, validate):
        answer = calculate_indirectly_standardised_ratio(make_table(), reference=REFERENCE)
        source = "PHEindicatormethods' conventions, recomputed in a second package"
        # The upper limit is 1.14323328725 to eleven decimals, which the reference rounds up.
        validate(
            method="Indirectly standardised ratio",
            source=source,
            expected=[1.0707232939, 1.0017147713, 1.1432332873],
            obtained=answer[ANSWER],
            tolerance=1e-10,
        )
        validate(
            method="Indirectly standardised ratio, events expected",
            source=source,
            expected=835.8835612311742,
            obtained=sum(EVENTS) / answer["value"],
            tolerance=5e-10,
        )

    def test_of_the_reference_itself_is_one(self):
        own = REFERENCE.assign(area_code="E92000001")
        answer = calculate_indirectly_standardised_ratio(own, reference=REFERENCE)
        assert answer["value"].iloc[0] == pytest.approx(1)

    def test_joins_on_the_age_band_and_not_on_position(self):
        answer = calculate_indirectly_standardised_ratio(
            make_table().iloc[::-1], reference=REFERENCE.sample(frac=1, random_state=1)
        )
        ordered = calculate_indirectly_standardised_ratio(make_table(), reference=REFERENCE)
        np.testing.assert_allclose(answer[ANSWER], ordered[ANSWER])

    @settings(max_examples=10)
    @given(st.integers(2, 40))
    def test_does_not_mind_the_size_of_the_reference(self, factor):
        larger = REFERENCE.assign(
            numerator=REFERENCE["numerator"] * factor, denominator=REFERENCE["denominator"] * factor
        )
        answer = calculate_indirectly_standardised_ratio(make_table(), reference=larger)
        ordered = calculate_indirectly_standardised_ratio(make_table(), reference=REFERENCE)
        np.testing.assert_allclose(answer[ANSWER], ordered[ANSWER])

    def test_of_no_events_is_zero_with_an_exact_upper_limit(self):
        answer = calculate_indirectly_standardised_ratio(
            make_table([0] * 19), reference=REFERENCE
        ).iloc[0]
        assert answer["value"] == 0 and answer["lower_ci"] == 0
        # -log(0.025), the exact limit of no events, over the events expected.
        assert answer["upper_ci"] == pytest.approx(3.6888794541139363 / 835.8835612311742)

    def test_of_suppressed_counts_spans_what_they_may_be(self):
        table = make_table([float("nan"), *EVENTS[1:]]).assign(
            numerator_lower=[0.0] + [np.nan] * 18, numerator_upper=[2.0] + [np.nan] * 18
        )
        answer = calculate_indirectly_standardised_ratio(table, reference=REFERENCE).iloc[0]
        least, most = (
            calculate_indirectly_standardised_ratio(
                make_table([x, *EVENTS[1:]]), reference=REFERENCE
            ).iloc[0]
            for x in (0, 2)
        )
        assert np.isnan(answer["value"]) and answer["note"] == SUPPRESSED
        assert answer["lower_ci"] == least["lower_ci"]
        assert answer["upper_ci"] == most["upper_ci"]

    def test_counts_a_band_with_nobody_as_none_expected(self):
        # By hand: 50 of 5 per 100 are 2.5 expected; the empty band adds nothing.
        table = pd.DataFrame(
            {"area_code": "a", "age_band": ["0-64", "65+"], "numerator": [5, 0]}
        ).assign(denominator=[50, 0])
        reference = pd.DataFrame(
            {"age_band": ["0-64", "65+"], "numerator": [5, 9], "denominator": [100, 20]}
        )
        answer = calculate_indirectly_standardised_ratio(table, reference=reference).iloc[0]
        assert answer["value"] == 2 and answer["note"] == ""
        among_nobody = table.assign(numerator=[5, 1])
        answer = calculate_indirectly_standardised_ratio(among_nobody, reference=reference).iloc[0]
        assert np.isnan(answer["value"]) and answer["note"] == EVENTS_AMONG_NOBODY

    def test_from_whose_people_no_event_is_to_be_expected_is_missing(self):
        table = pd.DataFrame(
            {"area_code": "a", "age_band": ["0-64", "65+"], "numerator": [5, 0]}
        ).assign(denominator=[50, 0])
        reference = pd.DataFrame(
            {"age_band": ["0-64", "65+"], "numerator": [0, 9], "denominator": [100, 20]}
        )
        answer = calculate_indirectly_standardised_ratio(table, reference=reference).iloc[0]
        assert answer[ANSWER].isna().all() and answer["note"] == NONE_EXPECTED

    def test_refuses_a_group_that_lacks_an_age_band(self):
        with pytest.raises(TableError, match="some are not there, for E07000073"):
            calculate_indirectly_standardised_ratio(make_table().iloc[1:], reference=REFERENCE)

    @pytest.mark.parametrize("numerator", [0, np.nan])
    def test_refuses_a_reference_without_events_or_with_missing_ones(self, numerator):
        with pytest.raises(TableError, match="the reference must have every count"):
            calculate_indirectly_standardised_ratio(
                make_table(), reference=REFERENCE.assign(numerator=numerator)
            )

    def test_leaves_its_input_unchanged(self, leaves_unchanged):
        leaves_unchanged(calculate_indirectly_standardised_ratio, make_table(), reference=REFERENCE)


class TestCalculateIndirectlyStandardisedRate:
    def test_is_the_ratio_times_the_crude_rate_of_the_reference(self):
        ratio = calculate_indirectly_standardised_ratio(make_table(), reference=REFERENCE)
        rate = calculate_indirectly_standardised_rate(make_table(), reference=REFERENCE)
        crude = REFERENCE["numerator"].sum() / REFERENCE["denominator"].sum() * 100_000
        np.testing.assert_allclose(rate[ANSWER], ratio[ANSWER] * crude)

    def test_leaves_its_input_unchanged(self, leaves_unchanged):
        leaves_unchanged(calculate_indirectly_standardised_rate, make_table(), reference=REFERENCE)
