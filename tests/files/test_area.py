import json
import re

import pytest
from pydantic import ValidationError

from datacell_lib.files.area import Area, Groups, load_area
from datacell_lib.files.explanation import FORMS
from datacell_lib.files.index_spec import IndexSpec
from datacell_lib.files.policy import Policy
from datacell_lib.governance.catalogue.entries import Dataset
from datacell_lib.schema import ConfigError

AREA = """\
name: {name}
title: A place
nation: England
census: {census}
authorities: [E08000001]
report_by: {report_by}
population: {{dataset: census2021-age, column: usual_residents}}
deprivation_rank: {{dataset: iod2025-scores, column: imd_rank}}
index: community-vulnerability
policy: open
{more}
"""


@pytest.fixture
def load(tmp_path):
    def write_and_load(more="", *, census=2021, report_by="district"):
        text = AREA.format(name="place", census=census, report_by=report_by, more=more)
        (tmp_path / "place.yml").write_text(text, encoding="utf-8")
        return load_area("place", folder=tmp_path)

    return write_and_load


class TestArea:
    @pytest.mark.parametrize("census", [2011, 2021])
    def test_it_is_of_either_census(self, load, census):
        assert load(census=census).census == census

    def test_another_census_is_refused(self, load):
        with pytest.raises(
            ConfigError, match=r"key 'census': found 2001. Choose one of 2011 or 2021"
        ):
            load(census=2001)

    @pytest.mark.parametrize(
        ("report_by", "best"), [("district", False), ("ward", True), ("msoa", False)]
    )
    def test_only_wards_hold_neighbourhoods_by_best_fit(self, load, report_by, best):
        assert load(report_by=report_by).best_fit is best

    @pytest.mark.parametrize(("fit", "best"), [("exact", False), ("best", True)])
    def test_groups_say_how_they_fit(self, load, fit, best):
        groups = f"groups: {{noun: hub patch, file: patches.csv, fit: {fit}}}"
        assert load(groups, report_by="group").best_fit is best

    def test_reporting_by_group_without_groups_is_refused(self, load):
        with pytest.raises(ConfigError, match=r"'report_by: group' and the key 'groups' go togeth"):
            load(report_by="group")

    @pytest.mark.parametrize("title", ["A place", "England", "West"])
    def test_places_that_stand_side_by_side_have_names_of_their_own(self, load, title):
        totals = f"totals: [{{title: {title}, authorities: [E08000001]}}"
        totals += ", {title: West, authorities: [E08000001]}]"
        with pytest.raises(ConfigError, match=rf"'{title}' is what two of the area, its nation"):
            load(totals)

    def test_groups_that_are_not_reported_by_are_refused(self, load):
        with pytest.raises(ConfigError, match=r"go together"):
            load("groups: {noun: hub patch, file: patches.csv, fit: best}")

    def test_surveillance_shows_outcomes_that_the_area_has(self, load):
        with pytest.raises(ConfigError, match=r"names covid-deaths.*not in 'outcomes'"):
            load("surveillance: {deaths: covid-deaths-registered-msoa}")
        doses = "first_doses: doses-by-age, residents: residents-by-age"
        with pytest.raises(ConfigError, match=r"names doses-by-age.*not in 'outcomes'"):
            load(f"surveillance: {{vaccination: {{{doses}}}}}")

    def test_residents_that_an_outcome_is_compared_with_are_among_what_it_needs(self, load):
        doses = "first_doses: doses-by-age, residents: residents-by-age"
        area = load(f"outcomes: [doses-by-age]\nsurveillance: {{vaccination: {{{doses}}}}}")
        assert {"doses-by-age", "residents-by-age"} <= {*area.further_datasets}

    @pytest.mark.parametrize(
        ("report_by", "many"), [("district", "districts"), ("ward", "wards"), ("msoa", "MSOAs")]
    )
    def test_its_parts_are_called_after_what_they_are(self, load, report_by, many):
        assert load(report_by=report_by).noun.many == many

    @pytest.mark.parametrize(
        ("groups", "many"),
        [
            ("noun: hub patch", "hub patches"),
            ("noun: community", "communities"),
            ("noun: half, plural: halves", "halves"),
        ],
    )
    def test_groups_are_called_what_their_noun_says(self, load, groups, many):
        groups = f"groups: {{{groups}, file: patches.csv, fit: best}}"
        assert load(groups, report_by="group").noun.many == many

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ("E08000001", "E10000012", "code of a local authority district of England, such as"),
            ("[E08000001]", "[]", "key 'authorities': must have at least 1 of them; it has none."),
        ],
    )
    def test_a_form_and_a_number_are_told_in_plain_words(self, monkeypatch, load, old, new, said):
        monkeypatch.setattr("tests.files.test_area.AREA", AREA.replace(old, new))
        with pytest.raises(ConfigError, match=re.escape(said)):
            load()

    @pytest.mark.parametrize("model", [Area, Dataset, IndexSpec, Policy])
    def test_every_form_of_a_text_has_plain_words(self, model):
        text = json.dumps(model.model_json_schema())
        patterns = {json.loads(f'"{one}"') for one in re.findall(r'"pattern": "(.*?)"[,}]', text)}
        assert patterns <= set(FORMS)

    def test_a_fault_of_the_whole_file_does_not_repeat_the_file(self, load):
        with pytest.raises(ConfigError) as caught:
            load(report_by="group")
        assert "community-vulnerability" not in str(caught.value)


class TestGroups:
    @pytest.mark.parametrize(
        "source",
        [
            {},
            {"file": "patches.csv", "dataset": "lsoa2021-wards-2024"},
            {"dataset": "lsoa2021-wards-2024", "code": "ward_code"},
        ],
    )
    def test_they_have_exactly_one_whole_source(self, source):
        with pytest.raises(ValidationError, match=r"by 'file', or by 'dataset' with 'code'"):
            Groups(noun="hub patch", fit="best", **source)

    @pytest.mark.parametrize("file", ["../secret.csv", "patches.xlsx", "/etc/patches.csv"])
    def test_their_file_lies_beside_the_area_file(self, file):
        with pytest.raises(ValidationError, match="file"):
            Groups(noun="hub patch", fit="best", file=file)
