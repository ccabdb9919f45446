"""The batched quasi-Poisson fit against statsmodels, one series at a time."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from datacell_lib.analysis.time.farrington_glm import Batch, Design, fit_quasi_poisson

SEASONS = np.repeat([0, 1, 2], [12, 10, 14])
DESIGN = Design(times=np.arange(-40.0, -4.0), starts=np.array([0, 12, 22]))


def draw_batch(series=4, *, seed=1, trend=True):
    random = np.random.default_rng(seed)
    counts = random.negative_binomial(3, 0.25, size=(series, SEASONS.size)).astype(float)
    return Batch(
        counts=counts,
        log_exposures=np.log(random.uniform(500, 900, size=counts.shape)),
        weights=random.uniform(0.2, 1.5, size=counts.shape),
        trend=np.full(series, trend),
    )


def design_matrix(trend):
    columns = [season == SEASONS for season in range(3)] + ([DESIGN.times] if trend else [])
    return np.column_stack(columns).astype(float)


def fit_by_statsmodels(batch, row, *, trend):
    model = sm.GLM(
        batch.counts[row],
        design_matrix(trend),
        family=sm.families.Poisson(),
        offset=batch.log_exposures[row],
        var_weights=batch.weights[row],
    )
    return model.fit(tol=1e-13, scale="X2")


@pytest.mark.parametrize("trend", [True, False])
class TestFitQuasiPoissonAgainstStatsmodels:
    # statsmodels 0.15 GLM, Poisson with var_weights; both converge to the same maximum. Dispersion
    # and leverages here have the working weights of the last step, as in R: 4 digits agree.
    def test_coefficients_fitted_counts_and_dispersion_agree(self, trend):
        batch = draw_batch(trend=trend)
        fit = fit_quasi_poisson(batch, design=DESIGN)
        for row in range(len(batch.counts)):
            other = fit_by_statsmodels(batch, row, trend=trend)
            np.testing.assert_allclose(fit.coefficients.log_rates[row], other.params[:3], rtol=1e-7)
            np.testing.assert_allclose(fit.fitted[row], other.fittedvalues, rtol=1e-7)
            np.testing.assert_allclose(fit.dispersion[row], other.scale, rtol=1e-4)
            assert fit.degrees_of_freedom[row] == other.df_resid

    def test_leverages_are_the_diagonal_of_the_hat_matrix(self, trend):
        batch = draw_batch(trend=trend)
        fit = fit_quasi_poisson(batch, design=DESIGN)
        for row in range(len(batch.counts)):
            other = fit_by_statsmodels(batch, row, trend=trend)
            hat = other.get_influence().hat_matrix_diag
            np.testing.assert_allclose(fit.leverages[row], hat, rtol=1e-4)

    def test_a_prediction_has_the_variance_of_the_linear_predictor(self, trend):
        batch = draw_batch(trend=trend)
        log_rates, variances = fit_quasi_poisson(batch, design=DESIGN).predict_now(season=2)
        now = np.array([0.0, 0.0, 1.0, 0.0][: 4 if trend else 3])
        for row in range(len(batch.counts)):
            other = fit_by_statsmodels(batch, row, trend=trend)
            assert log_rates[row] == pytest.approx(now @ other.params, rel=1e-7)
            expected = now @ other.normalized_cov_params @ now
            assert variances[row] == pytest.approx(expected, rel=1e-4)


class TestFitQuasiPoisson:
    def test_the_trend_and_its_p_value_agree_with_statsmodels(self):
        batch = draw_batch(series=6)
        fit = fit_quasi_poisson(batch, design=DESIGN)
        p_values = fit.test_trend(dispersion=fit.dispersion)
        for row in range(len(batch.counts)):
            model = sm.GLM(
                batch.counts[row],
                design_matrix(True),
                family=sm.families.Poisson(),
                offset=batch.log_exposures[row],
                var_weights=batch.weights[row],
            )
            other = model.fit(tol=1e-13, scale="X2", use_t=True)
            assert fit.coefficients.slope[row] == pytest.approx(other.params[3], rel=1e-6)
            assert p_values[row] == pytest.approx(other.pvalues[3], rel=1e-4)

    def test_without_trend_there_is_nothing_to_test(self):
        fit = fit_quasi_poisson(draw_batch(trend=False), design=DESIGN)
        assert (fit.coefficients.slope == 0).all()
        assert (fit.test_trend(dispersion=fit.dispersion) == 1).all()

    @given(st.integers(0, 2**32 - 1))
    @settings(max_examples=15, deadline=None)
    def test_a_series_gets_the_same_numbers_in_a_batch_as_by_itself(self, seed):
        batch = draw_batch(series=7, seed=seed)
        batch.counts[2] = 0
        batch.counts[4, :12] = 0
        together = fit_quasi_poisson(batch, design=DESIGN)
        for row in range(7):
            alone = fit_quasi_poisson(batch.take(np.array([row])), design=DESIGN)
            np.testing.assert_array_equal(alone.fitted[0], together.fitted[row])
            np.testing.assert_array_equal(alone.leverages[0], together.leverages[row])
            assert alone.dispersion[0] == together.dispersion[row]

    @given(st.integers(0, 2**32 - 1))
    @settings(max_examples=15, deadline=None)
    def test_without_trend_each_season_has_its_weighted_rate(self, seed):
        # The maximum likelihood estimate has a closed form: weighted cases over weighted people.
        batch = draw_batch(seed=seed, trend=False)
        fit = fit_quasi_poisson(batch, design=DESIGN)
        cases = DESIGN.sum_by_season(batch.weights * batch.counts)
        people = DESIGN.sum_by_season(batch.weights * np.exp(batch.log_exposures))
        np.testing.assert_allclose(np.exp(fit.coefficients.log_rates), cases / people, rtol=1e-6)

    def test_a_count_of_weight_zero_is_as_good_as_absent(self):
        batch = draw_batch()
        batch.weights[:, 5] = 0
        fit = fit_quasi_poisson(batch, design=DESIGN)
        batch.counts[:, 5] = 10_000
        np.testing.assert_allclose(
            fit_quasi_poisson(batch, design=DESIGN).coefficients.log_rates,
            fit.coefficients.log_rates,
            rtol=1e-12,
        )

    def test_a_season_without_counts_has_no_prediction(self):
        batch = draw_batch()
        batch.weights[:2, 22:] = 0
        log_rates, variances = fit_quasi_poisson(batch, design=DESIGN).predict_now(season=2)
        assert np.isnan(log_rates).tolist() == [True, True, False, False]
        assert np.isnan(variances).tolist() == [True, True, False, False]

    def test_series_without_cases_converge_to_nothing(self):
        batch = draw_batch()
        batch.counts[:] = 0
        fit = fit_quasi_poisson(batch, design=DESIGN)
        assert fit.converged.all()
        assert fit.fitted.max() < 1e-6

    @pytest.mark.parametrize("counts", [[0.0] * 34 + [1.0], [5.0] + [0.0] * 34])
    def test_a_trend_that_cases_at_one_end_alone_drive_to_its_limit_stays_finite(self, counts):
        series = np.array([counts])
        times = np.concatenate([np.arange(-52.0 * year - 3, -52 * year + 4) for year in range(5)])
        design = Design(times=np.sort(times) - 52, starts=np.array([0]))
        batch = Batch(series, np.zeros_like(series), np.ones_like(series), np.array([True]))
        fit = fit_quasi_poisson(batch, design=design)
        assert np.isfinite(fit.fitted).all()
        np.testing.assert_allclose(fit.fitted.sum(), series.sum(), rtol=1e-6)

    def test_the_input_is_unchanged(self):
        batch = draw_batch()
        before = batch.counts.copy(), batch.weights.copy()
        fit_quasi_poisson(batch, design=DESIGN)
        np.testing.assert_array_equal(batch.counts, before[0])
        np.testing.assert_array_equal(batch.weights, before[1])
