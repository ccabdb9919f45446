"""Datasets made from others: residents with long-term conditions."""

from functools import partial

import pandas as pd
import pytest

from datacell_lib.files.area import load_area
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.governance.catalogue.recipes import Register
from datacell_lib.intake.census import made_datasets
from datacell_lib.intake.census.made_datasets import read_or_make
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.schema import SourceError

MADE = "modelled-conditions-2022"
LISTS = "nhs-digital/gp-reg-pat-prac-lsoa-all.csv"


def make(area, dataset_id=MADE):
    return read_or_make(dataset_id, read=partial(read_dataset, area=area))


@pytest.mark.usefixtures("run")
class TestReadOrMake:
    def test_a_published_dataset_is_read(self):
        area = load_area("sample")
        expected = read_dataset("iod2025-scores", area=area)
        made = make(area, "iod2025-scores")
        pd.testing.assert_frame_equal(made.table, expected)
        assert made.note == ""

    def test_residents_with_diabetes_are_a_share_of_all_patients_not_of_adults_alone(self):
        area = load_area("sample")
        made = make(area, MADE).table.set_index("area_code")
        # by hand for one neighbourhood: patients x register x adults on the list, by residents
        code = made.index[0]
        patients = read_dataset("gp-registrations-2022", area=area).query("area_code == @code")
        patients = patients.set_index("practice_code")["patients"]
        registers = read_dataset("qof-prevalence-2022", area=area).query("condition == 'DM'")
        registers = registers.set_index("area_code")["prevalence"]
        lists = read_dataset("gp-patients-by-age-2020", area=area).set_index("area_code")
        adults = lists["aged_17_and_over"] / lists["patients"]
        known = [practice for practice in patients.index if practice in registers.index]
        share = (patients * registers * adults)[known].sum() / patients[known].sum()
        residents = read_dataset("population-2020-lsoa2011", area=area).set_index("area_code")
        expected = share * residents.loc[code, "usual_residents"]
        assert made.loc[code, "diabetes"] == pytest.approx(expected)
        assert made.loc[code, "usual_residents"] == residents.loc[code, "usual_residents"]

    def test_it_has_the_columns_of_its_entry_and_more_people_than_patients_of_any_kind(self):
        made = make(load_area("sample")).table
        parts = made.drop(columns=["area_code", "usual_residents"])
        assert parts.ge(0).all().all()
        assert parts.lt(made["usual_residents"], axis=0).all().all()

    def test_a_practice_with_more_people_ill_than_patients_is_not_known(self):
        area = load_area("sample")

        def read(dataset_id, *, lowest=float("inf")):
            table = read_dataset(dataset_id, area=area)
            if dataset_id == "qof-prevalence-2022":
                first = (table["condition"] == "DM") & (table["area_code"] == "X99001")
                table.loc[first, "prevalence"] = lowest
            return table

        absurd = read_or_make(MADE, read=partial(read, lowest=1.01)).table
        unknown = read_or_make(MADE, read=partial(read, lowest=float("nan"))).table
        whole = read_or_make(MADE, read=partial(read, lowest=1.0)).table
        pd.testing.assert_frame_equal(absurd, unknown)
        assert whole["diabetes"].sum() > absurd["diabetes"].sum()

    def test_the_practice_whose_registers_are_absent_is_told(self):
        # TRUTHS.yml plants one with about 1,600 of some 375,000 patients
        note = make(load_area("sample")).note
        assert note == "Modelled; every register is known for at least 99.6% of patients."

    def test_an_area_without_any_known_practice_is_an_error_that_names_it(self, sample):
        def forget(text):
            header, *rows = text.splitlines(keepends=True)
            first = rows[0].split(",")[4]
            return header + "".join(row for row in rows if row.split(",")[4] != first)

        sample.change(LISTS, forget)
        with pytest.raises(SourceError, match=r"1 of 209 areas have no practice.*E01980004"):
            make(load_area("sample"))

    @pytest.mark.parametrize("wrong", [{"code": "DMX"}, {"code": "DM", "ages": "aged_7"}])
    def test_a_register_or_an_age_that_is_not_there_is_an_error_that_names_it(
        self, wrong, monkeypatch
    ):
        entry = load_dataset(MADE)
        model = entry.made_from.model_copy(update={"conditions": {"diabetes": Register(**wrong)}})
        changed = entry.model_copy(update={"made_from": model})
        monkeypatch.setattr(made_datasets, "load_dataset", lambda _: changed)
        with pytest.raises(SourceError, match=rf"diabetes can't be modelled.*'{wrong['code']}'"):
            make(load_area("sample"))

    @pytest.mark.usefixtures("mirror")
    def test_englands_registers_are_as_large_as_published(self):
        made = make(load_area("essex-2020")).table.sum(numeric_only=True)
        shares = made / made["usual_residents"]
        # QOF 2021/22 for England: 7.3% of those aged 17 and over with diabetes, who are 79.6% of
        # residents of mid-2020; 1.9% with COPD, 3.0% with coronary heart disease, 1.8% with stroke
        assert made["usual_residents"] == pytest.approx(56_550_138)
        assert shares["diabetes"] == pytest.approx(0.073 * 0.796, rel=0.02)
        assert shares["copd"] == pytest.approx(0.019, abs=0.0006)
        assert shares["coronary_heart_disease"] == pytest.approx(0.030, abs=0.0006)
        assert shares["stroke"] == pytest.approx(0.018, abs=0.0006)
