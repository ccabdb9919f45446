import pandas as pd
import pytest

from datacell_lib.analysis.index.choices import compare_leading_choices
from datacell_lib.schema import TableError


def compare(first_margin, second_margin):
    return compare_leading_choices(
        pd.DataFrame(
            {
                "choice": ["aggregation", "weights"],
                "total": [0.6, 0.3],
                "total_margin": [first_margin, second_margin],
            }
        )
    ).iloc[0]


class TestCompareLeadingChoices:
    def test_intervals_that_are_apart_make_the_lead_sure(self):
        row = compare(0.1, 0.1)
        assert (row["choice"], row["runner_up"], row["comparison"]) == (
            *("aggregation", "weights"),
            "higher",
        )
        assert (row["lower_ci"], row["upper_ci"]) == pytest.approx((0.5, 0.7))

    def test_intervals_that_overlap_leave_it_open(self):
        assert compare(0.2, 0.2)["comparison"] == "similar"

    def test_a_share_is_never_below_nothing(self):
        assert compare(0.7, 0.2)["lower_ci"] == 0

    def test_effects_without_margins_are_refused(self):
        with pytest.raises(TableError, match="total_margin"):
            compare_leading_choices(pd.DataFrame({"choice": ["a", "b"], "total": [0.6, 0.3]}))
