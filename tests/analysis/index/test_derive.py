import pandas as pd
import pytest

from datacell_lib.analysis.index.derive import derive_indicators
from datacell_lib.schema import TableError

TABLE = pd.DataFrame({"area_code": ["x", "y"], "crowded": [10, 30], "households": [100, 60]})


@pytest.fixture
def spec(make_spec):
    indicator = {
        "name": "crowding",
        "dataset": "census",
        "column": "crowded",
        "denominator": "households",
        "direction": "higher_is_more_vulnerable",
    }
    return make_spec(indicators=[indicator])


class TestDeriveIndicators:
    def test_divides_the_column_by_the_denominator(self, spec):
        assert derive_indicators(TABLE, spec=spec)["crowding"].tolist() == [0.1, 0.5]

    def test_a_column_of_the_indicators_name_is_used_as_it_is(self, spec):
        given = pd.DataFrame({"area_code": ["x"], "crowding": [0.7]})
        pd.testing.assert_frame_equal(derive_indicators(given, spec=spec), given)

    def test_a_missing_value_stays_missing(self, spec):
        result = derive_indicators(TABLE.assign(crowded=[None, 30.0]), spec=spec)
        assert result["crowding"].isna().tolist() == [True, False]

    @pytest.mark.parametrize("key", ["column", "denominator"])
    def test_a_missing_column_is_told_with_file_key_and_remedy(self, spec, key):
        name = {"column": "crowded", "denominator": "households"}[key]
        with pytest.raises(
            TableError,
            match=rf"index specification: crowding\.{key}: the table has neither 'crowding' nor "
            rf"'{name}'. Add one of them, or correct the key; the table has 'area_code', ",
        ):
            derive_indicators(TABLE.drop(columns=name), spec=spec)

    def test_text_where_numbers_belong_is_shown(self, spec):
        with pytest.raises(TableError, match=r"'crowded' must hold numbers; found '10%'"):
            derive_indicators(TABLE.assign(crowded=["10%", "30%"]), spec=spec)

    def test_a_denominator_of_zero_is_told_with_its_area(self, spec):
        with pytest.raises(TableError, match=r"crowding\.denominator.*above zero; found 0 in y"):
            derive_indicators(TABLE.assign(households=[1, 0]), spec=spec)

    def test_leaves_its_input_unchanged(self, spec):
        before = TABLE.copy()
        derive_indicators(TABLE, spec=spec)
        pd.testing.assert_frame_equal(TABLE, before)
