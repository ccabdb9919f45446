import pytest

from datacell_lib.analysis.index.native import calculate_native_share
from datacell_lib.schema import TableError


class TestCalculateNativeShare:
    def test_adds_up_nominal_weights(self, make_spec, areas):
        spec = make_spec(weighting={"method": "experts", "sets": {"one": {"a": 0.7, "b": 0.3}}})
        assert calculate_native_share(areas, spec=spec, native=["a"]) == pytest.approx(0.7)
        assert calculate_native_share(areas, spec=spec, native=[]) == 0

    def test_names_what_is_not_an_indicator(self, make_spec, areas):
        with pytest.raises(TableError, match=r"'z' is not one of its indicators \(a, b\)"):
            calculate_native_share(areas, spec=make_spec(), native=["z"])
