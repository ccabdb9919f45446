"""The publishers' own layouts, on tiny invented files that the catalogue's entries describe."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from datacell_lib import config
from datacell_lib.files.area import load_area
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.governance.ledger import using_ledger
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.schema import SourceError

Read = Callable[..., pd.DataFrame]


def find_official_path(dataset: str) -> Path:
    """Where the copy that is called official would be saved."""
    (path, *_) = [
        copy.path for copy in load_dataset(dataset).copies if copy.layout.startswith("official")
    ]
    return config.CACHE / path


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """Return a function that saves a file where the official one would be, and reads it."""
    monkeypatch.setattr(config, "CACHE", tmp_path / "cache")
    monkeypatch.delenv("DATACELL_MIRROR", raising=False)

    def save_and_read(dataset: str, content: str | dict[str, list[list]]) -> pd.DataFrame:
        path = find_official_path(dataset)
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            path.write_bytes(content.encode("utf-8-sig"))
        else:
            book = openpyxl.Workbook()
            for sheet, rows in content.items():
                cells = book.create_sheet(sheet)
                for row in rows:
                    cells.append(row)
            book.save(path)
        with using_ledger(tmp_path / "run"):
            return read_dataset(dataset, area=load_area("essex"))

    return save_and_read


class TestOfficialLayouts:
    def test_the_workbook_of_population_has_ages_for_columns(self, read: Read) -> None:
        # SAPE23DT4: four rows above the header, numbers for the names of columns
        places = ["LA Code (2021 boundaries)", "LA name (2021 boundaries)"]
        header = ["MSOA Code", "MSOA Name", *places, "All Ages", *range(90), "90+"]
        rows = [["E02000001", "City", "E09000001", "City of London", 93, *[1] * 90, 3]]
        sheet = [["Title"], ["Contents"], [], [], header, *rows]
        table = read("population-2020-msoa2011-ages", {"Mid-2020 Persons": sheet})
        assert len(table) == 91 and table["residents"].sum() == 93
        assert table.loc[table["age"] == 90, "residents"].tolist() == [3]

    def test_registers_are_divided_by_lists(self, read: Read) -> None:
        table = read(
            "qof-prevalence-2022",
            "PRACTICE_CODE,GROUP_CODE,REGISTER,PATIENT_LIST_TYPE,PRACTICE_LIST_SIZE\n"
            "A81001,DM,30,17OV,400\nA81001,AF,5,TOTAL,500\n",
        )
        assert table["condition"].tolist() == ["AF", "DM"]
        assert table["prevalence"].tolist() == [0.01, 0.075]

    def test_registrations_of_both_sexes_are_read_once(self, read: Read) -> None:
        header = "PUBLICATION,EXTRACT_DATE,PRACTICE_CODE,PRACTICE_NAME,LSOA_CODE,SEX"
        start = "GP_PRAC_PAT_LIST,01JUL2022,A81001,THE SURGERY"
        table = read(
            "gp-registrations-2022",
            f"{header},NUMBER_OF_PATIENTS\n{start},E01011959,ALL,7\n{start},E01011959,MALE,4\n"
            f"{start},NO2011,ALL,2\n{start},W01000001,ALL,1\n",
        )
        assert table.to_numpy().tolist() == [["E01011959", "A81001", 7]]

    def test_shielded_patients_are_bounded_and_the_nation_is_set_aside(self, read: Read) -> None:
        table = read(
            "shielded-patients-2020",
            "Extract Date,LA Code,LA Name,Breakdown Field,Breakdown Value,Patient Count\n"
            "16/09/2020,E92000001,ENGLAND,ALL,ALL,2225996\n"
            "16/09/2020,E06000052+E06000053,Cornwall and Isles of Scilly,ALL,ALL,*\n",
        )
        assert table["area_code"].tolist() == ["E06000052+E06000053"]
        assert table[["patients_lower", "patients_upper"]].to_numpy().tolist() == [[1, 7]]
        assert table["patients"].isna().all()

    def test_a_mark_that_the_entry_does_not_name_is_refused(self, read: Read) -> None:
        with pytest.raises(SourceError, match="'patients' must be integer; found 'c' in 1 row"):
            read(
                "shielded-patients-2020",
                "Extract Date,LA Code,LA Name,Breakdown Field,Breakdown Value,Patient Count\n"
                "16/09/2020,E06000001,Hartlepool,ALL,ALL,c\n",
            )

    def test_a_blank_is_no_suppressed_count(self, read: Read) -> None:
        with pytest.raises(SourceError, match="patients_lower: not_nullable failed"):
            read(
                "shielded-patients-2020",
                "Extract Date,LA Code,LA Name,Breakdown Field,Breakdown Value,Patient Count\n"
                "16/09/2020,E06000001,Hartlepool,ALL,ALL,\n",
            )

    def test_a_damaged_code_is_refused_and_not_set_aside(self, read: Read) -> None:
        with pytest.raises(SourceError, match="E0600001"):
            read(
                "shielded-patients-2020",
                "Extract Date,LA Code,LA Name,Breakdown Field,Breakdown Value,Patient Count\n"
                "16/09/2020,E0600001,Hartlepool,ALL,ALL,10\n",
            )

    def test_a_workbook_whose_bytes_are_known_is_that_one_or_refused(self, read: Read) -> None:
        header = ["MSOA code", "House of Commons Library MSOA Name", "wk_01", "wk_02"]
        with pytest.raises(SourceError, match="is not the file that the catalogue describes"):
            read("covid-cases-weekly-msoa", {"MSOAs-09-07-2020": [*[[None]] * 8, header]})

    def test_footnotes_end_the_tables_of_2011(self, read: Read) -> None:
        sizes = [f"{size} people in household" for size in range(2, 8)]
        header = ["2011 super output area - middle layer", "mnemonic"]
        header += ["All categories: Household size", "1 person in household", *sizes]
        table = read(
            "census2011-household-size",
            ",".join([*header, "8 or more people in household"])
            + "\nDarlington 001,E02002559,36,8,7,6,5,4,3,2,1\n,,,,,,,,,,\n"
            ",In order to protect against disclosure,,,,,,,,,\n",
        )
        assert table[["area_code", "households"]].to_numpy().tolist() == [["E02002559", 36]]

    def test_the_pharmacies_of_the_nhs_website_are_parted_by_a_hook(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(config, "CACHE", tmp_path / "cache")
        monkeypatch.delenv("DATACELL_MIRROR", raising=False)
        path = find_official_path("pharmacies-2020")
        path.parent.mkdir(parents=True)
        header = "OrganisationCode¬OrganisationName¬Postcode¬Latitude¬Longitude"
        row = "FE412¬Café Pharmacy¬L37 6BU¬53.5¬-3.1"
        gone = "DELETED_FE279¬Gone¬L37 6BU¬¬"
        path.write_bytes(f"{header}\n{row}\n{row}\n{gone}\n".encode("latin-1"))
        with using_ledger(tmp_path / "run"):
            table = read_dataset("pharmacies-2020", area=load_area("essex"))
        assert table[["area_code", "name"]].to_numpy().tolist() == [["FE412", "Café Pharmacy"]]
