"""What `datacell check` notes of entries that have no use."""

import shutil
from itertools import islice

import yaml

from datacell_lib import config
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.pipeline.project_checks import check_project
from tests.conftest import ENTRY


class TestCheckProject:
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
