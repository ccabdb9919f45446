"""Years that are pooled overlap: however they are written, no trend is tested on them."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datacell_lib.analysis import time
from datacell_lib.schema import TableError

BETWEEN = ["/", "-", " - ", "–", " – ", "—", "−", "‑", " to ", "to", " and ", "+", "&", "_", " / "]
POINTS = {
    "proportions": (
        time.calculate_recent_trend_of_proportions,
        {"numerator": [100, 130, 160, 190, 220], "denominator": [1000] * 5},
    ),
    "values": (
        time.calculate_recent_trend_of_values,
        {"value": [20.0] * 5, "lower_ci": [18.0] * 5, "upper_ci": [22.0] * 5},
    ),
}
both = pytest.mark.parametrize("name", POINTS)


def find_trend(name: str, periods: object) -> list[str]:
    calculate, measures = POINTS[name]
    return calculate(pd.DataFrame({"period": periods, **measures}))["trend"].tolist()


@both
class TestPooledYears:
    @given(
        first=st.integers(1990, 2030),
        span=st.integers(2, 9),
        step=st.integers(1, 9),
        between=st.sampled_from(BETWEEN),
        short=st.booleans(),
        around=st.sampled_from(["{}", " {}", "{} ", "{}\n", "({})", "{} pooled", "{}p", "FY {}"]),
    )
    def test_are_refused_however_they_are_written(
        self, name, first, span, step, between, short, around
    ) -> None:
        years = [first + step * place for place in range(5)]
        ends = [f"{(year + span) % 100:02}" if short else year + span for year in years]
        pooled = [
            around.format(f"{year}{between}{end}") for year, end in zip(years, ends, strict=True)
        ]
        with pytest.raises(TableError, match=r"(?s)must be single years.*pooled overlap"):
            find_trend(name, pooled)

    @given(
        first=st.integers(1990, 2030),
        span=st.integers(1, 5),
        months=st.sampled_from(["{}", "Jan {}"]),
    )
    def test_are_refused_by_their_months_too(self, name, first, span, months) -> None:
        pooled = [f"{months.format(year)} to Dec {year + span}" for year in range(first, first + 5)]
        with pytest.raises(TableError, match="must be single years"):
            find_trend(name, pooled)

    @pytest.mark.parametrize(
        "periods",
        [
            [202101, 202102, 202103, 202104, 202105],
            [1, 2, 3, 4, 5],
            [20142016, 20142017, 20142018, 20142019, 20142020],
            ["2014/14", "2015/15", "2016/16", "2017/17", "2018/18"],
            ["2015/14", "2016/15", "2017/16", "2018/17", "2019/18"],
            [f"\u0662\u0660\u0661{digit}" for digit in "\u0664\u0665\u0666\u0667\u0668"],
            [2014.0, 2015.0, 2016.0, 2017.0, 2018.0],
            pd.period_range("2014-01", periods=5, freq="M"),
        ],
    )
    def test_so_is_every_other_text_and_number_that_is_no_year(self, name, periods) -> None:
        with pytest.raises(TableError, match="must be single years"):
            find_trend(name, periods)

    def test_calendar_years_beside_others_overlap(self, name) -> None:
        with pytest.raises(TableError, match="of one kind; found 2018 beside 2014/15"):
            find_trend(name, ["2014/15", "2015/16", "2016/17", "2017/18", "2018"])


@both
class TestSingleYears:
    @given(first=st.integers(1000, 9990))
    def test_are_read_by_number_text_and_both_halves(self, name, first) -> None:
        years = range(first, first + 5)
        written = [list(years), [str(year) for year in years]]
        written.append([f"{year}/{(year + 1) % 100:02}" for year in years])
        first_answer, *others = (find_trend(name, periods) for periods in written)
        assert others == [first_answer] * 2
