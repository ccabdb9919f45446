"""Which year a period is; how many ways there are to write none is tested in tests/kinds."""

import pandas as pd
import pytest

from datacell_lib.analysis.time.years import read_years
from datacell_lib.schema import TableError


class TestReadYears:
    @pytest.mark.parametrize(
        "periods",
        [
            [1999, 2000],
            ["1999", "2000"],
            ["1999/00", "2000/01"],
            pd.to_datetime(["1999-04-01", "2000-04-01"]),
            pd.period_range("1999", periods=2, freq="Y"),
        ],
    )
    def test_years_are_read_however_they_are_written(self, periods):
        assert read_years(pd.DataFrame({"period": periods})).tolist() == [1999, 2000]

    def test_pooled_years_are_named(self):
        table = pd.DataFrame({"area_code": ["a", "b"], "period": ["2014/15", "2014/16"]})
        with pytest.raises(TableError, match=r"single years.*found others for b, 2014/16"):
            read_years(table)
