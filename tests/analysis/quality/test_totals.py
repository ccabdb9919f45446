import pandas as pd
import pytest

from datacell_lib.analysis.quality.totals import compare_lists, compare_totals
from datacell_lib.schema import TableError

NEIGHBOURHOODS = pd.DataFrame(
    {
        "area_code": ["a", "b", "c"],
        "district_code": ["1", "1", "2"],
        "district_name": ["West", "West", "East"],
        "population": [1000.0, 2000.0, 1000.0],
        "asked": [1010.0, None, 990.0],
    }
)


class TestCompareTotals:
    def test_only_neighbourhoods_with_both_counts_are_compared(self):
        found = compare_totals(NEIGHBOURHOODS, counts={"Health": "asked"}).set_index("title")
        # 1010 + 990 = 2000 counted, of the 1000 + 1000 residents of the same two
        assert found.loc["Health", ["numerator", "denominator", "value"]].tolist() == [
            2000,
            2000,
            0,
        ]

    def test_districts_that_lose_a_neighbourhood_do_not_add_up(self):
        lost = NEIGHBOURHOODS.assign(district_code=["1", None, "2"])
        found = compare_totals(lost, counts={}).iloc[0]
        # 2000 of 4000
        assert found["value"] == -0.5

    def test_residents_that_are_missing_are_not_nobody(self):
        gap = NEIGHBOURHOODS.assign(population=[1000.0, 2000.0, None])
        found = compare_totals(gap, counts={"Health": "asked"})
        assert found.iloc[0][["numerator", "denominator", "value"]].isna().all()
        # a alone has both: 1010 of 1000
        assert found.iloc[1][["numerator", "denominator"]].tolist() == [1010, 1000]

    def test_counts_of_small_types_add_up(self):
        small = NEIGHBOURHOODS.assign(population=100, asked=120).astype(
            {"population": "int8", "asked": "uint8"}
        )
        found = compare_totals(small, counts={"Health": "asked"})
        assert found["numerator"].tolist() == [300, 360]
        assert found["value"].tolist() == pytest.approx([0, 0.2])


class TestCompareLists:
    def test_patients_that_are_missing_are_not_nobody(self):
        lists = pd.DataFrame({"area_code": ["a", "b"], "practice_code": ["P", "P"]})
        with pytest.raises(TableError, match=r"found something missing for 1"):
            compare_lists(lists.assign(patients=[900, None]), neighbourhoods=NEIGHBOURHOODS)

    def test_a_district_with_a_neighbourhood_of_unknown_residents_has_no_ratio(self):
        lists = pd.DataFrame({"area_code": ["a", "c"], "practice_code": "P", "patients": 1000})
        gap = NEIGHBOURHOODS.assign(population=[1000.0, None, 1000.0])
        found = compare_lists(lists, neighbourhoods=gap).set_index("district_name")
        assert found["value"].isna().tolist() == [False, True]

    def test_patients_of_all_practices_are_set_against_residents(self):
        lists = pd.DataFrame(
            {
                "area_code": ["a", "a", "b", "c", "z"],
                "practice_code": ["P", "Q", "P", "P", "P"],
                "patients": [900, 400, 2000, 1000, 9999],
            }
        )
        found = compare_lists(lists, neighbourhoods=NEIGHBOURHOODS).set_index("district_name")
        assert list(found.index) == ["East", "West"]
        # West: 900 + 400 + 2000 = 3300 of 3000; what lies outside the area is left out
        assert found.loc["West", "numerator"] == 3300
        assert found.loc["West", "value"] == pytest.approx(0.1)
        assert found.loc["East", "value"] == 0

    def test_without_lists_there_is_nothing_to_compare(self):
        none = pd.DataFrame(columns=["area_code", "practice_code", "patients"])
        assert compare_lists(none, neighbourhoods=NEIGHBOURHOODS).empty
