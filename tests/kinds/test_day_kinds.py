"""A day of the UK is one day, whichever way its time is written and whatever the clocks do."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datacell_lib.analysis import space, time
from datacell_lib.schema import TableError
from datacell_lib.uk_days import find_uk_days, require_uk_days, use_uk_days

UK = "Europe/London"
SPRING, AUTUMN = "2020-03-29", "2020-10-25"  # the clocks changed in those nights
Write = Callable[[pd.DatetimeIndex], pd.DatetimeIndex]
# Ways in which the same days come: midnights there, the same moments elsewhere, times of day.
WAYS: dict[str, Write] = {
    "midnights in London": lambda days: days.tz_localize(UK),
    "midnights in London, in UTC": lambda days: days.tz_localize(UK).tz_convert("UTC"),
    "midnights in UTC": lambda days: days.tz_localize("UTC"),
    "noon in London": lambda days: (days + pd.Timedelta(hours=12)).tz_localize(UK),
    "half past nine, without a zone": lambda days: days + pd.Timedelta(minutes=570),
    "midnights in London, in nanoseconds": lambda days: days.tz_localize(UK).as_unit("ns"),
}
ways = pytest.mark.parametrize("write", WAYS.values(), ids=WAYS)


def make_series(days: pd.DatetimeIndex, *, seed: int = 1) -> pd.DataFrame:
    counts = np.random.default_rng(seed).integers(20, 60, len(days))
    table = pd.DataFrame({"area_code": "E02000001", "period": days, "numerator": counts})
    return table.assign(denominator=1000, provisional=False)


METHODS: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "rolling sum": time.calculate_rolling_sum,
    "rolling rate": time.calculate_rolling_rate,
    "growth": lambda table: time.calculate_growth_rate(table, periods=21, day_of_week=True),
    "p chart": lambda table: time.calculate_p_chart(table.drop(columns="provisional")),
    "u chart": lambda table: time.calculate_u_chart(table.drop(columns="provisional")),
    "xmr chart": lambda table: time.calculate_xmr_chart(
        table[["period", "numerator"]].rename(columns={"numerator": "value"})
    ),
    "EARS C1": time.detect_ears_c1,
    "EARS C2": time.detect_ears_c2,
    "EARS C3": time.detect_ears_c3,
    "reproduction number": lambda table: time.calculate_reproduction_number(
        table,
        serial_interval=time.SerialInterval(mean=2.6, sd=1.5, source="Ferguson and others 2005"),
        dated_by="specimen date",
    ),
    "weeks": lambda table: time.calculate_weekly_counts(
        table.rename(columns={"period": "date", "numerator": "cases"})
    ),
    "every seventh day": lambda table: space.detect_in_places(
        table,
        neighbourhoods=pd.DataFrame(
            {"msoa_code": ["E02000001"], "place_name": ["A"], "authority_name": ["B"]}
        ),
    ),
    "provisional days": lambda table: time.mark_provisional(
        table.drop(columns="provisional"),
        as_of=table["period"].iloc[-1],
        reporting_delay=5,
    ),
}


class TestDaysOfEveryMethod:
    @ways
    @pytest.mark.parametrize("change", [SPRING, AUTUMN])
    @pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
    def test_the_answer_is_that_of_plain_days(
        self, method: Callable, change: str, write: Write
    ) -> None:
        days = pd.date_range(pd.Timestamp(change) - pd.Timedelta(days=20), periods=42)
        plain = make_series(days)
        written = plain.assign(period=write(days))
        before = written.copy(deep=True)
        pd.testing.assert_frame_equal(
            method(written), method(plain), check_dtype=False, check_freq=False
        )
        pd.testing.assert_frame_equal(written, before)


class TestWeeksAcrossAChangeOfTheClocks:
    @ways
    @pytest.mark.parametrize("change", [SPRING, AUTUMN])
    def test_sunday_ends_the_week_and_holds_its_own_cases(self, change: str, write: Write) -> None:
        # fourteen days from a Monday, whose first Sunday is the change: 1 to 7 make 28, 8 to 14 77
        days = pd.date_range(pd.Timestamp(change) - pd.Timedelta(days=6), periods=14)
        daily = pd.DataFrame({"area_code": "X", "date": write(days), "cases": range(1, 15)})
        weekly = time.calculate_weekly_counts(daily)
        assert weekly["numerator"].tolist() == [28, 77]
        assert weekly["period"].tolist() == [days[6], days[13]]

    @ways
    def test_two_moments_of_one_day_are_refused(self, write: Write) -> None:
        days = write(pd.date_range("2020-10-19", periods=14))
        twice = days.insert(7, days[6] + pd.Timedelta(minutes=30))
        daily = pd.DataFrame({"area_code": "X", "date": twice, "cases": 1})
        with pytest.raises(TableError, match=r"each day once; X has 15 rows for 14 days"):
            time.calculate_weekly_counts(daily)

    def test_days_as_pandas_periods_are_days(self) -> None:
        days = pd.period_range("2020-10-19", periods=14, freq="D")
        daily = pd.DataFrame({"area_code": "X", "date": days, "cases": 1})
        assert time.calculate_weekly_counts(daily)["numerator"].tolist() == [7, 7]

    @pytest.mark.parametrize(
        "dates",
        [
            pd.Series(["2020-10-19", "2020-10-20"]),
            pd.Series(["19/10/2020", "20/10/2020"], dtype=object),
            pd.Series([20201019, 20201020]),
            pd.Series(pd.period_range("2020-10-19", periods=2, freq="W")),
            pd.Series(pd.to_datetime(["2020-10-19", "2020-10-20"]).date),
        ],
        ids=["texts", "objects", "numbers", "weeks", "Python's dates"],
    )
    def test_what_is_no_day_is_refused_with_what_to_do(self, dates: pd.Series) -> None:
        daily = pd.DataFrame({"area_code": "X", "date": dates, "cases": 1})
        with pytest.raises(TableError, match=r"date must be dates, one a day; found .*to_datetime"):
            time.calculate_weekly_counts(daily)

    def test_a_row_without_a_day_is_refused(self) -> None:
        daily = pd.DataFrame({"area_code": "X", "date": [pd.NaT], "cases": 1})
        with pytest.raises(TableError, match=r"date must not be missing; found 1 rows"):
            time.calculate_weekly_counts(daily)

    @ways
    def test_a_last_day_wanted_is_compared_with_days(self, write: Write) -> None:
        days = pd.date_range("2020-03-16", periods=21)
        daily = pd.DataFrame({"area_code": "E07000073", "date": write(days), "cases": 1})
        places = {"authority_code": ["E07000073"], "authority_name": ["H"], "population": [10.0]}
        weekly = time.arrange_weeks(
            daily, neighbourhoods=pd.DataFrame(places), until=pd.Timestamp(SPRING).date()
        )
        assert weekly["period"].tolist() == [days[6], days[13]]
        assert not weekly["provisional"].any()

    def test_four_weeks_are_four_across_the_change_in_spring(self) -> None:
        # Sundays at midnight in London: 28 days before 19 April is an hour before 22 March there
        sundays = pd.date_range("2020-03-15", periods=6, freq="W-SUN", tz=UK)
        weekly = pd.concat(
            [
                pd.DataFrame({"area_code": code, "area_name": code, "period": sundays}).assign(
                    numerator=[100, 100, 1, 1, 1, 1], denominator=1000.0, provisional=False
                )
                for code in ("E07000073", "E07000074", "E07000075")
            ]
        )
        funnel = time.calculate_latest_funnel(weekly, weeks=4)
        assert funnel["value"].dropna().tolist() == pytest.approx([400] * 3)


class TestFindUkDays:
    @given(
        moments=st.lists(
            st.datetimes(
                min_value=pd.Timestamp("1990-01-01"), max_value=pd.Timestamp("2037-12-31")
            ),
            min_size=1,
        ),
        zone=st.sampled_from(["UTC", UK, "America/New_York", "Asia/Kolkata", "Pacific/Auckland"]),
    )
    def test_a_moment_has_one_day_whatever_zone_it_is_written_in(self, moments, zone) -> None:
        times = pd.Series(moments, dtype="datetime64[us]").dt.tz_localize("UTC")
        days = find_uk_days(times)
        assert days.dt.tz is None and (days == days.dt.normalize()).all()
        pd.testing.assert_series_equal(find_uk_days(times.dt.tz_convert(zone)), days)
        assert days.dt.date.tolist() == times.dt.tz_convert(UK).dt.date.tolist()

    def test_times_of_arrow_are_days_too(self) -> None:
        times = pd.Series(pd.date_range("2020-10-24", periods=3, tz=UK))
        arrow = times.astype(pd.ArrowDtype.construct_from_string("timestamp[us, tz=UTC][pyarrow]"))
        assert find_uk_days(arrow).dt.day.tolist() == [24, 25, 26]

    def test_what_is_missing_stays_missing(self) -> None:
        times = pd.Series([pd.NaT, pd.Timestamp("2020-10-25", tz=UK)])
        assert find_uk_days(times).isna().tolist() == [True, False]


class TestUseUkDays:
    @pytest.mark.parametrize(
        "periods", [[2020, 2021], ["2020/21", "2021/22"], pd.period_range("2020", periods=2)]
    )
    def test_what_is_no_time_is_left_alone(self, periods) -> None:
        table = pd.DataFrame({"period": periods})
        assert use_uk_days(table) is table

    def test_a_table_without_the_column_is_left_alone(self) -> None:
        table = pd.DataFrame({"value": [1]})
        assert use_uk_days(table) is table


class TestRequireUkDays:
    def test_its_table_is_left_as_it_was(self) -> None:
        table = pd.DataFrame({"date": pd.date_range("2020-10-24", periods=3, tz=UK)})
        before = table.copy(deep=True)
        require_uk_days(table, column="date")
        pd.testing.assert_frame_equal(table, before)
