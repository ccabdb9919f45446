import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from datacell_lib.files.index_spec import load_index_spec
from tests.files.file_keys import FILES, PAGE, ROOT, build_schema, read_meanings, write_page

INDICES = ROOT / "data" / "indices"
WRITTEN = [(schema, path) for schema in FILES for path in (ROOT / schema).parent.glob("*.yml")]
NAMES = [path.name for _, path in WRITTEN]
RANGE = "Counts in this range, ends included, are suppressed."
AGAIN = "make it again: python -m tests.files.file_keys"


@pytest.mark.parametrize("schema", FILES)
class TestBuildSchema:
    def test_committed_schema_is_current(self, schema):
        committed = json.loads((ROOT / schema).read_text(encoding="utf-8"))
        assert committed == build_schema(schema), AGAIN

    def test_every_key_has_a_meaning(self, schema):
        built = build_schema(schema)
        models = [part for part in built["$defs"].values() if "properties" in part]
        assert [
            (part["title"], key)
            for part in [built, *models]
            for key, value in part["properties"].items()
            if "description" not in value and "const" not in value
        ] == []

    def test_no_two_keys_of_a_model_share_their_words_but_the_ends_of_a_range(self, schema):
        built = build_schema(schema)
        for part in [built, *(one for one in built["$defs"].values() if "properties" in one)]:
            told = [value.get("description") for value in part["properties"].values()]
            shared = {words for words in told if words and told.count(words) > 1}
            assert shared <= {RANGE}, part["title"]

    def test_a_key_that_no_model_has_is_refused(self, schema):
        found = Draft202012Validator(build_schema(schema)).iter_errors({"titel": "?"})
        assert any("'titel' was unexpected" in error.message for error in found)


class TestReadMeanings:
    def test_names_that_share_a_meaning_each_have_it(self):
        model = FILES["data/governance/policies/policy.schema.json"][0]
        assert read_meanings(model)["editions"] == "The editions that it is for."
        small = model.model_fields["partner_counts"].annotation
        meanings = read_meanings(small)
        assert meanings["suppress_from"] == meanings["suppress_to"]
        assert meanings["suppress_to"].startswith("Counts in this range")


class TestWritePage:
    def test_the_books_page_of_keys_is_current(self):
        assert PAGE.read_text(encoding="utf-8") == write_page(), AGAIN

    def test_it_has_a_row_for_every_key_of_a_file_that_is_there(self):
        page = write_page()
        for _, path in WRITTEN:
            for key in yaml.safe_load(path.read_text(encoding="utf-8")):
                assert f"| `{key}` |" in page


@pytest.mark.parametrize(("schema", "path"), WRITTEN, ids=NAMES)
class TestWrittenFiles:
    def test_points_editors_to_the_schema(self, schema, path):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first == f"# yaml-language-server: $schema={Path(schema).name}"

    def test_editors_find_no_fault_in_it(self, schema, path):
        content = json.loads(json.dumps(yaml.safe_load(path.read_text("utf-8")), default=str))
        faults = Draft202012Validator(build_schema(schema)).iter_errors(content)
        assert [fault.message for fault in faults] == []


class TestIndexFiles:
    @pytest.mark.parametrize("file", sorted(INDICES.glob("*.yml")), ids=lambda file: file.stem)
    def test_is_valid_and_named_for_its_file(self, file):
        assert load_index_spec(file).name == file.stem
