from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datacell_lib.analysis.index.groups import (
    group_areas,
    group_by_count,
    group_by_fisher_jenks,
    group_by_population,
)
from datacell_lib.files.index_methods import Grouping
from datacell_lib.schema import TableError

scores_of_areas = st.lists(st.integers(0, 50), min_size=6, max_size=14)


class TestGroupByCount:
    def test_equals_the_published_quantiles_of_twelve_areas(self):
        # PHEindicatormethods' phe_quantile, 12 areas in 10 groups.
        groups = group_by_count(pd.Series(range(12, 0, -1)), groups=10)
        assert groups.tolist() == [1, 1, 2, 3, 4, 5, 6, 6, 7, 8, 9, 10]

    def test_keeps_areas_with_equal_scores_together(self):
        assert group_by_count(pd.Series([5.0, 5.0, 5.0, 1.0]), groups=2).tolist() == [1, 1, 1, 2]

    def test_gives_no_group_without_a_score(self):
        groups = group_by_count(pd.Series([5.0, np.nan, 1.0]), groups=2)
        assert groups.isna().tolist() == [False, True, False]
        assert groups[[0, 2]].tolist() == [1, 2]

    def test_refuses_more_groups_than_areas(self):
        with pytest.raises(TableError, match=r"10 groups need at least 10 areas .*; found 3"):
            group_by_count(pd.Series([1.0, 2.0, 3.0]))

    @given(size=st.integers(10, 200))
    @settings(max_examples=25, deadline=None)
    def test_makes_groups_whose_sizes_differ_by_at_most_one(self, size):
        sizes = group_by_count(pd.Series(range(size)), groups=10).value_counts()
        assert len(sizes) == 10
        assert sizes.max() - sizes.min() <= 1


class TestGroupByPopulation:
    def test_puts_half_of_the_people_in_each_of_two_groups(self):
        # 100 people in the most vulnerable area, 50 in each of the two others
        scores, people = pd.Series([3.0, 2.0, 1.0]), pd.Series([100, 50, 50])
        assert group_by_population(scores, population=people, groups=2).tolist() == [1, 2, 2]

    def test_equals_groups_by_count_where_populations_are_equal(self):
        scores = pd.Series(range(40, 0, -1), dtype=float)
        groups = group_by_population(scores, population=pd.Series([7] * 40), groups=5)
        assert groups.tolist() == group_by_count(scores, groups=5).tolist()

    def test_keeps_areas_with_equal_scores_together(self):
        scores = pd.Series([5.0, 5.0, 1.0, 0.0])
        groups = group_by_population(scores, population=pd.Series([1, 9, 5, 5]), groups=2)
        assert groups.tolist() == [1, 1, 2, 2]

    @pytest.mark.parametrize("people", [[1, -2], [1, None], [0, 0]])
    def test_refuses_populations_that_are_none(self, people):
        with pytest.raises(TableError, match=r"every area needs a population of 0 or more"):
            group_by_population(
                pd.Series([2.0, 1.0]), population=pd.Series(people, dtype=float), groups=2
            )


class TestGroupByFisherJenks:
    def test_equals_mapclassify_s_breaks(self):
        # mapclassify 2.10.0, FisherJenks(k=5): upper bounds 15.4, 47.8, 64.1, 76.6, 101.2 with
        # 7, 10, 10, 5 and 8 values.
        scores = pd.Series([(i * i * 7) % 101 + i / 10 for i in range(40)])
        groups = group_by_fisher_jenks(scores, groups=5)
        assert scores.groupby(groups).max().round(1).tolist() == [101.2, 76.6, 64.1, 47.8, 15.4]
        assert groups.value_counts().sort_index().tolist() == [8, 5, 10, 10, 7]

    @given(values=scores_of_areas)
    @settings(max_examples=30, deadline=None)
    def test_is_as_good_as_the_best_of_all_partitions(self, values):
        scores = pd.Series(values, dtype=float)
        levels = sorted(set(values))
        if len(levels) < 3:
            with pytest.raises(TableError, match=r"3 groups need at least as many different"):
                group_by_fisher_jenks(scores, groups=3)
            return

        def spread(groups):
            return ((scores - scores.groupby(groups).transform("mean")) ** 2).sum()

        best = min(
            spread(np.searchsorted(list(cut), values, side="right"))
            for cut in combinations(levels[1:], 2)
        )
        found = group_by_fisher_jenks(scores, groups=3)
        assert found.nunique() == 3
        assert spread(found.to_numpy()) == pytest.approx(best, abs=1e-8)

    def test_gives_no_group_without_a_score(self):
        groups = group_by_fisher_jenks(pd.Series([5.0, np.nan, 1.0]), groups=2)
        assert groups.isna().tolist() == [False, True, False]


class TestGroupAreas:
    @pytest.mark.parametrize("method", ["count", "population", "fisher_jenks"])
    def test_counts_from_the_most_vulnerable_by_every_method(self, method):
        groups = group_areas(
            pd.Series([1.0, 9.0, 1.1, 9.1]),
            grouping=Grouping(method=method, groups=2),
            population=pd.Series([10, 10, 10, 10]),
        )
        assert groups.tolist() == [2, 1, 2, 1]
        assert groups.name == "group"

    def test_asks_for_the_population_where_it_is_needed(self):
        with pytest.raises(TableError, match=r"needs the population of every area; found none"):
            group_areas(pd.Series([1.0, 2.0]), grouping=Grouping(method="population", groups=2))
