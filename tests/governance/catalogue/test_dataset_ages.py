import pytest

from datacell_lib.governance.catalogue.dataset_ages import list_vintages


class TestListVintages:
    def test_each_dataset_has_a_row_with_its_age(self):
        table = list_vintages(("iod2025-scores", "census2021-age"), invented=False)
        assert list(table["title"]) == [
            "Age, Census 2021 (TS007A)",
            "English Indices of Deprivation 2025, scores and ranks",
        ]
        assert table["published"].iloc[0] == "2 November 2022"

    @pytest.mark.parametrize("column", ["period", "published"])
    def test_invented_data_have_no_date(self, column):
        table = list_vintages(("census2021-age",), invented=True)
        assert table[column].iloc[0] == "invented"
        assert table["publisher"].iloc[0].startswith("invented, laid out as")
