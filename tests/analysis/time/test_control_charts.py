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
# The 20 standard normal numbers of NHSRplotthedots's own tests (R: set.seed(123); rnorm(20)).
NORMAL = [
    *(-0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774, 1.71506499, 0.46091621),
    *(-1.26506123, -0.68685285, -0.44566197, 1.22408180, 0.35981383, 0.40077145, 0.11068272),
    *(-0.55584113, 1.78691314, 0.49785048, -1.96661716, 0.70135590, -0.47279141),
]
PLOT_THE_DOTS = "NHSRplotthedots, its own tests (tests/testthat/_snaps/ptd_spc.md)"
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

    def test_meets_the_limits_of_nhsrplotthedots(self, validate):
        chart = calculate_xmr_chart(make_values(NORMAL))
        for line, expected, tolerance in zip(
            LINES, [0.142, -3.01, 3.29], [5e-4, 5e-3, 5e-3], strict=True
        ):
            validate(
                method=f"XmR chart, {line.replace('_', ' ')}",
                source=PLOT_THE_DOTS,
                expected=expected,
                obtained=chart.loc[0, line],
                tolerance=tolerance,
            )
        assert not chart[list(RULES)].any(axis=None)  # 20 of 20 points are common cause there

    @pytest.mark.parametrize(
        ("place", "expected"), [(0, [0.0746, -2.60, 2.75]), (19, [0.209, -3.28, 3.70])]
    )
    def test_recalculated_limits_are_those_of_each_half(self, place, expected, validate):
        chart = calculate_xmr_chart(make_values(NORMAL), recalculate_at=[2011])
        validate(
            method=f"XmR chart recalculated at its 11th point, limits of point {place + 1}",
            source=PLOT_THE_DOTS,
            expected=expected[1:],
            obtained=chart.loc[place, LINES[1:]],
            tolerance=5e-3,
        )
        assert chart.loc[place, "centre"] == pytest.approx(expected[0], abs=5e-4)

    def test_a_change_names_a_period_of_the_table(self):
        for change in (2000, "2011", None, 2011.5):
            with pytest.raises(ParameterError, match=r"recalculate_at must name periods.*found"):
                calculate_xmr_chart(make_values(NORMAL), recalculate_at=[change])

    def test_a_change_may_be_a_date(self):
        days = make_values(NORMAL).assign(period=pd.date_range("2020-01-02", periods=20))
        by_date = calculate_xmr_chart(days, recalculate_at=["2020-01-12"])
        by_number = calculate_xmr_chart(make_values(NORMAL), recalculate_at=[2011])
        pd.testing.assert_frame_equal(by_date[LINES], by_number[LINES])

    def test_changes_hold_in_each_area_and_repeated_ones_count_once(self):
        first, second = make_values(NORMAL), make_values(NORMAL[::-1])
        both = pd.concat([first.assign(area_code="a"), second.assign(area_code="b")])
        together = calculate_xmr_chart(both, recalculate_at=[2011, 2006, 2011])
        alone = [calculate_xmr_chart(t, recalculate_at=[2006, 2011]) for t in (first, second)]
        np.testing.assert_array_equal(together[LINES], pd.concat(alone)[LINES])

    def test_limits_from_the_first_points_do_not_move_with_later_ones(self):
        # By hand: the first three known are 1, 3 and 5, of mean 3; their ranges are 2 and 2.
        values = [1.0, 3.0, 5.0, 40.0, 90.0]
        chart = calculate_xmr_chart(make_values(values), baseline_points=3)
        assert chart.loc[4, LINES].tolist() == pytest.approx([3, 3 - 5.32, 3 + 5.32])
        assert chart["outside_limits"].tolist() == [False, False, False, True, True]
        gapped = calculate_xmr_chart(make_values([1.0, np.nan, *values[1:]]), baseline_points=3)
        assert gapped.loc[4, LINES].tolist() == pytest.approx([3, 3 - 5.32, 3 + 5.32])

    def test_the_first_points_are_those_of_each_phase(self):
        chart = calculate_xmr_chart(
            make_values([1.0, 3, 9, 10, 14, 90]), recalculate_at=[2004], baseline_points=2
        )
        assert chart["centre"].tolist() == [2, 2, 2, 12, 12, 12]

    def test_few_points_behind_the_limits_are_said(self):
        values = make_values(NORMAL)
        assert set(calculate_xmr_chart(values)["note"]) == {""}
        assert set(calculate_xmr_chart(values, baseline_points=11)["note"]) == {UNSETTLED}
        notes = calculate_xmr_chart(values, recalculate_at=[2013])["note"]
        assert notes.tolist() == [""] * 12 + [UNSETTLED] * 8

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
