import numpy as np
import pandas as pd
import pytest

from datacell_lib.analysis.rates.counts import UNKNOWN
from datacell_lib.analysis.rates.proportions_and_rates import calculate_crude_rate
from datacell_lib.analysis.time.control_charts import (
    UNSETTLED,
    calculate_p_chart,
    calculate_u_chart,
    calculate_xmr_chart,
)
from datacell_lib.analysis.time.control_rules import RULES
from datacell_lib.schema import ParameterError, TableError

MONTGOMERY = "Montgomery, Introduction to Statistical Quality Control"
# Montgomery: nonconforming orange juice cans in 30 samples of 50.
CANS = [
    *(12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22),
    *(8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6),
]
# Montgomery: errors in 20 weekly samples of 50 shipments.
ERRORS = [2, 3, 8, 1, 1, 4, 1, 4, 5, 1, 8, 2, 4, 3, 4, 1, 8, 3, 7, 4]
# Montgomery: viscosity of 15 batches of aircraft primer paint.
VISCOSITY = [
    *(33.75, 33.05, 34.00, 33.81, 33.46, 34.02, 33.68, 33.27),
    *(33.49, 33.20, 33.62, 33.00, 33.54, 33.12, 33.84),
]
LINES = ["centre", "lower_limit", "upper_limit"]
COUNTS = pytest.mark.parametrize("chart", [calculate_p_chart, calculate_u_chart])


def make_counts(numerators, denominator=50):
    table = pd.DataFrame({"numerator": numerators, "denominator": denominator})
    return table.assign(period=range(2001, 2001 + len(table)))


def make_values(values):
    return pd.DataFrame({"period": range(2001, 2001 + len(values)), "value": values})


class TestCalculatePChart:
    def test_meets_the_published_limits(self, validate):
        chart = calculate_p_chart(make_counts(CANS))
        validate(
            method="p chart, orange juice cans: centre and limits",
            source=MONTGOMERY,
            expected=[0.2313, 0.0524, 0.4102],
            obtained=chart.loc[0, LINES],
            tolerance=5e-5,
        )
        # The book finds samples 15 and 23 above the upper limit.
        assert (chart.index[chart["outside_limits"]] + 1).tolist() == [15, 23]

    def test_has_limits_that_follow_the_denominator(self):
        chart = calculate_p_chart(make_counts([10, 100, 20], [100, 1000, 200]))
        width = (chart["upper_limit"] - chart["lower_limit"]).to_numpy()
        assert width[0] == pytest.approx(width[1] * np.sqrt(10))

    def test_keeps_its_limits_between_zero_and_one(self):
        chart = calculate_p_chart(make_counts([0, 4, 0, 4], 4), multiplier=100)
        assert chart["lower_limit"].min() == 0 and chart["upper_limit"].max() == 100

    def test_refuses_numerators_above_denominators(self):
        with pytest.raises(TableError, match="found 51 of 50 for 2001"):
            calculate_p_chart(make_counts([51]))


class TestCalculateUChart:
    def test_meets_the_published_limits(self, validate):
        chart = calculate_u_chart(make_counts(ERRORS), multiplier=1)
        validate(
            method="u chart, shipping errors: centre and limits",
            source=MONTGOMERY,
            expected=[0.0740, 0, 0.1894],
            obtained=chart.loc[0, LINES],
            tolerance=5e-5,
        )
        assert not chart["outside_limits"].any()


