"""What may go out, what is kept back, and what the run's ledger remembers of both."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import box

from datacell_lib.files.policy import SmallCounts, load_policy
from datacell_lib.governance.catalogue.entries import Dataset
from datacell_lib.governance.ledger import Read, record_read
from datacell_lib.governance.recall import load_released, read_released
from datacell_lib.governance.release import (
    Released,
    calculate_digest,
    release,
)
from datacell_lib.governance.used_datasets import note_use
from datacell_lib.schema import ConfigError, DisclosureError, TableError

Write = Callable[..., Dataset]
# The rule of NHS hospital statistics: 0 stays, 1 to 7 are suppressed, others go to the nearest 5.
RULES = SmallCounts(suppress_from=1, suppress_to=7, round_to=5)
COUNTS = pd.DataFrame({"area_code": ["a", "b", "c", "d"], "people": [0, 7, 8, 13]})
NO_COUNTS = "does not hold whole counts"


def note_read(dataset: str = "things", *, invented: bool = False) -> None:
    record_read(Read(dataset, "official", ("0" * 64,), 4, 0, "neighbourhood reporting", invented))


def release_things(table: pd.DataFrame = COUNTS, **changes: object) -> Released:
    return release(table, **({"name": "n", "datasets": ("things",), "policy": "open"} | changes))


@pytest.fixture
def published(catalogue: Write) -> None:
    """Published statistics that this run has read."""
    catalogue()
    note_read()


@pytest.fixture
def partner(catalogue: Write) -> None:
    """Partner data that this run has read."""
    catalogue(partner=True)
    note_read()


@pytest.mark.usefixtures("published")
class TestReleaseOfSomethingElse:
    @pytest.mark.parametrize(
        ("given", "told"),
        [
            (COUNTS["people"], r"found a Series.*column\.rename\(\"n\"\)\.reset_index\(\)"),
            ([1, 2], "found a list. Make a pandas DataFrame"),
            (COUNTS.rename(columns={"people": 7}), "name of its own, in words; found '7'"),
            (COUNTS.set_axis(["people"] * 2, axis=1), "found 'people' twice"),
            (COUNTS.set_index("area_code"), r"the index 'area_code'.*table\.reset_index\(\)"),
        ],
        ids=["a column", "a list", "a number for a name", "a name twice", "names in the index"],
    )
    def test_it_is_refused_with_what_to_do(self, given: object, told: str) -> None:
        with pytest.raises(TableError, match=f"(?s)n: .*{told}"):
            release_things(given)

    def test_what_is_released_already_is_not_released_again(self) -> None:
        with pytest.raises(TableError, match="is released already"):
            release_things(release_things())

    def test_an_index_without_a_name_or_that_is_a_column_too_is_no_matter(self) -> None:
        named = COUNTS.set_index("area_code", drop=False)
        assert list(release_things(named).table) == list(COUNTS)


@pytest.mark.usefixtures("published")
class TestReleaseOfPublishedStatistics:
    def test_they_go_out_as_they_were_published(self) -> None:
        table = COUNTS.assign(rate=[0.0, 0.125, np.nan, 3.5])
        pd.testing.assert_frame_equal(release_things(table).table, table)

    def test_the_same_table_has_the_same_id_and_another_has_another(self) -> None:
        first = release_things()
        assert first.id == release_things(COUNTS.copy()).id
        assert first.id.startswith("n-")
        assert first.id != release_things(COUNTS.assign(people=[0, 7, 8, 14])).id
        assert first.id != release_things(COUNTS, name="m").id

    def test_it_names_datasets_policy_edition_and_whether_anything_is_invented(
        self, catalogue: Write
    ) -> None:
        catalogue(id="others")
        note_read("others", invented=True)
        released = release_things(datasets=("things", "others"))
        assert released.datasets == ("others", "things")
        assert (released.policy, released.edition) == ("open", "open")
        assert released.invented and not release_things().invented

    def test_a_dataset_that_the_run_did_not_read_is_refused_and_nothing_recorded(
        self, catalogue: Write, run: Path
    ) -> None:
        catalogue(id="others")
        said = r"n: others was not read in this run.*Read so far: things\."
        with pytest.raises(DisclosureError, match=said):
            release_things(datasets=("things", "others"))
        assert not (run / "releases").exists()

    def test_what_is_modelled_needs_all_that_it_is_made_from(self, catalogue: Write) -> None:
        column = {"type": "number", "quantity": "count", "meaning": "Residents."}
        inputs = {"registrations": "lists", "registers": "registers", "lists": "ages"}
        others = {"everyone": "patients", "conditions": {"ill": {"code": "DM"}}}
        residents = {"residents": {"dataset": "things", "column": "people"}}
        catalogue(
            id="modelled",
            columns={"people": column, "ill": column},
            copies=[],
            made_from=inputs | others | residents,
        )
        for name in inputs.values():
            catalogue(id=name)
        note_read("lists")
        note_read("registers")
        with pytest.raises(DisclosureError, match="n: ages was not read in this run"):
            release_things(datasets=("modelled",))
        note_read("ages")
        assert release_things(datasets=("modelled",)).datasets == ("modelled",)

    def test_a_table_from_nowhere_is_refused(self) -> None:
        with pytest.raises(DisclosureError, match="n: no dataset is known to be behind"):
            release_things(datasets=())

    def test_a_policy_for_another_edition_is_refused(
        self, run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        text = "name: shut\neditions: []\npartner_counts: {suppress_from: 1, suppress_to: 7, "
        (tmp_path / "shut.yml").write_text(text + "round_to: 5}", encoding="utf-8")
        monkeypatch.setattr("datacell_lib.config.POLICIES", tmp_path)
        with pytest.raises(DisclosureError, match=r"policy 'shut' is not for the open edition"):
            release_things(policy="shut")
        assert not (run / "releases").exists()

    def test_the_table_that_came_in_is_unchanged(self) -> None:
        table = COUNTS.set_index(pd.Index([9, 8, 7, 6]))
        before = table.copy(deep=True)
        release_things(table)
        pd.testing.assert_frame_equal(table, before)


@pytest.mark.usefixtures("partner")
class TestReleaseOfPartnerData:
    def test_small_counts_are_suppressed_and_others_rounded(self) -> None:
        released = release_things().table
        assert released["people"].isna().tolist() == [False, True, False, False]
        assert released["people"].dropna().tolist() == [0, 10, 15]
        assert released["area_code"].tolist() == ["a", "b", "c", "d"]

    def test_one_partner_dataset_protects_the_whole_table(self, catalogue: Write) -> None:
        catalogue(id="others")
        note_read("others")
        assert release_things(datasets=("things", "others")).table["people"].isna().sum() == 1

    def test_it_is_protected_though_nobody_names_it(self, catalogue: Write) -> None:
        catalogue(id="others")
        note_read("others")
        note_use(["others", "things"])
        assert release_things(datasets=None).table["people"].isna().sum() == 1
        assert release_things(datasets=("others",)).table["people"].isna().sum() == 1
        assert release_things(datasets=("others",)).datasets == ("others", "things")

    def test_a_rate_is_refused_and_nothing_recorded(self, run: Path) -> None:
        with pytest.raises(DisclosureError, match=rf"n: column 'rate'.*{NO_COUNTS}"):
            release_things(COUNTS.assign(rate=[0.0, 0.5, 1.5, 2.0]))
        assert not (run / "releases").exists()

    def test_the_ledger_holds_true_and_released_values(self, run: Path) -> None:
        released = release_things()
        true = pd.read_parquet(run / "releases" / f"{released.id}.true.parquet")
        assert true["people"].tolist() == [0, 7, 8, 13]
        pd.testing.assert_frame_equal(read_released(run, released.id), released.table)
        facts = json.loads((run / "releases" / f"{released.id}.json").read_text(encoding="utf-8"))
        assert facts["columns"] == ["area_code", "people"]
        assert (facts["id"], facts["datasets"]) == (released.id, ["things"])

    @pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")
    def test_the_ledger_is_for_its_user_alone_and_nothing_half_written_stays(
        self, run: Path
    ) -> None:
        release_things()
        files = list((run / "releases").iterdir())
        assert len(files) == 3 and not [file for file in files if file.name.startswith(".")]
        assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
        assert (run / "releases").stat().st_mode & 0o777 == 0o700


class TestCalculateDigest:
    def test_it_hears_every_change_that_a_reader_would_see(self) -> None:
        table = pd.DataFrame({"a": [1.0, np.nan], "b": ["x", None]})
        changed = [
            table.assign(a=[1.0, 0.0]),
            table.assign(b=["x", "None"]),
            table.rename(columns={"b": "c"}),
            table[["b", "a"]],
            table.iloc[::-1],
            table.head(1),
        ]
        digests = {calculate_digest(other) for other in [table, *changed]}
        assert len(digests) == len(changed) + 1

    def test_it_hears_neither_the_index_nor_how_a_number_is_stored(self) -> None:
        table = pd.DataFrame({"a": [1, 2]}, index=[5, 6])
        assert calculate_digest(table) == calculate_digest(
            pd.DataFrame({"a": pd.array([1.0, 2.0], dtype="float32")})
        )


@pytest.mark.usefixtures("published")
class TestReadReleased:
    def test_shapes_come_back_with_the_same_digest(self, run: Path) -> None:
        squares = [box(0, 0, 1 / 3, 1), box(1, 0, 2.7, 1)]
        table = gpd.GeoDataFrame(
            {"area_code": ["a", "b"], "share": [0.1, None], "geometry": squares}, crs="EPSG:27700"
        )
        released = release_things(table)
        back = read_released(run, released.id)
        assert calculate_digest(back) == calculate_digest(released.table)
        assert back.crs == table.crs and back.geometry.equals(table.geometry)

    def test_dates_and_whole_numbers_come_back_with_the_same_digest(self, run: Path) -> None:
        table = COUNTS.assign(period=pd.to_datetime("2024-01-07"), late=True)
        released = release_things(table)
        assert calculate_digest(read_released(run, released.id)) == calculate_digest(table)

    def test_an_id_that_nothing_was_released_under_is_refused(self, run: Path) -> None:
        with pytest.raises(DisclosureError, match=r"'n-0' is not a release of this run"):
            read_released(run, "n-0")


class TestLoadReleased:
    @pytest.mark.usefixtures("partner")
    def test_it_comes_back_with_all_that_is_known_of_it(self, run: Path) -> None:
        released = release_things()
        back = load_released(run, released.id)
        pd.testing.assert_frame_equal(back.table, released.table)
        assert replace(back, table=released.table) == released
        assert back.suppressed == {"people": (1,)}

    @pytest.mark.usefixtures("published")
    def test_a_value_that_was_never_known_is_not_called_suppressed(self) -> None:
        assert release_things(COUNTS.assign(people=[None, 1, 2, 3])).suppressed == {}


class TestLoadPolicy:
    def test_the_open_policy_follows_the_rule_of_nhs_hospital_statistics(self) -> None:
        assert load_policy("open").partner_counts == RULES

    def test_an_unknown_policy_is_answered_with_those_there_are(self) -> None:
        with pytest.raises(ConfigError, match=r"no policy called 'opne'.*Did you mean 'open'\?"):
            load_policy("opne")
