"""What `datacell check` notes of entries that have no use."""

import re
import shutil
from itertools import islice

import pytest
import yaml

from datacell_lib import config
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.intake.places import geography
from datacell_lib.pipeline.project_checks import check_project
from datacell_lib.schema import ConfigError, SourceError
from tests.conftest import ENTRY


@pytest.fixture
def copied_indices(tmp_path, monkeypatch):
    """The folder of indices as a copy that can be spoilt."""
    folder = tmp_path / "indices"
    shutil.copytree(config.INDICES, folder)
    monkeypatch.setattr("datacell_lib.pipeline.project_checks.INDICES", folder)
    return folder


@pytest.fixture
def change_area(tmp_path, monkeypatch):
    """Return a function that checks a changed area file, with a file of groups beside it."""
    folder = tmp_path / "areas"
    folder.mkdir()
    monkeypatch.setattr(config, "AREAS", folder)
    monkeypatch.setattr("datacell_lib.pipeline.project_checks.AREAS", folder)
    text = (config.ROOT / "data" / "areas" / "sample.yml").read_text(encoding="utf-8")

    def check(old, new, groups=""):
        (folder / "sample.yml").write_text(text.replace(old, new), encoding="utf-8")
        (folder / "patches.csv").write_text(groups, encoding="utf-8")
        return list(check_project())

    return check


BY_PATCH = "report_by: group\ngroups: {noun: patch, file: patches.csv, fit: exact}"


class TestCheckProject:
    def test_a_district_that_is_none_is_refused(self, change_area):
        with pytest.raises(SourceError, match="No neighbourhoods lie in E07999999"):
            change_area("E07990006", "E07999999")

    @pytest.mark.parametrize(
        ("groups", "told"),
        [
            ("E01990001,a,North\nE01990002,a,South\n", "found a North; a South"),
            ("E01990001,a,North\nE01990001,a,North\n", "1 code is listed more than once"),
            ("E01990001,a,North\n", "are in no group"),
        ],
    )
    def test_a_groups_file_is_read_as_a_report_reads_it(self, change_area, groups, told):
        text = f"area_code,group_code,group_name\n{groups}"
        with pytest.raises(SourceError, match=told):
            change_area("report_by: district", BY_PATCH, text)

    def test_a_groups_file_is_checked_where_the_lookup_is_not_at_hand(
        self, change_area, monkeypatch
    ):
        monkeypatch.setattr(geography, "locate_files", lambda dataset, *, area: ())
        text = "area_code,group_code,group_name\nE01990001,a,North\nE01990002,a,South\n"
        with pytest.raises(SourceError, match="found a North; a South"):
            change_area("report_by: district", BY_PATCH, text)
        assert change_area("report_by: district", BY_PATCH, text.replace("South", "North"))

    @pytest.mark.parametrize(
        ("right", "wrong", "told"),
        [
            ("weight: 0.30", "weight: 0.40", "add up to 1.1, not 1"),
            ("dataset: loneliness2021", "dataset: lonliness2021", "lonliness2021"),
            ("column: loneliness", "column: lonliness", "lonliness"),
            ("higher_is_more_vulnerable", "lower_is_more_vulnerable", "the catalogue"),
            ("method: given", "method: givn", "givn"),
        ],
    )
    def test_an_index_that_no_area_names_is_checked_as_well(
        self, copied_indices, right, wrong, told
    ):
        text = (copied_indices / "community-vulnerability.yml").read_text(encoding="utf-8")
        assert right in text
        own = text.replace("name: community-vulnerability", "name: winter-resilience")
        path = copied_indices / "winter-resilience.yml"
        path.write_text(own, encoding="utf-8")
        assert "index winter-resilience: 21 indicators" in list(check_project())
        path.write_text(own.replace(right, wrong, 1), encoding="utf-8")
        with pytest.raises(ConfigError, match=re.escape(told)) as error:
            list(check_project())
        assert "winter-resilience.yml" in str(error.value)

    def test_what_an_index_says_in_the_words_of_another_is_noted(self, copied_indices):
        assert not [line for line in check_project() if "word for word" in line]
        content = yaml.safe_load((copied_indices / "covid-vulnerability.yml").read_text("utf-8"))
        purpose = {"purpose": "Shows where it is cold."}
        own = content | {"name": "a-winter-index", "misses": "It misses nobody."} | purpose
        path = copied_indices / "a-winter-index.yml"
        path.write_text(yaml.safe_dump(own, width=40), encoding="utf-8")
        assert [line for line in check_project() if "word for word" in line] == [
            "note: 'tested' in data/indices/a-winter-index.yml is word for word that of "
            "covid-vulnerability.yml. Write what is true of this index, or take the key out"
        ]
        copied = own | {"tested": "Not tested.", "purpose": content["purpose"]}
        path.write_text(yaml.safe_dump(copied), encoding="utf-8")
        assert [line for line in check_project() if "word for word" in line] == [
            "note: 'purpose' in data/indices/a-winter-index.yml is word for word that of "
            "covid-vulnerability.yml. Write what is true of this index"
        ]
        path.write_text(yaml.safe_dump(own | {"tested": "Not tested."}), encoding="utf-8")
        assert not [line for line in check_project() if "word for word" in line]

    def test_an_entry_that_nothing_uses_is_noted_and_no_other(self, tmp_path, monkeypatch):
        _, after = islice(check_project(), 2)
        assert after.startswith("policy ")
        folder = tmp_path / "catalogue"
        shutil.copytree(config.CATALOGUE, folder)
        for name, more in (("planted-orphan", {}), ("planted-plan", {"planned_for": "A page"})):
            text = yaml.safe_dump(ENTRY | {"id": name} | more)
            (folder / f"{name}.yml").write_text(text, encoding="utf-8")
        monkeypatch.setattr(config, "CATALOGUE", folder)
        load_dataset.cache_clear()
        number, note, after = islice(check_project(), 3)
        load_dataset.cache_clear()
        assert int(number.split()[0]) > 2
        assert note.startswith("note: nothing uses the entry planted-orphan. Name it in an index")
        assert after.startswith("policy ")
