import numpy as np
import pandas as pd
import pytest

from datacell_lib.analysis.rates.age_bands import find_short_groups, match_bands, read_bands
from datacell_lib.schema import TableError

STANDARD = pd.DataFrame({"age_band": ["0-64", "65+"], "population": [80, 20]})


def make_table(**columns):
    table = pd.DataFrame({"area_code": list("abab"), "age_band": ["0-64", "0-64", "65+", "65+"]})
    return table.assign(numerator=[1, 2, 3, 4], denominator=10).assign(**columns)


class TestReadBands:
    def test_says_which_group_each_band_belongs_to(self):
        keys, groups, bands = read_bands(make_table(), by=None)
        assert keys["area_code"].tolist() == ["a", "b"]
        assert np.bincount(groups, weights=bands.low).tolist() == [4, 6]

    def test_adds_up_within_bands(self):
        keys, groups, bands = read_bands(make_table(), by=[])
        assert len(keys) == 1 and set(groups) == {0}
        assert bands.low.tolist() == [3, 7] and bands.denominator.tolist() == [20, 20]

    def test_refuses_a_table_without_ages(self):
        with pytest.raises(TableError, match="no column age_band"):
            read_bands(make_table().drop(columns="age_band"), by=None)


class TestMatchBands:
    def test_looks_up_by_name(self):
        bands = pd.DataFrame({"age_band": ["65+", "0-64"]})
        matched = match_bands(bands, STANDARD, "population", groups=np.zeros(2, dtype=int))
        assert matched.tolist() == [20, 80]

    def test_lets_one_group_of_several_lack_a_band(self):
        bands = pd.DataFrame({"area_code": list("aab"), "age_band": ["0-64", "65+", "65+"]})
        groups = np.array([0, 0, 1])
        assert match_bands(bands, STANDARD, "population", groups=groups).tolist() == [80, 20, 20]
        assert find_short_groups(groups, bands=2).tolist() == [False, True]

    def test_refuses_other_bands_and_missing_ones(self):
        for name, fault in (("65-74", "found others"), ("65+", "some are not there")):
            bands = pd.DataFrame({"area_code": ["a"], "age_band": [name]})
            with pytest.raises(TableError, match=f"{fault}, for a"):
                match_bands(bands, STANDARD, "population", groups=np.zeros(1, dtype=int))
