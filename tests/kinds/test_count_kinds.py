"""Counts are added up once each, in types with room, and what is missing is never none."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datacell_lib.analysis import need, quality, time
from datacell_lib.intake.outcomes.outcome_totals import add_up_outcome
from datacell_lib.schema import ConfigError

COPY = {"layout": "official", "path": "office/things.csv"}
COLUMNS = {
    "day": {"type": "date", "quantity": "key", "meaning": "A day."},
    "cases": {"type": "integer", "quantity": "count", "meaning": "Cases.", "suppressed": True},
}
days_of_cases = st.lists(st.integers(0, 50), min_size=1, max_size=60)
cells = st.lists(st.one_of(st.none(), st.integers(0, 100)), min_size=1, max_size=20)


@pytest.fixture
def total(catalogue: Callable) -> Callable[..., tuple[float, float]]:
    """Return a function that adds up counts by day, whose rows are as told, in a shuffled order."""

    def add_up(low: list[float], high: list[float] | None = None, **adding) -> tuple[float, float]:
        entry = catalogue(
            key=["area_code", "day"],
            adding_up={"day": adding},
            columns=COLUMNS,
            copies=[COPY | {"columns": {"area_code": "code", "day": "day", "cases": "n"}}],
        )
        days = pd.date_range("2020-03-01", periods=len(low))
        rows = pd.DataFrame({"area_code": "A", "day": days, "cases_lower": low})
        rows["cases_upper"] = low if high is None else high
        shuffled = rows.sample(frac=1, random_state=1)
        found = add_up_outcome(shuffled, dataset=entry, places={"A": "Here"})
        return found["cases_lower"].item(), found["cases_upper"].item()

    return add_up


class TestEachEventOnce:
    @given(cases=days_of_cases, days=st.integers(2, 14))
    def test_counts_over_so_many_days_add_up_to_the_cases_that_they_hold(
        self, total, cases, days
    ) -> None:
        series = pd.Series(cases, dtype="float64")
        over = series.rolling(days, min_periods=1).sum()
        assert total(over.tolist(), rows="overlapping", days=days) == (sum(cases), sum(cases))

    @given(cases=days_of_cases)
    def test_what_accumulates_adds_up_to_the_cases_that_it_holds(self, total, cases) -> None:
        over = np.cumsum(cases).astype(float).tolist()
        assert total(over, rows="accumulating") == (sum(cases), sum(cases))

    @given(cases=days_of_cases)
    def test_snapshots_are_not_added_up(self, total, cases) -> None:
        assert total([float(n) for n in cases], rows="snapshots") == (cases[-1], cases[-1])

    @given(cases=days_of_cases, rows=st.sampled_from(["pooled", "overlapping"]))
    def test_what_cannot_be_told_apart_is_refused(self, total, cases, rows) -> None:
        with pytest.raises(ConfigError, match=r"can't be added up over 'day'"):
            total([float(n) for n in cases], rows=rows)


class TestMissingIsNotNone:
    @given(counts=cells)
    def test_a_sum_has_an_upper_end_where_every_count_has(self, total, counts) -> None:
        values = [np.nan if count is None else float(count) for count in counts]
        known = [count for count in counts if count is not None]
        low, high = total(values, rows="apart")
        assert low == sum(known) if known else np.isnan(low)
        assert high == sum(known) if len(known) == len(counts) else np.isnan(high)

    @given(counts=cells)
    def test_hidden_counts_are_between_their_ends(self, total, counts) -> None:
        low = [0.0 if count is None else float(count) for count in counts]
        high = [2.0 if count is None else float(count) for count in counts]
        assert total(low, high, rows="apart") == (sum(low), sum(high))

    @given(counts=cells)
    def test_residents_of_a_place_are_known_where_those_of_every_part_are(self, counts) -> None:
        places = pd.DataFrame({"population": pd.Series(counts, dtype="float64")})
        places = places.assign(area_code="E01000001", most_vulnerable_share=0.1)
        for whole in (
            need.summarise_area(places, nation=places, title="Here")["population"].item(),
            need.compare_key_figures({"Here": places}, indicators={})["Here"].iloc[0],
            quality.compare_totals(places.assign(district_code="D"), counts={})["numerator"].item(),
        ):
            assert np.isnan(whole) if None in counts else whole == sum(counts)

    @given(ranks=st.lists(st.one_of(st.none(), st.floats(0.01, 1)), min_size=1, max_size=20))
    def test_a_share_is_of_those_that_are_ranked(self, ranks) -> None:
        places = pd.DataFrame({"most_vulnerable_share": pd.Series(ranks, dtype="float64")})
        places = places.assign(area_code="E01000001", population=100)
        row = need.summarise_area(places, nation=places, title="Here").iloc[0]
        known = [rank for rank in ranks if rank is not None]
        assert row["unranked"] == len(ranks) - len(known)
        if known:
            assert row["value"] == pytest.approx(np.mean([rank <= 0.2 for rank in known]))
        else:
            assert np.isnan(row["value"])


class TestSmallTypes:
    @given(
        counts=st.lists(st.integers(60, 127), min_size=21, max_size=21),
        dtype=st.sampled_from(["int8", "uint8", "int16", "int32", "Int8", "UInt16", "float32"]),
    )
    def test_methods_over_time_give_what_they_give_of_wide_ones(self, counts, dtype) -> None:
        wide = pd.DataFrame({"area_code": "E02000001", "period": range(21), "numerator": counts})
        wide = wide.assign(denominator=127, provisional=False)
        narrow = wide.astype({"numerator": dtype, "denominator": dtype, "period": "int8"})
        for method in (
            time.calculate_rolling_sum,
            time.calculate_rolling_rate,
            time.detect_ears_c2,
            lambda table: time.calculate_u_chart(table.drop(columns="provisional")),
            lambda table: time.calculate_xmr_chart(
                table[["period", "numerator"]].rename(columns={"numerator": "value"})
            ),
            lambda table: time.calculate_growth_rate(table, periods=14),
        ):
            pd.testing.assert_frame_equal(method(narrow), method(wide), check_dtype=False)

    @given(
        cases=st.lists(st.integers(0, 127), min_size=14, max_size=14),
        dtype=st.sampled_from(["int8", "uint8", "Int8", "float16", "float32"]),
    )
    def test_weeks_hold_what_their_days_do(self, cases, dtype) -> None:
        days = pd.date_range("2024-01-01", periods=14)
        daily = pd.DataFrame({"area_code": "X", "date": days, "cases": cases})
        weekly = time.calculate_weekly_counts(daily.astype({"cases": dtype}))
        assert weekly["numerator"].tolist() == [sum(cases[:7]), sum(cases[7:])]
