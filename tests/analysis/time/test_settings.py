"""What a setting may be."""

import math

import numpy as np
import pytest

from datacell_lib.analysis.time.settings import check_size, check_whole
from datacell_lib.schema import ParameterError


class TestCheckWhole:
    @pytest.mark.parametrize("value", [3, np.int64(7)])
    def test_whole_numbers_of_enough_are_taken(self, value):
        assert check_whole(value, name="window", least=3) is None

    @pytest.mark.parametrize("value", [3.0, math.nan, math.inf, "3", None, True, 3.5])
    def test_what_is_not_whole_is_refused(self, value):
        with pytest.raises(ParameterError, match=r"window must be a whole number of days; found"):
            check_whole(value, name="window", least=1, of="days")

    def test_too_few_are_refused_with_what_to_do(self):
        with pytest.raises(ParameterError, match=r"at least 3 periods; found 2\. Usual is 7\.$"):
            check_whole(2, name="baseline", least=3, of="periods", advice="Usual is 7.")


class TestCheckSize:
    @pytest.mark.parametrize("value", [0.1, 5, np.float64(2)])
    def test_sizes_are_taken(self, value):
        assert check_size(value, name="sd") is None

    @pytest.mark.parametrize("value", [0, -1, math.nan, math.inf, -math.inf, "1", None, True])
    def test_what_is_no_size_is_refused(self, value):
        with pytest.raises(ParameterError, match="sd must be a number above 0, and not infinite"):
            check_size(value, name="sd")

    def test_zero_and_infinity_are_taken_where_they_make_sense(self):
        assert check_size(0, name="sd", may_be_zero=True) is None
        assert check_size(math.inf, name="sd", may_be_infinite=True) is None
