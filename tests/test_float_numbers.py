"""Numbers of any type as floats, so that small integers don't wrap round."""

import numpy as np
import pandas as pd
import pytest

from datacell_lib.float_numbers import convert_to_floats
from datacell_lib.schema import TableError

SMALL = ["int8", "int16", "int32", "uint8", "uint16", "uint32", "float32", "Int8", "UInt8"]


class TestConvertToFloats:
    @pytest.mark.parametrize("dtype", SMALL)
    def test_makes_doubles_of_every_small_type(self, dtype):
        values = pd.Series([3, 100], index=["x", "y"], name="people", dtype=dtype)
        expected = pd.Series([3.0, 100.0], index=["x", "y"], name="people")
        pd.testing.assert_series_equal(convert_to_floats(values), expected)
        pd.testing.assert_frame_equal(convert_to_floats(values.to_frame()), expected.to_frame())

    def test_keeps_the_shape_of_an_array(self):
        table = np.array([[1, 2], [3, 250]], dtype="uint8")
        assert (-convert_to_floats(table)).tolist() == [[-1.0, -2.0], [-3.0, -250.0]]

    def test_makes_missing_what_pandas_says_is(self):
        found = convert_to_floats(pd.Series([1, pd.NA], dtype="Int64"))
        assert found.isna().tolist() == [False, True]
        assert found.dtype == np.float64

    def test_takes_tables_without_rows_or_columns(self):
        assert convert_to_floats(pd.DataFrame({"a": pd.Series(dtype="int8")}))["a"].dtype == float
        assert convert_to_floats(pd.DataFrame(index=[1, 2])).shape == (2, 0)

    @pytest.mark.parametrize("values", [["x"], [1 + 2j], [pd.Timestamp("2021-01-01")]])
    def test_refuses_what_is_no_real_number(self, values):
        with pytest.raises(TableError, match=r"'people' must hold numbers; found .*Convert it"):
            convert_to_floats(pd.Series(values, name="people"))
