import pandas as pd
import pytest

from datacell_lib.analysis.index.people import count_people_in_most_vulnerable
from datacell_lib.schema import TableError

TABLE = pd.DataFrame(
    {
        "area_code": ["E01000001", "E01000002", "E01000003"],
        "district_code": ["E07000001", "E07000001", "E07000002"],
        "most_vulnerable_share": [0.2, 0.21, 0.9],
        "older": [40, 50, 70],
    }
)


class TestCountPeopleInMostVulnerable:
    def test_counts_people_up_to_the_threshold(self):
        result = count_people_in_most_vulnerable(TABLE, column="older")
        assert result["value"].tolist() == [40, 0]
        assert result["areas"].tolist() == [1, 0]

    def test_says_which_errors_are_in_it(self):
        result = count_people_in_most_vulnerable(TABLE, column="older")
        assert result["note"].unique().tolist() == ["no interval: no error of the source is known"]

    def test_refuses_to_take_a_missing_number_as_zero(self):
        with pytest.raises(TableError, match=r"1 areas, such as E01000002.*is not zero"):
            count_people_in_most_vulnerable(TABLE.assign(older=[1, None, 3]), column="older")

    def test_names_a_missing_column(self):
        with pytest.raises(TableError, match=r"it lacks older"):
            count_people_in_most_vulnerable(TABLE.drop(columns="older"), column="older")

    def test_leaves_its_input_unchanged(self):
        before = TABLE.copy()
        count_people_in_most_vulnerable(TABLE, column="older")
        pd.testing.assert_frame_equal(TABLE, before)
