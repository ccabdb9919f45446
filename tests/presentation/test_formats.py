"""Figures as readers see them: nothing is nan, a minus sign is one, and nothing has no sign."""

import math
import re
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datacell_lib.presentation import formats, word_formats

OF_ONE_NUMBER = [
    formats.format_number,
    formats.format_signed,
    formats.format_percent,
    formats.format_proportion,
    formats.format_weight,
    formats.format_share,
    formats.format_portion,
    formats.format_change,
    formats.format_correlation,
    formats.format_p_value,
]
OF_INTERVALS = [formats.format_interval, formats.format_signed_interval]
OF_WORDS = [
    word_formats.format_text,
    word_formats.format_flag,
    word_formats.format_origin,
    word_formats.format_rating,
]
ABSENT = [None, float("nan"), pd.NA, pd.NaT]
NUMBERS = st.floats(allow_nan=True, allow_infinity=False) | st.floats(-2, 2) | st.integers()
FAULTS = re.compile(r"nan|inf|none type|<na>|nat\b|-\d|[-−]0(\.0*)?(?![\d.])", re.IGNORECASE)


class TestEveryFormat:
    @given(value=NUMBERS | st.sampled_from(ABSENT))
    @pytest.mark.parametrize("write", OF_ONE_NUMBER)
    def test_a_number_is_never_nan_nor_a_nothing_with_a_sign(self, write, value):
        assert not FAULTS.search(write(value)), write(value)

    @given(values=st.tuples(NUMBERS, NUMBERS, NUMBERS))
    @pytest.mark.parametrize("write", OF_INTERVALS)
    def test_nor_is_an_interval(self, write, values):
        assert not FAULTS.search(write(*values)), write(*values)

    @given(value=NUMBERS, unit=st.sampled_from(["%", "people"]))
    def test_nor_is_a_key_figure(self, value, unit):
        assert not FAULTS.search(formats.format_figure(value, unit))

    @pytest.mark.parametrize("absent", ABSENT)
    @pytest.mark.parametrize("write", [*OF_ONE_NUMBER[:-1], *OF_WORDS, word_formats.format_day])
    def test_what_is_missing_is_not_known(self, write, absent):
        assert write(absent) == formats.MISSING

    @given(value=st.floats(-1, 1))
    @pytest.mark.parametrize(
        ("write", "scale", "half"),
        [
            (formats.format_number, 1, 0.5),
            (formats.format_percent, 1, 0.05),
            (formats.format_proportion, 100, 0.5),
            (formats.format_correlation, 1, 0.005),
            (formats.format_weight, 100, 0.5),
        ],
    )
    def test_what_is_written_is_near_the_number(self, write, scale, half, value):
        read = float(write(value).replace("−", "-").replace("%", "").replace(",", ""))
        assert math.isclose(read, value * scale, abs_tol=half * 1.0001)


class TestFormatChange:
    @given(share=st.floats(0.0006, 1))
    def test_more_and_less_are_written_alike_but_for_their_sign(self, share):
        more, less = formats.format_change(share), formats.format_change(-share)
        assert (more[0], less[0]) == ("+", "−")
        assert more[1:] == less[1:]

    @pytest.mark.parametrize("share", [0.0004, -0.0004])
    def test_a_change_too_small_to_write_is_not_called_none(self, share):
        assert formats.format_change(share) == "under 0.1%"


class TestFormatInterval:
    def test_a_figure_without_an_interval_keeps_its_figure(self):
        assert formats.format_interval(5.0, float("nan"), 8.0) == "5 (interval not known)"


class TestRoundUpPercent:
    @pytest.mark.parametrize(
        ("share", "percent"), [(1 / 33755, 1), (0.1, 10), (0.1 + 1e-6, 11), (0.2, 20), (1.0, 100)]
    )
    def test_no_area_is_said_to_be_more_vulnerable_than_it_is(self, share, percent):
        assert formats.round_up_percent(share) == percent
        assert share <= formats.round_up_percent(share) / 100 + 1e-9


class TestFormatDay:
    def test_a_day_has_no_leading_nought(self):
        assert word_formats.format_day(date(2021, 3, 7)) == "7 March 2021"
