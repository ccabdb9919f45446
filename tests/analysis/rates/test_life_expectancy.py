import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datacell_lib.analysis.rates import life_expectancy as module
from datacell_lib.analysis.rates.counts import SUPPRESSED, UNKNOWN
from datacell_lib.analysis.rates.life_expectancy import ABRIDGED_BANDS, calculate_life_expectancy
from datacell_lib.schema import ParameterError, TableError

PEOPLE = [
    *(7060, 35059, 46974, 48489, 43219, 38561, 46009, 57208, 61435, 55601),
    *(50209, 56416, 46411, 39820, 37978, 37039, 33288, 23306, 11936, 11936),
]
DEATHS = [
    *(17, 9, 4, 8, 20, 15, 24, 33, 50, 71),
    *(100, 163, 263, 304, 536, 872, 1390, 1605, 1936, 1937),
]
ANSWER = ["value", "lower_ci", "upper_ci"]


def make_table(deaths=DEATHS, people=PEOPLE, **columns):
    bands = {"age_band": ABRIDGED_BANDS, "numerator": deaths, "denominator": people}
    return pd.DataFrame({"area_code": "E07000073", **bands}).assign(**columns)


class TestCalculateLifeExpectancy:
    def test_meets_the_reference_at_birth(self, validate):
        answer = calculate_life_expectancy(make_table())
        validate(
            method="Life expectancy at birth, Chiang and Silcocks",
            source="PHEindicatormethods' conventions, recomputed in a second package",
            expected=[80.16960813, 79.88269075, 80.45652551],
            obtained=answer.loc[0, ANSWER],
            tolerance=5e-9,
        )

    def test_meets_the_published_figures_at_every_age(self, validate):
        published = {
            "value": [
                *(80.16960813, 79.36245674, 75.44193645, 70.47299936, 65.52909542),
                *(60.67510088, 55.78835987, 50.92752727, 46.06740425, 41.24505636),
                *(36.49322717, 31.83343842, 27.26027992, 22.9719144, 18.76856852),
                *(14.95858336, 11.51684445, 8.618849241, 6.163942934, 6.16210635),
            ],
            "lower_ci": [
                *(79.88268548, 79.0898816, 75.17407307, 70.20675732, 65.26548673),
                *(60.41876577, 55.53801579, 50.68279939, 45.82666794, 41.00842831),
                *(36.26223216, 31.60996318, 27.04337271, 22.76653134, 18.57570352),
                *(14.77985004, 11.34831778, 8.451134045, 5.978358351, 5.887683386),
            ],
            "upper_ci": [
                *(80.45653078, 79.63503188, 75.70979983, 70.7392414, 65.79270412),
                *(60.931436, 56.03870395, 51.17225516, 46.30814055, 41.48168441),
                *(36.72422219, 32.05691365, 27.47718713, 23.17729746, 18.96143352),
                *(15.13731667, 11.68537112, 8.786564437, 6.349527517, 6.436529314),
            ],
        }
        answer = calculate_life_expectancy(make_table())
        for column, expected in published.items():
            validate(
                method=f"Life expectancy at 20 ages, {column}",
                source="PHEindicatormethods, its published test data",
                expected=expected,
                obtained=answer[column],
                tolerance=1e-5,  # its limits take 1.96 for the normal quantile
            )

    def test_in_the_last_band_is_one_over_the_death_rate(self):
        # Silcocks et al. 2001: e = 1/M, and its standard error is e over the root of the deaths.
        answer = calculate_life_expectancy(make_table()).iloc[-1]
        expected = 11936 / 1937
        assert answer["value"] == pytest.approx(expected)
        half = 1.959963984540054 * expected / np.sqrt(1937)
        assert answer["upper_ci"] - answer["value"] == pytest.approx(half)

    def test_of_a_constant_hazard_is_one_over_it(self):
        # Planted: with deaths of exactly m of the person-years at every age, e0 tends to 1/m.
        people = np.full(20, 1e7)
        answer = calculate_life_expectancy(make_table(people * 0.02, people))
        assert answer["value"].iloc[0] == pytest.approx(50, abs=0.1)

    def test_gives_a_row_for_each_band_in_order(self):
        backwards = make_table().iloc[::-1]
        answer = calculate_life_expectancy(backwards)
        assert answer["age_band"].tolist() == list(ABRIDGED_BANDS)
        pd.testing.assert_frame_equal(answer, calculate_life_expectancy(make_table()))

    def test_of_areas_together_is_that_of_each(self):
        other = make_table([2 * x for x in DEATHS], area_code="E07000074")
        both = calculate_life_expectancy(pd.concat([make_table(), other]))
        alone = calculate_life_expectancy(other)
        np.testing.assert_allclose(both.loc[20:, ANSWER], alone[ANSWER])
        assert (both.loc[:19, "value"].to_numpy() > alone["value"].to_numpy()).all()

    def test_adds_up_to_the_keys_asked_for(self):
        by_sex = pd.concat([make_table(sex="Female"), make_table(sex="Male")])
        answer = calculate_life_expectancy(by_sex, by=["area_code"])
        expected = calculate_life_expectancy(make_table())
        np.testing.assert_allclose(answer["value"], expected["value"])

    @settings(max_examples=20)
    @given(st.integers(0, 19))
    def test_falls_when_anyone_dies(self, band):
        more = list(DEATHS)
        more[band] += 5
        before = calculate_life_expectancy(make_table())["value"].iloc[0]
        assert calculate_life_expectancy(make_table(more))["value"].iloc[0] < before

    @pytest.mark.parametrize(
        ("table", "note"),
        [
            (make_table().iloc[1:], module.MISSING_BAND),
            (make_table(people=[250.0] * 20, deaths=[1] * 20), module.TOO_SMALL),
            (make_table(deaths=[8000, *DEATHS[1:]]), module.TOO_MANY_DEATHS),
            (make_table(deaths=[*DEATHS[:1], 20_000, *DEATHS[2:]]), module.TOO_HIGH),
            (make_table(deaths=[*DEATHS[:-1], 0]), module.NO_LAST_DEATHS),
            (make_table(deaths=[np.nan, *DEATHS[1:]]), UNKNOWN),
            (
                make_table(
                    deaths=[np.nan, *DEATHS[1:]],
                    numerator_lower=[0.0] + [np.nan] * 19,
                    numerator_upper=[2.0] + [np.nan] * 19,
                ),
                SUPPRESSED,
            ),
        ],
    )
    def test_is_not_reported_where_the_method_forbids_it(self, table, note):
        answer = calculate_life_expectancy(table)
        assert answer[ANSWER].isna().all(axis=None)
        assert set(answer["note"]) == {note}

    def test_is_not_reported_where_its_interval_is_wider_than_twenty_years(self):
        # In the last band alone: e = 100 years from one death, its interval 392 years wide.
        deaths = [*DEATHS[:-1], 1]
        answer = calculate_life_expectancy(make_table(deaths, [*PEOPLE[:-1], 100]))
        assert answer["note"].iloc[-1] == module.TOO_WIDE
        assert answer.loc[19, ANSWER].isna().all()

    def test_judges_the_width_at_95_per_cent_whatever_confidence_is_asked_for(self):
        few, people = [1] * 20, [1000] * 20
        notes = {
            confidence: calculate_life_expectancy(make_table(few, people), confidence=confidence)[
                "note"
            ].tolist()
            for confidence in (0.5, 0.95, 0.998)
        }
        assert notes[0.5] == notes[0.95] == notes[0.998]

    def test_takes_other_bands_by_name(self):
        # By hand: q = 65*.0025/(1 + 65*.0025/2) = .150289; 65 - .150289*32.5 + .849711*20.
        table = pd.DataFrame(
            {"age_band": ["0-64", "65+"], "numerator": [200, 900], "denominator": [80_000, 18_000]}
        )
        answer = calculate_life_expectancy(table, age_bands=["0-64", "65+"])
        assert answer["value"].tolist() == pytest.approx([77.1098, 20], abs=5e-5)

    @pytest.mark.parametrize(
        "bands", [["0-4", "10+"], ["0-4", "5-9"], ["0+"], ["0-4+", "5+"], ["young", "old"]]
    )
    def test_refuses_bands_that_do_not_follow_on(self, bands):
        with pytest.raises(ParameterError, match="age_bands must follow on from each other"):
            calculate_life_expectancy(make_table(), age_bands=bands)

    def test_refuses_foreign_bands_and_names_them(self):
        table = make_table()
        table.loc[0, "age_band"] = "under 1"
        with pytest.raises(TableError, match="found others for E07000073, under 1"):
            calculate_life_expectancy(table)

    def test_leaves_its_input_unchanged(self, leaves_unchanged):
        leaves_unchanged(calculate_life_expectancy, make_table())
