"""What is read back from a file is what was released, for any table; one other cell is found."""

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datacell_lib.config import Edition
from datacell_lib.governance.release import Released
from datacell_lib.pipeline.book.read_back import find_difference
from datacell_lib.presentation.downloads import write_csv, write_csv_metadata
from tests.hostile import ALLOWED, REFUSED

FLOATS = st.one_of(st.none(), st.floats(allow_nan=False), st.sampled_from([-0.0, 1e-17, 10.0]))
WORDS = st.one_of(
    st.none(),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    st.sampled_from([*ALLOWED.values(), *REFUSED.values(), "[c]", "a,b", 'a"b', "a\r\nb", "-5"]),
)
DAYS = st.one_of(st.none(), st.dates(date(1678, 1, 1), date(2261, 1, 1)))
ROWS = st.lists(
    st.tuples(
        FLOATS,
        st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1)),
        st.one_of(st.none(), st.booleans()),
        WORDS,
        DAYS,
        st.one_of(st.integers(), st.booleans(), WORDS),
    ),
    min_size=1,
    max_size=6,
)


def arrange(rows):
    number, whole, flag, words, day, any_of_them = zip(*rows, strict=True)
    return pd.DataFrame(
        {
            "number": pd.Series(number, dtype="float64"),
            "whole": pd.array(whole, dtype="Int64"),
            "flag": pd.array(flag, dtype="boolean"),
            "words": pd.Series(words, dtype="object"),
            "kind": pd.Series(words, dtype="category"),
            "day": pd.Series(day, dtype="object"),
            "week": pd.to_datetime(pd.Series(day)),
            "minute": pd.to_datetime(pd.Series(day)) + timedelta(minutes=1),
            "mixed": pd.Series(any_of_them, dtype="object"),
            "=1+1": 1,
        }
    )


def wrap(table, **changes):
    known = {"datasets": ("census2021-age",), "policy": "open", "edition": Edition.OPEN}
    return Released(table=table, id="t-0", invented=False, **known, **changes)


class TestFindDifference:
    @given(ROWS)
    def test_any_table_comes_back_from_csv_cell_by_cell(self, rows):
        released = wrap(arrange(rows))
        assert find_difference(write_csv(released), ending="csv", released=[released]) is None

    @given(ROWS, st.data())
    def test_one_other_value_is_found_with_its_row_and_column(self, rows, data):
        table = arrange(rows)
        row = data.draw(st.integers(0, len(table) - 1))
        other = table.copy()
        other.loc[row, "=1+1"] = 2
        fault = find_difference(write_csv(wrap(other)), ending="csv", released=[wrap(table)])
        assert fault == f"row {row + 1}, column '=1+1' holds '2'"

    @pytest.mark.parametrize("written", ["7", "0", ""])
    def test_a_suppressed_cell_passes_as_the_mark_of_the_policy_alone(self, written):
        released = wrap(pd.DataFrame({"people": [10.0, None]}), suppressed={"people": (1,)})
        content = write_csv(released)
        assert b"10\r\n[c]\r\n" in content
        assert find_difference(content, ending="csv", released=[released]) is None
        told = content.replace(b"[c]", written.encode() or b'""')
        fault = find_difference(told, ending="csv", released=[released])
        assert fault == f"row 2, column 'people' holds {written!r}"

    def test_a_value_that_is_not_known_passes_as_nothing_else(self):
        released = wrap(pd.DataFrame({"people": [10.0, None], "a": ["x", "y"]}))
        told = write_csv(released).replace(b"\r\n,y", b"\r\n0,y")
        fault = find_difference(told, ending="csv", released=[released])
        assert fault == "row 2, column 'people' holds '0'"

    def test_another_column_and_another_row_are_found(self):
        released = wrap(pd.DataFrame({"a": [1, 2]}))
        for content, told in ((b"b\r\n1\r\n2\r\n", "columns"), (b"a\r\n1\r\n", "1 rows, not 2")):
            assert told in find_difference(content, ending="csv", released=[released])

    @pytest.mark.parametrize("content", [b"\xff\xfe", b'a\r\n"1', b"", b"a\r\nx\r\n"])
    def test_what_is_no_such_table_is_said_to_be_unreadable(self, content):
        released = wrap(pd.DataFrame({"a": [1]}))
        told = find_difference(content, ending="csv", released=[released])
        assert "can't be read back" in told or "holds 'x'" in told

    def test_metadata_of_another_table_is_found(self):
        released = wrap(pd.DataFrame({"a": [1], "=1 + 1": [2]}))
        content = write_csv_metadata(released, file="a.csv", title="A")
        ending = "csv-metadata.json"
        assert find_difference(content, ending=ending, released=[released]) is None
        other = replace(released, table=released.table.rename(columns={"a": "b"}))
        assert "columns" in find_difference(content, ending=ending, released=[other])
        assert "not 't-1'" in find_difference(
            content, ending=ending, released=[replace(released, id="t-1")]
        )

    def test_a_format_that_nobody_reads_back_is_refused(self):
        assert "nobody reads" in find_difference(b"", ending="exe", released=[])
