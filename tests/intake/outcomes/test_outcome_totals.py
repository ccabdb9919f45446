"""Counts of an outcome added up, each by hand."""

import numpy as np
import pandas as pd
import pytest

from datacell_lib.intake.outcomes.outcome_totals import (
    add_up_outcome,
    require_apart,
    require_overlap,
)
from datacell_lib.schema import ConfigError

COUNT = {"type": "integer", "quantity": "count", "meaning": "Cases."}
DAY = {"type": "date", "quantity": "key", "meaning": "A day."}
COPY = {"layout": "official", "path": "office/things.csv"}


@pytest.fixture
def outcome(catalogue):
    """Return a function that makes the entry of cases by day, whose rows are as told."""

    def make(*, day=DAY, count=COUNT, **adding):
        return catalogue(
            key=["area_code", "day"],
            adding_up={"day": adding},
            columns={"day": day, "cases": count},
            copies=[COPY | {"columns": {"area_code": "code", "day": "day", "cases": "n"}}],
        )

    return make


def make_rows(counts, *, code="A", start="2020-03-01", freq="D"):
    days = pd.date_range(start, periods=len(counts), freq=freq)
    return pd.DataFrame({"area_code": code, "day": days, "cases": counts})


def add_up(rows, dataset, places=("A",)):
    found = add_up_outcome(rows, dataset=dataset, places=dict.fromkeys(places, "Here"))
    (row,) = found.to_dict("records")
    return row["cases_lower"], row["cases_upper"]


class TestAddUpOutcome:
    def test_of_counts_over_seven_days_every_seventh_is_taken(self, outcome):
        # one case a day for fourteen days: eight counts over seven days, each of 7
        assert add_up(make_rows([7] * 8), outcome(rows="overlapping", days=7)) == (14, 14)

    @pytest.mark.parametrize("rows", ["accumulating", "snapshots"])
    def test_of_what_accumulates_and_of_snapshots_the_last_is_taken(self, outcome, rows):
        assert add_up(make_rows([3, 5, 9]), outcome(rows=rows)) == (9, 9)

    @pytest.mark.parametrize("rows", ["pooled", "overlapping"])
    def test_what_cannot_be_told_apart_is_refused(self, outcome, rows):
        with pytest.raises(ConfigError, match=rf"things can't be added up over 'day'.*{rows}"):
            add_up(make_rows([3, 5, 9]), outcome(rows=rows))

    def test_days_that_are_apart_are_summed(self, outcome):
        assert add_up(make_rows([3, 5, 9]), outcome(rows="apart")) == (17, 17)

    def test_a_missing_count_is_not_zero(self, outcome):
        low, high = add_up(make_rows([40, np.nan, 50], freq="MS"), outcome(rows="apart"))
        assert low == 90 and np.isnan(high)

    def test_where_every_count_is_missing_nothing_is_known(self, outcome):
        assert np.isnan(add_up(make_rows([np.nan, np.nan]), outcome(rows="apart"))).all()

    def test_a_missing_difference_may_take_from_the_sum(self, outcome):
        excess = outcome(rows="apart", count=COUNT | {"minimum": -10})
        assert np.isnan(add_up(make_rows([4, np.nan]), excess)).all()

    def test_a_day_that_others_have_is_missing_where_it_has_no_row(self, outcome):
        rows = pd.concat([make_rows([1, 2, 3]), make_rows([4, 5], code="B")])
        low, high = add_up(rows, outcome(rows="apart"), places=("A", "B"))
        assert low == 15 and np.isnan(high)

    def test_an_area_without_any_row_is_missing(self, outcome):
        low, high = add_up(make_rows([1, 2]), outcome(rows="apart"), places=("A", "B"))
        assert low == 3 and np.isnan(high)

    def test_a_month_that_nobody_has_is_missing(self, outcome):
        rows = make_rows([40, 0, 50], freq="MS").iloc[[0, 2]]
        months = pd.concat([rows, make_rows([60], start="2020-06-01")])
        low, high = add_up(months, outcome(rows="apart"))
        assert low == 150 and np.isnan(high)

    def test_a_seventh_day_that_nobody_has_is_missing(self, outcome):
        days = make_rows([7] * 15).drop(index=7)
        low, high = add_up(days, outcome(rows="overlapping", days=7))
        assert low == 14 and np.isnan(high)

    def test_weeks_by_their_number_are_summed(self, outcome):
        weeks = outcome(rows="apart", day={"type": "integer", "quantity": "key", "meaning": "W."})
        rows = pd.DataFrame({"area_code": "A", "day": [1, 2, 3], "cases": [3, 4, 5]})
        assert add_up(rows, weeks) == (12, 12)
        low, high = add_up(rows.assign(day=[1, 2, 4]), weeks)
        assert low == 12 and np.isnan(high)

    def test_hidden_counts_lie_between_two_ends_and_missing_ones_have_none(self, outcome):
        hidden = outcome(rows="apart", count=COUNT | {"suppressed": True})
        rows = make_rows([5, np.nan]).assign(cases_lower=[5.0, 0.0], cases_upper=[5.0, 2.0])
        assert add_up(rows, hidden) == (5, 7)
        low, high = add_up(rows.assign(cases_lower=[5, np.nan], cases_upper=[5, np.nan]), hidden)
        assert low == 5 and np.isnan(high)

    @pytest.mark.parametrize("dtype", ["int8", "uint8", "Int8", "float16"])
    def test_counts_of_small_types_add_up(self, outcome, dtype):
        rows = make_rows([100] * 100).astype({"cases": dtype})
        assert add_up(rows, outcome(rows="apart")) == (10_000, 10_000)

    def test_its_rows_are_left_as_they_were(self, outcome):
        rows = make_rows([7] * 8)
        before = rows.copy(deep=True)
        add_up(rows, outcome(rows="overlapping", days=7))
        pd.testing.assert_frame_equal(rows, before)


class TestRequireApart:
    def test_rows_that_are_apart_pass(self, outcome):
        require_apart(outcome(rows="apart"), "day")

    @pytest.mark.parametrize("rows", ["accumulating", "snapshots", "pooled", "overlapping"])
    def test_others_are_refused_with_what_they_are(self, outcome, rows):
        with pytest.raises(ConfigError, match=rf"'day': its rows are {rows}\. Use a dataset"):
            require_apart(outcome(rows=rows), "day")


class TestRequireOverlap:
    def test_counts_of_so_many_days_pass(self, outcome):
        require_overlap(outcome(rows="overlapping", days=7), "day", days=7)

    @pytest.mark.parametrize("adding", [{"rows": "apart"}, {"rows": "overlapping", "days": 14}])
    def test_others_are_refused(self, outcome, adding):
        with pytest.raises(ConfigError, match=r"must hold counts over 7 days that end on 'day'"):
            require_overlap(outcome(**adding), "day", days=7)
