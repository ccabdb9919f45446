import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datacell_lib.analysis.rates.association import (
    calculate_negative_binomial_rate_ratios,
    calculate_overdispersion,
    calculate_poisson_rate_ratios,
)
from datacell_lib.schema import ParameterError, TableError

SHAPE = ["term", "value", "lower_ci", "upper_ci", "confidence", "statistic", "method", "note"]


def doctors():
    """Deaths from coronary heart disease among British doctors (Doll and Hill 1966)."""
    table = pd.DataFrame(
        {
            "area_code": [f"group {number}" for number in range(10)],
            "numerator": [32, 104, 206, 186, 102, 2, 12, 28, 28, 31],
            "denominator": [52407, 43248, 28612, 12663, 5317, 18790, 10673, 5710, 2585, 1462],
            "smokes": [1] * 5 + [0] * 5,
        }
    )
    for number, band in enumerate(["45-54", "55-64", "65-74", "75-84"], start=1):
        table[band] = [int(place % 5 == number) for place in range(10)]
    return table


def children():
    """Child deaths in three Colombian cohorts (Rodríguez 1993), as listed in Stata's manual."""
    deaths = [168, 48, 63, 89, 102, 81, 40, 197, 48, 62, 81, 97, 103, 39, 195, 55, 58, 85, 87, 70]
    exposure = [278.4, 538.8, 794.4, 1550.8, 3006, 8743.5, 14270, 403.2, 786, 1165.3, 2294.8]
    exposure += [4500.5, 13201.5, 19525, 495.3, 956.7, 1381.4, 2604.5, 4618.5, 9814.5, 5802.5]
    return pd.DataFrame(
        {
            "area_code": [f"group {number}" for number in range(21)],
            "numerator": [*deaths, 10],
            "denominator": exposure,
            "cohort 2": np.repeat([0, 1, 0], 7),
            "cohort 3": np.repeat([0, 0, 1], 7),
        }
    )


def districts():
    table = pd.DataFrame({"area_code": list("ABCDEF"), "numerator": [5, 10, 30, 20, 40, 90]})
    return table.assign(denominator=100, deprived=[0, 0, 0, 1, 1, 1])


class TestCalculatePoissonRateRatios:
    def test_the_british_doctors_meet_their_published_rate_ratios(self, validate):
        # stata.com, features overview, poisson deaths smokes i.agecat, exposure(pyears) irr.
        bands = ["45-54", "55-64", "65-74", "75-84"]
        ratios = calculate_poisson_rate_ratios(doctors(), indicators=["smokes", *bands])
        source = "Stata documentation, British doctors (Doll and Hill 1966)"
        ratios = ratios.set_index("term")
        for term, expected, tolerance in (
            ("smokes", [1.425519, 1.154984, 1.759421], 5e-7),
            ("45-54", [4.410584, 3.009011, 6.464997], 5e-7),
            ("55-64", [13.8392, 9.654328, 19.83809], 5e-5),
            ("65-74", [28.51678, 19.85177, 40.96395], 5e-6),
            ("75-84", [40.45121, 27.75326, 58.95885], 6e-6),
            ("(intercept)", [0.0003636, 0.0002497, 0.0005296], 5e-8),
        ):
            validate(
                method=f"Poisson rate ratio with 95% interval, {term}",
                source=source,
                expected=expected,
                obtained=ratios.loc[term, ["value", "lower_ci", "upper_ci"]].tolist(),
                tolerance=tolerance,
            )

    def test_the_colombian_cohorts_meet_their_published_coefficients(self, validate):
        ratios = calculate_poisson_rate_ratios(children(), indicators=["cohort 2", "cohort 3"])
        validate(
            method="Poisson coefficients and standard errors",
            source="Stata manual, nbreg, child mortality (Rodríguez 1993)",
            expected=[-3.899488, -0.3020405, 0.0742143, 0.0411345, 0.0573319, 0.0589726],
            obtained=[*ratios["coefficient"], *ratios["standard_error"]],
            tolerance=1e-6,
        )

    def test_one_yes_or_no_indicator_gives_the_ratio_of_two_rates(self):
        # By hand: 45 of 300 and 150 of 300; the error of the log ratio √(1/45 + 1/150).
        ratios = calculate_poisson_rate_ratios(districts(), indicators=["deprived"])
        row = ratios.set_index("term").loc["deprived"]
        assert row["value"] == pytest.approx(150 / 45)
        assert row["standard_error"] == pytest.approx(np.sqrt(1 / 45 + 1 / 150))
        assert row["lower_ci"] == pytest.approx(
            150 / 45 * np.exp(-1.959963984540054 * np.sqrt(1 / 45 + 1 / 150))
        )

    def test_it_warns_when_the_intervals_are_too_narrow(self):
        ratios = calculate_poisson_rate_ratios(districts(), indicators=["deprived"])
        assert ratios["note"].str.contains("use negative binomial").all()
        fair = calculate_poisson_rate_ratios(
            doctors(), indicators=["smokes", "45-54", "55-64", "65-74", "75-84"]
        )
        assert fair["note"].eq("").all()

    @settings(max_examples=20, deadline=None)
    @given(st.floats(0.1, 20), st.floats(-30, 30), st.permutations(range(6)))
    def test_units_and_row_order_change_a_ratio_as_they_should(self, scale, shift, rows):
        table = districts()
        moved = table.assign(deprived=table["deprived"] * scale + shift).iloc[list(rows)]
        ratio = calculate_poisson_rate_ratios(moved, indicators=["deprived"])["value"].iloc[1]
        assert ratio**scale == pytest.approx(150 / 45, rel=1e-5)

    def test_a_wider_confidence_gives_a_wider_interval_and_the_house_shape(self):
        narrow = calculate_poisson_rate_ratios(districts(), indicators=["deprived"])
        wide = calculate_poisson_rate_ratios(districts(), indicators=["deprived"], confidence=0.998)
        assert wide["lower_ci"].lt(narrow["lower_ci"]).all()
        assert wide["upper_ci"].gt(narrow["upper_ci"]).all()
        assert set(SHAPE) <= set(narrow)

    def test_the_input_is_unchanged(self):
        table = districts()
        before = table.copy()
        calculate_poisson_rate_ratios(table, indicators=["deprived"])
        pd.testing.assert_frame_equal(table, before)

    def test_a_confidence_of_95_is_refused(self):
        with pytest.raises(ParameterError, match=r"Write 95% as 0\.95"):
            calculate_poisson_rate_ratios(districts(), indicators=["deprived"], confidence=95)

    def test_an_indicator_that_is_not_there_is_named(self):
        with pytest.raises(TableError, match="no column wealthy"):
            calculate_poisson_rate_ratios(districts(), indicators=["wealthy"])


