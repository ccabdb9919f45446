import numpy as np
import pandas as pd

from datacell_lib.analysis.rates.intervals import Interval
from datacell_lib.analysis.rates.results import build_result

KEYS = pd.DataFrame({"area_code": ["a", "b"]}, index=[7, 3])


def build(keys=KEYS):
    return build_result(
        keys,
        value=np.array([1.0, np.nan]),
        interval=Interval(np.array([0.5, np.nan]), np.array([2.0, np.nan])),
        confidence=0.95,
        statistic="rate",
        method="Byar",
        note=np.array(["", "count not known"]),
    )


class TestBuildResult:
    def test_has_the_one_shape(self):
        expected = "area_code value lower_ci upper_ci confidence statistic method note"
        assert list(build()) == expected.split()

    def test_keeps_the_rows_as_they_came(self):
        assert build().index.tolist() == [7, 3]
        assert build()["note"].tolist() == ["", "count not known"]

    def test_stores_its_texts_once_however_many_rows_there_are(self):
        assert all(build()[column].dtype == "category" for column in ("statistic", "method"))

    def test_leaves_its_input_unchanged(self, leaves_unchanged):
        leaves_unchanged(build, KEYS)
