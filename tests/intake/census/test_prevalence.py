"""Modelled prevalence; expected values by hand unless a comment says else."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datacell_lib.intake.census.prevalence import apportion_prevalence
from datacell_lib.schema import TableError

# Area 1: 300 patients of A, 100 of B. Area 2: 50 of B, 150 of C.
REGISTRATIONS = pd.DataFrame(
    {
        "area_code": ["E01000001", "E01000001", "E01000002", "E01000002"],
        "practice_code": ["A81001", "A81002", "A81002", "A81003"],
        "patients": [300, 100, 50, 150],
    }
)


def describe(**shares: float) -> pd.DataFrame:
    """Diabetes in practices A, B, C: those that are named, in the order A, B, C."""
    codes = {"a": "A81001", "b": "A81002", "c": "A81003"}
    return pd.DataFrame(
        {
            "practice_code": [codes[name] for name in shares],
            "condition": "DM",
            "prevalence": list(shares.values()),
        }
    )


class TestApportionPrevalence:
    def test_practices_weigh_by_their_patients_in_the_area(self) -> None:
        found = apportion_prevalence(REGISTRATIONS, prevalence=describe(a=0.10, b=0.02, c=0.06))
        # (300 x 0.10 + 100 x 0.02) / 400 = 0.08; (50 x 0.02 + 150 x 0.06) / 200 = 0.05
        assert found["value"].tolist() == pytest.approx([0.08, 0.05])
        assert found["numerator"].tolist() == pytest.approx([32, 10])
        assert found["denominator"].tolist() == [400, 200]
        assert found["coverage"].tolist() == [1, 1]
        assert set(found["statistic"]) == {"modelled prevalence"}

    @pytest.mark.parametrize(
        "prevalence", [describe(a=0.10, b=0.02), describe(a=0.10, b=0.02, c=np.nan)]
    )
    def test_a_practice_without_data_is_missing_and_never_nought(
        self, prevalence: pd.DataFrame
    ) -> None:
        found = apportion_prevalence(REGISTRATIONS, prevalence=prevalence).set_index("area_code")
        # area 2 rests on B alone: 0.02, not (50 x 0.02 + 150 x 0) / 200 = 0.005
        assert found.loc["E01000002", "value"] == pytest.approx(0.02)
        assert found.loc["E01000002", "coverage"] == 0.25

    def test_an_area_of_which_nothing_is_known_has_no_value(self) -> None:
        found = apportion_prevalence(REGISTRATIONS, prevalence=describe(a=0.10))
        last = found.set_index("area_code").loc["E01000002"]
        assert np.isnan(last["value"]) and last["coverage"] == 0 and last["patients"] == 200

    def test_each_condition_rests_on_the_practices_that_know_it(self) -> None:
        prevalence = pd.concat(
            [describe(a=0.10, b=0.02, c=0.06), describe(c=0.5).assign(condition="OB")]
        )
        found = apportion_prevalence(REGISTRATIONS, prevalence=prevalence)
        obesity = found[found["condition"] == "OB"]
        assert obesity["coverage"].tolist() == [0, 0.75]
        assert obesity["value"].fillna(-1).tolist() == [-1, 0.5]

    def test_a_practice_that_nobody_here_is_with_changes_nothing(self) -> None:
        known = describe(a=0.10, b=0.02, c=0.06)
        stranger = pd.DataFrame(
            {"practice_code": ["W99999"], "condition": "DM", "prevalence": [0.9]}
        )
        pd.testing.assert_frame_equal(
            apportion_prevalence(REGISTRATIONS, prevalence=pd.concat([stranger, known])),
            apportion_prevalence(REGISTRATIONS, prevalence=known),
        )

    @settings(max_examples=40, deadline=None)
    @given(
        patients=st.lists(st.integers(1, 5_000), min_size=4, max_size=4),
        shares=st.lists(st.floats(0, 1), min_size=3, max_size=3),
        order=st.permutations(range(4)),
    )
    def test_values_lie_between_the_practices_whatever_the_order_of_rows(
        self, patients: list[int], shares: list[float], order: list[int]
    ) -> None:
        registrations = REGISTRATIONS.assign(patients=patients)
        prevalence = describe(a=shares[0], b=shares[1], c=shares[2])
        found = apportion_prevalence(registrations, prevalence=prevalence)
        low, high = min(shares), max(shares)
        assert found["value"].between(low - 1e-12, high + 1e-12).all()
        again = apportion_prevalence(registrations.iloc[order], prevalence=prevalence)
        pd.testing.assert_frame_equal(found, again)

    @settings(max_examples=40, deadline=None)
    @given(patients=st.lists(st.integers(1, 5_000), min_size=4, max_size=4))
    def test_registers_are_conserved_over_all_areas(self, patients: list[int]) -> None:
        registrations = REGISTRATIONS.assign(patients=patients)
        shares = {"A81001": 0.10, "A81002": 0.02, "A81003": 0.06}
        found = apportion_prevalence(registrations, prevalence=describe(a=0.10, b=0.02, c=0.06))
        lists = registrations.groupby("practice_code")["patients"].sum()
        registers = sum(lists[code] * share for code, share in shares.items())
        assert found["numerator"].sum() == pytest.approx(registers)

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"patients": [300, -1, 50, 150]}, "patients must not be negative"),
            ({"patients": [300, None, 50, 150]}, "found something missing for E01000001"),
            ({"practice_code": ["A81001"] * 4}, "must have one row; found more for E01000001"),
        ],
    )
    def test_registrations_that_cannot_be_are_refused(self, change: dict, said: str) -> None:
        with pytest.raises(TableError, match=said):
            apportion_prevalence(REGISTRATIONS.assign(**change), prevalence=describe(a=0.1))

    def test_prevalence_given_twice_or_negative_is_refused(self) -> None:
        twice = pd.concat([describe(a=0.1), describe(a=0.2)])
        with pytest.raises(TableError, match="each practice_code, condition must have one row"):
            apportion_prevalence(REGISTRATIONS, prevalence=twice)
        with pytest.raises(TableError, match="prevalence must not be negative"):
            apportion_prevalence(REGISTRATIONS, prevalence=describe(a=-0.1))

    def test_a_missing_column_is_named(self) -> None:
        with pytest.raises(TableError, match="has no column patients"):
            apportion_prevalence(REGISTRATIONS.drop(columns="patients"), prevalence=describe(a=0.1))

    def test_the_tables_given_are_unchanged(self) -> None:
        registrations, prevalence = REGISTRATIONS.copy(), describe(a=0.1, b=np.nan)
        before = prevalence.copy()
        apportion_prevalence(registrations, prevalence=prevalence)
        pd.testing.assert_frame_equal(registrations, REGISTRATIONS)
        pd.testing.assert_frame_equal(prevalence, before)
