import numpy as np
import pandas as pd
import pytest

from datacell_lib.analysis.rates.count_models import (
    fit_negative_binomial,
    fit_poisson,
    read_count_data,
)
from datacell_lib.schema import ParameterError, TableError


@pytest.fixture
def table():
    rng = np.random.default_rng(1)
    deprived, older = rng.normal(size=(2, 40))
    people = rng.integers(1_000, 9_000, size=40)
    mean = 0.01 * people * np.exp(0.4 * deprived)
    return pd.DataFrame(
        {
            "area_code": [f"A{number}" for number in range(40)],
            "numerator": rng.poisson(mean),
            "denominator": people,
            "deprived": deprived,
            "older": older,
        }
    )


class TestReadCountData:
    def test_the_intercept_comes_first(self, table):
        data = read_count_data(table, ["older", "deprived"])
        assert list(data.design) == ["(intercept)", "older", "deprived"]
        assert data.counts.tolist() == table["numerator"].tolist()

    @pytest.mark.parametrize("indicators", [[], ["older", "older"]])
    def test_indicators_must_be_named_each_once(self, table, indicators):
        with pytest.raises(ParameterError, match="must be named, each once"):
            read_count_data(table, indicators)

    def test_a_constant_indicator_is_refused(self, table):
        with pytest.raises(TableError, match="must each vary"):
            read_count_data(table.assign(older=3), ["deprived", "older"])

    def test_an_indicator_made_up_of_the_others_is_refused(self, table):
        both = table.assign(both=table["deprived"] * 2 - table["older"])
        with pytest.raises(TableError, match="none follow from the others"):
            read_count_data(both, ["deprived", "older", "both"])

    def test_indicators_on_very_different_scales_are_no_fault(self, table):
        scaled = table.assign(older=table["older"] * 1e-6 + 2e-6)
        assert len(read_count_data(scaled, ["deprived", "older"]).design) == 40

    def test_too_few_areas_are_refused(self, table):
        with pytest.raises(TableError, match="more than 3 areas; found 3"):
            read_count_data(table.head(3), ["deprived", "older"])

    def test_a_missing_indicator_is_named(self, table):
        table.loc[5, "older"] = np.nan
        with pytest.raises(TableError, match="missing for A5"):
            read_count_data(table, ["older"])


class TestFitPoisson:
    def test_the_score_is_zero_at_the_estimate(self, table):
        # The likelihood equations: residuals add up to nothing along every indicator.
        data = read_count_data(table, ["deprived", "older"])
        residuals = data.counts - fit_poisson(data).predict()
        np.testing.assert_allclose(data.design.T @ residuals, 0, atol=1e-5)

    def test_areas_told_apart_by_having_no_events_are_refused(self, table):
        data = read_count_data(
            table.assign(numerator=np.where(table["older"] > 0, 5, 0), older=table["older"].gt(0)),
            ["older"],
        )
        with pytest.raises(TableError, match="Poisson model must settle"):
            fit_poisson(data)


class TestFitNegativeBinomial:
    def test_the_score_is_zero_at_the_estimate(self, table):
        rng = np.random.default_rng(6)
        spread = table.assign(numerator=rng.poisson(30 * rng.gamma(2, 0.5, size=40)))
        data = read_count_data(spread, ["deprived"])
        fit = fit_negative_binomial(data)
        mean, alpha = fit.predict(), fit.params["alpha"]
        residuals = (data.counts - mean) / (1 + alpha * mean)
        np.testing.assert_allclose(data.design.T @ residuals, 0, atol=1e-5)

    def test_a_planted_dispersion_is_found(self):
        rng = np.random.default_rng(12)
        size = 3_000
        deprived = rng.normal(size=size)
        mean = 20 * np.exp(0.3 * deprived)
        table = pd.DataFrame(
            {
                "area_code": [f"A{number}" for number in range(size)],
                "numerator": rng.poisson(mean * rng.gamma(1 / 0.4, 0.4, size=size)),
                "denominator": 1,
                "deprived": deprived,
            }
        )
        fit = fit_negative_binomial(read_count_data(table, ["deprived"]))
        assert fit.params["alpha"] == pytest.approx(0.4, abs=4 * fit.bse["alpha"])
        assert fit.params["deprived"] == pytest.approx(0.3, abs=4 * fit.bse["deprived"])
        assert fit.bse["alpha"] < 0.03

    def test_counts_that_vary_less_than_poisson_are_refused(self, table):
        even = table.assign(numerator=[9, 10, 11, 10] * 10, denominator=100)
        with pytest.raises(TableError, match="Use the Poisson model"):
            fit_negative_binomial(read_count_data(even, ["deprived"]))
