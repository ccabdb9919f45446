"""How complete the latest weeks are: what files said, and gaps and falls between them."""

import numpy as np
import pandas as pd
import pytest

from datacell_lib.analysis.time.late_reports import expect_late_reports, judge_snapshots
from datacell_lib.schema import ParameterError, TableError

FIRST = pd.Timestamp("2026-08-03")  # a Monday
WAIT = pd.Timedelta(days=2)  # from the last day of a file to the day that it comes out


def make_file(number, *, new=7.0, areas=("E1", "E2"), waited=WAIT):
    """The file of a week: 10 cases on each day, `new` on each of its last week."""
    days = pd.date_range(FIRST, periods=7 * number)
    cases = np.where(np.arange(len(days)) >= len(days) - 7, new, 10.0)
    table = pd.DataFrame({"date": days, "cases": cases, "known_on": days[-1] + waited})
    return pd.concat([table.assign(area_code=code) for code in areas], ignore_index=True)


def make_files(*numbers, **settings):
    return pd.concat([make_file(number, **settings) for number in numbers], ignore_index=True)


class TestExpectLateReports:
    def test_a_new_week_is_expected_to_grow_as_those_before_it_did(self):
        late = expect_late_reports(make_files(2, 3, 4, 5), title="Here")
        assert late["weeks_after"].tolist() == [0, 1, 2]  # two weeks were not seen older
        assert late["period"].iloc[0] == FIRST + pd.Timedelta(days=34)
        assert late["numerator"].tolist() == [98, 140, 140]
        assert late["value"].tolist() == pytest.approx([140, 140, 140])
        assert late["known_share"].tolist() == pytest.approx([0.7, 1, 1])
        assert late["compared"].tolist() == [6, 6, 4]
        assert set(late["place"]) == {"Here"}

    def test_one_week_seen_twice_is_too_little(self):
        assert expect_late_reports(make_files(3, 4), title="Here").empty
        assert len(expect_late_reports(make_files(3, 4, 5), title="Here")) > 0

    def test_no_files_say_nothing(self):
        assert expect_late_reports(make_files(3, 4).head(0), title="Here").empty
        assert judge_snapshots(make_files(3, 4).head(0)).empty

    def test_a_missing_file_takes_comparisons_away_and_is_not_filled_in(self):
        whole = expect_late_reports(make_files(2, 3, 4, 5, 6), title="Here")
        gap = expect_late_reports(make_files(2, 3, 4, 6), title="Here")
        assert whole["compared"].iloc[0] == 8
        assert gap["compared"].iloc[0] == 4
        assert gap["value"].iloc[0] == whole["value"].iloc[0]

    def test_weeks_without_cases_say_nothing_of_how_weeks_grow(self):
        quiet = make_files(3, 4, 5, areas=("E1",))
        quiet["cases"] = 0.0
        assert expect_late_reports(quiet, title="Here").empty

    def test_cases_that_were_taken_back_lower_what_is_expected(self):
        late = expect_late_reports(make_files(2, 3, 4, 5, new=12.0), title="Here")
        assert late["value"].iloc[0] == pytest.approx(140)
        assert late["known_share"].iloc[0] == pytest.approx(1.2)

    def test_a_week_that_the_last_file_lacks_a_district_of_is_left_out(self):
        cut = make_file(6)
        lacking = (cut["area_code"] == "E2") & (cut["date"] > cut["date"].max() - 2 * WAIT)
        late = expect_late_reports(pd.concat([make_files(2, 3, 4, 5), cut[~lacking]]), title="Here")
        assert late["weeks_after"].tolist() == [1, 2, 3]

    def test_a_week_is_held_whole_after_four(self):
        late = expect_late_reports(make_files(*range(1, 12)), title="Here")
        assert late["weeks_after"].tolist() == [0, 1, 2, 3]

    def test_files_of_another_day_of_the_week_are_refused(self):
        off = make_file(4).query("date < date.max()")
        with pytest.raises(TableError, match=r"files must be weekly.*reaches 6 days further"):
            expect_late_reports(pd.concat([make_files(2, 3), off]), title="Here")

    def test_two_files_that_reach_to_the_same_day_are_refused(self):
        again = make_file(3, waited=2 * WAIT)
        with pytest.raises(TableError, match="that of 27 August 2026 reaches 0 days further"):
            expect_late_reports(pd.concat([make_files(2, 3), again]), title="Here")

    def test_a_gap_in_a_file_is_refused(self):
        files = make_files(2, 3, 4)
        with pytest.raises(TableError, match="must have each day once"):
            expect_late_reports(files.drop(index=3), title="Here")

    def test_a_confidence_that_is_no_share_is_refused(self):
        with pytest.raises(ParameterError, match="confidence must lie between 0 and 1"):
            expect_late_reports(make_files(2, 3), title="Here", confidence=95)

    def test_the_table_stays_as_it_was(self, leaves_unchanged):
        leaves_unchanged(expect_late_reports, make_files(2, 3, 4), title="Here")


class TestJudgeSnapshots:
    def test_missing_and_late_files_are_told(self):
        files = pd.concat([make_files(2, 3, 6), make_file(4, waited=2 * WAIT)])
        judged = judge_snapshots(files)
        assert judged["state"].tolist() == ["came", "came", "came late", "missing", "came"]
        assert judged["period"].diff().dt.days.dropna().eq(7).all()
        assert judged["fell"].eq(0).all()

    def test_counts_that_fell_are_told_of_the_file_that_had_them_higher(self):
        higher = make_file(3)
        higher.loc[higher["area_code"] == "E1", "cases"] += 5
        judged = judge_snapshots(pd.concat([make_file(2), higher, make_file(4)]))
        # of E1 the two weeks that stand at 10 a day in the last file; its newest was 7 + 5
        assert judged["fell"].tolist() == [0, 3, 0]

    def test_the_table_stays_as_it_was(self, leaves_unchanged):
        leaves_unchanged(judge_snapshots, make_files(2, 3, 4))
