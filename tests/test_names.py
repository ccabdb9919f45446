import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.font_manager import FontProperties, findfont, get_font

from datacell_lib.names import (
    NAME_LENGTH,
    NOTE_LENGTH,
    check_name,
    check_names,
    check_note,
    describe_fault,
)
from datacell_lib.schema import SourceError
from tests.hostile import ALLOWED, REFUSED


class TestDescribeFault:
    @pytest.mark.parametrize("name", ALLOWED.values(), ids=ALLOWED)
    def test_what_is_only_unusual_is_allowed(self, name):
        assert describe_fault(name) is None

    @pytest.mark.parametrize("name", REFUSED.values(), ids=REFUSED)
    def test_markup_and_what_cannot_be_seen_are_refused(self, name):
        assert describe_fault(name).startswith("must ")

    @given(st.text(max_size=NAME_LENGTH))
    def test_nothing_invisible_or_like_a_tag_passes(self, text):
        if describe_fault(text) is None:
            assert text.isprintable() or "\xa0" in text or not text.isascii()
            assert not set(text) & set("<>{}\n\r\t\x00\u202e\u2066")

    @pytest.mark.parametrize("weight", ["normal", "bold"])
    def test_every_character_that_passes_can_be_drawn(self, weight):
        font = get_font(findfont(FontProperties(family="DejaVu Sans", weight=weight)))
        allowed = [code for code in range(0x110000) if describe_fault(chr(code)) is None]
        assert len(allowed) > 1000
        assert [hex(code) for code in allowed if not font.get_char_index(code)] == []


class TestCheckName:
    def test_an_empty_name_is_refused(self):
        with pytest.raises(ValueError, match="must not be empty"):
            check_name("  ")

    def test_a_name_of_the_greatest_length_passes(self):
        assert len(check_name("H" * NAME_LENGTH)) == NAME_LENGTH
        with pytest.raises(ValueError, match="200 characters at most; it has 201"):
            check_name("H" * (NAME_LENGTH + 1))


class TestCheckNote:
    def test_a_note_may_be_longer_but_is_plain_too(self):
        assert check_note("a " * 500)
        with pytest.raises(ValueError, match="2,000 characters at most"):
            check_note("a" * (NOTE_LENGTH + 1))
        with pytest.raises(ValueError, match="must not hold '<'"):
            check_note("see <b>")


class TestCheckNames:
    def test_the_row_at_fault_is_named(self):
        names = pd.Series(["Heaton", None, "A\nB", "C{"], index=[7, 7, 7, 7])
        codes = pd.Series(["a", "b", "c", "d"])
        with pytest.raises(SourceError, match=r"^a\.csv: the row of c .*U\+000A; found 'A\\nB'"):
            check_names(names, codes=codes, where="a.csv")

    def test_a_long_name_is_shown_in_part(self):
        with pytest.raises(SourceError) as told:
            check_names(pd.Series(["H" * 100_000]), codes=pd.Series(["a"]), where="a.csv")
        assert "it has 100,000" in str(told.value)
        assert len(str(told.value)) < 400

    def test_missing_names_pass(self):
        names = pd.Series(["Heaton", None, float("nan"), pd.NA])
        before = names.copy()
        check_names(names, codes=names, where="a.csv")
        pd.testing.assert_series_equal(names, before)
