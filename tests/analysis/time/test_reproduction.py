"""The reproduction number against EpiEstim, and where it is not reported."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datacell_lib.analysis.time.reproduction import calculate_reproduction_number
from datacell_lib.analysis.time.serial_interval import (
    SerialInterval,
    SerialIntervalByDay,
    discretise_serial_interval,
)
from datacell_lib.schema import ParameterError, TableError

INFLUENZA = SerialInterval(mean=2.6, sd=1.5, source="Ferguson and others 2005")
EPIDEMIC = [
    2, 1, 3, 4, 3, 6, 9, 8, 14, 17, 15, 24, 28, 33, 30, 41, 38, 45, 40, 37, 42, 33, 29, 27, 20, 22,
    14, 12, 9, 11, 6, 5, 4, 2, 3, 1,
]  # fmt: skip

# An influenza outbreak in a school in Pennsylvania, 2009, as EpiEstim gives it, with its serial
# interval by day and the results that its own tests hold (example 1).
SCHOOL = [
    1, 1, 0, 2, 5, 3, 3, 3, 6, 2, 5, 9, 13, 12, 13, 11, 12, 6, 6, 6, 3, 1, 0, 2, 0, 0, 0, 0, 2, 0,
    2, 0,
]  # fmt: skip
SCHOOL_INTERVAL = SerialIntervalByDay(
    probabilities=[0, 0.233, 0.359, 0.198, 0.103, 0.053, 0.027, 0.014, 0.007, 0.003, 0.002, 0.001],
    source="Cauchemez and others 2011",
)


def daily(counts, *, start="2022-01-01", **columns):
    days = pd.date_range(start, periods=len(counts))
    return pd.DataFrame({"area_code": "E06000001", "period": days, "numerator": counts, **columns})


def estimate(table, **arguments):
    settings = {"serial_interval": INFLUENZA, "dated_by": "specimen date", **arguments}
    return calculate_reproduction_number(table, **settings)


class TestCalculateReproductionNumber:
    @pytest.mark.parametrize(
        ("days", "mean", "sd", "lower", "upper", "tolerance"),
        [
            ("2 to 8", 1.991394527, 0.3366071115, 1.387079253, 2.703266413, 5.1e-10),
            ("5 to 11", 1.719694250, 0.2012749879, 1.347965775, 2.136003584, 5.1e-10),
            ("30 to 36", 0.5530758967, 0.09627815567, 0.3807119987, 0.7571181998, 5.1e-11),
        ],
    )
    def test_it_is_that_of_epiestim(self, days, mean, sd, lower, upper, tolerance, validate):
        last = int(days.split()[-1])
        row = estimate(daily(EPIDEMIC)).iloc[last - 1]
        validate(
            method=f"Reproduction number, days {days}: mean, sd, 95% credible interval",
            source="EpiEstim, parametric serial interval 2.6 (1.5), prior 5 (5), weekly windows",
            expected=[mean, sd, lower, upper],
            obtained=[row[name] for name in ("value", "posterior_sd", "lower_ci", "upper_ci")],
            tolerance=tolerance,
        )

    @pytest.mark.parametrize(
        ("days", "mean", "sd", "lower", "upper"),
        [
            ("2 to 8", 1.7356089, 0.40908694, 1.02863184, 2.6244959),
            ("10 to 16", 1.4340033, 0.17651360, 1.10905802, 1.8000616),
            ("20 to 26", 0.4173489, 0.11575175, 0.22222070, 0.6729457),
            ("23 to 29", 0.4577916, 0.20473063, 0.14864369, 0.9377027),
            ("26 to 32", 1.0040161, 0.44900963, 0.32600128, 2.0565439),
        ],
    )
    def test_with_an_interval_by_day_it_is_that_of_epiestim(
        self, days, mean, sd, lower, upper, validate
    ):
        last = int(days.split()[-1])
        row = estimate(
            daily(SCHOOL), serial_interval=SCHOOL_INTERVAL, maximum_variation=math.inf
        ).iloc[last - 1]
        validate(
            method=f"Reproduction number, serial interval by day, days {days}",
            source="EpiEstim, Flu2009, example 1 of its tests: mean, sd, 95% credible interval",
            expected=[mean, sd, lower, upper],
            obtained=[row[name] for name in ("value", "posterior_sd", "lower_ci", "upper_ci")],
            tolerance=5.1e-8,
        )

    def test_what_is_withheld_for_its_variation_can_be_asked_for(self):
        # Days 23 to 29: 0.2047 / 0.4578 is a coefficient of variation of 0.447.
        by_limit = {
            limit: estimate(
                daily(SCHOOL), serial_interval=SCHOOL_INTERVAL, maximum_variation=limit
            ).iloc[28]
            for limit in (0.3, 0.44, 0.45)
        }
        assert by_limit[0.44]["note"] == (
            "not reported: too few cases (coefficient of variation above 0.44)"
        )
        assert np.isnan(by_limit[0.3]["value"]) and np.isnan(by_limit[0.44]["value"])
        assert by_limit[0.45]["value"] > 0 and by_limit[0.45]["note"] == ""

    def test_the_limit_is_0_3_unless_told(self):
        table = daily(EPIDEMIC)
        pd.testing.assert_frame_equal(estimate(table), estimate(table, maximum_variation=0.3))

    def test_an_interval_by_day_and_its_mean_and_sd_say_the_same(self):
        by_day = discretise_serial_interval(INFLUENZA, days=80)
        given = SerialIntervalByDay(probabilities=by_day / by_day.sum(), source="any")
        np.testing.assert_allclose(
            estimate(daily(EPIDEMIC), serial_interval=given)["value"],
            estimate(daily(EPIDEMIC))["value"],
            rtol=1e-9,
        )

    def test_the_method_says_where_an_interval_by_day_comes_from(self):
        method = estimate(daily(SCHOOL), serial_interval=SCHOOL_INTERVAL)["method"].iloc[0]
        assert method.endswith(
            "serial interval given for 11 days, mean 2.596 days (Cauchemez and others 2011)"
        )

    def test_the_row_says_its_window_method_and_source(self):
        row = estimate(daily(EPIDEMIC)).iloc[7]
        assert row["period"] == pd.Timestamp("2022-01-08")
        assert row["window_start"] == pd.Timestamp("2022-01-02")
        assert row["statistic"] == "reproduction number"
        assert row["confidence"] == 0.95
        assert row["method"] == (
            "Cori and others 2013, 7-day window, serial interval mean 2.6 sd 1.5 days "
            "(Ferguson and others 2005)"
        )

    def test_the_input_is_unchanged(self):
        table = daily(EPIDEMIC)
        before = table.copy()
        estimate(table)
        pd.testing.assert_frame_equal(table, before)

    def test_a_window_needs_a_day_before_it(self):
        result = estimate(daily(EPIDEMIC))
        assert result["value"].isna().tolist() == [True] * 7 + [False] * 29
        assert result["note"][6] == "not reported: the window starts before the second day"

    def test_eleven_cases_are_enough_and_ten_are_not(self):
        # Posterior shape 1 + cases; coefficient of variation 1 / sqrt(shape): 0.3015 and 0.2887.
        for last, reported in ((1, False), (2, True)):
            row = estimate(daily([5, 1, 2, 1, 2, 1, 2, last])).iloc[-1]
            assert np.isnan(row["value"]) != reported
            assert row["note"].startswith("not reported: too few cases") != reported

    def test_the_growth_of_a_steady_epidemic_is_that_of_the_renewal_equation(self):
        # Cases that grow by a constant factor g a day have R = 1 / sum(w(s) g^-s).
        growth, days = 1.05, np.arange(80)
        interval = discretise_serial_interval(INFLUENZA, days=79)
        expected = 1 / (interval @ growth ** -days.astype(float))
        result = estimate(daily(1e6 * growth**days))
        assert result["value"].iloc[-1] == pytest.approx(expected, rel=1e-4)

    def test_a_provisional_day_is_reported_in_no_window(self):
        result = estimate(daily(EPIDEMIC, provisional=[False] * 34 + [True] * 2))
        assert result["value"].isna().tolist()[-3:] == [False, True, True]
        assert result["note"].iloc[-1] == (
            "not reported: provisional days in or just before the window"
        )

    def test_a_missing_day_is_not_zero_cases(self):
        counts = [float(count) for count in EPIDEMIC]
        counts[20] = np.nan
        result = estimate(daily(counts))
        assert result["value"].notna()[19]
        assert result["note"][20] == "not reported: cases missing in or just before the window"
        # The interval reaches 11 days back to all but a thousandth, the window 6 more.
        assert result["value"].isna()[20:36].all()

    def test_cases_long_after_a_missing_day_are_reported_again(self):
        counts = [20.0] * 60
        counts[10] = np.nan
        assert estimate(daily(counts))["value"].notna()[40:].all()

    def test_cases_from_nowhere_give_no_number(self):
        row = estimate(daily([0] * 7 + [50])).iloc[-1]
        assert np.isnan(row["value"])
        assert row["note"] == "not reported: nobody infectious before the window"

    def test_spring_2020_carries_its_caveat(self):
        notes = estimate(daily([30] * 100, start="2020-02-20")).set_index("period")["note"]
        caveat = "spring 2020: mostly hospitals tested for Covid-19; not all infections"
        assert notes["2020-03-11"] == ""
        assert (notes["2020-03-12":"2020-05-23"] == caveat).all()
        assert notes["2020-05-24"] == ""

    def test_areas_do_not_touch_one_another(self):
        first, second = daily(EPIDEMIC), daily(EPIDEMIC[::-1]).assign(area_code="E06000002")
        both = estimate(pd.concat([first, second], ignore_index=True))
        apart = pd.concat([estimate(first), estimate(second)], ignore_index=True)
        pd.testing.assert_frame_equal(both, apart)

    @given(counts=st.lists(st.integers(0, 60), min_size=10, max_size=30), window=st.integers(1, 9))
    @settings(max_examples=25, deadline=None)
    def test_the_interval_holds_the_mean_and_a_wider_confidence_widens_it(self, counts, window):
        narrow, wide = (estimate(daily(counts), window=window, confidence=c) for c in (0.8, 0.99))
        reported = wide["value"].notna()
        assert (narrow["value"].notna() == reported).all()
        for result in (narrow[reported], wide[reported]):
            assert (result["lower_ci"] < result["value"]).all()
            assert (result["value"] < result["upper_ci"]).all()
        assert (wide["lower_ci"] < narrow["lower_ci"])[reported].all()
        assert (wide["posterior_sd"] / wide["value"])[reported].le(0.3).all()

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ({"dated_by": "report date"}, "dated by specimen date; found 'report date'"),
            ({"window": 0}, "window must be at least 1 days; found 0"),
            ({"prior_sd": 0}, "prior_sd must be a number above 0, and not infinite; found 0"),
            ({"prior_mean": -1}, "prior_mean must be a number above 0, and not infinite; found -1"),
            ({"maximum_variation": 0}, "maximum_variation must be a number above 0; found 0"),
            (
                {"maximum_variation": np.nan},
                "maximum_variation must be a number above 0; found nan",
            ),
            ({"confidence": 95}, "confidence must lie between 0 and 1; found 95"),
        ],
    )
    def test_a_setting_out_of_range_is_refused(self, arguments, message):
        with pytest.raises(ParameterError, match=message):
            estimate(daily(EPIDEMIC), **arguments)

    def test_weeks_are_refused(self):
        weeks = daily(EPIDEMIC).assign(period=pd.date_range("2022-01-03", periods=36, freq="7D"))
        with pytest.raises(TableError, match="consecutive days; found a step of 7 days"):
            estimate(weeks)

    def test_periods_that_are_no_dates_are_refused(self):
        with pytest.raises(TableError, match="must be dates, one a day; found int64"):
            estimate(daily(EPIDEMIC).assign(period=range(36)))
