"""Results that runs share: made once, made again where they are damaged, the oldest removed."""

import os

import pandas as pd
import pytest

from datacell_lib import kept_results
from datacell_lib.kept_results import KEPT, keep_result, write_table

TABLE = pd.DataFrame({"area_code": ["E01000001"], "median_rank": [3]})
NATION = pd.DataFrame({"area_code": ["x", "y"], "place_name": ["Here", "There"], "a": [1.0, 2.0]})


class Maker:
    """Makes a table, and counts how often it was asked to."""

    def __init__(self, made):
        self.made, self.times = made, 0

    def __call__(self):
        self.times += 1
        return self.made


class TestWriteTable:
    def test_what_was_stored_comes_back_and_nothing_else_is_left(self, tmp_path):
        path = tmp_path / "new" / "stability.parquet"
        write_table(TABLE, path=path)
        pd.testing.assert_frame_equal(pd.read_parquet(path), TABLE)
        assert list(path.parent.iterdir()) == [path]


class TestKeepResult:
    def test_it_is_made_the_first_time_only(self, tmp_path):
        make = Maker(NATION)
        for _ in range(2):
            kept = keep_result("judge", key="a", folder=tmp_path / "new", make=make)
            pd.testing.assert_frame_equal(kept, NATION)
        keep_result("judge", key="b", folder=tmp_path / "new", make=make)
        assert make.times == 2

    def test_a_damaged_file_is_made_again(self, tmp_path):
        keep_result("judge", key="a", folder=tmp_path, make=Maker(NATION))
        (path,) = tmp_path.iterdir()
        path.write_bytes(path.read_bytes()[:-50])
        kept = keep_result("judge", key="a", folder=tmp_path, make=Maker(NATION))
        pd.testing.assert_frame_equal(kept, NATION)

    def test_those_used_last_stay(self, tmp_path):
        for age in range(KEPT + 1):
            keep_result("judge", key=str(age), folder=tmp_path, make=Maker(NATION))
            os.utime(tmp_path / f"judge-{age}.parquet", (1000 + age, 1000 + age))
        keep_result("judge", key="0", folder=tmp_path, make=Maker(NATION))
        kept = {path.stem for path in tmp_path.iterdir()}
        assert kept == {"judge-0", *(f"judge-{age}" for age in range(2, KEPT + 1))}

    def test_where_it_can_not_be_stored_it_is_made_and_that_is_said_once(self, tmp_path):
        blocked = tmp_path / "file"
        blocked.touch()
        make = Maker(NATION)
        kept_results._warn_once.cache_clear()
        with pytest.warns(UserWarning, match=r"can't be kept .*worked out again") as told:
            for name in ("judge", "other"):
                kept = keep_result(name, key="a", folder=blocked / "new", make=make)
                pd.testing.assert_frame_equal(kept, NATION)
        assert len(told) == 1 and make.times == 2
