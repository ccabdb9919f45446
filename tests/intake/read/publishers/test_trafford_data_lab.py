"""Codes of districts that have lost a zero."""

import pandas as pd
import pytest

from datacell_lib.intake.read.publishers.trafford_data_lab import mend_codes


class TestMendCodes:
    @pytest.mark.parametrize(
        ("found", "meant"),
        [
            ("E0800003", "E08000003"),  # Manchester
            ("E08000010", "E08000010"),  # Wigan is whole
            ("E0700066", "E0700066"),  # another fault, which the check of codes will refuse
            (None, None),
        ],
    )
    def test_only_the_fault_that_is_known_is_mended(
        self, found: str | None, meant: str | None
    ) -> None:
        rows = pd.DataFrame({"area_code": pd.Series([found], dtype="str")})
        before = rows.copy()
        mended = mend_codes(rows)["area_code"]
        assert mended.fillna("none").tolist() == [meant or "none"]
        pd.testing.assert_frame_equal(rows, before)