class TestCalculateNegativeBinomialRateRatios:
    def test_the_colombian_cohorts_meet_their_published_model(self, validate):
        ratios = calculate_negative_binomial_rate_ratios(
            children(), indicators=["cohort 2", "cohort 3"]
        )
        source = "Stata manual, nbreg, child mortality (Rodríguez 1993)"
        validate(
            method="negative binomial coefficients and log dispersion",
            source=source,
            expected=[-2.086731, -0.2676187, -0.4573957, 0.5939963],
            obtained=ratios["coefficient"].tolist(),
            tolerance=1e-6,
        )
        validate(
            method="negative binomial standard errors",
            source=source,
            expected=[0.511856, 0.7237203, 0.7236651, 0.2583615],
            obtained=ratios["standard_error"].tolist(),
            tolerance=1e-6,
        )
        validate(
            method="negative binomial dispersion with 95% interval",
            source=source,
            expected=[1.811212, 1.09157, 3.005295],
            obtained=ratios.iloc[3][["value", "lower_ci", "upper_ci"]].tolist(),
            tolerance=2e-6,
        )

    def test_its_intervals_are_wider_than_those_of_poisson(self):
        ours = calculate_negative_binomial_rate_ratios(districts(), indicators=["deprived"])
        poisson = calculate_poisson_rate_ratios(districts(), indicators=["deprived"])
        assert ours["standard_error"].iloc[1] > 2 * poisson["standard_error"].iloc[1]
        assert ours["value"].iloc[1] == pytest.approx(150 / 45)  # equal exposures: same ratio

    def test_intervals_cover_a_planted_ratio_as_often_as_they_say(self):
        rng = np.random.default_rng(21)
        covered = 0
        for _ in range(30):
            deprived = rng.normal(size=120)
            mean = 30 * np.exp(0.3 * deprived) * rng.gamma(5, 0.2, size=120)
            table = pd.DataFrame(
                {
                    "area_code": [f"A{number}" for number in range(120)],
                    "numerator": rng.poisson(mean),
                    "denominator": 1_000,
                    "deprived": deprived,
                }
            )
            row = calculate_negative_binomial_rate_ratios(
                table, indicators=["deprived"], confidence=0.9
            ).iloc[1]
            covered += row["lower_ci"] <= np.exp(0.3) <= row["upper_ci"]
        assert covered >= 21  # 27 of 30 expected; fewer than 21 has probability 0.05%

    def test_counts_that_vary_no_more_than_poisson_are_refused(self):
        table = districts().assign(numerator=[10, 11, 9, 20, 21, 19])
        with pytest.raises(TableError, match="Use the Poisson model"):
            calculate_negative_binomial_rate_ratios(table, indicators=["deprived"])

    def test_the_input_is_unchanged(self):
        table = districts()
        before = table.copy()
        calculate_negative_binomial_rate_ratios(table, indicators=["deprived"])
        pd.testing.assert_frame_equal(table, before)


class TestCalculateOverdispersion:
    def test_both_tests_by_hand(self, validate):
        # μ = 15 15 15 50 50 50; Σ((y-μ)²-y) = 2755; √(2Σμ²) = √16350; the regression's slope
        # is 2755/8175 with standard error √(504.86/5/8175).
        tests = calculate_overdispersion(districts(), indicators=["deprived"])
        validate(
            method="overdispersion, score and regression test",
            source="Dean and Lawless 1989, Cameron and Trivedi 1990, by hand",
            expected=[21.546, 3.0322],
            obtained=tests["value"].tolist(),
            tolerance=1e-3,
        )

    def test_counts_that_are_poisson_pass(self):
        rng = np.random.default_rng(3)
        table = pd.DataFrame(
            {
                "area_code": [f"A{number}" for number in range(500)],
                "numerator": rng.poisson(12, size=500),
                "denominator": 1_000,
                "deprived": rng.normal(size=500),
            }
        )
        tests = calculate_overdispersion(table, indicators=["deprived"])
        assert tests["note"].eq("no sign that Poisson is wrong").all()

    def test_counts_that_are_too_even_are_said_to_be(self):
        table = pd.DataFrame(
            {
                "area_code": [f"A{number}" for number in range(40)],
                "numerator": [49, 50, 51, 50] * 10,
                "denominator": 1_000,
                "deprived": np.tile([0, 1], 20),
            }
        )
        tests = calculate_overdispersion(table, indicators=["deprived"])
        assert tests["note"].eq("counts vary less than Poisson").all()

    def test_the_input_is_unchanged(self):
        table = districts()
        before = table.copy()
        calculate_overdispersion(table, indicators=["deprived"])
        pd.testing.assert_frame_equal(table, before)
