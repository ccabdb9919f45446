import geopandas as gpd
import libpysal
import numpy as np
import pandas as pd
import pytest
from esda.smoothing import Empirical_Bayes
from hypothesis import given, settings
from hypothesis import strategies as st

from datacell_lib.analysis.space.smoothing import smooth_rates_globally
from datacell_lib.schema import ParameterError, TableError


def counts(numerators, denominators):
    codes = [f"A{number}" for number in range(len(numerators))]
    return pd.DataFrame({"area_code": codes, "numerator": numerators, "denominator": denominators})


@pytest.fixture(scope="module")
def carolina():
    areas = gpd.read_file(libpysal.examples.get_path("sids2.shp"))
    areas["area_code"] = areas["NAME"]
    table = pd.DataFrame(
        {
            "area_code": areas["NAME"],
            "numerator": areas["SID74"].astype(int),
            "denominator": areas["BIR74"].astype(int),
        }
    )
    return table, areas


class TestSmoothRatesGlobally:
    def test_a_worked_example_by_hand(self):
        # m = 111/4100, s² = 1.597e-4, m/n̄ = 1.981e-5, A = 1.399e-4; own weights A/(A + m/n)
        # are .3407 and .9118: .027073 - .017073*.3407, and so on.
        smoothed = smooth_rates_globally(counts([1, 30, 80], [100, 2000, 2000]), multiplier=1)
        assert smoothed["value"].tolist() == pytest.approx([0.021256, 0.016065, 0.038859], abs=2e-6)
        assert smoothed["own_weight"].tolist() == pytest.approx([0.3407, 0.9118, 0.9118], abs=1e-4)

    def test_it_agrees_with_esda_on_the_carolina_data(self, carolina, validate):
        table, _ = carolina
        reference = Empirical_Bayes(table["numerator"], table["denominator"]).r.ravel()
        smoothed = smooth_rates_globally(table, multiplier=1_000)["value"]
        np.testing.assert_allclose(smoothed, 1_000 * reference, rtol=1e-12)
        for name in ("Anson", "Robeson"):
            place = table["area_code"].eq(name).to_numpy()
            validate(
                method=f"empirical Bayes rate per 1,000, global, {name}",
                source="esda.smoothing.Empirical_Bayes, North Carolina 1974-78 (Cressie 1991)",
                expected=1_000 * reference[place],
                obtained=smoothed[place],
                tolerance=1e-9,
            )

    def test_the_interval_covers_planted_rates_as_often_as_it_says(self):
        # Rates drawn from a gamma distribution, counts from Poisson: the model itself.
        rng = np.random.default_rng(2)
        people = rng.integers(500, 9_000, size=4_000)
        rates = rng.gamma(4, 0.002 / 4, size=4_000)
        smoothed = smooth_rates_globally(
            counts(rng.poisson(people * rates), people), multiplier=1, confidence=0.9
        )
        covered = smoothed["lower_ci"].le(rates) & smoothed["upper_ci"].ge(rates)
        assert covered.mean() == pytest.approx(0.9, abs=0.015)  # 3 standard errors

    def test_it_errs_less_than_crude_rates_do(self):
        rng = np.random.default_rng(2)
        people = rng.integers(500, 9_000, size=400)
        rates = rng.gamma(4, 0.002 / 4, size=400)
        smoothed = smooth_rates_globally(counts(rng.poisson(people * rates), people), multiplier=1)
        errors = [((smoothed[column] - rates) ** 2).mean() for column in ("value", "crude_rate")]
        assert errors[0] < 0.8 * errors[1]

    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 50), st.integers(50, 5000)), min_size=2, max_size=15))
    def test_a_smoothed_rate_lies_between_its_own_and_the_pooled_one(self, rows):
        table = counts(*zip(*rows, strict=True))
        smoothed = smooth_rates_globally(table, multiplier=1)
        pooled = table["numerator"].sum() / table["denominator"].sum()
        low = np.minimum(smoothed["crude_rate"], pooled) - 1e-12
        high = np.maximum(smoothed["crude_rate"], pooled) + 1e-12
        assert smoothed["value"].between(low, high).all()
        assert smoothed["lower_ci"].le(smoothed["value"] + 1e-12).all()
        assert smoothed["upper_ci"].ge(smoothed["value"] - 1e-12).all()

    def test_areas_alike_get_the_pooled_rate_and_its_exact_interval(self):
        # 10 events in 2,000 people: exact Poisson 4.795389 to 18.390356 (Garwood 1936).
        smoothed = smooth_rates_globally(counts([5, 5], [1_000, 1_000]), multiplier=2_000)
        assert smoothed["value"].tolist() == pytest.approx([10.0, 10.0])
        assert smoothed["lower_ci"].tolist() == pytest.approx([4.795389] * 2, abs=1e-6)
        assert smoothed["upper_ci"].tolist() == pytest.approx([18.390356] * 2, abs=1e-6)
        assert smoothed["note"].str.contains("no variation beyond chance").all()

    def test_no_events_at_all_is_a_rate_of_zero_with_an_upper_limit(self):
        # The exact upper limit of a Poisson mean after 0 events is -ln(0.025) = 3.688879.
        smoothed = smooth_rates_globally(counts([0, 0], [1_000, 1_000]), multiplier=2_000)
        assert smoothed["value"].tolist() == [0.0, 0.0]
        assert smoothed["lower_ci"].tolist() == [0.0, 0.0]
        assert smoothed["upper_ci"].tolist() == pytest.approx([3.688879] * 2, abs=1e-6)

    def test_the_input_is_unchanged(self):
        table = counts([1, 30, 80], [100, 2000, 2000])
        before = table.copy()
        smooth_rates_globally(table)
        pd.testing.assert_frame_equal(table, before)

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"numerator": [1.0, np.nan]}, "one missing for A1"),
            ({"numerator": [1, -2]}, "must not be negative; found -2 for A1"),
            ({"denominator": [0, 10]}, "must be above zero; found 0 for A0"),
            ({"area_code": ["A0", "A0"]}, "each area_code must have one row"),
            ({"area_code": ["E01000001", "E02000001"]}, "of one geography"),
        ],
    )
    def test_impossible_counts_are_refused(self, change, message):
        with pytest.raises(TableError, match=message):
            smooth_rates_globally(counts([1, 2], [10, 20]).assign(**change))

    def test_a_confidence_of_95_is_refused(self):
        with pytest.raises(ParameterError, match=r"Write 95% as 0\.95"):
            smooth_rates_globally(counts([1, 2], [10, 20]), confidence=95)

    def test_a_multiplier_of_nothing_is_refused(self):
        with pytest.raises(ParameterError, match="multiplier must be above zero; found 0"):
            smooth_rates_globally(counts([1, 2], [10, 20]), multiplier=0)
