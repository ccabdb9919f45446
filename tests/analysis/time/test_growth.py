import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from datacell_lib.analysis.time import growth as module
from datacell_lib.analysis.time.growth import calculate_doubling_time, calculate_growth_rate
from datacell_lib.schema import ParameterError, TableError

RANDOM = np.random.default_rng(3)
MEANS = 50 * np.exp(0.05 * (np.arange(60) - 30))
OVERDISPERSED = RANDOM.negative_binomial(5, 5 / (5 + MEANS))


def make_table(numerators, **columns):
    table = pd.DataFrame({"numerator": numerators, "provisional": False})
    days = pd.date_range("2021-01-04", periods=len(table))
    return table.assign(area_code="E07000073", period=days).assign(**columns)


class TestCalculateGrowthRate:
    def test_agrees_with_statsmodels_joint_fit(self, validate):
        time = sm.add_constant(np.arange(60) - 29.5)
        joint = sm.NegativeBinomial(OVERDISPERSED, time).fit(disp=False)
        answer = calculate_growth_rate(make_table(OVERDISPERSED), periods=60)
        validate(
            method="Growth rate, negative binomial regression",
            source="statsmodels NegativeBinomial, fitted jointly",
            expected=joint.params[1],
            obtained=answer["value"],
            tolerance=5e-6,
        )
        # Student's t, 97.5% on 58 degrees of freedom.
        error = (answer["upper_ci"] - answer["value"]).iloc[0] / 2.001717
        assert error == pytest.approx(joint.bse[1], rel=0.01)

    def test_finds_an_exact_doubling(self):
        answer = calculate_growth_rate(make_table([10 * 2**i for i in range(7)]), periods=7)
        assert answer["value"].iloc[0] == pytest.approx(np.log(2), abs=1e-6)
        assert (answer["trend"].iloc[0], answer["arrow"].iloc[0]) == ("growing", "↑")

    def test_turns_round_with_time(self):
        forth, back = (
            calculate_growth_rate(make_table(series), periods=60).iloc[0]
            for series in (OVERDISPERSED, OVERDISPERSED[::-1])
        )
        assert forth["value"] == pytest.approx(-back["value"], abs=1e-6)
        assert back["trend"] == "shrinking" and back["arrow"] == "↓"

    def test_of_a_level_series_is_none(self):
        answer = calculate_growth_rate(make_table([5] * 21)).iloc[0]
        assert answer["value"] == pytest.approx(0, abs=1e-9)
        assert (answer["trend"], answer["arrow"]) == ("no clear change", "→")

    def test_covers_planted_growth_as_often_as_it_says(self):
        # 60 planted series of 21 days: of 95% intervals 57 are to be expected, fewer than 51
        # once in 500 times.
        random = np.random.default_rng(8)
        mean = 30 * np.exp(0.04 * np.arange(21))
        tables = [
            make_table(random.negative_binomial(10, 10 / (10 + mean)), area_code=f"area {i}")
            for i in range(60)
        ]
        answer = calculate_growth_rate(pd.concat(tables))
        assert answer["lower_ci"].le(0.04).mul(answer["upper_ci"].ge(0.04)).sum() >= 51

    def test_never_uses_a_provisional_day(self):
        counts = [*OVERDISPERSED[:30], 0, 0, 0]
        marked = make_table(counts, provisional=[False] * 30 + [True] * 3)
        answer = calculate_growth_rate(marked)
        settled = calculate_growth_rate(make_table(OVERDISPERSED[:30]))
        pd.testing.assert_frame_equal(answer, settled)
        assert answer["period"].iloc[0] == marked["period"].iloc[29]

    def test_keeps_an_area_whose_days_are_all_provisional(self):
        answer = calculate_growth_rate(make_table([9] * 21, provisional=True)).iloc[0]
        assert pd.isna(answer["period"]) and answer["note"] == module.TOO_SHORT

    def test_looks_past_the_days_of_the_week(self):
        # Planted: growth of 0.03 a day, weekends at half, and three weeks that end on a Sunday.
        mean = 400 * np.exp(0.03 * np.arange(21)) * np.where(np.arange(21) % 7 >= 5, 0.5, 1)
        table = make_table(mean.round())
        plain = calculate_growth_rate(table).iloc[0]["value"]
        seen = calculate_growth_rate(table, day_of_week=True).iloc[0]["value"]
        assert abs(seen - 0.03) < 0.001 < abs(plain - 0.03)

    @pytest.mark.parametrize(
        ("counts", "note"),
        [
            ([1] * 9, module.TOO_SHORT),
            ([5.0] * 20 + [np.nan], module.NOT_KNOWN),
            ([0] * 12 + [1] * 9, module.TOO_FEW),
            ([0] * 20 + [40], module.TOO_FEW),
        ],
    )
    def test_is_not_reported_where_there_is_too_little(self, counts, note):
        answer = calculate_growth_rate(make_table(counts)).iloc[0]
        assert answer["note"] == note and answer["trend"] == "cannot be calculated"
        assert answer[["value", "lower_ci", "upper_ci"]].isna().all()

    def test_is_not_reported_with_a_day_of_the_week_that_has_no_events(self):
        closed = [0 if day % 7 == 6 else 9 for day in range(21)]
        answer = calculate_growth_rate(make_table(closed), day_of_week=True)
        assert answer["note"].tolist() == [module.EMPTY_DAY]

    @pytest.mark.parametrize(
        ("columns", "arguments", "error", "message"),
        [
            ({}, {"periods": 6}, ParameterError, "periods must be at least 7"),
            ({}, {"periods": 13, "day_of_week": True}, ParameterError, "at least 14"),
            ({"period": range(21)}, {"day_of_week": True}, TableError, "dates with day_of_week"),
            (
                {"period": pd.date_range("2021-01-03", periods=21, freq="W")},
                {"day_of_week": True},
                TableError,
                "found steps of 7 days",
            ),
            ({"numerator": -1}, {}, TableError, "found -1 for E07000073, 2021-01-04"),
        ],
    )
    def test_refuses_what_does_not_fit(self, columns, arguments, error, message):
        with pytest.raises(error, match=message):
            calculate_growth_rate(make_table([5] * 21, **columns), **arguments)

    def test_of_an_empty_table_is_empty(self):
        assert calculate_growth_rate(make_table([5] * 21).iloc[:0]).empty

    def test_refuses_a_gap(self):
        with pytest.raises(TableError, match="a gap before E07000073, 2021-01-07"):
            calculate_growth_rate(make_table([5] * 21).drop(index=2))

    def test_refuses_a_table_that_does_not_say_what_is_provisional(self):
        with pytest.raises(TableError, match="no column provisional"):
            calculate_growth_rate(make_table([5] * 21).drop(columns="provisional"))

    def test_leaves_its_input_unchanged(self, leaves_unchanged):
        leaves_unchanged(calculate_growth_rate, make_table([5] * 21))


