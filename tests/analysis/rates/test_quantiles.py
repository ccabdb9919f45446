import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datacell_lib.analysis.rates.quantiles import NO_VALUE, TOO_FEW_AREAS, assign_quantiles
from datacell_lib.schema import ParameterError, TableError

VALUES = st.lists(st.integers(0, 50).map(float), min_size=10, max_size=60)


def assign(values, **arguments):
    arguments = {"most_vulnerable": "lowest"} | arguments
    return assign_quantiles(pd.DataFrame({"value": values}), **arguments)


class TestAssignQuantiles:
    def test_meets_the_reference(self, validate):
        validate(
            method="Quantiles, 12 areas in tenths",
            source="PHEindicatormethods' conventions, recomputed in a second package",
            expected=[1, 1, 2, 3, 4, 5, 6, 6, 7, 8, 9, 10],
            obtained=assign(np.arange(12.0))["quantile"].to_numpy(dtype=int),
        )

    def test_puts_the_most_vulnerable_first_whichever_end_they_are_at(self):
        low = assign([1.0, 2.0, 3.0, 4.0], quantiles=2)["quantile"].tolist()
        high = assign([1.0, 2.0, 3.0, 4.0], quantiles=2, most_vulnerable="highest")
        assert low == [1, 1, 2, 2] and high["quantile"].tolist() == [2, 2, 1, 1]

    def test_splits_evenly_what_divides_evenly(self):
        sizes = assign(np.arange(100.0))["quantile"].value_counts()
        assert (sizes == 10).all() and len(sizes) == 10

    @settings(max_examples=40)
    @given(VALUES, st.integers(2, 10))
    def test_keeps_ties_together_and_follows_the_values(self, values, quantiles):
        answer = assign(values, quantiles=quantiles)
        assert not answer[["value", "quantile"]].drop_duplicates()["value"].duplicated().any()
        assert answer.sort_values("value")["quantile"].is_monotonic_increasing
        assert answer["quantile"].between(1, quantiles).all()

    @settings(max_examples=40)
    @given(st.integers(2, 60), st.integers(2, 10))
    def test_agrees_with_the_formula_in_fractions(self, areas, quantiles):
        answer = assign(np.arange(float(areas)), quantiles=quantiles)["quantile"]
        if areas < quantiles:
            assert answer.isna().all()
            return
        # The field's formula, floor((k + 1) - ceil((N + 1 - r) / (N / k))) with 0 become 1.
        width = Fraction(areas, quantiles)
        steps = [math.ceil((areas + 1 - rank) / width) for rank in range(1, areas + 1)]
        assert answer.tolist() == [max(1, quantiles + 1 - step) for step in steps]

    def test_puts_sums_that_differ_in_the_last_bit_together(self):
        values = [0.1, 0.2, 0.1 + 0.2, 0.3, 0.4, 0.5]
        assert assign(values, quantiles=3)["quantile"].tolist() == [1, 1, 2, 2, 3, 3]
        swapped = [0.1, 0.3, 0.1 + 0.2, 0.3, 0.4, 0.5]
        assert assign(swapped, quantiles=2)["quantile"].tolist() == [1, 1, 1, 1, 2, 2]

    def test_takes_a_table_without_rows(self):
        table = pd.DataFrame({"period": pd.Series(dtype=int), "value": pd.Series(dtype=float)})
        for by in ([], ["period"]):
            answer = assign_quantiles(table, most_vulnerable="lowest", by=by)
            assert answer["quantile"].tolist() == []

    def test_ranks_within_groups(self):
        table = pd.DataFrame({"period": [1, 1, 2, 2], "value": [1.0, 2.0, 9.0, 8.0]})
        answer = assign_quantiles(table, most_vulnerable="lowest", quantiles=2, by=["period"])
        assert answer["quantile"].tolist() == [1, 2, 2, 1]

    def test_never_takes_a_missing_value_for_least_vulnerable(self):
        answer = assign([1.0, np.nan, 2.0], quantiles=2)
        assert answer["quantile"].isna().tolist() == [False, True, False]
        assert answer["note"].tolist() == ["", NO_VALUE, ""]

    def test_says_when_there_are_too_few_areas(self):
        assert set(assign([1.0, 2.0], quantiles=3)["note"]) == {TOO_FEW_AREAS}

    def test_refuses_a_single_quantile(self):
        with pytest.raises(ParameterError, match="quantiles must be at least 2"):
            assign([1.0], quantiles=1)

    def test_refuses_an_end_it_does_not_know(self):
        with pytest.raises(ParameterError, match="must be one of highest, lowest; found 'top'"):
            assign([1.0], most_vulnerable="top")

    def test_refuses_mixed_geographies(self):
        table = pd.DataFrame({"area_code": ["E01000001", "E02000001"], "value": [1.0, 2.0]})
        with pytest.raises(TableError, match="one geography"):
            assign_quantiles(table, most_vulnerable="highest", quantiles=2)

    def test_refuses_text(self):
        with pytest.raises(TableError, match="value must be numbers"):
            assign(["1"])

    def test_leaves_its_input_unchanged(self, leaves_unchanged):
        table = pd.DataFrame({"value": np.arange(12.0)})
        leaves_unchanged(assign_quantiles, table, most_vulnerable="highest")
