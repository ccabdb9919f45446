"""EARS against R surveillance, and by its definition."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datacell_lib.analysis.time.ears import detect_ears_c1, detect_ears_c2, detect_ears_c3
from datacell_lib.schema import ParameterError, TableError

R = json.loads(Path(__file__).with_name("surveillance_answers.json").read_text(encoding="utf-8"))
SHORT = [3, 4, 2, 5, 3, 4, 6, 5, 4, 12, 7, 3, 2, 15, 4]
SOURCE = "R surveillance 1.20.3, earsC"
DEFINITION = "Hutwagner and others 2003, worked from the definition of C3"
DETECTORS = [detect_ears_c1, detect_ears_c2, detect_ears_c3]


def daily(counts, **columns):
    days = pd.date_range("2024-01-01", periods=len(counts))
    return pd.DataFrame({"area_code": "E06000001", "period": days, "numerator": counts, **columns})


def alarm_places(result):
    """1-based places of the alarms."""
    return [place + 1 for place in np.flatnonzero(result["alarm"].fillna(False))]


class TestDetectEarsC1:
    def test_bounds_and_alarms_are_those_of_surveillance(self, validate):
        result = detect_ears_c1(daily(SHORT))
        validate(
            method="EARS C1 upper bounds",
            source=SOURCE,
            expected=[
                8.014078, 8.299793, 8.299793, 14.817567, 15.201127, 15.201127, 15.798361, 21.935933
            ],
            obtained=result["upper_bound"][7:],
            tolerance=5e-7,
        )  # fmt: skip
        assert alarm_places(result) == [10]

    def test_bounds_of_a_longer_series_are_those_of_surveillance(self, validate):
        result = detect_ears_c1(daily(R["series"]))
        validate(
            method="EARS C1 upper bounds, weeks 20 to 40",
            source=SOURCE,
            expected=R["answers"]["ears_c1"]["upper"],
            obtained=result["upper_bound"][19:40],
            tolerance=5.1e-9,
        )

    def test_the_score_is_the_share_of_the_distance_to_the_bound(self):
        # By hand: baseline 1 2 3 4 5 6 7 has mean 4 and variance 14/3; z(0.001) = 3.090232306.
        result = detect_ears_c1(daily([1, 2, 3, 4, 5, 6, 7, 9]), assess_last=1)
        assert result["exceedance_score"].item() == pytest.approx(
            5 / (3.090232306167813 * np.sqrt(14 / 3))
        )

    def test_a_minimum_deviation_quiets_a_single_case_after_none(self):
        counts = daily([0] * 7 + [1])
        assert alarm_places(detect_ears_c1(counts)) == [8]
        assert alarm_places(detect_ears_c1(counts, minimum_sd=0.5)) == []

    def test_the_score_is_missing_where_there_is_no_spread(self):
        assert detect_ears_c1(daily([0] * 8))["exceedance_score"].isna().all()


class TestDetectEarsC2:
    def test_bounds_and_alarms_are_those_of_surveillance(self, validate):
        result = detect_ears_c2(daily(SHORT))
        validate(
            method="EARS C2 upper bounds",
            source=SOURCE,
            expected=[8.014078, 8.299793, 8.299793, 14.817567, 15.201127, 15.201127],
            obtained=result["upper_bound"][9:],
            tolerance=5e-7,
        )
        assert alarm_places(result) == [10]

    def test_bounds_of_a_longer_series_are_those_of_surveillance(self, validate):
        result = detect_ears_c2(daily(R["series"]))
        validate(
            method="EARS C2 upper bounds, weeks 20 to 40",
            source=SOURCE,
            expected=R["answers"]["ears_c2"]["upper"],
            obtained=result["upper_bound"][19:40],
            tolerance=5.1e-9,
        )

    @given(st.lists(st.integers(0, 50), min_size=12, max_size=30))
    @settings(max_examples=20, deadline=None)
    def test_it_is_c1_two_periods_later(self, counts):
        c1, c2 = detect_ears_c1(daily(counts)), detect_ears_c2(daily(counts))
        np.testing.assert_array_equal(c2["upper_bound"][9:], c1["upper_bound"][7:-2])


class TestDetectEarsC3:
    def test_a_single_rise_of_two_deviations_is_no_alarm(self, validate):
        # By hand: the last baseline is 1 1 0 1 3 0 1, of mean 1 and deviation 1, so that C2 is 2
        # and C3 is 2 - 1; the two days before lie below their means.
        last = detect_ears_c3(daily([1, 3, 1, 1, 0, 1, 3, 0, 1, 1, 1, 3])).iloc[-1]
        validate(
            method="EARS C3, the statistic over z and the count that gives an alarm",
            source=DEFINITION,
            expected=[1 / 1.959963984540054, 1 + (1 + 1.959963984540054)],
            obtained=[last["exceedance_score"], last["upper_bound"]],
            tolerance=1e-9,
        )
        assert not last["alarm"]

    def test_statistics_and_alarms_are_those_of_the_definition(self, validate):
        # Worked with Python's own statistics module, days 12 to 15. Before days 12 and 15 the
        # two days before exceed z by themselves.
        result = detect_ears_c3(daily(SHORT))
        validate(
            method="EARS C3, the statistic",
            source=DEFINITION,
            expected=[6.177311, 1.123977, 2.023716, 2.023716],
            obtained=1.959963984540054 * result["exceedance_score"][11:],
            tolerance=1e-6,
        )
        validate(
            method="EARS C3, the count that gives an alarm",
            source=DEFINITION,
            expected=[0, 11.064799, 14.807233, 0],
            obtained=result["upper_bound"][11:],
            tolerance=1e-6,
        )
        assert alarm_places(result) == [12, 14, 15]

    def test_the_bound_does_not_depend_on_the_count_itself(self):
        # R's does: it starts from the count of the day judged.
        changed = [*SHORT[:13], 400, SHORT[14]]
        assert (
            detect_ears_c3(daily(changed))["upper_bound"][13]
            == detect_ears_c3(daily(SHORT))["upper_bound"][13]
        )

    def test_a_score_above_one_is_a_count_above_its_bound(self):
        result = detect_ears_c3(daily(R["series"])).dropna(subset="exceedance_score")
        assert (result["alarm"] == (result["exceedance_score"] >= 1)).all()
        assert 0 < result["alarm"].sum() < len(result)

    def test_without_earlier_excess_the_bound_is_a_deviation_above_that_of_c2(self):
        # The last baseline is 4 6 4 6 4 6 4: its deviation is the square root of 8/7.
        flat = [4, 6, 4, 6, 4, 6, 4, 6, 4, 5, 5, 5]
        c2, c3 = (detector(daily(flat), alpha=0.025) for detector in DETECTORS[1:])
        assert c3["upper_bound"][11] == pytest.approx(c2["upper_bound"][11] + np.sqrt(8 / 7))

    def test_two_days_that_exceed_z_by_themselves_give_an_alarm_whatever_the_count(self):
        last = detect_ears_c3(daily([3, 5, 3, 5, 3, 5, 3, 5, 3, 20, 30, 0])).iloc[-1]
        assert last["alarm"] and last["upper_bound"] == 0
        assert last["note"] == "the two periods before give an alarm whatever the count"

    def test_counts_without_any_spread_have_their_mean_as_bound(self):
        result = detect_ears_c3(daily([3] * 14))
        assert result["upper_bound"][13] == 3
        assert alarm_places(result) == []

    def test_an_earlier_count_above_a_baseline_without_spread_is_above_any_threshold(self):
        result = detect_ears_c3(daily([3] * 10 + [4, 3, 3]))
        assert alarm_places(result) == [12, 13]
        assert result["exceedance_score"][11:].isna().all()

    def test_a_suppressed_count_is_judged_by_what_its_limits_allow(self):
        counts = [4, 6, 4, 6, 4, 6, 4, 6, 4, 5, 5, None]
        for lower, upper, alarm in [(20, 30, True), (1, 4, False)]:
            limits = {
                "numerator_lower": [None] * 11 + [lower],
                "numerator_upper": [None] * 11 + [upper],
            }
            assert detect_ears_c3(daily(counts, **limits))["alarm"][11] == alarm
        limits = {"numerator_lower": [None] * 11 + [1], "numerator_upper": [None] * 11 + [30]}
        assert detect_ears_c3(daily(counts, **limits))["alarm"][11] is pd.NA


@pytest.mark.parametrize("detector", DETECTORS[:2])
class TestSuppressedCounts:
    def hide(self, counts, *, lower=0, upper=2):
        hidden = pd.Series(counts, dtype=float).where(lambda count: count > upper)
        return daily(hidden, numerator_lower=lower, numerator_upper=upper)

    @given(st.lists(st.integers(0, 9), min_size=10, max_size=14))
    @settings(max_examples=30, deadline=None)
    def test_what_is_decided_is_what_the_full_counts_decide(self, detector, counts):
        full = detector(daily(counts))
        partly = detector(self.hide(counts))
        decided = partly["alarm"].notna()
        assert (partly["alarm"] == full["alarm"])[decided].all()
        bounded = partly["upper_bound"].notna()
        assert (partly["upper_bound"] >= full["upper_bound"] - 1e-9)[bounded].all()
        assert (bounded == full["upper_bound"].notna()).all()

    def test_a_large_count_after_suppressed_ones_is_an_alarm(self, detector):
        last = detector(self.hide([1, 0, 2, 1, 0, 1, 2, 0, 1, 40])).iloc[-1]
        assert last["alarm"]
        assert last["note"] == "the bound is the highest that suppressed counts before it allow"
        assert np.isnan(last["expected"]) and np.isnan(last["exceedance_score"])

    def test_a_count_that_could_be_either_is_left_open(self, detector):
        last = detector(self.hide([1, 0, 2, 1, 0, 1, 2, 0, 1, 4])).iloc[-1]
        assert last["alarm"] is pd.NA
        assert last["note"].startswith("suppressed counts leave open")

    def test_a_missing_count_beside_suppressed_ones_leaves_no_bound(self, detector):
        table = self.hide([1, 0, 2, 1, 0, 1, 2, 0, 1, 40])
        table.loc[3, ["numerator_lower", "numerator_upper"]] = np.nan
        assert detector(table)["upper_bound"].isna().all()


@pytest.mark.parametrize("detector", DETECTORS)
class TestEveryEarsDetector:
    def test_the_input_is_unchanged(self, detector):
        table = daily(SHORT)
        before = table.copy()
        detector(table)
        pd.testing.assert_frame_equal(table, before)

    def test_it_returns_a_row_per_area_and_period_with_the_shared_columns(self, detector):
        result = detector(daily(SHORT))
        assert list(result) == [
            "area_code", "period", "numerator", "expected", "upper_bound", "alarm",
            "exceedance_score", "method", "note",
        ]  # fmt: skip
        assert list(result["numerator"]) == SHORT

    def test_areas_do_not_touch_one_another(self, detector):
        first, second = daily(SHORT), daily(SHORT[::-1]).assign(area_code="E06000002")
        both = detector(pd.concat([first, second], ignore_index=True))
        apart = pd.concat([detector(first), detector(second)], ignore_index=True)
        pd.testing.assert_frame_equal(both, apart)

    def test_early_periods_have_no_bound_and_say_so(self, detector):
        first = detector(daily(SHORT)).iloc[0]
        assert np.isnan(first["upper_bound"])
        assert first["alarm"] is pd.NA
        assert first["note"].endswith("periods before are not all known")

    def test_a_provisional_period_is_never_an_alarm(self, detector):
        table = daily([*SHORT[:14], 400], provisional=[False] * 14 + [True])
        last = detector(table).iloc[-1]
        assert last["alarm"] is pd.NA
        assert np.isnan(last["exceedance_score"])
        assert last["note"] == "provisional: never used for an alarm"

    def test_a_provisional_period_is_no_part_of_a_baseline(self, detector):
        marks = [False] * 10 + [True] + [False] * 4
        assert detector(daily(SHORT, provisional=marks))["alarm"][14:].isna().all()

    def test_a_missing_count_is_missing_and_not_zero(self, detector):
        counts = [*SHORT[:13], None, 4]
        result = detector(daily(counts))
        assert result["note"][13] == "count missing"
        assert result["alarm"].isna()[[13]].all()

    @given(
        counts=st.lists(st.integers(0, 40), min_size=13, max_size=25),
        factor=st.integers(2, 9),
    )
    @settings(max_examples=20, deadline=None)
    def test_scaling_all_counts_scales_the_bounds(self, detector, counts, factor):
        once = detector(daily(counts))["upper_bound"]
        scaled = detector(daily([factor * count for count in counts]))["upper_bound"]
        np.testing.assert_allclose(scaled, factor * once, rtol=1e-9, atol=1e-6)

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ({"baseline": 2}, "baseline must be at least 3 periods; found 2"),
            ({"alpha": 0.0}, "alpha must lie between 0 and 0.5; found 0.0"),
            ({"alpha": 0.5}, "alpha must lie between 0 and 0.5; found 0.5"),
            (
                {"minimum_sd": -1},
                "minimum_sd must be a number of 0 or more, and not infinite; found -1",
            ),
            ({"assess_last": 0}, "assess_last must be at least 1; found 0"),
        ],
    )
    def test_a_setting_out_of_range_is_refused(self, detector, arguments, message):
        with pytest.raises(ParameterError, match=message):
            detector(daily(SHORT), **arguments)

    def test_a_gapped_series_is_refused(self, detector):
        with pytest.raises(TableError, match="found a gap before E06000001, 2024-01-06"):
            detector(daily(SHORT).drop(index=4))
