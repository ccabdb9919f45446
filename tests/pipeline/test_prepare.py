"""What a run prepares once: stability beside the linked tables, worked out only if it must be."""

import os

import pandas as pd
import pytest

from datacell_lib.analysis.index.standing_stability import assess_standing
from datacell_lib.analysis.index.steps import follow_steps
from datacell_lib.files.area import load_area
from datacell_lib.files.index_spec import draft_index_spec
from datacell_lib.governance.index_sources import list_modelled_indicators
from datacell_lib.governance.ledger import using_ledger
from datacell_lib.intake.link.linkage import load_index
from datacell_lib.intake.link.linked_tables import FOLDER
from datacell_lib.pipeline import prepare
from datacell_lib.pipeline.prepare import (
    calculate_fingerprint,
    compute_once,
    prepare_tables,
    remove_oldest,
)

SPEC = draft_index_spec({"a": "higher_is_more_vulnerable"})
NATION = pd.DataFrame({"area_code": ["x", "y"], "place_name": ["Here", "There"], "a": [1.0, 2.0]})


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """The sample county, prepared twice with one cache: what it said, and both folders."""
    base = tmp_path_factory.mktemp("prepared")
    steps = []
    for name in ("first", "second"):
        with using_ledger(base / name):
            linked = prepare_tables(
                load_area("sample"),
                folder=base / name / FOLDER,
                cache=base / "cache",
                on_step=steps.append,
            )
    return base, linked, steps


class TestPrepareTables:
    def test_stability_of_the_whole_nation_lies_beside_the_linked_tables(self, prepared):
        base, linked, _ = prepared
        stored = pd.read_parquet(base / "first" / FOLDER / "stability.parquet")
        assert stored["area_code"].tolist() == linked.nation["area_code"].tolist()
        assert {path.name for path in (base / "first" / FOLDER).iterdir()} >= {
            "nation.parquet",
            "stability.parquet",
            "instability.parquet",
        }

    def test_it_is_what_a_notebook_by_itself_would_make(self, prepared):
        base, linked, _ = prepared
        stored = pd.read_parquet(base / "first" / FOLDER / "stability.parquet")
        spec = load_index(load_area("sample"))
        modelled = list_modelled_indicators(spec)
        made = assess_standing(follow_steps(linked.nation, spec=spec), modelled=modelled)
        pd.testing.assert_frame_equal(stored, made, check_dtype=False)

    def test_a_second_run_uses_the_first_ones_results(self, prepared):
        base, _, steps = prepared
        assert len(list((base / "cache").iterdir())) == 2
        names = ("stability.parquet", "instability.parquet")
        for name in names:
            first = (base / "first" / FOLDER / name).read_bytes()
            assert (base / "second" / FOLDER / name).read_bytes() == first
        assert steps[:2] == [
            "Linking the neighbourhoods of Brackenshire",
            "Judging how sure 210 ranks are",
        ]


class TestCalculateFingerprint:
    def test_names_of_places_do_not_matter(self):
        renamed = NATION.assign(place_name=["A", "B"], ward_code=["c", "d"])
        assert calculate_fingerprint(renamed, spec=SPEC) == calculate_fingerprint(NATION, spec=SPEC)

    @pytest.mark.parametrize(
        "change",
        [{"a": [1.0, 2.0000001]}, {"area_code": ["x", "z"]}, {"a": [None, 2.0]}],
        ids=["a value", "a code", "a missing value"],
    )
    def test_any_change_of_numbers_or_codes_matters(self, change):
        before = calculate_fingerprint(NATION, spec=SPEC)
        assert calculate_fingerprint(NATION.assign(**change), spec=SPEC) != before

    def test_the_index_matters(self):
        other = draft_index_spec({"a": "lower_is_more_vulnerable"})
        before = calculate_fingerprint(NATION, spec=SPEC)
        assert calculate_fingerprint(NATION, spec=other) != before

    def test_the_code_matters(self, tmp_path, monkeypatch):
        module = tmp_path / "datacell_lib" / "analysis" / "index" / "steps.py"
        module.parent.mkdir(parents=True)
        module.write_text("one = 1\n", encoding="utf-8")
        monkeypatch.setattr(prepare, "ROOT", tmp_path)
        before = calculate_fingerprint(NATION, spec=SPEC)
        module.write_text("one = 2\n", encoding="utf-8")
        assert calculate_fingerprint(NATION, spec=SPEC) != before

    def test_the_packages_matter(self, monkeypatch):
        before = calculate_fingerprint(NATION, spec=SPEC)
        monkeypatch.setattr(prepare, "version", lambda name: "99")
        assert calculate_fingerprint(NATION, spec=SPEC) != before

    def test_the_code_that_decides_is_all_found(self):
        library = prepare.ROOT / "datacell_lib"
        found = {path.name for pattern in prepare.CODE for path in library.glob(pattern)}
        assert {
            "index_spec.py",
            "index_methods.py",
            "uncertainty.py",
            "standing_stability.py",
            "draws.py",
            "normalise.py",
        } <= found


class TestComputeOnce:
    def test_it_computes_the_first_time_only(self, tmp_path):
        calls = []

        def compute():
            calls.append(1)
            return NATION

        stored = tmp_path / "cache" / "a.parquet"
        for _ in range(2):
            pd.testing.assert_frame_equal(compute_once(compute, stored=stored), NATION)
        assert len(calls) == 1


class TestRemoveOldest:
    def test_those_used_last_stay(self, tmp_path):
        for age, name in enumerate("cab"):
            path = tmp_path / f"{name}.parquet"
            path.touch()
            os.utime(path, (1000 + age, 1000 + age))
        remove_oldest(tmp_path, kept=2)
        assert sorted(path.stem for path in tmp_path.iterdir()) == ["a", "b"]
