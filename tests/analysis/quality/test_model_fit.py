"""Agreement of modelled with published values; expected values by hand."""

import numpy as np
import pandas as pd
import pytest

from datacell_lib.analysis.quality.model_fit import compare_modelled_with_published
from datacell_lib.schema import TableError

AREAS = ["E07000066", "E07000067", "E07000068", "E07000069"]


def table(*values: float, condition: str = "DM") -> pd.DataFrame:
    return pd.DataFrame(
        {"area_code": AREAS[: len(values)], "condition": condition, "value": list(values)}
    )


class TestCompareModelledWithPublished:
    def test_correlation_and_bias_are_those_of_the_pairs(self) -> None:
        found = compare_modelled_with_published(
            table(0.02, 0.04, 0.06, 0.08), published=table(0.01, 0.03, 0.02, 0.04)
        )
        # deviations -3, -1, 1, 3 and -1.5, 0.5, -0.5, 1.5: 8 / sqrt(20 x 5) = 0.8
        assert found["correlation"].tolist() == pytest.approx([0.8])
        assert found["bias"].tolist() == pytest.approx([0.025])  # 0.05 - 0.025
        assert found["relative_bias"].tolist() == pytest.approx([1.0])
        assert found["areas"].tolist() == [4]

    def test_pairs_that_lack_a_value_are_left_out(self) -> None:
        found = compare_modelled_with_published(
            table(0.02, np.nan, 0.06, 0.08), published=table(0.01, 0.03, np.nan)
        )
        assert found["areas"].tolist() == [1]
        assert found["bias"].tolist() == pytest.approx([0.01])
        assert found["correlation"].isna().all()

    def test_values_that_do_not_vary_have_no_correlation(self) -> None:
        found = compare_modelled_with_published(
            table(0.02, 0.02, 0.02), published=table(0.01, 0.02, 0.03)
        )
        assert found["correlation"].isna().all() and found["bias"].tolist() == pytest.approx([0])

    def test_each_condition_that_both_have_gets_a_row(self) -> None:
        ours = pd.concat([table(0.1, 0.2), table(0.3, 0.4, condition="OB")])
        theirs = pd.concat([table(0.5, 0.6, condition="OB"), table(0.7, condition="AF")])
        found = compare_modelled_with_published(ours, published=theirs)
        assert found["condition"].tolist() == ["OB"]

    def test_published_noughts_have_no_relative_bias(self) -> None:
        found = compare_modelled_with_published(table(0.1, 0.2), published=table(0, 0))
        assert found["relative_bias"].isna().all()

    def test_tables_with_nothing_in_common_are_refused(self) -> None:
        with pytest.raises(TableError, match="no area and condition has a value in both"):
            compare_modelled_with_published(table(0.1), published=table(0.1, condition="AF"))

    def test_rows_given_twice_are_refused(self) -> None:
        twice = pd.concat([table(0.1), table(0.2)])
        with pytest.raises(TableError, match="must have one row; found more for E07000066"):
            compare_modelled_with_published(table(0.1), published=twice)

    def test_the_tables_given_are_unchanged(self) -> None:
        ours, theirs = table(0.1, 0.2), table(0.2, 0.3)
        compare_modelled_with_published(ours, published=theirs)
        pd.testing.assert_frame_equal(ours, table(0.1, 0.2))
        pd.testing.assert_frame_equal(theirs, table(0.2, 0.3))
