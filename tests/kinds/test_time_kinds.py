"""No number that makes no sense is taken by any function of the room of time, quietly or not."""

import inspect
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datacell_lib.analysis import time
from datacell_lib.schema import DatacellError

DISTRICTS = ["E07000066", "E07000067", "E07000068"]
DAYS = pd.date_range("2022-01-03", periods=35)
SUNDAYS = pd.date_range("2018-01-07", periods=210, freq="7D")
COUNTS = [5, 7, 6, 9, 8, 12, 11]


def cross(periods: pd.Index, **columns: object) -> pd.DataFrame:
    parts = [pd.DataFrame({"area_code": code, "period": periods}) for code in DISTRICTS]
    table = pd.concat(parts, ignore_index=True)
    counts = np.resize(COUNTS, len(table)).astype(float)
    return table.assign(numerator=counts, denominator=1000.0, provisional=False, **columns)


def make_snapshots() -> pd.DataFrame:
    days = make_daily()
    ends = [days["date"].max() - pd.Timedelta(weeks=weeks) for weeks in (2, 1, 0)]
    files = [days[days["date"] <= end].assign(known_on=end) for end in ends]
    return pd.concat(files, ignore_index=True)


def make_places() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "authority_code": DISTRICTS,
            "authority_name": list("abc"),
            "district_name": list("abc"),
            "population": 1000.0,
        }
    )


def make_daily() -> pd.DataFrame:
    return cross(DAYS).rename(columns={"period": "date", "numerator": "cases"})[
        ["area_code", "date", "cases"]
    ]


def make_years() -> pd.DataFrame:
    years = pd.DataFrame({"period": range(2018, 2023), "numerator": [10.0, 13, 16, 19, 22]})
    return years.assign(denominator=1000.0)


def make_values() -> pd.DataFrame:
    years = make_years()[["period"]].assign(value=[20.0, 22, 21, 20, 22])
    return years.assign(lower_ci=years["value"] - 2, upper_ci=years["value"] + 2)


WEEKS = cross(SUNDAYS)
NAMED = WEEKS.assign(area_name=WEEKS["area_code"])
INTERVAL = time.SerialInterval(mean=2.6, sd=1.5, source="any")
# For each function: its table, the columns of it that are counts, and what else it needs.
FUNCTIONS = {
    "add_up_districts": (NAMED, ["numerator", "denominator"], {"title": "all"}),
    "arrange_weeks": (make_daily(), ["cases"], {"neighbourhoods": make_places()}),
    "calculate_doubling_time": (
        pd.DataFrame(
            {"value": [0.1], "lower_ci": 0.05, "upper_ci": 0.2, "confidence": 0.95, "note": ""}
        ),
        [],
        {},
    ),
    "calculate_funnel_with_curve": (
        NAMED.groupby("area_code").first().reset_index(),
        ["numerator", "denominator"],
        {},
    ),
    "calculate_growth_rate": (WEEKS.drop(columns="denominator"), ["numerator"], {"periods": 9}),
    "calculate_latest_funnel": (NAMED, ["numerator", "denominator"], {}),
    "calculate_p_chart": (WEEKS, ["numerator", "denominator"], {}),
    "calculate_recent_trend_of_proportions": (make_years(), ["numerator", "denominator"], {}),
    "calculate_recent_trend_of_values": (make_values(), [], {}),
    "calculate_reproduction_number": (
        cross(DAYS),
        ["numerator"],
        {"serial_interval": INTERVAL, "dated_by": "specimen date"},
    ),
    "calculate_rolling_rate": (WEEKS, ["numerator", "denominator"], {}),
    "calculate_rolling_sum": (WEEKS, ["numerator", "denominator"], {}),
    "calculate_u_chart": (WEEKS, ["numerator", "denominator"], {}),
    "calculate_weekly_counts": (make_daily(), ["cases"], {}),
    "calculate_xmr_chart": (WEEKS[["area_code", "period"]].assign(value=1.0), [], {}),
    "compare_weekly_counts": (
        NAMED,
        ["numerator"],
        {"here": make_places()[:1], "around": make_places(), "title": "all"},
    ),
    "detect_by_history": (WEEKS, ["numerator", "denominator"], {}),
    "detect_ears_c1": (WEEKS, ["numerator"], {}),
    "detect_ears_c2": (WEEKS, ["numerator"], {}),
    "detect_ears_c3": (WEEKS, ["numerator"], {}),
    "detect_farrington_classic": (WEEKS, ["numerator", "denominator"], {}),
    "detect_farrington_flexible": (WEEKS, ["numerator", "denominator"], {}),
    "detect_farrington_flexible_delta": (WEEKS, ["numerator", "denominator"], {}),
    "detect_in_districts": (NAMED, ["numerator"], {}),
    "expect_late_reports": (make_snapshots(), ["cases"], {"title": "all"}),
    "follow_reproduction_number": (
        make_daily(),
        ["cases"],
        {"title": "all", "serial_interval": INTERVAL},
    ),
    "judge_control_chart": (
        time.calculate_xmr_chart(WEEKS[["area_code", "period"]].assign(value=1.0)),
        [],
        {"higher_is": "better"},
    ),
    "judge_snapshots": (make_snapshots(), ["cases"], {}),
    "keep_complete_weeks": (NAMED, ["numerator", "denominator"], {}),
    "mark_provisional": (WEEKS, [], {"as_of": pd.Timestamp("2030-01-01"), "reporting_delay": 5}),
    "summarise_latest_weeks": (NAMED, ["numerator", "denominator"], {}),
    "total_latest_week": (NAMED, ["numerator", "denominator"], {"title": "all"}),
}
NUMBERS = {
    (name, parameter.name): parameter
    for name in FUNCTIONS
    for parameter in inspect.signature(getattr(time, name)).parameters.values()
    if parameter.annotation in ("int", "float", "int | None")
}
SHARES = [key for key in NUMBERS if key[1] in ("confidence", "alpha")]
WHOLE = [key for key, parameter in NUMBERS.items() if parameter.annotation != "float"]
CELLS = [(name, column) for name, (_, columns, _) in FUNCTIONS.items() for column in columns]
MEASURES = [
    *(("calculate_recent_trend_of_values", name) for name in ("value", "lower_ci", "upper_ci")),
    *(("calculate_doubling_time", name) for name in ("value", "lower_ci", "upper_ci")),
    ("calculate_xmr_chart", "value"),
]


