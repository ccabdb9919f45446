"""Numbers of every type have room."""

import numpy as np
import pandas as pd
import pytest

from datacell_lib.number_types import convert_to_floats, widen_numbers
from datacell_lib.schema import TableError

NARROW = ["int8", "uint8", "int16", "uint16", "int32", "uint32", "uint64", "Int8", "UInt16"]
NARROW += ["int8[pyarrow]", "uint16[pyarrow]", "float16", "float32", "Float32", "float[pyarrow]"]


class TestWidenNumbers:
    @pytest.mark.parametrize("dtype", NARROW)
    def test_numbers_of_every_type_have_room_to_be_squared(self, dtype):
        table = pd.DataFrame({"n": pd.Series([120, 3], dtype=dtype)})
        wide = widen_numbers(table)
        assert (wide["n"] ** 6).tolist() == [120**6, 729]
        assert (wide["n"].iloc[::-1].reset_index(drop=True) - wide["n"]).tolist() == [-117, 117]
        assert str(table["n"].dtype) == dtype

    @pytest.mark.parametrize("dtype", ["Int8", "UInt16", "Float32", "int8[pyarrow]"])
    def test_what_is_missing_stays_missing(self, dtype):
        table = pd.DataFrame({"n": pd.Series([1, None], dtype=dtype)})
        assert widen_numbers(table)["n"].isna().tolist() == [False, True]

    def test_what_is_no_number_and_what_stands_behind_the_table_are_left_alone(self):
        table = pd.DataFrame({"code": ["a"], "on": [True], "day": pd.to_datetime(["2020-10-25"])})
        table["kind"], table["n"] = pd.Categorical(["x"]), np.int8(1)
        table.attrs["datasets"] = "things"
        wide = widen_numbers(table)
        assert wide.attrs == {"datasets": "things"}
        pd.testing.assert_frame_equal(wide, table.astype({"n": "int64"}))

    def test_a_number_that_no_sign_leaves_room_for_is_refused(self):
        table = pd.DataFrame({"n": np.array([2**63], dtype="uint64")})
        with pytest.raises(TableError, match=r"n must be below 2\*\*63; found 9223372036854775808"):
            widen_numbers(table)


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
