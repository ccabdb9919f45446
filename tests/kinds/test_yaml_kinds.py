"""Any bytes where YAML should be: read, or refused in a short paragraph, and nothing else."""

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datacell_lib import config
from datacell_lib.files.area import Area
from datacell_lib.files.index_spec import load_index_spec
from datacell_lib.files.reader import read_model
from datacell_lib.governance.catalogue.entries import Dataset
from datacell_lib.schema import ConfigError

SHORT = 2_000
SECONDS = 5
AREA = (config.AREAS / "bolton.yml").read_text(encoding="utf-8")
INDEX = (config.INDICES / "imd-2025.yml").read_text(encoding="utf-8")
ENTRY = (config.CATALOGUE / "lsoa2021-wards-2024.yml").read_text(encoding="utf-8")
LAUGHS = "a: &a [1,1,1,1,1,1,1,1,1]\n" + "".join(
    f"{below}: &{below} [{','.join([f'*{above}'] * 9)}]\n"
    for above, below in zip("abcdefghi", "bcdefghij", strict=True)
)
HOSTILE = {
    "a day that there is not": b"as_of: 2020-02-30",
    "a list for a key": b"? [a]\n: 1",
    "a mapping for a key": b"? {a: 1}\n: 1",
    "a tag": b"census: !!int abc",
    "a tag of Python": b"!!python/object/apply:os.getcwd []",
    "UTF-16": AREA.encode("utf-16"),
    "UTF-16 without a mark": AREA.encode("utf-16-le"),
    "NUL bytes": b"name: a\0b",
    "nothing but NUL bytes": b"\0" * 1_000,
    "brackets": b"[" * 100_000,
    "braces": b"{a: " * 100_000,
    "dashes": b"- " * 100_000,
    "question marks": b"? " * 100_000,
    "indentation": "".join(" " * depth + "a:\n" for depth in range(900)).encode(),
    "a billion laughs": LAUGHS.encode(),
    "an anchor within itself": b"a: &a [*a]",
    "an alias of nothing": b"a: *" + b"b" * 500_000,
    "a long unknown key": b"k" * 900_000 + b": 1",
    "a long key twice": b"? " + b"k" * 400_000 + b"\n: 1\n? " + b"k" * 400_000 + b"\n: 1",
    "a long value": b"census: " + b"v" * 900_000,
    "many unknown keys": b"".join(b"key%d: 1\n" % number for number in range(20_000)),
    "too many values": b"[" + b"1," * 100_000 + b"]",
    "too large": b"#" * 60_000_000,
    "a number of many digits": b"census: " + b"9" * 10_000,
    "a number of many hexadecimal digits": b"census: 0x" + b"f" * 100_000,
    "a number of many sixties": b"census: 1" + b":59" * 10_000,
    "a number that is only a point": b"census: ._",
    "two documents": b"a: 1\n---\nb: 2",
    "a merge of a text": b"<<: abc",
    "not a number": b"census: .nan",
    "infinity": b"authorities: .inf",
    "a terminal's own commands": b"name: \x1b[2J",
    "empty": b"",
}


def try_to_read(path: Path) -> list[str]:
    """Read a file as every model that is written by hand; return what was said of it."""
    said = []
    for read in (
        lambda: read_model(path, Area),
        lambda: read_model(path, Dataset),
        lambda: load_index_spec(path),
    ):
        started = time.perf_counter()
        try:
            read()
        except ConfigError as error:
            said.append(str(error))
        assert time.perf_counter() - started < SECONDS
    return said


class TestHostileFiles:
    @pytest.mark.parametrize("kind", HOSTILE)
    def test_it_is_refused_in_a_short_paragraph_that_names_it(self, tmp_path, kind) -> None:
        path = tmp_path / "hostile.yml"
        path.write_bytes(HOSTILE[kind])
        said = try_to_read(path)
        assert len(said) == 3
        assert all("hostile.yml" in text and len(text) < SHORT for text in said)

    def test_a_folder_and_a_missing_file_are_refused_alike(self, tmp_path) -> None:
        folder = tmp_path / "folder.yml"
        folder.mkdir()
        for path, reason in ((folder, "no file"), (tmp_path / "absent.yml", "cannot be read")):
            said = try_to_read(path)
            assert len(said) == 3 and all(reason in text for text in said)


class TestAnyBytes:
    @settings(
        max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
    )
    @given(content=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
    def test_they_are_read_or_refused(self, tmp_path, content) -> None:
        path = tmp_path / "any.yml"
        path.write_bytes(content)
        assert all(len(text) < SHORT for text in try_to_read(path))

    @settings(
        max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
    )
    @given(data=st.data())
    def test_so_is_a_right_file_with_something_else_put_in(self, tmp_path, data) -> None:
        right = data.draw(st.sampled_from([AREA, INDEX, ENTRY]))
        start = data.draw(st.integers(0, len(right)))
        end = data.draw(st.integers(start, min(len(right), start + 40)))
        put_in = data.draw(
            st.one_of(
                st.text(alphabet="[]{}:,-?&*!|>'\"#%@`\n\t <=.~0123456789abcxEF_+", max_size=30),
                st.sampled_from(["2020-02-30", "!!int abc", ".inf", "0x_", "1:60", "~", "<<: 1"]),
                st.characters(exclude_categories=["Cs"]),
            )
        )
        path = tmp_path / "mutant.yml"
        path.write_text(right[:start] + put_in + right[end:], encoding="utf-8")
        assert all(len(text) < SHORT for text in try_to_read(path))


class TestRightFiles:
    def test_every_file_of_the_project_is_read(self) -> None:
        read = [read_model(path, Area) for path in config.AREAS.glob("*.yml")]
        read += [read_model(path, Dataset) for path in config.CATALOGUE.glob("*.yml")]
        read += [load_index_spec(path) for path in config.INDICES.glob("*.yml")]
        assert len(read) > 70
