"""Purposes: what the file may say, and what one is told when it says something else."""

import copy

import pytest
import yaml

from datacell_lib.config import find_purposes
from datacell_lib.files.purposes import load_purposes
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.schema import ConfigError


@pytest.fixture
def content():
    """What stands in the project's own file, to be changed."""
    return copy.deepcopy(yaml.safe_load(find_purposes().read_text(encoding="utf-8")))


@pytest.fixture
def load(tmp_path):
    def write(content):
        path = tmp_path / "purposes.yml"
        path.write_text(yaml.safe_dump(content), encoding="utf-8")
        return load_purposes(path)

    return write


class TestOurOwn:
    def test_every_column_is_one_that_its_dataset_has(self):
        for source in load_purposes().ages:
            known = load_dataset(source.dataset).columns
            assert {band.counted_in for band in source.bands} <= set(known)

    def test_every_purpose_says_that_its_hours_are_assumed(self):
        for purpose in load_purposes().purposes:
            assert "assumption" in purpose.hours_because

    def test_every_source_names_a_publisher_and_a_year(self):
        for purpose in load_purposes().purposes:
            for text in (purpose.risks.source, purpose.place.source):
                assert any(year in text for year in ("2013", "2016", "2019", "202")), text


class TestLoadPurposes:
    def test_what_stands_in_the_file_is_read(self, load, content):
        food = load(content).find("food")
        assert [band.title for band in food.bands] == ["under 50", "50 to 64", "65 and over"]
        assert food.bands[2].column == "aged_65_and_over"

    @pytest.mark.parametrize(
        ("risk", "told"),
        [
            ({"risk": 3.1}, r"write 0\.03 for 3 in 100; found 3\.1"),
            (
                {"upper": 1.2},
                r"'purposes\.0\.risks\.by_age\.2\.upper': a risk is a share of people",
            ),
            ({"risk": 0}, r"above 0 and up to 1.*found 0"),
            ({"lower": 0.5}, r"the risk must lie between 'lower' and 'upper'; found 0\.0261"),
            ({"age_to": 60}, "ages from 65 to 60 hold nobody"),
            ({"rsik": 0.1}, r"unknown key.*Did you mean 'risk'\?"),
        ],
        ids=["above 1", "limit above 1", "none", "outside", "backwards", "unknown key"],
    )
    def test_a_risk_that_can_not_be_is_told_by_its_key(self, load, content, risk, told):
        content["purposes"][0]["risks"]["by_age"][2] |= risk
        with pytest.raises(ConfigError, match=told):
            load(content)

    @pytest.mark.parametrize(
        ("ages", "told"),
        [
            ({"age_from": 49}, "'by_age': under 50 and 49 to 64 overlap"),
            ({"age_from": 52}, "'by_age': under 50 and 52 to 64 leave out those aged 50 to 51"),
            ({"age_from": 51}, "leave out those aged 50. Let each band begin a year after"),
            ({"age_to": None}, "'by_age': 50 and over and 65 and over overlap"),
        ],
        ids=["overlap", "gap", "gap of a year", "open in the middle"],
    )
    def test_bands_stand_side_by_side(self, load, content, ages, told):
        content["purposes"][0]["risks"]["by_age"][1] |= ages
        with pytest.raises(ConfigError, match=told):
            load(content)

    def test_bands_of_a_dataset_stand_side_by_side_too(self, load, content):
        content["ages"][0]["bands"][0]["age_to"] = 48
        with pytest.raises(ConfigError, match=r"'bands': under 49 and 50 to 64 leave out"):
            load(content)

    def test_a_purpose_asks_for_ages_that_every_dataset_has(self, load, content):
        content["purposes"][3]["risks"]["by_age"][0]["age_from"] = 75
        told = r"'heatwave' has a risk for people aged 75 and over, whom 'census2021-age' doesn't"
        with pytest.raises(ConfigError, match=told):
            load(content)

    @pytest.mark.parametrize("part", ["risks", "place"])
    @pytest.mark.parametrize("key", ["source", "holds"])
    def test_a_figure_says_where_it_comes_from_and_what_its_interval_holds(
        self, load, content, part, key
    ):
        del content["purposes"][0][part][key]
        with pytest.raises(ConfigError, match=rf"key 'purposes\.0\.{part}\.{key}' is missing"):
            load(content)

    def test_an_empty_source_is_none(self, load, content):
        content["purposes"][0]["risks"]["source"] = " "
        with pytest.raises(ConfigError, match=r"purposes\.0\.risks\.source.*must not be empty"):
            load(content)

    def test_without_a_ratio_it_says_why(self, load, content):
        place = content["purposes"][0].pop("place")
        with pytest.raises(ConfigError, match=r"'food' must have either 'place' or"):
            load(content)
        content["purposes"][0]["no_place_because"] = "Nobody has measured it."
        assert load(content).find("food").place is None
        content["purposes"][0]["place"] = place
        with pytest.raises(ConfigError, match=r"'food' must have either 'place' or"):
            load(content)

    def test_a_ratio_lies_in_its_interval(self, load, content):
        content["purposes"][0]["place"]["upper"] = 1.9
        with pytest.raises(ConfigError, match=r"the ratio must lie between.*found 2\.01"):
            load(content)

    def test_two_purposes_do_not_share_an_id(self, load, content):
        content["purposes"][1]["id"] = "food"
        with pytest.raises(ConfigError, match="ids of their own; twice there is 'food'"):
            load(content)

    def test_the_kind_of_service_is_one_of_those_known(self, load, content):
        content["purposes"][0]["services"] = ["farmacy"]
        with pytest.raises(ConfigError, match=r"found 'farmacy'\. Did you mean 'pharmacy'\?"):
            load(content)


class TestFind:
    def test_an_unknown_purpose_is_told_with_the_one_that_was_meant(self):
        told = r"no purpose 'heatwvae' in data/governance/purposes\.yml\. Did you mean 'heatwave'"
        with pytest.raises(ConfigError, match=told):
            load_purposes().find("heatwvae")

    def test_a_dataset_whose_ages_nobody_wrote_down_has_none(self):
        assert load_purposes().find_ages("iod2025-scores") is None
