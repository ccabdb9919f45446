"""What charts of cases and deaths find, told of invented tables by hand."""

from datetime import date

import pandas as pd
import pytest

from datacell_lib.presentation.sentences import case_titles
from tests.wording_faults import find_faults

WEEKS = list(pd.date_range("2023-11-26", periods=3, freq="7D"))


def make_alarms(*found):
    """Districts A, B and so on, each with the weeks that are told."""
    rows = [
        {"area_name": name, "period": week, "alarm": alarm, "numerator": 7.0}
        for name, alarms in zip("ABCD", found, strict=False)
        for week, alarm in zip(WEEKS, alarms, strict=True)
    ]
    return pd.DataFrame(rows).astype({"alarm": "boolean"})


def make_places(*comparisons):
    names = "ABCDEF"[: len(comparisons)]
    return pd.DataFrame(
        {
            "area_name": [*names, None],
            "denominator": [1000.0 * (at + 1) for at in range(len(names) + 1)],
            "value": [*[500.0] * len(names), None],
            "benchmark": 236.4,
            "comparison": [*comparisons, "within"],
        }
    )


class TestTitleWeeklyRates:
    @pytest.fixture
    def weeks(self):
        return pd.DataFrame({"place": "Harlow", "period": WEEKS, "value": [5.0, 1234.4, 9.0]})

    def test_it_names_the_peak_and_all_that_is_drawn(self, weeks, make_released):
        both = pd.concat([weeks, weeks.assign(place="Essex", value=2000.0)])
        title = case_titles.title_weekly_rates(make_released(both))
        assert title.finding == (
            "Cases in Harlow were highest in the week to 3 December 2023, 1,234 per 100,000 people"
        )
        assert title.of[1:3] == (
            "Harlow beside Essex",
            "weeks ending 26 November 2023 to 10 December 2023",
        )

    @pytest.mark.parametrize("value", [0.0, None])
    def test_where_there_is_no_case_it_names_no_peak(self, weeks, make_released, value):
        none = weeks.assign(value=value).astype({"value": "float64"})
        title = case_titles.title_weekly_rates(make_released(none))
        assert title.finding == "No case is known in Harlow in these weeks"

    def test_a_series_that_has_ended_says_so_in_its_subtitle(self, weeks, make_released):
        title = case_titles.title_weekly_rates(make_released(weeks), ended=date(2023, 12, 12))
        assert title.subtitle.endswith(
            "The series ended on 12 December 2023: it says nothing about today."
        )


class TestTitleReproduction:
    @pytest.mark.parametrize(
        ("interval", "said"),
        [
            ((1.1, 1.3), "1.2 (1.1 to 1.3) others: cases were growing"),
            ((0.9, 1.5), "1.2 (0.9 to 1.5) others: cases may have grown or shrunk"),
        ],
    )
    def test_it_is_hedged_where_the_interval_holds_one(self, make_released, interval, said):
        table = pd.DataFrame({"place": "A", "period": WEEKS, "value": [2.0, 3.0, 1.2]})
        table = table.assign(lower_ci=interval[0], upper_ci=interval[1])
        title = case_titles.title_reproduction(make_released(table))
        assert title.finding == f"Each case last infected {said}"

    def test_where_the_last_week_has_too_few_cases_it_gives_no_number(self, make_released):
        table = pd.DataFrame({"place": "A", "period": WEEKS, "value": [2.0, 3.0, None]})
        table = table.assign(lower_ci=1.0, upper_ci=2.0)
        title = case_titles.title_reproduction(make_released(table))
        assert "10 December 2023 too few cases are known" in title.finding


FUNNEL = {"measure": "Deaths per 100,000", "place": "Moor", "until": date(2020, 7, 31)}


class TestTitleFunnel:
    def test_the_furthest_is_so_for_its_size(self, make_released):
        table = make_places("high, beyond 95%", "high, beyond 95%", "within")
        title = case_titles.title_funnel(make_released(table), **FUNNEL)
        assert title.finding == (
            "B is furthest above what chance explains: 500 per 100,000 people, against 236 in all "
            "places"
        )
        assert title.subtitle == "Deaths per 100,000 · Moor · to 31 July 2020"

    def test_what_is_within_or_low_is_not_called_high(self, make_released):
        table = make_places("low, beyond 95%", "within", "within")
        title = case_titles.title_funnel(make_released(table), **FUNNEL)
        assert title.finding == "No place lies above what chance makes of 236 per 100,000 people"


class TestTitleAlarmGrid:
    @pytest.mark.parametrize(
        ("found", "said"),
        [
            (([1, 1, 0], [1, 0, 0]), "Most weeks stood out in A: 2"),
            (([1, 1, 0], [0, 1, 1], [0, 0, 0]), "Most weeks stood out in A and B: 2 each"),
            (([1, 0, 0],) * 3, "No place stood out in more than 1 week"),
            (([0, 0, 0], [0, 0, None]), "No week stood out from those before it"),
            (([None] * 3,), "Too little is known to say which weeks stood out"),
        ],
    )
    def test_it_names_whoever_stood_out_most(self, make_released, found, said):
        table = make_alarms(*found)
        title = case_titles.title_alarm_grid(make_released(table), place="Moor")
        assert title.finding == said
        assert not find_faults(title.finding)


class TestTitleDetection:
    @pytest.mark.parametrize(
        ("found", "said"),
        [
            ([1, 1, 0], "Cases were last unusually many in the week to 3 December 2023: 7"),
            ([0, None, 0], "In no week were there more cases than the past explains"),
            ([None] * 3, "Too little is known to say whether cases were unusual"),
        ],
    )
    def test_it_names_the_last_alarm(self, make_released, found, said):
        title = case_titles.title_detection(make_released(make_alarms(found)), place="Moor")
        assert title.finding == said


class TestTitleAlarmWeeks:
    @pytest.mark.parametrize(
        ("alarms", "said"),
        [
            ([1, 3, 0], "Most places stood out in the week to 3 December 2023: 3 of 34"),
            ([0, 0, 0], "In no week did a small place stand out"),
        ],
    )
    def test_it_names_the_week_with_most(self, make_released, alarms, said):
        table = pd.DataFrame({"period": WEEKS, "alarms": alarms, "judged": 34, "places": 35})
        title = case_titles.title_alarm_weeks(make_released(table), place="Moor")
        assert title.finding == said


class TestTitleHotSpots:
    @pytest.mark.parametrize(
        ("clusters", "said"),
        [
            ([None, None, None], "No places together had more deaths than chance explains"),
            ([None, 1, None], "More deaths than chance explains were in B alone"),
            ([2, None, 1], "Deaths were high together in 2 places, C among them"),
        ],
    )
    def test_the_first_circle_names_it(self, make_released, clusters, said):
        table = pd.DataFrame({"area_name": ["A", "B", "C"], "cluster": clusters})
        table["cluster"] = table["cluster"].astype("Int64")
        title = case_titles.title_hot_spots(make_released(table), place="Moor")
        assert title.finding == said
