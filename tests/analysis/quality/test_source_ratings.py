from datetime import date

import pandas as pd
import pytest

from datacell_lib.analysis.quality.source_ratings import (
    count_ratings,
    rate_sources,
    select_concerns,
)
from datacell_lib.schema import TableError

DAY = date(2025, 1, 1)
COMPLETE = {
    "areas": 200,
    "missing": 0,
    "unmatched": 0,
    "suppressed": 0,
    "carried_from": "",
    "affected": 0,
    "total_change": 0.0,
    "note": "",
    "later": False,
    "place": False,
    "published": pd.Timestamp("2024-01-01"),
    "due": pd.NaT,
    "ended": pd.NaT,
}


def rate(**changes):
    return rate_sources(pd.DataFrame([COMPLETE | changes]), day=DAY).iloc[0]


class TestRateSources:
    def test_what_lacks_nothing_is_green(self):
        row = rate()
        assert (row["rating"], row["reasons"]) == ("green", "Complete.")
        # 2024 was a leap year
        assert row["age_days"] == 366

    @pytest.mark.parametrize(
        ("changes", "rating", "said"),
        [
            # the line is 2% of 200 areas: 4 are on it, 5 past it
            ({"missing": 1}, "amber", "1 of 200 areas has no row."),
            ({"missing": 4}, "amber", "4 of 200 areas have no row."),
            ({"missing": 5}, "red", "5 of 200 areas have no row."),
            ({"unmatched": 1}, "amber", "1 row has a code of no area."),
            ({"unmatched": 9}, "red", "9 rows have codes of no area."),
            ({"suppressed": 70}, "amber", "70 values are suppressed by its publisher."),
            (
                {"carried_from": "LSOA 2011", "affected": 12},
                "amber",
                "Carried from LSOA 2011: 12 areas differ.",
            ),
            (
                {"carried_from": "MSOA 2021", "affected": 200},
                "amber",
                "Known for MSOA 2021 only: it can't tell their parts apart.",
            ),
            ({"note": "Modelled."}, "amber", "Modelled."),
            ({"total_change": 0.013}, "red", "Carrying it changed a total by 1.30%."),
            ({"total_change": 1e-12}, "green", "Complete."),
            ({"later": True}, "amber", "It came out after the day that this report looks at."),
            ({"due": pd.Timestamp("2024-12-31")}, "red", "A newer issue is overdue."),
            ({"due": pd.Timestamp("2025-01-01")}, "green", "Complete."),
            (
                {"ended": pd.Timestamp("2023-12-12")},
                "amber",
                "The series ended on 12 December 2023: it says nothing of any day since.",
            ),
            ({"ended": pd.Timestamp("2025-01-01")}, "green", "Complete."),
            (
                {"published": pd.Timestamp("2021-01-01")},
                "amber",
                "It came out 4 years before the report's day.",
            ),
            (
                {"published": pd.Timestamp("2015-01-01")},
                "red",
                "It came out 10 years before the report's day.",
            ),
            (
                {"published": pd.Timestamp("2020-08-20")},
                "amber",
                "It came out 4½ years before the report's day.",
            ),
            ({"published": pd.Timestamp("2015-01-01"), "place": True}, "green", "Complete."),
        ],
    )
    def test_each_fault_has_its_colour_and_its_words(self, changes, rating, said):
        row = rate(**changes)
        assert (row["rating"], row["reasons"]) == (rating, said)

    def test_hospitals_that_are_older_than_practices_are_rated_no_better(self):
        # 1 April 2020 and 14 July 2022 to 26 November 2026: 2,430 and 1,596 days
        rows = [COMPLETE | {"published": pd.Timestamp(day)} for day in ("2020-04-01", "2022-07-14")]
        rated = rate_sources(pd.DataFrame(rows), day=date(2026, 11, 26))
        assert rated["age_days"].tolist() == [2430, 1596]
        assert rated["rating"].tolist() == ["amber", "amber"]
        assert rated["reasons"].tolist() == [
            "It came out 6½ years before the report's day.",
            "It came out 4½ years before the report's day.",
        ]

    def test_the_worst_reason_decides_and_all_are_told(self):
        row = rate(missing=1, due=pd.Timestamp("2024-06-01"))
        assert row["rating"] == "red"
        assert row["reasons"] == "1 of 200 areas has no row. A newer issue is overdue."

    def test_no_age_is_told_of_what_never_came_out(self):
        table = pd.DataFrame([COMPLETE | {"published": pd.NaT}])
        row = rate_sources(table, day=None).iloc[0]
        assert pd.isna(row["age_days"]) and row["rating"] == "green"

    def test_a_table_without_a_column_is_refused(self):
        with pytest.raises(TableError, match="suppressed"):
            rate_sources(pd.DataFrame([COMPLETE]).drop(columns="suppressed"), day=DAY)

    def test_the_input_is_unchanged(self):
        table = pd.DataFrame([COMPLETE])
        before = table.copy()
        rate_sources(table, day=DAY)
        pd.testing.assert_frame_equal(table, before)


class TestCountRatings:
    def test_the_worst_comes_first_and_a_rating_of_none_is_counted_too(self):
        rated = pd.DataFrame({"rating": ["green", "amber", "green"]})
        counts = count_ratings(rated)
        assert dict(zip(counts["rating"], counts["sources"], strict=True)) == {
            **{"red": 0, "amber": 1, "green": 2}
        }
        assert counts["rating"].tolist() == ["red", "amber", "green"]


class TestSelectConcerns:
    def test_red_comes_before_amber_and_green_is_left_out(self):
        rated = pd.DataFrame(
            {"title": list("abcd"), "rating": ["amber", "green", "red", "amber"], "rows": [1] * 4}
        )
        before = rated.copy()
        assert select_concerns(rated)["title"].tolist() == ["c", "a", "d"]
        pd.testing.assert_frame_equal(rated, before)

    def test_where_all_are_green_there_is_none(self):
        assert select_concerns(pd.DataFrame({"title": ["a"], "rating": ["green"]})).empty