class TestCalculateDoublingTime:
    def test_is_a_week_at_growth_of_a_tenth(self, validate):
        # By hand: log 2 = 0.693147; over 0.1, 0.2 and 0.05.
        growth = make_growth(0.1, 0.05, 0.2)
        validate(
            method="Doubling time at a growth rate of 0.1 (0.05 to 0.2)",
            source="worked by hand",
            expected=[6.93147, 3.46574, 13.86294],
            obtained=calculate_doubling_time(growth)[["value", "lower_ci", "upper_ci"]],
            tolerance=5e-6,
        )

    def test_is_a_halving_time_below_zero(self):
        answer = calculate_doubling_time(make_growth(-0.1, -0.2, -0.05)).iloc[0]
        assert answer["lower_ci"] < answer["value"] < answer["upper_ci"] < 0

    def test_has_no_limits_where_growth_is_not_clear(self):
        answer = calculate_doubling_time(make_growth(0.1, -0.1, 0.3)).iloc[0]
        assert answer["value"] > 0 and answer["note"] == module.NO_DOUBLING
        assert answer[["lower_ci", "upper_ci"]].isna().all()

    def test_is_missing_where_growth_is_and_says_why(self):
        growth = calculate_growth_rate(make_table([1] * 9))
        answer = calculate_doubling_time(growth).iloc[0]
        assert np.isnan(answer["value"]) and answer["note"] == module.TOO_SHORT
        assert "trend" not in answer

    def test_of_no_growth_at_all_is_missing(self):
        assert np.isnan(calculate_doubling_time(make_growth(0.0, -0.1, 0.1))["value"].iloc[0])

    def test_leaves_its_input_unchanged(self, leaves_unchanged):
        leaves_unchanged(calculate_doubling_time, make_growth(0.1, 0.05, 0.2))


def make_growth(value, lower, upper):
    limits = {"value": [value], "lower_ci": [lower], "upper_ci": [upper]}
    return pd.DataFrame({"area_code": ["a"], **limits, "confidence": 0.95, "note": ""})
