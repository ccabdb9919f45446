"""Numbers that may stand for no value, and numbers that are one."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datacell_lib.governance.ledger import list_reads
from datacell_lib.intake.read.marks import describe_marks, describe_past_all
from datacell_lib.intake.read.reading import read_dataset

MARKS = [-99, -999, -9999, -99999, 999, 9999, 99999, 999999]
SHARE = {"type": "number", "quantity": "rate", "meaning": "A share."}


class TestDescribeMarks:
    @given(
        values=st.lists(st.floats(-10, 10), min_size=2, max_size=9),
        mark=st.sampled_from(MARKS),
        times=st.integers(1, 3),
        order=st.randoms(),
    )
    def test_nines_far_from_all_else_are_told_with_how_many(self, values, mark, times, order):
        cells = [*values, *[mark] * times]
        order.shuffle(cells)
        verb = "cell of 'a' is" if times == 1 else "cells of 'a' are"
        assert describe_marks(pd.Series(cells, name="a")) == f"{times} {verb} {mark}"

    @given(st.lists(st.floats(-10, 10)))
    def test_without_nines_there_is_nothing_to_tell(self, values):
        assert describe_marks(pd.Series(values, name="a", dtype="float64")) == ""

    @pytest.mark.parametrize(
        "values",
        [
            [997, 998, 999, 1000],  # people, counted
            [950, 999],
            [0, 50, 99],  # percent
            [-120, -99, 3],  # a change
            list(range(1, 10_000)),  # ranks
            [99.99, 1, 2],
            [999, 999],  # nothing to be far from
        ],
    )
    def test_nines_among_other_values_are_values(self, values):
        assert describe_marks(pd.Series(values, name="a", dtype="float64")) == ""

    def test_what_is_stated_of_a_column_needs_no_telling(self):
        low, high = (pd.Series([1.0, 2, mark], name="a") for mark in (-999, 999))
        assert describe_marks(low, minimum=-1000) == "" == describe_marks(high, maximum=1000)
        assert describe_marks(low, maximum=5) and describe_marks(high, minimum=0)

    def test_missing_values_are_left_out(self):
        assert describe_marks(pd.Series([None, 1, 2, -99], name="a")) == "1 cell of 'a' is -99"


class TestDescribePastAll:
    @given(st.lists(st.floats(0, 1)), st.lists(st.floats(1.001, 50), min_size=1), st.randoms())
    def test_all_that_are_past_it_are_counted_and_no_other(self, within, past, order):
        cells = [*within, *past]
        order.shuffle(cells)
        said = describe_past_all(pd.Series(cells, name="a"), whole=1)
        assert int(said.split()[0].replace(",", "")) == len(past)

    @given(st.lists(st.floats(0, 100)))
    def test_shares_up_to_all_are_not_told(self, values):
        cells = pd.Series([*values, None], name="a", dtype="float64")
        assert describe_past_all(cells, whole=100) == ""


class TestReads:
    def test_the_run_remembers_what_may_be_no_value(self, catalogue, put, area):
        catalogue(columns={"people": SHARE})
        put("code,number\nE01000001,0.5\nE01000002,-999\nE01000003,-999\n")
        read_dataset("things", area=area)
        told = "2 cells of 'people' are -999, which may stand for a value that is not known."
        assert [read.doubtful for read in list_reads()] == [(told,)]

    @pytest.mark.parametrize(
        ("unit", "most", "whole"), [("share of patients", 1.02, 1), ("percent of homes", 101, 100)]
    )
    def test_a_share_of_more_than_all_is_remembered(self, catalogue, put, area, unit, most, whole):
        catalogue(columns={"people": SHARE | {"unit": unit}})
        put(f"code,number\nE01000001,{whole}\nE01000002,{most}\n")
        read_dataset("things", area=area)
        told = f"1 cell of 'people' is above {whole} ({most} at most), so it can't be a share."
        assert [read.doubtful for read in list_reads()] == [(told,)]

    def test_what_is_no_share_may_be_above_one(self, catalogue, put, area):
        catalogue(columns={"people": SHARE | {"unit": "ratio, 100 is England"}})
        put("code,number\nE01000001,0.5\nE01000002,140\n")
        read_dataset("things", area=area)
        assert [read.doubtful for read in list_reads()] == [()]

    def test_a_column_that_says_what_it_can_be_is_not_remembered(self, catalogue, put, area):
        catalogue(columns={"people": SHARE | {"minimum": -1000}})
        put("code,number\nE01000001,0.5\nE01000002,-999\n")
        read_dataset("things", area=area)
        assert [read.doubtful for read in list_reads()] == [()]
