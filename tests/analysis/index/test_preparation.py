import numpy as np
import pandas as pd
import pytest

from datacell_lib.analysis.index.preparation import check_table, prepare_indicators, transform
from datacell_lib.schema import TableError


class TestCheckTable:
    def test_accepts_a_table_with_further_columns(self, make_spec, areas):
        assert check_table(areas.assign(note="x"), spec=make_spec()) is None

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"b": 3.0}, r"'b' is constant: it has only 3 for 5 areas.*Remove it, or check"),
            ({"b": np.nan}, r"'b' is constant: it has no values for 5 areas"),
            ({"b": list("vwxyz")}, r"'b' must hold numbers; found .* such as 'v'"),
            ({"b": [1, 2, 3, 4, np.inf]}, r"'b' has infinite values\. Check its denominator"),
            ({"area_code": ["E01000001"] * 5}, r"found E01000001 more than once \(4 rows too"),
        ],
    )
    def test_names_the_file_the_indicator_and_the_remedy(self, make_spec, areas, changes, message):
        with pytest.raises(TableError, match="index specification: .*" + message):
            check_table(areas.assign(**changes), spec=make_spec())

    def test_names_a_missing_column_and_those_there_are(self, make_spec, areas):
        with pytest.raises(TableError, match=r"no column for 'b'; it has 'area_code', 'a'"):
            check_table(areas[["area_code", "a"]], spec=make_spec())


class TestTransform:
    @pytest.mark.parametrize(
        ("method", "expected"),
        [
            ("none", [1, 4]),
            ("log", [0, 1.3862943611]),
            ("log_plus_one", [0.6931471806, 1.6094379124]),
            ("square_root", [1, 2]),
        ],
    )
    def test_uses_the_function_named(self, method, expected):
        values = pd.Series([1.0, 4.0])
        assert transform(values, method=method).tolist() == pytest.approx(expected)

    @pytest.mark.parametrize(
        ("method", "lowest"), [("log", 0), ("log_plus_one", -1), ("square_root", -0.5)]
    )
    def test_refuses_values_that_have_none(self, method, lowest):
        values = pd.Series([lowest, 4.0], name="beds")
        with pytest.raises(TableError, match=rf"'{method}' of indicator 'beds' .* {lowest:g}\."):
            transform(values, method=method)


class TestPrepareIndicators:
    def test_keeps_the_rows_and_the_order_of_the_file(self, make_spec, areas):
        values = areas.set_index("area_code")
        prepared = prepare_indicators(values, spec=make_spec(names=("b", "a")))
        pd.testing.assert_frame_equal(prepared, values[["b", "a"]])
