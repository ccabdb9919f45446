import math

import numpy as np
import pandas as pd
import pytest

from benchmarks.outcome_fit import (
    assign_folds,
    calculate_concentration,
    calculate_deviance_explained,
    calculate_expected_events,
    predict_left_out,
)
from datacell_lib.schema import TableError


@pytest.fixture
def outcome():
    """200 areas in 20 districts; the risk beyond age doubles with each unit of ``true``."""
    generator = np.random.default_rng(1)
    true, noise = generator.normal(size=(2, 200))
    expected = generator.uniform(10, 40, 200)
    return pd.DataFrame(
        {
            "area_code": [f"E0200{i:04}" for i in range(200)],
            "district_code": [f"E070000{i // 10:02}" for i in range(200)],
            "population": 7000,
            "expected": expected,
            "events": generator.poisson(expected * 2**true),
            "true": true,
            "noise": noise,
        }
    )


class TestCalculateExpectedEvents:
    def test_doubles_the_risk_by_the_years_given(self):
        # 100 people aged 60, 70 and 80: risks 1 : 2 : 4
        people = pd.DataFrame({60: [100, 0, 0], 70: [0, 100, 0], 80: [0, 0, 100]})
        expected = calculate_expected_events(people, total=70, doubling_years=10)
        assert expected.tolist() == pytest.approx([10, 20, 40])

    @pytest.mark.parametrize(("people", "years"), [(0, 6.2), (10, 0)])
    def test_refuses_nobody_and_no_time(self, people, years):
        with pytest.raises(TableError, match=r"need residents, and a doubling above 0 years"):
            calculate_expected_events(pd.DataFrame({60: [people]}), total=1, doubling_years=years)


class TestAssignFolds:
    def test_keeps_districts_whole_and_folds_alike(self, outcome):
        fold = assign_folds(outcome["district_code"], folds=6, seed=1)
        assert fold.groupby(outcome["district_code"]).nunique().max() == 1
        districts = outcome["district_code"].groupby(fold).nunique()
        assert sorted(districts) == [3, 3, 3, 3, 4, 4]

    @pytest.mark.parametrize("folds", [1, 21])
    def test_refuses_folds_that_cannot_be_filled(self, outcome, folds):
        with pytest.raises(TableError, match=r"from 2 to the number of districts \(20\)"):
            assign_folds(outcome["district_code"], folds=folds, seed=1)


class TestPredictLeftOut:
    def test_finds_what_the_events_were_made_from(self, outcome):
        predictions = predict_left_out(outcome, predictors=["true"], folds=5, seed=1)
        assert predictions["area_code"].tolist() == outcome["area_code"].tolist()
        ratio = np.log2(predictions["predicted"] / outcome["expected"])
        assert np.polyfit(outcome["true"], ratio, 1)[0] == pytest.approx(1, abs=0.1)

    def test_does_not_use_the_events_of_the_district_predicted(self, outcome):
        first = predict_left_out(outcome, predictors=["true"], folds=20, seed=1)
        changed = outcome.copy()
        here = changed["district_code"] == "E07000003"
        changed.loc[here, "events"] = 900
        second = predict_left_out(changed, predictors=["true"], folds=20, seed=1)
        assert second.loc[here, "predicted"].equals(first.loc[here, "predicted"])
        assert not second.loc[~here, "predicted"].equals(first.loc[~here, "predicted"])

    def test_the_null_model_is_what_age_expects_times_the_ratio_of_the_other_districts(
        self, outcome
    ):
        predictions = predict_left_out(outcome, predictors=["true"], folds=5, seed=1)
        for fold in range(5):
            here = predictions["fold"] == fold
            others = outcome.loc[~here, ["events", "expected"]].sum()
            np.testing.assert_allclose(
                predictions.loc[here, "expected"],
                outcome.loc[here, "expected"] * others["events"] / others["expected"],
            )

    def test_names_an_area_with_nothing_expected(self, outcome):
        with pytest.raises(TableError, match=r"above zero; they are not for E02000005"):
            outcome.loc[5, "expected"] = 0
            predict_left_out(outcome, predictors=["true"], folds=5, seed=1)

    def test_names_a_missing_column_or_value(self, outcome):
        with pytest.raises(TableError, match=r"the table lacks imd"):
            predict_left_out(outcome, predictors=["imd"], seed=1)
        outcome.loc[3, "true"] = np.nan
        with pytest.raises(TableError, match=r"'true' is missing for 1 areas, such as E02000003"):
            predict_left_out(outcome, predictors=["true"], seed=1)


class TestCalculateDevianceExplained:
    def test_tells_a_cause_from_noise(self, outcome):
        def explain(name):
            predictions = predict_left_out(outcome, predictors=[name], folds=5, seed=1)
            return calculate_deviance_explained(outcome["events"], predictions=predictions)

        assert explain("true") > 0.8
        assert explain("noise") < 0.05

    def test_equals_a_deviance_worked_by_hand(self):
        # y = 4, dispersion 1/2: D(m) = 2 [4 ln(4 / m) - 6 ln(6 / (m + 2))]
        def deviance(mean):
            return 2 * (4 * math.log(4 / mean) - 6 * math.log(6 / (mean + 2)))

        predictions = pd.DataFrame({"predicted": [3.0], "expected": [2.0], "dispersion": [0.5]})
        explained = calculate_deviance_explained(pd.Series([4]), predictions=predictions)
        assert explained == pytest.approx(1 - deviance(3) / deviance(2))


class TestCalculateConcentration:
    TABLE = pd.DataFrame(
        {
            "area_code": list("vwxyz"),
            "population": [10, 10, 20, 30, 30],
            "events": [8, 2, 4, 3, 3],
            "score": [5, 4, 3, 2, 1],
        }
    )

    @pytest.mark.parametrize(
        ("share", "expected"),
        # 10% of people: 8 of 20 events; 20%: 10 of 20; 30% takes in x, so 40%: 14 of 20
        [(0.1, 4.0), (0.2, 2.5), (0.3, 1.75), (1.0, 1.0)],
    )
    def test_equals_shares_counted_by_hand(self, share, expected):
        found = calculate_concentration(self.TABLE, score="score", share=share)
        assert found == pytest.approx(expected)

    def test_does_not_depend_on_the_order_of_rows(self):
        shuffled = self.TABLE.iloc[[3, 0, 4, 2, 1]].assign(score=[1, 1, 1, 1, 1])
        sorted_ = self.TABLE.assign(score=1)
        found = calculate_concentration(shuffled, score="score")
        assert found == calculate_concentration(sorted_, score="score")
