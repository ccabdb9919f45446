"""Reading the real published files, where a mirror of them is at hand."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from datacell_lib import config
from datacell_lib.files.area import load_area
from datacell_lib.governance.ledger import list_reads, using_ledger
from datacell_lib.intake.read.reading import read_dataset

AREA = "essex"


@dataclass(frozen=True)
class Arrival:
    """A dataset as it arrived: its table, how many rows the file had, how many were set aside."""

    table: pd.DataFrame
    rows: int
    set_aside: int


@pytest.fixture(scope="package")
def mirror() -> Path:
    """The folder of published files; without one the tests of them are skipped."""
    beside = config.ROOT.parent / "shared" / "data"
    folder = Path(os.environ.get("DATACELL_MIRROR") or beside)
    if not folder.is_dir():
        pytest.skip("no mirror of the published files: set DATACELL_MIRROR to one")
    return folder


@pytest.fixture(scope="package")
def arrive(
    mirror: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Arrival]]:
    """Return a function that reads a dataset from the mirror, each once."""
    empty = tmp_path_factory.mktemp("cache")

    @cache
    def arrive_once(dataset: str) -> Arrival:
        with pytest.MonkeyPatch.context() as patch, using_ledger(tmp_path_factory.mktemp("run")):
            patch.setenv("DATACELL_MIRROR", str(mirror))
            patch.setattr(config, "CACHE", empty)
            table = read_dataset(dataset, area=load_area(AREA))
            (read,) = list_reads()
        return Arrival(table, read.rows, read.set_aside)

    yield arrive_once
    arrive_once.cache_clear()


@pytest.fixture(scope="package")
def load(arrive: Callable[[str], Arrival]) -> Callable[[str], pd.DataFrame]:
    """Return a function that gives a dataset's table, to be read and not changed."""
    return lambda dataset: arrive(dataset).table
