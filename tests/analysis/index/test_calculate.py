import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datacell_lib.analysis.index import calculate_index
from datacell_lib.files.index_spec import IndexSpec
from tests.example_index import content, indicator

COLUMNS = [
    "area_code",
    "component",
    "level",
    "value",
    "score",
    "rank",
    "areas",
    "most_vulnerable_share",
    "imputed",
]


SPEC = IndexSpec.model_validate(
    content(
        domains=[
            {"name": "one", "indicators": [indicator("a")]},
            {"name": "two", "indicators": [indicator("b")]},
        ]
    )
)


def take(result, component):
    return result[result["component"] == component].set_index("area_code")


class TestCalculateIndex:
    def test_gives_a_row_for_each_component_and_area_in_the_order_of_the_file(
        self, make_spec, areas
    ):
        spec = make_spec(
            indicators=[],
            domains=[
                {"name": "second", "indicators": [indicator("b")]},
                {"name": "first", "indicators": [indicator("a")]},
            ],
        )
        result = calculate_index(areas.iloc[::-1], spec=spec)
        assert list(result.columns) == COLUMNS
        assert result["component"].unique().tolist() == ["example", "second", "b", "first", "a"]
        assert result["level"].unique().tolist() == ["index", "domain", "indicator"]
        for _, rows in result.groupby("component"):
            assert rows["area_code"].tolist() == areas["area_code"].tolist()

    def test_equals_a_calculation_by_hand(self, make_spec, areas):
        # Percentile ranks: a .2 .4 .6 .8 1; b, where lower is more vulnerable, values 1 4 2 3 5:
        # 1 .4 .8 .6 .2. Means with weights .75 and .25: .4 .4 .65 .75 .8.
        spec = make_spec(
            weighting={"method": "given"},
            indicators=[
                indicator("a", weight=0.75),
                indicator("b", weight=0.25, direction="lower_is_more_vulnerable"),
            ],
        )
        index = take(calculate_index(areas, spec=spec), "example")
        assert index["score"].tolist() == pytest.approx([0.4, 0.4, 0.65, 0.75, 0.8])
        assert index["most_vulnerable_share"].tolist() == pytest.approx(
            [rank / 5 for rank in index["rank"]]
        )

    def test_normalises_domains_before_they_enter_the_index(self, make_spec, areas):
        # Domains of one indicator each: ranks a 1..5, b 1 4 2 3 5 of 5, transformed by
        # -23 ln(1 - R (1 - exp(-100/23))), then averaged. The most vulnerable of both scores 100.
        spec = make_spec(
            indicators=[],
            domains=[
                {"name": "one", "indicators": [indicator("a")]},
                {"name": "two", "indicators": [indicator("b")]},
            ],
        )

        def stretch(share):
            return -23 * math.log(1 - share * (1 - math.exp(-100 / 23)))

        index = take(calculate_index(areas, spec=spec), "example")
        expected = [
            (stretch(first / 5) + stretch(second / 5)) / 2
            for first, second in zip((1, 2, 3, 4, 5), (1, 4, 2, 3, 5), strict=True)
        ]
        assert index["score"].tolist() == pytest.approx(expected)
        assert index["score"].iloc[-1] == pytest.approx(100)

    def test_gives_equal_scores_the_lowest_rank(self, make_spec):
        table = pd.DataFrame({"area_code": list("wxyz"), "a": [1.0, 3.0, 3.0, 2.0]})
        index = take(calculate_index(table, spec=make_spec(names=("a",))), "example")
        assert index["rank"].tolist() == [4, 1, 1, 3]
        assert index["rank"].dtype == "int64"

    def test_shows_indicators_own_values_and_none_for_composites(self, make_spec, areas):
        result = calculate_index(areas, spec=make_spec())
        assert take(result, "a")["value"].tolist() == areas["a"].tolist()
        assert take(result, "example")["value"].isna().all()

    def test_marks_every_component_that_rests_on_an_estimate(self, make_spec, areas):
        gap = areas.assign(b=[np.nan, 4, 2, 3, 5])
        spec = make_spec(missing={"rule": "neighbours_median", "neighbours": 1})
        result = calculate_index(gap, spec=spec)
        marked = result.loc[result["imputed"], ["area_code", "component"]]
        assert marked.to_numpy().tolist() == [["E01000001", "example"], ["E01000001", "b"]]

    def test_leaves_areas_with_missing_values_unranked_and_uncounted(self, make_spec, areas):
        gap = areas.assign(b=[np.nan, 4, 2, 3, 5])
        spec = make_spec(missing={"rule": "leave_unranked"})
        index = take(calculate_index(gap, spec=spec), "example")
        assert index.loc["E01000001", ["score", "rank", "most_vulnerable_share"]].isna().all()
        assert index["areas"].unique().tolist() == [4]
        assert sorted(index["rank"].dropna()) == [1, 2, 3, 4]

    def test_transforms_indicators_before_they_are_normalised(self, make_spec):
        table = pd.DataFrame({"area_code": list("xyz"), "a": [1.0, 10.0, 100.0]})
        spec = make_spec(
            normalisation={"indicators": {"method": "min_max"}, "domains": {"method": "none"}},
            indicators=[indicator("a", transformation="log")],
        )
        index = take(calculate_index(table, spec=spec), "example")
        assert index["score"].tolist() == pytest.approx([0, 0.5, 1])

    def test_treats_outliers_before_normalising(self, make_spec):
        codes = [f"E010000{i:02}" for i in range(10)]
        table = pd.DataFrame({"area_code": codes, "a": [*range(1, 10), 100]})
        spec = make_spec(
            names=("a",),
            outliers={"treatment": "winsorise"},
            normalisation={"indicators": {"method": "min_max"}, "domains": {"method": "none"}},
        )
        result = calculate_index(table, spec=spec)
        # 100 becomes 9, so that 5 lies halfway between 1 and 9; the value shown stays 100
        assert take(result, "example")["score"].iloc[4] == 0.5
        assert take(result, "a")["value"].iloc[-1] == 100

    def test_leaves_its_input_unchanged(self, make_spec, areas):
        before = areas.copy()
        calculate_index(areas, spec=make_spec())
        pd.testing.assert_frame_equal(areas, before)

    @given(
        rows=st.lists(
            st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=3, max_size=15, unique=True
        ),
        data=st.data(),
    )
    @settings(max_examples=25, deadline=None)
    def test_does_not_depend_on_the_order_of_rows(self, rows, data):
        table = pd.DataFrame(rows, columns=["a", "b"], dtype=float)
        if (table.nunique() < 2).any():
            return
        table["area_code"] = [f"E010000{i:02}" for i in range(len(rows))]
        order = data.draw(st.permutations(range(len(rows))))
        pd.testing.assert_frame_equal(
            calculate_index(table.iloc[list(order)], spec=SPEC), calculate_index(table, spec=SPEC)
        )

    @given(
        rows=st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=3, max_size=15)
    )
    @settings(max_examples=25, deadline=None)
    def test_ranks_an_area_no_less_vulnerable_than_one_it_exceeds_in_everything(self, rows):
        table = pd.DataFrame([*rows, (100, 100)], columns=["a", "b"], dtype=float)
        table["area_code"] = [f"E010000{i:02}" for i in range(len(table))]
        index = take(calculate_index(table, spec=SPEC), "example")
        assert index["rank"].iloc[-1] == 1
        assert index["rank"].between(1, len(table)).all()
        assert index["most_vulnerable_share"].between(0, 1, inclusive="right").all()
