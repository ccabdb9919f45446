import numpy as np
import pandas as pd
import pytest
from scipy import stats

from datacell_lib.analysis.rates.association import calculate_negative_binomial_rate_ratios
from datacell_lib.analysis.rates.association_diagnostics import (
    diagnose_negative_binomial_fit,
    diagnose_poisson_fit,
    summarise_fits,
)
from datacell_lib.schema import TableError


def districts():
    table = pd.DataFrame({"area_code": list("ABCDEF"), "numerator": [5, 10, 30, 20, 40, 90]})
    return table.assign(denominator=100, deprived=[0, 0, 0, 1, 1, 1])


class TestDiagnosePoissonFit:
    def test_residuals_leverage_and_influence_by_hand(self):
        # One yes-or-no indicator: μ is the group's mean, leverage 1/3. For A, y = 5 and μ = 15:
        # Pearson -10/√15; deviance -√(2(5 ln(5/15) + 10)); Cook r²h/((1-h)²·2).
        fit = diagnose_poisson_fit(districts(), indicators=["deprived"]).set_index("area_code")
        assert fit["expected"].tolist() == pytest.approx([15] * 3 + [50] * 3)
        assert fit.loc["A", "pearson_residual"] == pytest.approx(-10 / np.sqrt(15))
        assert fit.loc["A", "value"] == pytest.approx(-np.sqrt(2 * (5 * np.log(5 / 15) + 10)))
        assert fit["leverage"].tolist() == pytest.approx([1 / 3] * 6)
        assert fit.loc["A", "cooks_distance"] == pytest.approx(
            100 / 15 * (1 / 3) / ((2 / 3) ** 2 * 2)
        )

    def test_areas_far_off_are_noted(self):
        fit = diagnose_poisson_fit(districts(), indicators=["deprived"]).set_index("area_code")
        assert "leans heavily" in fit.loc["F", "note"]
        # D: y = 20, μ = 50, deviance residual -√(2(20 ln(20/50) + 30)) = -4.83.
        assert fit.loc["D", "value"] == pytest.approx(-4.83, abs=0.005)
        assert fit.loc["B", "note"] == ""

    def test_the_input_is_unchanged_and_faults_are_refused(self):
        table = districts()
        before = table.copy()
        diagnose_poisson_fit(table, indicators=["deprived"])
        pd.testing.assert_frame_equal(table, before)
        with pytest.raises(TableError, match="no column older"):
            diagnose_poisson_fit(table, indicators=["older"])


class TestDiagnoseNegativeBinomialFit:
    def test_pearson_residuals_use_the_wider_variance(self):
        ratios = calculate_negative_binomial_rate_ratios(districts(), indicators=["deprived"])
        alpha = ratios["value"].iloc[-1]
        fit = diagnose_negative_binomial_fit(districts(), indicators=["deprived"])
        mean = np.array([15.0] * 3 + [50.0] * 3)
        expected = (districts()["numerator"] - mean) / np.sqrt(mean + alpha * mean**2)
        np.testing.assert_allclose(fit["pearson_residual"], expected, rtol=1e-5)
        assert fit["note"].eq("").all()

    def test_the_input_is_unchanged_and_faults_are_refused(self):
        table = districts()
        before = table.copy()
        diagnose_negative_binomial_fit(table, indicators=["deprived"])
        pd.testing.assert_frame_equal(table, before)
        with pytest.raises(TableError, match="Use the Poisson model"):
            diagnose_negative_binomial_fit(
                table.assign(numerator=[10, 11, 9, 20, 21, 19]), indicators=["deprived"]
            )


class TestSummariseFits:
    def test_likelihoods_are_those_of_scipys_distributions(self):
        fits = summarise_fits(districts(), indicators=["deprived"]).set_index("method")
        ratios = calculate_negative_binomial_rate_ratios(districts(), indicators=["deprived"])
        alpha = ratios["value"].iloc[-1]
        mean = np.array([15.0] * 3 + [50.0] * 3)
        counts = districts()["numerator"].to_numpy()
        poisson = stats.poisson.logpmf(counts, mean).sum()
        wider = stats.nbinom.logpmf(counts, 1 / alpha, 1 / (1 + alpha * mean)).sum()
        assert fits["log_likelihood"].tolist() == pytest.approx([poisson, wider], rel=1e-6)
        assert fits["value"].tolist() == pytest.approx([4 - 2 * poisson, 6 - 2 * wider], rel=1e-6)
        assert fits["degrees_of_freedom"].tolist() == [4, 4]

    def test_the_published_deviance_is_met(self, validate):
        # Stata's manual gives the deviance of the Poisson model as its goodness of fit.
        deaths = [168, 48, 63, 89, 102, 81, 40, 197, 48, 62, 81, 97, 103, 39, 195, 55, 58, 85]
        exposure = [278.4, 538.8, 794.4, 1550.8, 3006, 8743.5, 14270, 403.2, 786, 1165.3, 2294.8]
        exposure += [4500.5, 13201.5, 19525, 495.3, 956.7, 1381.4, 2604.5, 4618.5, 9814.5, 5802.5]
        table = pd.DataFrame(
            {
                "area_code": [f"group {number}" for number in range(21)],
                "numerator": [*deaths, 87, 70, 10],
                "denominator": exposure,
                "cohort 2": np.repeat([0, 1, 0], 7),
                "cohort 3": np.repeat([0, 0, 1], 7),
            }
        )
        fits = summarise_fits(table, indicators=["cohort 2", "cohort 3"])
        source = "Stata manual, nbreg, child mortality (Rodríguez 1993)"
        validate(
            method="Poisson deviance",
            source=source,
            expected=4190.689,
            obtained=fits["deviance"].iloc[0],
            tolerance=1e-3,
        )
        validate(
            method="likelihood ratio of negative binomial against Poisson",
            source=source,
            expected=4056.27,
            obtained=2 * (fits["log_likelihood"].iloc[1] - fits["log_likelihood"].iloc[0]),
            tolerance=5e-3,
        )

    def test_the_input_is_unchanged_and_faults_are_refused(self):
        table = districts()
        before = table.copy()
        summarise_fits(table, indicators=["deprived"])
        pd.testing.assert_frame_equal(table, before)
        with pytest.raises(TableError, match="must each vary"):
            summarise_fits(table.assign(deprived=1), indicators=["deprived"])
