import pytest

from datacell_lib import config
from datacell_lib.files.index_spec import load_index_spec
from datacell_lib.files.reader import Strict, read_model
from datacell_lib.files.yaml_file import read_yaml
from datacell_lib.schema import ConfigError

TWICE = "title: One\nweight: 0.2\nweight: 0.3\n"


class TestReadYaml:
    def test_values_come_as_written(self, tmp_path):
        path = tmp_path / "a.yml"
        path.write_text("a: [1, 2]\nb: {c: x}\n", encoding="utf-8")
        assert read_yaml(path) == {"a": [1, 2], "b": {"c": "x"}}

    @pytest.mark.parametrize("text", [TWICE, "inner:\n  weight: 1\n  weight: 1\n"])
    def test_a_key_that_stands_twice_is_named_with_its_line(self, tmp_path, text):
        path = tmp_path / "a.yml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(ConfigError, match=r"'weight' stands twice; remove one(.|\n)*line 3"):
            read_yaml(path)

    def test_it_builds_nothing_but_plain_values(self, tmp_path):
        path = tmp_path / "a.yml"
        path.write_text("!!python/object/apply:os.getcwd []", encoding="utf-8")
        with pytest.raises(ConfigError, match="could not determine a constructor"):
            read_yaml(path)


class TestFilesWrittenByHand:
    def test_an_index_file_that_says_something_twice_is_refused(self, tmp_path):
        text = (config.INDICES / "community-vulnerability.yml").read_text(encoding="utf-8")
        path = tmp_path / "twice.yml"
        path.write_text(text + "title: Another\n", encoding="utf-8")
        with pytest.raises(ConfigError, match=r"twice\.yml(.|\n)*'title' stands twice"):
            load_index_spec(path)

    def test_so_is_every_other_model(self, tmp_path):
        class Thing(Strict):
            title: str
            weight: float

        path = tmp_path / "thing.yml"
        path.write_text(TWICE, encoding="utf-8")
        with pytest.raises(ConfigError, match=r"thing\.yml(.|\n)*'weight' stands twice"):
            read_model(path, Thing)