def call(name: str, table: pd.DataFrame | None = None, **settings: object) -> pd.DataFrame:
    made, _, needed = FUNCTIONS[name]
    return getattr(time, name)(made if table is None else table, **needed | settings)


def spoil(name: str, column: str, value: float, place: int) -> pd.DataFrame:
    table = FUNCTIONS[name][0].copy()
    row = len(table) - 1 - place % len(table)
    table[column] = table[column].astype(float)
    table.loc[table.index[row], column] = value
    return table


def test_every_function_of_the_room_is_here() -> None:
    functions = {name for name in time.__all__ if inspect.isfunction(getattr(time, name))}
    assert functions == set(FUNCTIONS)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_is_right_is_taken(name) -> None:
    assert len(call(name)) > 0


@pytest.mark.parametrize(("name", "parameter"), SHARES)
@given(value=st.one_of(st.floats(1), st.floats(max_value=0), st.just(95), st.just(math.nan)))
def test_a_confidence_or_alpha_that_is_no_share_is_refused(name, parameter, value) -> None:
    with pytest.raises(DatacellError, match=f"{parameter} must lie between 0 and"):
        call(name, **{parameter: value})


@pytest.mark.parametrize(("name", "parameter"), [key for key in NUMBERS if key not in SHARES])
@pytest.mark.parametrize("value", [math.nan, -math.inf, -1, -0.5, "7"])
def test_a_setting_that_is_no_number_or_below_zero_is_refused(name, parameter, value) -> None:
    with pytest.raises(DatacellError, match=parameter):
        call(name, **{parameter: value})


@pytest.mark.parametrize(("name", "parameter"), WHOLE)
@pytest.mark.parametrize("value", [7.5, math.inf, True])
def test_a_number_of_periods_that_is_not_whole_is_refused(name, parameter, value) -> None:
    with pytest.raises(DatacellError, match=f"{parameter} must be a whole number"):
        call(name, **{parameter: value})


@pytest.mark.parametrize(
    ("name", "parameter"),
    [key for key in NUMBERS if key not in SHARES and key not in WHOLE and "maximum" not in key[1]],
)
def test_a_setting_that_is_infinite_is_refused(name, parameter) -> None:
    with pytest.raises(DatacellError, match=f"{parameter}.*found.* inf"):
        call(name, **{parameter: math.inf})


@pytest.mark.parametrize(("name", "column"), CELLS)
@given(
    value=st.one_of(st.just(math.inf), st.just(-math.inf), st.floats(-1e9, -0.01)),
    place=st.integers(0, 6),
)
def test_a_count_that_is_negative_or_infinite_is_refused(name, column, value, place) -> None:
    with pytest.raises(DatacellError, match=rf"{column} must (not be negative|be finite|be above)"):
        call(name, spoil(name, column, value, place))


@pytest.mark.parametrize(("name", "column"), MEASURES)
@pytest.mark.parametrize("value", [math.inf, -math.inf])
def test_a_measure_that_is_infinite_is_refused(name, column, value) -> None:
    with pytest.raises(DatacellError, match=f"{column} must be finite"):
        call(name, spoil(name, column, value, 0))


@pytest.mark.parametrize(
    ("name", "column"), [cell for cell in CELLS if cell[1] in ("numerator", "cases")]
)
def test_a_last_count_that_is_not_known_is_refused_or_leaves_something_missing(
    name, column
) -> None:
    table = spoil(name, column, math.nan, 0)
    try:
        found = call(name, table)
    except DatacellError as error:
        assert "no count" in str(error)
        return
    whole = call(name)
    assert found.isna().to_numpy().sum() > whole.isna().to_numpy().sum()