class TestCalculateXmrChart:
    def test_meets_the_published_limits(self, validate):
        chart = calculate_xmr_chart(make_values(VISCOSITY))
        validate(
            method="XmR chart, viscosity of paint: centre and limits",
            source=MONTGOMERY,
            expected=[33.52, 32.24, 34.80],
            obtained=chart.loc[0, LINES],
            tolerance=5e-3,
        )
        assert not chart["outside_limits"].any()

    def test_does_not_range_over_a_missing_point(self):
        # By hand: mean of 1, 3, 11, 13 is 7; ranges are 2 and 2, not the 8 across the gap.
        chart = calculate_xmr_chart(make_values([1.0, 3.0, np.nan, 11.0, 13.0]))
        assert chart.loc[0, LINES].tolist() == pytest.approx([7, 7 - 5.32, 7 + 5.32])
        assert not chart.loc[2, list(RULES)].any()

    def test_charts_rates_as_they_come(self):
        counts = make_counts([5, 9, 4, 6, 8])
        rates = calculate_crude_rate(counts, multiplier=1)
        chart = calculate_xmr_chart(rates)
        assert list(chart)[:2] == ["period", "value"]
        assert chart["centre"].tolist() == pytest.approx([0.128] * 5)

    def test_of_one_point_has_no_limits(self):
        chart = calculate_xmr_chart(make_values([5.0]))
        assert chart[["lower_limit", "upper_limit"]].isna().all(axis=None)

    def test_refuses_text(self):
        with pytest.raises(TableError, match="value must be numbers"):
            calculate_xmr_chart(make_values(["5"]))

    def test_leaves_its_input_unchanged(self, leaves_unchanged):
        leaves_unchanged(calculate_xmr_chart, make_values(VISCOSITY))


class TestWorkedSeries:
    """A series for each rule: steady about 50, then one thing happens."""

    STEADY = (50, 53, 48, 51, 46, 52, 49, 54, 47, 51, 48, 52)

    @pytest.mark.parametrize(
        ("rule", "then", "marked"),
        [  # sums by hand: steady 601, its ranges 48
            ("outside_limits", [75], [12]),
            # mean 990 / 19 = 52.1, so the last steady point, 52, is still below it
            ("shift", [56, 54, 57, 55, 56, 54, 57], [12, 13, 14, 15, 16, 17, 18]),
            ("rise_or_fall", [44, 46, 48, 50, 52, 54, 56], [12, 13, 14, 15, 16, 17, 18]),
            # mean 778 / 15 = 51.9, sigma 2.66 / 3 * 83 / 14 = 5.26: outer third 62.4 to 67.6
            ("near_limit", [63, 51, 63], [12, 14]),
        ],
    )
    def test_breaks_its_rule_at_the_points_planted(self, rule, then, marked):
        chart = calculate_xmr_chart(make_values([float(v) for v in (*self.STEADY, *then)]))
        assert chart.index[chart[rule]].tolist() == marked

    def test_breaks_none_while_it_is_steady(self):
        chart = calculate_xmr_chart(make_values([float(v) for v in self.STEADY]))
        assert not chart[list(RULES)].any(axis=None)


class TestEveryChart:
    @COUNTS
    def test_of_areas_together_is_that_of_each(self, chart):
        first, second = make_counts(CANS), make_counts(CANS[::-1])
        both = pd.concat([first.assign(area_code="a"), second.assign(area_code="b")])
        mingled = chart(both.sort_values("period", kind="stable"))
        for name, alone in (("a", first), ("b", second)):
            mine = mingled.loc[mingled["area_code"] == name].drop(columns="area_code")
            pd.testing.assert_frame_equal(mine, chart(alone))

    @COUNTS
    def test_leaves_unknown_counts_out(self, chart):
        answer = chart(make_counts([5.0, np.nan, *[5.0] * 12]))
        assert answer["note"].tolist() == ["", UNKNOWN, *[""] * 12]
        assert answer["centre"].iloc[0] == answer["value"].iloc[0]

    @COUNTS
    def test_says_when_it_is_short(self, chart):
        assert set(chart(make_counts([5] * 11))["note"]) == {UNSETTLED}

    @COUNTS
    def test_refuses_a_gap(self, chart):
        with pytest.raises(TableError, match="a gap before 2005"):
            chart(make_counts([5] * 6).drop(index=3))

    @COUNTS
    def test_refuses_a_series_out_of_order(self, chart):
        with pytest.raises(TableError, match="out of order or repeated"):
            chart(make_counts([5] * 6).iloc[::-1])

    @COUNTS
    def test_refuses_a_multiplier_of_zero(self, chart):
        with pytest.raises(ParameterError, match="multiplier must be above zero"):
            chart(make_counts([5]), multiplier=0)

    @COUNTS
    def test_refuses_a_table_without_periods(self, chart):
        with pytest.raises(TableError, match="no column period"):
            chart(make_counts([5]).drop(columns="period"))

    @COUNTS
    def test_leaves_its_input_unchanged(self, chart, leaves_unchanged):
        leaves_unchanged(chart, make_counts(CANS))
