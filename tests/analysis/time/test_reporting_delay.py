import pandas as pd
import pytest

from datacell_lib.analysis.time.reporting_delay import mark_provisional
from datacell_lib.schema import ParameterError, TableError

DAYS = pd.DataFrame({"period": pd.date_range("2021-01-01", "2021-01-10")})


class TestMarkProvisional:
    def test_marks_as_many_days_as_reports_take(self):
        marked = mark_provisional(DAYS, as_of=pd.Timestamp("2021-01-10"), reporting_delay=3)
        assert marked["provisional"].tolist() == [False] * 7 + [True] * 3

    def test_counts_from_the_day_of_the_data_and_not_from_the_last_row(self):
        marked = mark_provisional(DAYS, as_of=pd.Timestamp("2021-01-12"), reporting_delay=3)
        assert marked["provisional"].sum() == 1

    def test_marks_nothing_where_reports_take_no_time(self):
        marked = mark_provisional(DAYS, as_of=pd.Timestamp("2021-01-10"), reporting_delay=0)
        assert not marked["provisional"].any()

    def test_refuses_days_after_the_data(self):
        with pytest.raises(TableError, match="found 2021-01-10 in data of 2021-01-09"):
            mark_provisional(DAYS, as_of=pd.Timestamp("2021-01-09"), reporting_delay=3)

    def test_refuses_periods_that_are_not_dates(self):
        with pytest.raises(TableError, match="period must be dates; found int64"):
            mark_provisional(
                pd.DataFrame({"period": [1]}), as_of=pd.Timestamp("2021-01-09"), reporting_delay=3
            )

    def test_refuses_a_negative_delay(self):
        with pytest.raises(
            ParameterError, match="reporting_delay must be at least 0 days; found -1"
        ):
            mark_provisional(DAYS, as_of=pd.Timestamp("2021-01-10"), reporting_delay=-1)

    def test_leaves_its_input_unchanged(self, leaves_unchanged):
        leaves_unchanged(
            mark_provisional, DAYS, as_of=pd.Timestamp("2021-01-10"), reporting_delay=3
        )
