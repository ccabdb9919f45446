"""Equal numbers stay equal: no rank, group or spread goes by the last bit of a sum."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datacell_lib.analysis.index.aggregate import calculate_copeland_score
from datacell_lib.analysis.index.calculate import calculate_index
from datacell_lib.analysis.index.diagnose import correlate_indicators, describe_directions
from datacell_lib.analysis.index.draws import Choices, Drawer
from datacell_lib.analysis.index.groups import (
    group_by_count,
    group_by_fisher_jenks,
    group_by_population,
)
from datacell_lib.analysis.index.normalise import calculate_percentile_ranks, calculate_ranks
from datacell_lib.analysis.index.steps import follow_steps
from datacell_lib.analysis.rates.quantiles import assign_quantiles
from datacell_lib.files.index_methods import Exponential, MinMax, PercentileRanks, ZScores
from datacell_lib.files.index_spec import draft_index_spec
from datacell_lib.schema import FIFTH, TENTH

grades = st.lists(st.tuples(*[st.integers(0, 4)] * 3), min_size=5, max_size=20).filter(
    lambda rows: all(len(set(column)) > 1 for column in zip(*rows, strict=True))
)
tenths = st.lists(st.integers(-40, 40), min_size=5, max_size=30).filter(
    lambda numbers: len(set(numbers)) > 2
)


def rank_exactly(rows: list[tuple[int, ...]]) -> list[int]:
    """Rank the means of average percentile ranks in fractions, the highest first."""

    def share(column: tuple[int, ...], value: int) -> Fraction:
        below = sum(other < value for other in column)
        return Fraction(2 * below + column.count(value) + 1, 2 * len(column))

    columns = list(zip(*rows, strict=True))
    scores = [
        sum((share(c, v) for c, v in zip(columns, row, strict=True)), Fraction()) for row in rows
    ]
    return [1 + sum(other > score for other in scores) for score in scores]


def disturb(numbers: list[int]) -> tuple[pd.Series, pd.Series]:
    """Give numbers as they are, and a tenth of them as sums of another order leave them."""
    exact = pd.Series(numbers, dtype=float)
    return exact, exact / 10 + 4e-16 * np.arange(len(exact)) * (-1) ** np.arange(len(exact))


def group_people(scores: pd.Series) -> pd.Series:
    return group_by_population(scores, population=pd.Series(10, index=scores.index), groups=3)


def assign(values: pd.Series) -> pd.Series:
    table = pd.DataFrame({"value": values})
    return assign_quantiles(table, most_vulnerable="highest", quantiles=3)["quantile"]


def assign_within(values: pd.Series) -> pd.Series:
    table = pd.DataFrame({"value": values, "period": np.arange(len(values)) % 2})
    return assign_quantiles(table, most_vulnerable="lowest", quantiles=2, by=["period"])["quantile"]


def compare_pairs(values: pd.Series) -> pd.Series:
    return calculate_copeland_score(pd.DataFrame({"a": values}), weights=pd.Series({"a": 1e-14}))


ORDERINGS = [
    calculate_ranks,
    calculate_percentile_ranks,
    lambda scores: group_by_count(scores, groups=3),
    lambda scores: group_by_fisher_jenks(scores, groups=3),
    group_people,
    assign,
    assign_within,
    compare_pairs,
]


class TestEveryOrdering:
    @pytest.mark.parametrize("order", ORDERINGS)
    @given(numbers=tenths)
    def test_takes_numbers_and_their_noise_for_the_same(self, order, numbers) -> None:
        exact, noisy = disturb(numbers)
        assert order(noisy).tolist() == order(exact).tolist()


class TestLimits:
    @pytest.mark.parametrize(("limit", "of"), [(TENTH, 10), (FIFTH, 5)])
    def test_a_share_on_the_border_is_within(self, limit, of) -> None:
        ranks = np.arange(1, 7_001)
        assert (ranks / (of * ranks) <= limit).all()
        assert ((ranks + 1) / (of * ranks) > limit).all()

    def test_a_correlation_of_nothing_contradicts_nothing(self) -> None:
        # by hand: the ranks 1 2 3 4 and 2 4 1 3 differ by 1 2 -2 -1: 1 - 6 x 10 / 60 = 0
        directions = dict.fromkeys("ab", "higher_is_more_vulnerable")
        table = pd.DataFrame({"area_code": list("wxyz"), "a": [1, 2, 3, 4], "b": [2, 4, 1, 3]})
        steps = follow_steps(table, spec=draft_index_spec(directions))
        assert correlate_indicators(steps)["value"].abs().max() < 1e-12
        assert describe_directions(steps)["contrary"].tolist() == [False, False]


class TestIndex:
    def test_ties_three_ways_to_two_thirds(self) -> None:
        table = pd.DataFrame({"area_code": list("xyz"), "a": [0.3, 0.3, 0.1], "b": [5, 5, 9]})
        spec = draft_index_spec(dict.fromkeys("ab", "higher_is_more_vulnerable"), name="whole")
        index = calculate_index(table, spec=spec).query("component == 'whole'")
        assert index["rank"].tolist() == [1, 1, 1]

    @given(rows=grades)
    def test_ranks_as_exact_fractions_do(self, rows) -> None:
        table = pd.DataFrame(rows, columns=list("abc"))
        table["area_code"] = [f"E{place:08}" for place in range(len(rows))]
        spec = draft_index_spec(dict.fromkeys("abc", "higher_is_more_vulnerable"), name="whole")
        index = calculate_index(table, spec=spec).query("component == 'whole'")
        assert index["rank"].tolist() == rank_exactly(rows)

    @given(rows=grades, seed=st.integers(0, 1000))
    def test_places_areas_alike_in_every_draw_where_they_are_alike(self, rows, seed) -> None:
        table = pd.DataFrame([*rows, rows[0]], columns=list("abc"))
        table["area_code"] = [f"E{place:08}" for place in range(len(table))]
        spec = draft_index_spec(dict.fromkeys("abc", "higher_is_more_vulnerable"))
        drawer = Drawer(follow_steps(table, spec=spec), choices=Choices())
        ranks = drawer.rank(np.random.default_rng(seed).random(len(drawer.axes)))
        assert ranks[0] == ranks[-1]

    @given(rows=grades)
    def test_draws_the_declared_ranks_from_the_declared_choices(self, rows) -> None:
        table = pd.DataFrame(rows, columns=list("abc"))
        table["area_code"] = [f"E{place:08}" for place in range(len(rows))]
        steps = follow_steps(
            table, spec=draft_index_spec(dict.fromkeys("abc", "higher_is_more_vulnerable"))
        )
        choices = Choices(
            indicators=(PercentileRanks(method="percentile_rank"),),
            domains=(Exponential(method="exponential"),),
            powers=(1.0,),
            weight_spread=0.0,
            leave_out=False,
        )
        drawer = Drawer(steps, choices=choices)
        ranks = drawer.rank(np.full(len(drawer.axes), 0.5))
        assert ranks.tolist() == rank_exactly(rows)

    @pytest.mark.parametrize("method", [ZScores(method="z_score"), MinMax(method="min_max")])
    def test_takes_a_domain_of_opposites_for_constant_in_draws(self, method) -> None:
        constant = np.array([0.1 + 0.2, 0.3, 0.3])
        table = pd.DataFrame({"area_code": list("xyz"), "a": [1, 2, 3]})
        spec = draft_index_spec({"a": "higher_is_more_vulnerable"})
        drawer = Drawer(follow_steps(table, spec=spec), choices=Choices())
        assert drawer._normalise_domain(constant, method).tolist() == [0, 0, 0]
