"""Every detector in one place."""

import pandas as pd

from datacell_lib.analysis.time import outbreaks


def test_every_detector_finds_the_same_planted_outbreak_and_returns_the_same_columns():
    weeks = pd.date_range("2018-01-01", periods=300, freq="7D")
    table = pd.DataFrame({"area_code": "E06000001", "period": weeks, "numerator": [4, 6] * 150})
    table.loc[299, "numerator"] = 40
    columns = set()
    for name in outbreaks.__all__:
        result = getattr(outbreaks, name)(table, assess_last=2)
        assert result["alarm"].tolist() == [False, True], name
        columns.add(tuple(result))
    assert len(outbreaks.__all__) == 6
    assert len(columns) == 1
