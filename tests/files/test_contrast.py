import pytest
from hypothesis import given
from hypothesis import strategies as st

from datacell_lib.files.contrast import (
    DARK_PAGE,
    ENOUGH,
    WHITE,
    calculate_contrast,
    darken_for,
    lighten_for,
)

colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


class TestCalculateContrast:
    # WebAIM's contrast checker, to its two decimals.
    @pytest.mark.parametrize(
        ("colour", "contrast"),
        [("#767676", 4.54), ("#777777", 4.48), ("#0000ff", 8.59), ("#ff0000", 4.0)],
    )
    def test_it_is_that_of_the_guidelines(self, colour, contrast):
        assert calculate_contrast(colour, WHITE) == pytest.approx(contrast, abs=0.005)

    @given(colours, colours)
    def test_either_may_be_the_ground(self, colour, ground):
        contrast = calculate_contrast(colour, ground)
        assert contrast == calculate_contrast(ground, colour)
        assert 1 <= contrast <= 21


class TestShades:
    @given(colours)
    def test_they_can_be_read(self, colour):
        assert calculate_contrast(darken_for(colour), WHITE) >= ENOUGH
        assert calculate_contrast(lighten_for(colour), DARK_PAGE) >= ENOUGH

    def test_what_can_be_read_stays_as_it_is(self):
        assert darken_for("#00338d") == "#00338d"
        assert lighten_for("#ffd400") == "#ffd400"
