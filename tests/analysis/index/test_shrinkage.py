import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datacell_lib.analysis.index.shrinkage import shrink_towards_district
from datacell_lib.schema import TableError

TABLE = pd.DataFrame(
    {
        "area_code": ["E01000001", "E01000002", "E01000003"],
        "district_code": ["E07000001", "E07000001", "E07000002"],
        "numerator": [1, 30, 7],
        "denominator": [10, 100, 70],
    }
)


def logit(events, people):
    return math.log((events + 0.5) / (people - events + 0.5))


class TestShrinkTowardsDistrict:
    def test_equals_the_published_formula_worked_by_hand(self):
        # The published formula for 1 of 10 and 30 of 100 in one district (31 of 110).
        first, second, whole = logit(1, 10), logit(30, 100), logit(31, 110)
        between = (first - whole) ** 2 + (second - whole) ** 2
        variance = 11 * 12 / (10 * 2 * 10)
        weight = (1 / variance) / (1 / variance + 1 / between)
        shrunk = weight * first + (1 - weight) * whole
        result = shrink_towards_district(TABLE)
        assert result.loc[0, "own_weight"] == pytest.approx(weight)
        assert result.loc[0, "value"] == pytest.approx(1 / (1 + math.exp(-shrunk)))
        # By numbers: logits -1.8458, -0.8378, -0.9259; variance 0.66, between 0.8539.
        assert result.loc[0, "own_weight"] == pytest.approx(0.5640, abs=5e-4)

    def test_leaves_the_only_area_of_a_district_at_its_own_rate(self):
        result = shrink_towards_district(TABLE)
        assert result.loc[2, "own_weight"] == 1
        assert result.loc[2, "value"] == pytest.approx(7.5 / 71)

    def test_shrinks_the_smaller_area_more(self):
        weights = shrink_towards_district(TABLE)["own_weight"]
        assert weights[0] < weights[1]

    @given(rows=st.lists(st.tuples(st.integers(1, 500), st.floats(0, 1)), min_size=2, max_size=8))
    @settings(max_examples=30, deadline=None)
    def test_lies_between_the_area_s_own_rate_and_the_district_s(self, rows):
        people = [n for n, _ in rows]
        events = [int(n * share) for n, share in rows]
        table = pd.DataFrame(
            {
                "area_code": [f"E0100000{i}" for i in range(len(rows))],
                "district_code": "E07000001",
                "numerator": events,
                "denominator": people,
            }
        )
        whole = (sum(events) + 0.5) / (sum(people) + 1)
        for value, r, n in zip(
            shrink_towards_district(table)["value"], events, people, strict=True
        ):
            low, high = sorted([(r + 0.5) / (n + 1), whole])
            assert low - 1e-9 <= value <= high + 1e-9

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"denominator": [10, 0, 70]}, "above zero; found 0 for E01000002"),
            ({"numerator": [11, 30, 7]}, "found 11 of 10 for E01000001. Check that both count"),
            ({"numerator": [-1, 30, 7]}, "found -1 of 10 for E01000001"),
        ],
    )
    def test_names_a_rate_that_is_none(self, changes, message):
        with pytest.raises(TableError, match=message):
            shrink_towards_district(TABLE.assign(**changes))

    def test_names_a_missing_column(self):
        with pytest.raises(TableError, match=r"the table lacks denominator"):
            shrink_towards_district(TABLE.drop(columns="denominator"))

    def test_leaves_its_input_unchanged(self):
        before = TABLE.copy()
        shrink_towards_district(TABLE)
        pd.testing.assert_frame_equal(TABLE, before)
