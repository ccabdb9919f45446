"""The chart of weekly rates, said by matplotlib's own objects and by its alt text."""

from datetime import date

import pandas as pd

from datacell_lib.presentation.charts.weekly_rates import plot_weekly_rates

WEEKS = pd.DataFrame(
    {
        "place": ["Harlow"] * 3 + ["Essex"] * 3,
        "period": list(pd.date_range("2023-11-26", periods=3, freq="7D")) * 2,
        "value": [5.0, 40.0, 9.0, 6.0, 7.0, 8.0],
        "lower_ci": [4.0, 30.0, 8.0, 5.0, 6.0, 7.0],
        "upper_ci": [6.0, 50.0, 10.0, 7.0, 8.0, 9.0],
    }
)


class TestPlotWeeklyRates:
    def test_alt_text_names_the_peak_and_the_last_week(self, make_released):
        output = plot_weekly_rates(make_released(WEEKS), title="?")
        assert "week to 3 December 2023, 40 per 100,000, and 9 in the last" in output.alt

    def test_a_series_that_has_ended_says_so_below_its_title_and_to_those_who_do_not_see_it(
        self, make_released, drawn
    ):
        output = plot_weekly_rates(make_released(WEEKS), title="?", ended=date(2023, 12, 12))
        said = "The series ended on 12 December 2023: it says nothing about today."
        assert said in output.alt
        assert said in " ".join(text.get_text() for text in drawn[0].figure.texts).replace(
            "\n", " "
        )

    def test_the_band_is_the_interval_of_the_first_place(self, make_released, drawn):
        plot_weekly_rates(make_released(WEEKS), title="?")
        band = drawn[0].collections[0].get_paths()[0].vertices[:, 1]
        assert band.min() == 4.0
        assert band.max() == 50.0

    def test_an_area_without_cases_gets_a_sentence(self, make_released):
        output = plot_weekly_rates(make_released(WEEKS.head(0)), title="?")
        assert output.kind == "sentence"
        assert "No cases are published" in output.content["text/plain"]
