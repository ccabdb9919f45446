"""Registers and lists of the Quality and Outcomes Framework."""

import pandas as pd

from datacell_lib.intake.read.publishers.nhs_digital import divide_registers


class TestDivideRegisters:
    def test_an_empty_list_has_no_prevalence(self) -> None:
        rows = pd.DataFrame(
            {"REGISTER": ["30", "0", "3"], "PRACTICE_LIST_SIZE": ["400", "0", None]}
        )
        before = rows.copy()
        assert divide_registers(rows)["prevalence"].fillna(-1).tolist() == [0.075, -1, -1]
        pd.testing.assert_frame_equal(rows, before)
