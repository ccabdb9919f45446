import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datacell_lib.analysis.rates.counts import SUPPRESSED, UNKNOWN
from datacell_lib.analysis.rates.direct_standardisation import (
    MAY_BE_TOO_FEW,
    TOO_FEW,
    calculate_directly_standardised_rate,
    count_repeated_events,
)
from datacell_lib.analysis.rates.proportions_and_rates import calculate_crude_rate
from datacell_lib.analysis.rates.standard_populations import get_european_standard_population
from datacell_lib.schema import ParameterError, TableError

STANDARD = get_european_standard_population()
EVENTS = [127, 25, 18, 21, 12, 27, 48, 27, 29, 32, 32, 34, 45, 65, 38, 68, 74, 82, 91]
PEOPLE = [
    *(636, 558, 609, 543, 384, 594, 669, 843, 660, 576),
    *(606, 522, 426, 273, 300, 288, 153, 123, 207),
]
ANSWER = ["value", "lower_ci", "upper_ci"]
COUNTS = st.lists(st.integers(0, 300), min_size=19, max_size=19)


def make_table(events=EVENTS, people=PEOPLE, **columns):
    bands = {"age_band": STANDARD["age_band"], "numerator": events, "denominator": people}
    return pd.DataFrame({"area_code": "E07000073", **bands}).assign(**columns)


def standardise(table, **arguments):
    return calculate_directly_standardised_rate(table, standard=STANDARD, **arguments)


class TestCalculateDirectlyStandardisedRate:
    def test_meets_the_reference(self, validate):
        validate(
            method="Directly standardised rate, Dobson's interval",
            source="PHEindicatormethods' conventions, recomputed in a second package",
            expected=[10430.247991469425, 9717.709067985686, 11178.940915479254],
            obtained=standardise(make_table())[ANSWER],
            tolerance=5e-9,
        )

    def test_joins_on_the_age_band_and_not_on_position(self):
        backwards = make_table().iloc[::-1]
        shuffled = STANDARD.sample(frac=1, random_state=3)
        answer = calculate_directly_standardised_rate(backwards, standard=shuffled)
        pd.testing.assert_frame_equal(answer, standardise(make_table()), rtol=1e-12)

    def test_of_areas_together_is_that_of_each(self):
        other = make_table(events=EVENTS[::-1], area_code="E07000074")
        both = pd.concat([make_table(), other]).sort_values("age_band")
        answer = standardise(both).set_index("area_code")[ANSWER]
        for table in (make_table(), other):
            alone = standardise(table).set_index("area_code")[ANSWER]
            np.testing.assert_allclose(answer.loc[alone.index], alone)

    def test_adds_up_to_the_keys_asked_for(self):
        by_sex = pd.concat([make_table(sex="Female"), make_table(sex="Male")])
        answer = standardise(by_sex, by=["area_code"])
        twice = make_table([2 * x for x in EVENTS], [2 * n for n in PEOPLE])
        np.testing.assert_allclose(answer[ANSWER], standardise(twice)[ANSWER])

    def test_without_any_other_key_gives_one_row(self):
        answer = standardise(make_table().drop(columns="area_code"))
        np.testing.assert_allclose(answer[ANSWER], standardise(make_table())[ANSWER])

    @settings(max_examples=10)
    @given(COUNTS.filter(lambda counts: sum(counts) >= 10))
    def test_with_the_area_as_its_own_standard_is_the_crude_rate(self, events):
        table = make_table(events, [10_000] * 19)
        own = STANDARD.assign(population=1)
        answer = calculate_directly_standardised_rate(table, standard=own)
        crude = calculate_crude_rate(table, by=["area_code"])
        np.testing.assert_allclose(answer[ANSWER], crude[ANSWER])

    @settings(max_examples=10)
    @given(COUNTS, st.integers(2, 50))
    def test_does_not_mind_the_size_of_the_standard(self, events, factor):
        table = make_table(events, [10_000] * 19)
        larger = STANDARD.assign(population=STANDARD["population"] * factor)
        answer = calculate_directly_standardised_rate(table, standard=larger)
        np.testing.assert_allclose(answer[ANSWER], standardise(table)[ANSWER])

    @pytest.mark.parametrize(("events", "reported"), [(9, False), (10, True)])
    def test_needs_ten_events(self, events, reported):
        answer = standardise(make_table([events] + [0] * 18)).iloc[0]
        assert answer[ANSWER].notna().all() == reported
        assert answer["note"] == ("" if reported else TOO_FEW)

    def test_with_an_unknown_count_is_missing(self):
        answer = standardise(make_table([np.nan, *EVENTS[1:]])).iloc[0]
        assert answer[ANSWER].isna().all() and answer["note"] == UNKNOWN

    @settings(max_examples=10)
    @given(st.data())
    def test_of_suppressed_counts_has_limits_that_hold_whatever_they_are(self, data):
        known = data.draw(st.lists(st.integers(0, 60), min_size=19, max_size=19))
        hidden = data.draw(st.lists(st.booleans(), min_size=19, max_size=19))
        truth = [x if not h else x % 3 for x, h in zip(known, hidden, strict=True)]
        events = [np.nan if h else float(x) for x, h in zip(truth, hidden, strict=True)]
        bound = [0.0 if h else np.nan for h in hidden]
        table = make_table(
            events, numerator_lower=bound, numerator_upper=np.array(bound) + 2
        ).astype({"numerator": float})
        answer, real = standardise(table).iloc[0], standardise(make_table(truth)).iloc[0]
        if not any(hidden):
            assert answer["value"] == pytest.approx(real["value"], nan_ok=True)
        elif answer["note"] == SUPPRESSED:
            assert np.isnan(answer["value"])
            assert answer["lower_ci"] <= real["lower_ci"] + 1e-9
            assert answer["upper_ci"] >= real["upper_ci"] - 1e-9
        else:
            assert answer["note"] in (TOO_FEW, MAY_BE_TOO_FEW)
            assert answer[ANSWER].isna().all()

    def test_says_when_suppressed_counts_may_be_too_few(self):
        table = make_table(
            [9.0, np.nan] + [0.0] * 17,
            numerator_lower=[np.nan, 0] + [np.nan] * 17,
            numerator_upper=[np.nan, 2] + [np.nan] * 17,
        )
        assert standardise(table)["note"].tolist() == [MAY_BE_TOO_FEW]

    def test_refuses_age_bands_that_the_standard_lacks(self):
        table = make_table()
        table.loc[18, "age_band"] = "85+"
        with pytest.raises(TableError, match=r"90\+; found others, for E07000073, 85\+"):
            standardise(table)

    def test_refuses_a_group_that_lacks_an_age_band(self):
        with pytest.raises(TableError, match="some are not there, for E07000073"):
            standardise(make_table().iloc[:18])

    def test_refuses_a_standard_with_a_band_twice(self):
        twice = pd.concat([STANDARD, STANDARD.iloc[:1]])
        with pytest.raises(TableError, match="found more for 0-4"):
            calculate_directly_standardised_rate(make_table(), standard=twice)

    @pytest.mark.parametrize("population", [np.nan, 0, -1, np.inf])
    def test_refuses_a_standard_with_a_population_that_is_none(self, population):
        standard = STANDARD.astype({"population": float})
        standard.loc[3, "population"] = population
        with pytest.raises(TableError, match=r"population.*(15-19)"):
            calculate_directly_standardised_rate(make_table(), standard=standard)

    def test_refuses_a_table_without_ages(self):
        with pytest.raises(TableError, match="no column age_band"):
            standardise(make_table().drop(columns="age_band"))

    def test_refuses_a_multiplier_of_zero(self):
        with pytest.raises(ParameterError, match="multiplier must be above zero"):
            standardise(make_table(), multiplier=0)

    def test_leaves_its_input_unchanged(self, leaves_unchanged):
        leaves_unchanged(calculate_directly_standardised_rate, make_table(), standard=STANDARD)


