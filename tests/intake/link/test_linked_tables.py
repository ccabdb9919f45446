"""Stored tables: the same bytes for the same files in any order, and the same tables back."""

import hashlib
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from geopandas.testing import assert_geodataframe_equal

from datacell_lib import config, kept_results
from datacell_lib.files.area import Area, load_area
from datacell_lib.governance.ledger import list_reads, using_ledger
from datacell_lib.intake.link import kept_links, linked_tables
from datacell_lib.intake.link.linkage import Linked, link_area
from datacell_lib.intake.link.linked_tables import load_linked, read_linked, save_linked
from datacell_lib.intake.link.run_store import FOLDER
from datacell_lib.schema import LawfulnessError

LINK_AND_SAVE = """
import sys
from pathlib import Path
from datacell_lib import config
from datacell_lib.files.area import load_area
from datacell_lib.intake.link.linkage import link_area
from datacell_lib.intake.link.linked_tables import save_linked

config.SAMPLE = Path(sys.argv[1])
save_linked(link_area(load_area("sample")), folder=Path(sys.argv[2]))
"""
TABLES = ("cases", "coverage", "districts", "nation", "neighbourhoods")
FILES = [f"{name}.parquet" for name in TABLES]


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Linked:
    with using_ledger(tmp_path_factory.mktemp("run")):
        return link_area(load_area("sample"))


def digest_files(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
    }


def shuffle_rows(text: str, *, seed: int) -> str:
    """Shuffle the rows of a CSV file, or the features of a GeoJSON file."""
    order = random.Random(seed)
    if text.startswith("{"):
        content = json.loads(text)
        order.shuffle(content["features"])
        return json.dumps(content)
    header, *rows = text.splitlines(keepends=True)
    order.shuffle(rows)
    return header + "".join(rows)


class TestSaveLinked:
    def test_bytes_depend_on_neither_order_nor_hash_seed_nor_process(
        self, linked: Linked, sample: object, tmp_path: Path
    ) -> None:
        save_linked(linked, folder=tmp_path / "here")
        linked_files = set(sample.folder.glob("*/*.*[!z]")) - set(
            sample.folder.glob("nhs-choices/*")
        )
        for number, path in enumerate(sorted(linked_files)):
            name = path.relative_to(sample.folder).as_posix()
            sample.change(name, lambda text, seed=number: shuffle_rows(text, seed=seed))
        processes = [
            subprocess.Popen(
                [sys.executable, "-c", LINK_AND_SAVE, str(sample.folder), str(tmp_path / seed)],
                cwd=config.ROOT,
                env={
                    **os.environ,
                    "PYTHONHASHSEED": seed,
                    "DATACELL_RUN": str(tmp_path / f"run-{seed}"),
                },
            )
            for seed in ("1", "4711")
        ]
        assert [process.wait(timeout=120) for process in processes] == [0, 0]
        here = digest_files(tmp_path / "here")
        assert list(here) == FILES
        assert digest_files(tmp_path / "1") == here
        assert digest_files(tmp_path / "4711") == here

    def test_other_values_give_other_bytes(self, linked: Linked, tmp_path: Path) -> None:
        save_linked(linked, folder=tmp_path / "a")
        changed = linked.nation.assign(population=linked.nation["population"] + 1)
        save_linked(Linked(**(vars(linked) | {"nation": changed})), folder=tmp_path / "b")
        a, b = digest_files(tmp_path / "a"), digest_files(tmp_path / "b")
        assert {name for name in FILES if a[name] != b[name]} == {"nation.parquet"}

    def test_a_table_that_can_not_be_stored_leaves_the_stored_one(
        self, linked: Linked, tmp_path: Path
    ) -> None:
        save_linked(linked, folder=tmp_path)
        before = digest_files(tmp_path)
        mixed = linked.neighbourhoods.assign(population=[1, "two"] * 80)
        broken = Linked(**(vars(linked) | {"neighbourhoods": mixed}))
        with pytest.raises(pa.ArrowException, match="population"):
            save_linked(broken, folder=tmp_path)
        assert digest_files(tmp_path) == before


