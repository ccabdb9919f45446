"""How complete the latest weeks are, in words: by age, missing and late files, falls."""

import pandas as pd
import pytest

from datacell_lib.presentation.sentences import late_narrative

WEEKS = pd.to_datetime(["2026-09-27", "2026-09-20", "2026-09-13", "2026-09-06"])
SHARES = ["known_share", "known_share_lower", "known_share_upper"]
SOME, MOST, ALL = (0.787, 0.741, 0.837), (0.951, 0.93, 0.97), (1.0, 1.0, 1.0)


def make_late(*shares, lower=322.3):
    table = pd.DataFrame(shares, columns=SHARES)
    table = table.assign(period=WEEKS[: len(table)], weeks_after=range(len(table)), place="Here")
    table = table.assign(numerator=278.0, value=278.0, lower_ci=278.0, upper_ci=278.0, compared=12)
    new = {"value": 353.0, "lower_ci": lower, "upper_ci": 383.7}
    table.loc[0, list(new)] = list(new.values())
    return table


def make_files(*states, fell=0):
    table = pd.DataFrame({"period": WEEKS[::-1][: len(states)], "state": states, "fell": 0})
    table.loc[0, "fell"] = fell
    return table


@pytest.fixture
def describe(make_released):
    def describe(late, files):
        late, files = make_released(late), make_released(files)
        return late_narrative.describe_late_reports(late, files=files).content["text/plain"]

    return describe


class TestDescribeLateReports:
    @pytest.mark.parametrize(
        ("shares", "said"),
        [
            (
                (SOME, ALL, ALL, ALL),
                "Usually 79% (74% to 84%) of a week's cases are known when it has just ended, and "
                "all of them one, two and three weeks later.",
            ),
            (
                (SOME, MOST, ALL, ALL),
                "Usually 79% (74% to 84%) of a week's cases are known when it has just ended, 95% "
                "(93% to 97%) one week later, and all of them two and three weeks later.",
            ),
            ((ALL,), "Usually all of a week's cases are known when it has just ended."),
        ],
    )
    def test_it_says_what_is_known_at_each_age(self, describe, shares, said):
        text = describe(make_late(*shares), make_files("came", "came"))
        assert said in text
        assert (
            "That is from 12 weekly counts of local authorities, in 2 files. No week's count"
            in text
        )

    def test_the_latest_week_may_be_older_than_new(self, describe):
        late = make_late(SOME, MOST, ALL).iloc[1:]
        text = describe(late, make_files("came", "came"))
        assert "Usually 95% (93% to 97%) of a week's cases are known one week later, and" in text

    def test_files_that_are_missing_or_late_are_named(self, describe):
        files = make_files("came", "came late", "missing", "came")
        text = describe(make_late(SOME, ALL), files)
        assert "in 3 files. That of the week to 13 September 2026 came late." in text
        assert "That of the week to 20 September 2026 is missing." in text
        text = describe(make_late(SOME, ALL), make_files("came", "missing", "missing", "came"))
        assert "Those of the weeks to 13 September 2026 and 20 September 2026 are missing." in text

    @pytest.mark.parametrize(
        ("fell", "said"),
        [
            (0, "No week's count was lower in a later file."),
            (
                1,
                "1 weekly count of local authorities was lower in a later file: a",
            ),
            (
                7,
                "7 weekly counts of local authorities were lower in a later file: a",
            ),
        ],
    )
    def test_counts_that_fell_are_told(self, describe, fell, said):
        assert said in describe(make_late(SOME, ALL), make_files("came", "came", fell=fell))

    def test_too_few_files_are_one_sentence(self, describe):
        text = describe(make_late(SOME).head(0), make_files("came"))
        assert text == late_narrative.TOO_FEW


class TestCaptionLateReports:
    def caption(self, make_released, late):
        return late_narrative.caption_late_reports(make_released(late))

    def test_it_says_how_far_the_latest_week_is_likely_to_rise(self, make_released):
        assert self.caption(make_released, make_late(SOME, ALL)) == (
            "The week to 27 September 2026 is likely to rise from 278 cases to 353 (322 to 384)"
        )

    def test_where_the_week_may_be_whole_it_is_hedged(self, make_released):
        caption = self.caption(make_released, make_late(SOME, ALL, lower=278.0))
        assert "27 September 2026 may rise from 278 cases to 353 (278 to 384)" in caption

    def test_where_no_week_grows_that_is_the_finding(self, make_released):
        late = make_late(ALL, ALL).assign(value=278.0, lower_ci=278.0, upper_ci=278.0)
        assert self.caption(make_released, late).startswith("No week is likely to rise")
