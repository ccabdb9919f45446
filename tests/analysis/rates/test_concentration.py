import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datacell_lib.analysis.rates.concentration import (
    NO_EVENTS,
    calculate_concentration_curve,
    calculate_concentration_index,
)
from datacell_lib.analysis.rates.counts import UNKNOWN
from datacell_lib.schema import TableError

# O'Donnell et al. 2008, chapter 8: births and deaths under five by wealth, poorest first, India.
BIRTHS = [29939, 28776, 26528, 24689, 19739]
DEATHS = [4632, 4400, 3170, 2145, 1072]
ANSWER = ["value", "lower_ci", "upper_ci"]
GROUPS = st.lists(st.tuples(st.integers(0, 50), st.integers(50, 500)), min_size=2, max_size=10)


def make_table(events=DEATHS, people=BIRTHS, **columns):
    table = pd.DataFrame({"numerator": events, "denominator": people})
    return table.assign(quantile=range(1, len(table) + 1)).assign(**columns)


class TestCalculateConcentrationCurve:
    def test_gives_the_running_shares(self):
        curve = calculate_concentration_curve(make_table([30, 10], [50, 150]))
        assert curve["quantile"].tolist() == [0, 1, 2]
        assert curve["population_share"].tolist() == [0, 0.25, 1]
        assert curve["event_share"].tolist() == [0, 0.75, 1]

    def test_adds_up_areas_of_one_quantile(self):
        areas = make_table([10, 20, 10], [25, 25, 150]).assign(
            quantile=[1, 1, 2], area_code=["a", "b", "c"]
        )
        curve = calculate_concentration_curve(areas)
        assert curve["event_share"].tolist() == [0, 0.75, 1]

    def test_of_groups_is_that_of_each(self):
        both = pd.concat([make_table(sex="F"), make_table(DEATHS[::-1], sex="M")])
        curves = calculate_concentration_curve(both.sample(frac=1, random_state=1), by=["sex"])
        for sex, deaths in (("F", DEATHS), ("M", DEATHS[::-1])):
            alone = calculate_concentration_curve(make_table(deaths))
            mine = curves.loc[curves["sex"] == sex].drop(columns="sex").reset_index(drop=True)
            pd.testing.assert_frame_equal(mine, alone)

    def test_without_events_has_no_shares_of_them(self):
        curve = calculate_concentration_curve(make_table([0, 0], [5, 5]))
        assert curve["event_share"].isna().tolist() == [False, True, True]

    def test_refuses_areas_without_a_quantile(self):
        with pytest.raises(TableError, match="quantile must not be missing; found 1 rows"):
            calculate_concentration_curve(make_table(quantile=[1, 2, 3, 4, None]))

    def test_leaves_its_input_unchanged(self, leaves_unchanged):
        leaves_unchanged(calculate_concentration_curve, make_table())


class TestCalculateConcentrationIndex:
    def test_meets_the_published_value(self, validate):
        validate(
            method="Concentration index, deaths under five by wealth, India",
            source="O'Donnell et al. 2008, chapter 8",
            expected=-0.1694,
            obtained=calculate_concentration_index(make_table())["value"],
            tolerance=5e-5,
        )

    @settings(max_examples=15)
    @given(GROUPS.filter(lambda groups: sum(x for x, _ in groups) > 0))
    def test_is_twice_the_area_between_the_diagonal_and_the_curve(self, groups):
        table = make_table(*map(list, zip(*groups, strict=True)))
        curve = calculate_concentration_curve(table)
        area = np.trapezoid(curve["event_share"], curve["population_share"])
        answer = calculate_concentration_index(table)["value"].iloc[0]
        assert answer == pytest.approx(1 - 2 * area, abs=1e-12)

    @settings(max_examples=15)
    @given(GROUPS.filter(lambda groups: sum(x for x, _ in groups) > 0))
    def test_turns_round_with_the_order(self, groups):
        events, people = map(list, zip(*groups, strict=True))
        forth, back = (
            calculate_concentration_index(make_table(e, p))["value"].iloc[0]
            for e, p in ((events, people), (events[::-1], people[::-1]))
        )
        assert forth == pytest.approx(-back, abs=1e-12)

    def test_is_zero_where_every_rate_is_the_same(self):
        answer = calculate_concentration_index(make_table([10, 20, 30], [100, 200, 300])).iloc[0]
        assert answer["value"] == pytest.approx(0, abs=1e-15)
        assert answer["lower_ci"] < 0 < answer["upper_ci"]

    def test_has_an_interval_that_covers_a_planted_index(self):
        # Planted: 400 draws of 300 events from India's shares; theory says 95%, give or take
        # 1.1 points of Monte Carlo error.
        random = np.random.default_rng(12)
        drawn = random.multinomial(300, np.array(DEATHS) / sum(DEATHS), size=400)
        tables = [make_table(list(events)).assign(draw=i) for i, events in enumerate(drawn)]
        answer = calculate_concentration_index(pd.concat(tables), by=["draw"])
        truth = calculate_concentration_index(make_table())["value"].iloc[0]
        assert 0.92 < answer["lower_ci"].le(truth).mul(answer["upper_ci"].ge(truth)).mean() < 0.98

    def test_of_an_unknown_count_is_missing(self):
        answer = calculate_concentration_index(make_table([np.nan, *DEATHS[1:]])).iloc[0]
        assert answer[ANSWER].isna().all() and answer["note"] == UNKNOWN

    def test_without_events_is_missing(self):
        answer = calculate_concentration_index(make_table([0, 0], [5, 5])).iloc[0]
        assert answer[ANSWER].isna().all() and answer["note"] == NO_EVENTS

    def test_leaves_its_input_unchanged(self, leaves_unchanged):
        leaves_unchanged(calculate_concentration_index, make_table())
