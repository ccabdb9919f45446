"""List inflation; expected values by hand."""

import pandas as pd
import pytest

from datacell_lib.analysis.quality.list_inflation import measure_list_inflation
from datacell_lib.schema import TableError

# Area 1: 300 patients of A, 100 of B. Area 2: 50 of B, 150 of C.
REGISTRATIONS = pd.DataFrame(
    {
        "area_code": ["E01000001", "E01000001", "E01000002", "E01000002"],
        "practice_code": ["A81001", "A81002", "A81002", "A81003"],
        "patients": [300, 100, 50, 150],
    }
)


class TestMeasureListInflation:
    RESIDENTS = pd.DataFrame({"area_code": ["E01000001", "E01000002"], "residents": [320, 250]})

    def test_patients_are_divided_by_residents(self) -> None:
        found = measure_list_inflation(REGISTRATIONS, residents=self.RESIDENTS)
        assert found["value"].tolist() == [1.25, 0.8]  # 400 / 320, 200 / 250
        assert found["numerator"].tolist() == [400, 200]

    def test_an_area_that_one_table_lacks_is_kept_and_missing(self) -> None:
        residents = self.RESIDENTS.replace("E01000002", "E01000003")
        found = measure_list_inflation(REGISTRATIONS, residents=residents)
        assert found["area_code"].tolist() == ["E01000001", "E01000002", "E01000003"]
        assert found["value"].isna().tolist() == [False, True, True]
        assert found["numerator"].fillna(-1).tolist() == [400, 200, -1]

    @pytest.mark.parametrize(
        ("residents", "said"),
        [
            ([0, 250], "residents must be above zero; found 0 for E01000001"),
            ([320, -5], "residents must be above zero; found -5 for E01000002"),
        ],
    )
    def test_an_area_without_residents_is_refused(self, residents: list, said: str) -> None:
        with pytest.raises(TableError, match=said):
            measure_list_inflation(
                REGISTRATIONS, residents=self.RESIDENTS.assign(residents=residents)
            )

    def test_the_tables_given_are_unchanged(self) -> None:
        residents = self.RESIDENTS.copy()
        measure_list_inflation(REGISTRATIONS, residents=residents)
        pd.testing.assert_frame_equal(residents, self.RESIDENTS)
