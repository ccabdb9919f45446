"""What an index file says that was true of the file that it was copied from."""

import pytest
import yaml

from datacell_lib.files.index_copies import find_copied_words
from datacell_lib.files.index_spec import load_index_spec
from tests.example_index import content, indicator

TESTED, MISSES = "It explained a third.", "It misses the young."


@pytest.fixture
def make(tmp_path):
    def write(file, **changes):
        path = tmp_path / file
        own = {"purpose": f"Is for {file}."}
        path.write_text(yaml.safe_dump(content(indicators=[indicator("age")]) | own | changes))
        return load_index_spec(path)

    return write


class TestFindCopiedWords:
    def test_the_same_words_are_found_whatever_their_blanks_and_capitals(self, make):
        other = make("imd-2025.yml", tested=TESTED, misses=MISSES)
        own = make("own.yml", tested="it  explained a third.", misses="It misses the old.")
        assert find_copied_words(own, others=[own, other]) == {"tested": other}

    def test_a_purpose_in_the_same_words_is_found(self, make):
        other = make("imd-2025.yml")
        own = make("own.yml", purpose="is for  IMD-2025.yml.")
        assert find_copied_words(own, others=[other]) == {"purpose": other}

    def test_the_handbooks_own_is_not_called_the_copy(self, make):
        other = make("imd-2025.yml", tested=TESTED)
        assert find_copied_words(other, others=[make("own.yml", tested=TESTED)]) == {}

    def test_what_neither_says_is_not_copied(self, make):
        assert find_copied_words(make("own.yml"), others=[make("imd-2025.yml")]) == {}

    def test_the_first_of_several_is_named(self, make):
        first, second = (make(f"{name}.yml", misses=MISSES) for name in ("a", "b"))
        found = find_copied_words(make("own.yml", misses=MISSES), others=[first, second])
        assert found == {"misses": first}
