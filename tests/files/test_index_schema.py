import json
from pathlib import Path

import pytest
import yaml

from datacell_lib.files.index_spec import load_index_spec
from tests.files.index_schema import build_index_schema

INDICES = Path(__file__).parents[2] / "data" / "indices"
FILES = sorted(INDICES.glob("*.yml"))


class TestBuildIndexSchema:
    def test_committed_schema_is_current(self):
        committed = json.loads((INDICES / "index.schema.json").read_text(encoding="utf-8"))
        assert committed == build_index_schema(), (
            "regenerate it: python -m tests.files.index_schema"
        )

    def test_every_key_of_the_files_is_in_the_schema(self):
        known = set(build_index_schema()["properties"])
        for file in FILES:
            assert set(yaml.safe_load(file.read_text(encoding="utf-8"))) <= known


class TestIndexFiles:
    @pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
    def test_is_valid_and_named_for_its_file(self, file):
        assert load_index_spec(file).name == file.stem

    @pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
    def test_points_editors_to_the_schema(self, file):
        first = file.read_text(encoding="utf-8").splitlines()[0]
        assert first == "# yaml-language-server: $schema=index.schema.json"
