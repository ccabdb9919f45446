"""Every detector in one place."""

import pandas as pd

from datacell_lib.analysis import time


def test_every_detector_finds_the_same_planted_outbreak_and_returns_the_same_columns():
    weeks = pd.date_range("2018-01-01", periods=300, freq="7D")
    table = pd.DataFrame({"area_code": "E06000001", "period": weeks, "numerator": [4, 6] * 150})
    table.loc[299, "numerator"] = 40
    columns = set()
    detectors = [name for name in time.__all__ if name.startswith("detect_") and "_in_" not in name]
    for name in set(detectors) - {"detect_by_history"}:
        result = getattr(time, name)(table, assess_last=2)
        assert result["alarm"].tolist() == [False, True], name
        columns.add(tuple(result))
    assert len(detectors) == 7
    assert len(columns) == 1