class TestCountRepeatedEvents:
    PEOPLE = pd.DataFrame(
        {
            "area_code": "a",
            "age_band": ["0-64"] * 2 + ["65+"] * 2,
            "events_per_person": [1, 3, 1, 2],
            "numerator": [10, 5, 20, 10],
            "denominator": [1000, 1000, 200, 200],
        }
    )
    TWO_BANDS = pd.DataFrame({"age_band": ["0-64", "65+"], "population": [80, 20]})

    def test_counts_events_and_their_variance(self):
        # By hand: 10*1 + 5*3 = 25 and 10*1 + 5*9 = 55; 20*1 + 10*2 = 40 and 20*1 + 10*4 = 60.
        counted = count_repeated_events(self.PEOPLE)
        assert counted["numerator"].tolist() == [25, 40]
        assert counted["numerator_variance"].tolist() == [55, 60]
        assert counted["denominator"].tolist() == [1000, 200]

    def test_widens_the_interval_as_worked_by_hand(self, validate):
        # v = .8*25/1000 + .2*40/200 = .06; Var = .64*55/1000^2 + .04*60/200^2 = 9.52e-5;
        # O = 65, Byar 50.163187710459454 to 82.84913854593984.
        counted = count_repeated_events(self.PEOPLE)
        answer = calculate_directly_standardised_rate(
            counted, standard=self.TWO_BANDS, multiplier=1
        )
        step = np.sqrt(9.52e-5 / 65)
        validate(
            method="Directly standardised rate of repeated events",
            source="Stukel et al. 1994, worked by hand",
            expected=[
                0.06,
                0.06 + step * (50.163187710459454 - 65),
                0.06 + step * (82.84913854593984 - 65),
            ],
            obtained=answer[ANSWER],
            tolerance=5e-13,
        )

    def test_changes_nothing_where_nobody_has_a_second_event(self):
        once = make_table(events_per_person=1)
        answer = standardise(count_repeated_events(once))
        np.testing.assert_allclose(answer[ANSWER], standardise(make_table())[ANSWER])

    def test_refuses_denominators_that_differ_within_a_group(self):
        table = self.PEOPLE.assign(denominator=[1000, 999, 200, 200])
        with pytest.raises(
            TableError, match=r"same for each events_per_person.*not so for a, 0-64"
        ):
            count_repeated_events(table)

    def test_of_a_denominator_that_is_not_known_throughout_have_none(self):
        counted = count_repeated_events(self.PEOPLE.assign(denominator=[1000, np.nan, 200, 200]))
        np.testing.assert_array_equal(counted["denominator"], [np.nan, 200])

    def test_refuses_people_with_no_events(self):
        with pytest.raises(TableError, match="events_per_person must be above zero"):
            count_repeated_events(self.PEOPLE.assign(events_per_person=[0, 3, 1, 2]))

    def test_leaves_its_input_unchanged(self, leaves_unchanged):
        leaves_unchanged(count_repeated_events, self.PEOPLE)
