"""What is known for whole districts: the shielded list, as it was published."""

import pandas as pd
import pytest

from datacell_lib.files.area import DistrictFact, load_area
from datacell_lib.intake.outcomes.district_facts import load_district_facts
from datacell_lib.schema import SourceError


def lie_in(**names: str) -> pd.DataFrame:
    """Two neighbourhoods in each district."""
    rows = [(code, name) for code, name in names.items()] * 2
    return pd.DataFrame(rows, columns=["authority_code", "authority_name"])


def ask(group: str | None = None, column: str = "patients"):
    where = {"breakdown": "ALL"} if group is None else {"group": group}
    fact = DistrictFact(
        dataset="shielded-patients-2020", column=column, where=where, says="people were on it"
    )
    return load_area("essex-2020").model_copy(update={"district_facts": (fact,)})


@pytest.mark.usefixtures("run")
class TestLoadDistrictFacts:
    def test_an_area_that_names_none_has_an_empty_table_with_its_columns(self):
        found = load_district_facts(load_area("sample"), places=lie_in(E07990001="Alderhythe"))
        assert found.empty
        assert list(found) == ["authority_name", "says", "lower", "upper"]

    @pytest.mark.usefixtures("mirror")
    def test_a_district_has_what_was_published_for_all_of_it(self):
        # the Shielded Patient List of 16 September 2020: 7,455 in Tendring
        found = load_district_facts(ask(), places=lie_in(E07000076="Tendring"))
        assert found.to_numpy().tolist() == [["Tendring", "people were on it", 7455.0, 7455.0]]

    @pytest.mark.usefixtures("mirror")
    def test_districts_given_together_are_told_together(self):
        places = lie_in(E06000052="Cornwall", E06000053="Isles of Scilly")
        found = load_district_facts(ask(), places=places)
        assert found["authority_name"].tolist() == ["Cornwall and Isles of Scilly"]

    @pytest.mark.usefixtures("mirror")
    def test_a_hidden_count_keeps_its_bounds(self):
        # a star in the file: 1 to 7 people
        area = ask("Cancer (Lung with Radical Radiotherapy)")
        found = load_district_facts(area, places=lie_in(E07000074="Maldon"))
        assert found[["lower", "upper"]].to_numpy().tolist() == [[1.0, 7.0]]

    @pytest.mark.usefixtures("mirror")
    def test_a_district_without_the_row_asked_for_is_an_error_that_says_where_to_mend_it(self):
        with pytest.raises(SourceError, match=r"0 rows for Tendring \(E0.*'district_facts'"):
            load_district_facts(ask("Nothing"), places=lie_in(E07000076="Tendring"))

    @pytest.mark.usefixtures("mirror")
    def test_a_column_that_is_not_there_is_an_error_that_says_where_to_mend_it(self):
        with pytest.raises(SourceError, match=r"no column people; it has area_code"):
            load_district_facts(ask(column="people"), places=lie_in(E07000076="Tendring"))
