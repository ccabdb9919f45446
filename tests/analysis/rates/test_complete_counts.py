import numpy as np
import pandas as pd
import pytest

from datacell_lib.analysis.rates.complete_counts import check_complete_counts
from datacell_lib.schema import TableError


class TestCheckCompleteCounts:
    table = pd.DataFrame({"area_code": ["A", "B"], "numerator": [0, 3], "denominator": [5, 9]})

    def test_zero_events_pass(self):
        check_complete_counts(self.table)

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"numerator": [np.nan, 3]}, "must be known; found one missing for A"),
            ({"denominator": [5, np.nan]}, "must be known; found one missing for B"),
            ({"numerator": ["few", "many"]}, "numerator must be numbers"),
            ({"numerator": [0, -3]}, "must not be negative; found -3 for B"),
            ({"denominator": [5, 0]}, "must be above zero; found 0 for B"),
            ({"area_code": ["A", "A"]}, "each area_code must have one row"),
            ({"area_code": ["E01000001", "E02000001"]}, "of one geography"),
        ],
    )
    def test_a_table_with_gaps_is_refused(self, change, message):
        table = self.table.assign(**change)
        with pytest.raises(TableError, match=message):
            check_complete_counts(table)

    def test_a_column_that_is_not_there_is_named(self):
        with pytest.raises(TableError, match="no column denominator"):
            check_complete_counts(self.table.drop(columns="denominator"))