class TestReadLinked:
    def test_what_was_stored_comes_back(self, linked: Linked, tmp_path: Path) -> None:
        save_linked(linked, folder=tmp_path)
        back = read_linked(tmp_path, area=load_area("sample"))
        assert_geodataframe_equal(back.neighbourhoods, linked.neighbourhoods)
        assert_geodataframe_equal(back.districts, linked.districts)
        pd.testing.assert_frame_equal(back.nation, linked.nation)
        pd.testing.assert_frame_equal(back.coverage, linked.coverage)
        assert (back.datasets, back.boundaries) == (linked.datasets, linked.boundaries)


class TestLoadLinked:
    def test_the_runs_own_tables_are_read_and_nothing_is_linked_again(
        self, linked: Linked, run: Path
    ) -> None:
        marked = linked.nation.assign(population=-1.0)
        save_linked(Linked(**(vars(linked) | {"nation": marked})), folder=run / FOLDER / "sample")
        assert set(load_linked(load_area("sample")).nation["population"]) == {-1.0}
        assert list_reads() == ()

    def test_a_run_without_them_links_afresh(self, run: Path) -> None:
        assert len(load_linked(load_area("sample")).neighbourhoods) == 160
        assert list_reads() != ()


@pytest.fixture
def by_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A notebook opened by hand, with results of its own: notes each area that is linked."""
    monkeypatch.delenv(config.RUN_VARIABLE, raising=False)
    monkeypatch.setattr(config, "RESULTS", tmp_path / "results")
    linked_areas = []

    def link(area: Area) -> Linked:
        linked_areas.append(area.name)
        return link_area(area)

    monkeypatch.setattr(linked_tables, "link_area", link)
    return linked_areas


class TestLoadLinkedByHand:
    def test_tables_are_linked_once_and_then_read(self, by_hand: list[str]) -> None:
        first = load_linked(load_area("sample"))
        second = load_linked(load_area("sample"))
        assert by_hand == ["sample"]
        assert_geodataframe_equal(second.neighbourhoods, first.neighbourhoods)

    def test_those_of_the_last_run_are_read_and_may_be_released(
        self, by_hand: list[str], tmp_path: Path
    ) -> None:
        with using_ledger(tmp_path / "run"):
            load_linked(load_area("sample"))
            read = {row.dataset for row in list_reads()}
        script = "from datacell_lib import config, desk; from pathlib import Path; import sys;"
        script += "config.RESULTS = Path(sys.argv[1]); r = desk.open_report('sample');"
        script += "r.release(r.linked.nation.head(3), name='x');"
        script += "from datacell_lib.governance.ledger import list_reads;"
        script += "print(*{read.dataset for read in list_reads()})"
        done = subprocess.run(
            [sys.executable, "-c", script, str(config.RESULTS)],
            cwd=config.ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        assert set(done.stdout.split()) == read
        assert by_hand == ["sample"]

    def test_a_changed_file_is_linked_again(self, sample: object, by_hand: list[str]) -> None:
        load_linked(load_area("sample"))
        sample.change("census-2021/census2021-ts052-lsoa.csv", lambda text: text + "\n")
        load_linked(load_area("sample"))
        assert by_hand == ["sample", "sample"]

    def test_what_is_no_longer_lawful_is_not_read_from_what_was_kept(
        self, by_hand: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        load_linked(load_area("sample"))

        def refuse(dataset: object, **use: object) -> None:
            raise LawfulnessError("the agreement has ended")

        monkeypatch.setattr(kept_links, "require_lawful_use", refuse)
        with pytest.raises(LawfulnessError, match="has ended"):
            load_linked(load_area("sample"))

    def test_where_nothing_can_be_kept_that_is_said_once(
        self, by_hand: list[str], tmp_path: Path
    ) -> None:
        (tmp_path / "results").touch()  # no folder can be made there
        kept_results._warn_once.cache_clear()
        with pytest.warns(UserWarning, match="can't be kept") as told:
            for _ in range(2):
                assert len(load_linked(load_area("sample")).neighbourhoods) == 160
        assert len(told) == 1
        assert by_hand == ["sample", "sample"]
