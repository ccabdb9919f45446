"""A message that speaks of a file names it, or the datasets that it was made from."""

import ast
import re

import pandas as pd
import pytest

from datacell_lib.schema import TableError
from datacell_lib.table_checks import check_denominators
from datacell_lib.table_sources import mark_sources
from tests.rooms import read_library

SPEAKS = re.compile(r"\b(the|its|this|area's|of another)(?: \w+)?(?: \w+)? file\b", re.IGNORECASE)
NAMED = r"\b(?:\w*path|\w*files?|folder|called|\w*origin|where|dataset\w*|entry|copy|faults)\b"
NAMES = re.compile(NAMED)


def list_messages(source):
    """Each text of an error that is raised: its line, its words, and what is written into it."""
    for raised in ast.walk(ast.parse(source)):
        if not isinstance(raised, ast.Raise):
            continue
        inside = {
            id(part)
            for text in ast.walk(raised)
            if isinstance(text, ast.JoinedStr)
            for part in ast.walk(text)
            if part is not text
        }
        for text in ast.walk(raised):
            if id(text) in inside:
                continue
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                yield text.lineno, text.value, ""
            elif isinstance(text, ast.JoinedStr):
                parts = list(ast.iter_child_nodes(text))
                held = [part for part in parts if isinstance(part, ast.FormattedValue)]
                words = "".join(p.value for p in parts if isinstance(p, ast.Constant))
                yield text.lineno, words, " ".join(ast.unparse(p) for p in held)


def list_unnamed(sources):
    return [
        f"{module}:{line}: {words}"
        for module, source in sources.items()
        for line, words, held in list_messages(source)
        if SPEAKS.search(words) and not NAMES.search(held) and "data/" not in words
    ]


def test_no_error_speaks_of_a_file_without_naming_it():
    assert list_unnamed(read_library()) == []


@pytest.mark.parametrize(
    ("raised", "unnamed"),
    [
        ('raise TableError("Correct the file that gives the names.")', True),
        ('raise TableError(f"{count} rows. Check the population file.")', True),
        ('raise TableError(f"{path}: {count} rows. Correct the file.")', False),
        ('raise ParameterError(f"{count} rows.")', False),
    ],
)
def test_an_unnamed_file_is_found(raised, unnamed):
    assert bool(list_unnamed({"a": raised})) == unnamed


class TestTables:
    def test_a_table_that_was_read_tells_of_which_dataset_it_is(self):
        rates = pd.DataFrame({"area_code": ["E01000001"], "denominator": [0]})
        with pytest.raises(TableError, match=r"Check the population file\.$"):
            check_denominators(rates)
        read = mark_sources(rates, ["census2021-age"])
        told = r"Check the population file \(of census2021-age in data/catalogue\)\.$"
        with pytest.raises(TableError, match=told):
            check_denominators(read)
