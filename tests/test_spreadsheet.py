import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from datacell_lib.spreadsheet import neutralise_formulas, restore_text

# The characters that OWASP's page on CSV injection names.
OPENERS = ["=", "+", "-", "@", "\t", "\r"]


class TestNeutraliseFormulas:
    @pytest.mark.parametrize("opener", OPENERS)
    def test_text_that_would_run_gets_an_apostrophe(self, opener):
        safe = neutralise_formulas(pd.DataFrame({"a": [f"{opener}1+1", "Heaton"]}))
        assert safe["a"].tolist() == [f"'{opener}1+1", "Heaton"]

    def test_headings_are_text_too(self):
        assert list(neutralise_formulas(pd.DataFrame({"=A1": [1], "b": [2]}))) == ["'=A1", "b"]

    def test_numbers_and_missing_values_stay(self):
        table = pd.DataFrame({"a": [-1.5, None], "b": [-3, 4], "c": [None, "-x"]})
        safe = neutralise_formulas(table)
        pd.testing.assert_frame_equal(safe[["a", "b"]], table[["a", "b"]])
        assert safe["c"].isna().tolist() == [True, False]

    def test_its_input_is_unchanged(self):
        table = pd.DataFrame({"=a": ["=1"]})
        before = table.copy()
        neutralise_formulas(table)
        pd.testing.assert_frame_equal(table, before)


class TestRestoreText:
    @given(st.one_of(st.text(), st.text("'=+-@\t\r\n＝a", max_size=5)))
    @example("'=1")
    @example("''=1")
    def test_what_was_neutralised_is_read_back_as_it_was(self, text):
        there = neutralise_formulas(pd.DataFrame({"a": [text]}))["a"]
        assert restore_text(there).tolist() == [text]

    @given(st.text("'=+a", max_size=5), st.text("'=+a", max_size=5))
    def test_different_texts_stay_different(self, one, other):
        there = neutralise_formulas(pd.DataFrame({"a": [one, other]}))["a"]
        assert (there[0] == there[1]) == (one == other)
