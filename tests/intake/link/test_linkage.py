"""The neighbourhood table: every indicator at every neighbourhood, and nothing lost unseen."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
import yaml

from datacell_lib import config
from datacell_lib.files.area import Area, ColumnSource, load_area
from datacell_lib.governance.catalogue.entries import load_dataset, trace_inputs
from datacell_lib.governance.ledger import list_reads, using_ledger
from datacell_lib.intake.link.index_files import load_index
from datacell_lib.intake.link.linkage import Linked, link_area
from datacell_lib.schema import ConfigError, SourceError

TENURE = "census-2021/census2021-ts054-lsoa.csv"
OCCUPANCY = "census-2021/census2021-ts052-lsoa.csv"
# Barking and Dagenham 015C of 2011, which the ONS lookup of 2011 to 2021 has no successor for
# under the same code.
ONLY_2011 = "E01000010"


@pytest.fixture
def area() -> Area:
    return load_area("sample")


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Linked:
    with using_ledger(tmp_path_factory.mktemp("run")):
        return link_area(load_area("sample"))


@pytest.fixture
def entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str, str], None]:
    """Return a function that changes the text of an entry in a copy of the catalogue."""
    folder = tmp_path / "catalogue"
    shutil.copytree(config.CATALOGUE, folder)
    monkeypatch.setattr(config, "CATALOGUE", folder)

    def change(name: str, old: str, new: str) -> None:
        path = folder / f"{name}.yml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
        load_dataset.cache_clear()

    load_dataset.cache_clear()
    yield change
    load_dataset.cache_clear()


def drop_lines(*codes: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        lines = text.splitlines(keepends=True)
        return "".join(line for line in lines if not any(code in line for code in codes))

    return change


def read_sample(path: str) -> pd.DataFrame:
    table = pd.read_csv(config.SAMPLE / path, encoding="utf-8-sig")
    return table.set_index("geography code")


class TestLoadIndex:
    def test_the_areas_index_is_found(self, area: Area) -> None:
        assert load_index(area).name == "community-vulnerability"

    def test_an_index_of_another_census_is_refused(self, area: Area) -> None:
        with pytest.raises(ConfigError, match=r"imd-2019\.yml is for LSOA 2011, but data/areas/"):
            load_index(area.model_copy(update={"index": "imd-2019"}))

    def test_an_unknown_index_is_answered_with_the_close_one(self, area: Area) -> None:
        with pytest.raises(ConfigError, match=r"Did you mean 'community-vulnerability'\?"):
            load_index(area.model_copy(update={"index": "comunity-vulnerability"}))

    def test_a_direction_that_the_catalogue_contradicts_is_refused(
        self, area: Area, entry: Callable
    ) -> None:
        entry("census2021-disability", "higher_is_more_vulnerable", "lower_is_more_vulnerable")
        said = (
            r"disability\.direction: is 'higher_is_more_vulnerable', but the catalogue says "
            r"'lower_is_more_vulnerable' of column 'disabled' in 'census2021-disability'"
        )
        with pytest.raises(ConfigError, match=said):
            load_index(area)

    def test_a_column_that_the_catalogue_does_not_know_is_refused(
        self, area: Area, entry: Callable
    ) -> None:
        entry("census2021-disability", "  disabled:", "  with_disability:")
        with pytest.raises(ConfigError, match=r"no column 'disabled'; it has .*with_disability"):
            load_index(area)

    def test_what_an_index_says_in_the_words_of_the_handbooks_is_left_out(
        self, area: Area, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        text = (config.INDICES / f"{area.index}.yml").read_text(encoding="utf-8")
        shutil.copytree(config.INDICES, tmp_path / "indices")
        monkeypatch.setattr(config, "INDICES", tmp_path / "indices")
        own = yaml.safe_load(text) | {"name": "winter", "misses": "It misses nobody."}
        (config.INDICES / "winter.yml").write_text(yaml.safe_dump(own), encoding="utf-8")
        winter = load_index(area.model_copy(update={"index": "winter"}))
        assert (winter.tested, winter.purpose) == ("", "")
        assert winter.misses == "It misses nobody."
        assert winter.file == "winter.yml"
        assert load_index(area).tested


class TestLinkArea:
    def test_each_neighbourhood_comes_once_with_its_shape(self, linked: Linked) -> None:
        assert (len(linked.nation), len(linked.neighbourhoods), len(linked.districts)) == (
            210,
            160,
            6,
        )
        for table in (linked.nation, linked.neighbourhoods):
            assert table["area_code"].is_unique and table["area_code"].is_monotonic_increasing
        assert linked.neighbourhoods.crs == "EPSG:27700"
        assert not linked.neighbourhoods.geometry.isna().any()

    def test_shares_are_the_files_own_counts_divided(self, linked: Linked) -> None:
        tenure = read_sample(TENURE)
        nation = linked.nation.set_index("area_code")
        households = tenure["Tenure of household: Total: All households"]
        private = tenure["Tenure of household: Private rented"]  # the sub-total, not its parts
        pd.testing.assert_series_equal(
            nation["private_renting"],
            (private / households).reindex(nation.index),
            check_names=False,
        )
        assert (nation["private_renting_denominator"] == households).all()
        assert (nation["private_renting_numerator"] == private).all()

    def test_residents_are_the_sum_of_their_ages(self, linked: Linked) -> None:
        total = read_sample("census-2021/census2021-ts007a-lsoa.csv")["Age: Total"]
        nation = linked.nation.set_index("area_code")
        assert (nation["population"] == total).all()

    def test_an_area_that_a_dataset_lacks_is_kept_missing_and_counted(self, linked: Linked) -> None:
        # data/sample/TRUTHS.yml: E01990160 has no row in TS052.
        row = linked.coverage.set_index("dataset").loc["census2021-occupancy"]
        assert (row["areas"], row["rows"], row["matched"], row["missing"]) == (210, 209, 209, 1)
        assert (row["missing_codes"], row["unmatched"]) == ("E01990160", 0)
        lacking = linked.neighbourhoods["overcrowding"].isna()
        assert linked.neighbourhoods.loc[lacking, "area_code"].tolist() == ["E01990160"]
        assert linked.coverage["missing"].sum() == 1

    def test_every_dataset_behind_the_tables_is_recorded_as_read_and_invented(
        self, sample: object, area: Area
    ) -> None:
        sample.change(OCCUPANCY, drop_lines("E01990001"))
        again = link_area(area)
        assert again.coverage["missing"].sum() == 2  # 1% of 210 areas is tolerated
        reads = {read.dataset: read for read in list_reads()}
        made = {name for name in again.datasets if not load_dataset(name).copies}
        assert made == {"modelled-conditions-2022"}
        assert trace_inputs(again.datasets) | {again.boundaries} <= set(reads) | made
        assert all(read.invented for read in reads.values())

    def test_missing_areas_past_the_tolerance_are_refused(self, sample: object, area: Area) -> None:
        # 1% of 210 areas is two: the sample lacks one, with two more it lacks three.
        sample.change(OCCUPANCY, drop_lines("E01990001", "E01990002"))
        said = r"census2021-occupancy has no row for LSOA 2021 areas: 3, such as E01990001.*1\.0%"
        said += r".*in the entry tolerance: \{missing_areas: 0\.015\} and say why"
        with pytest.raises(SourceError, match=said):
            link_area(area)

    def test_a_file_cut_at_the_end_of_a_row_is_refused(self, sample: object, area: Area) -> None:
        sample.change(TENURE, lambda text: text[: text.index("2021,", len(text) // 2)])
        with pytest.raises(
            SourceError,
            match=r"census2021-tenure has no row for .*cut short",
        ):
            link_area(area)

    def test_what_is_known_for_one_area_alone_is_told_where_it_belongs(
        self, sample: object, area: Area
    ) -> None:
        ending = [f"E0199{number:04}" for number in range(43, 1000)]
        sample.change(TENURE, drop_lines(*ending))
        with pytest.raises(SourceError, match=r"census2021-tenure has no row for") as caught:
            link_area(area)
        said = str(caught.value)
        assert "known for one area alone" in said
        assert "within: area" in said and "local_indices" in said
        assert "or raise the tolerance" not in said

    def test_a_code_of_the_other_census_is_refused(self, sample: object, area: Area) -> None:
        sample.change(TENURE, lambda text: text.replace("E01990001", ONLY_2011))
        said = rf"census2021-tenure has codes that are not LSOA 2021: 1, such as {ONLY_2011}"
        with pytest.raises(SourceError, match=said) as caught:
            link_area(area)
        assert "another census" in str(caught.value) and "\n" not in str(caught.value)

    def test_tolerated_codes_are_counted_and_named(
        self, sample: object, area: Area, entry: Callable
    ) -> None:
        entry("census2021-tenure", "columns:\n  households", "tolerance: {missing_areas: 0.01, "
              "unmatched_codes: 0.01}\ncolumns:\n  households")  # fmt: skip
        sample.change(TENURE, lambda text: text.replace("E01990001", ONLY_2011))
        row = link_area(area).coverage.set_index("dataset").loc["census2021-tenure"]
        assert (row["unmatched"], row["unmatched_codes"]) == (1, ONLY_2011)
        assert (row["missing"], row["missing_codes"]) == (1, "E01990001")

    def test_a_denominator_of_zero_is_refused(self, sample: object, area: Area) -> None:
        line = r"(2021,Alderhythe 001A,E01990001)(,\d+)+"
        sample.change(TENURE, lambda text: re.sub(line, r"\1" + ",0" * 13, text))
        said = r"census2021-tenure: households must be above zero; found 0 in E01990001"
        with pytest.raises(SourceError, match=said):
            link_area(area)

    def test_a_code_that_stands_there_twice_is_refused(self, sample: object, area: Area) -> None:
        sample.change(TENURE, lambda text: text.replace("E01990002", "E01990001"))
        with pytest.raises(SourceError, match="E01990001 stands in lines 2 and 3"):
            link_area(area)

    def test_a_missing_dataset_is_named(self, sample: object, area: Area) -> None:
        (sample.folder / TENURE).unlink()
        said = r"Tenure, Census 2021 \(TS054\) is missing from the sample county"
        with pytest.raises(SourceError, match=said):
            link_area(area)

    def test_a_file_changed_by_hand_is_refused(self, sample: object, area: Area) -> None:
        path = sample.folder / TENURE
        path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        with pytest.raises(SourceError, match=r"ts054-lsoa\.csv is not the file that"):
            link_area(area)

    @pytest.mark.parametrize(
        ("source", "said"),
        [
            (ColumnSource(dataset="census2021-age", column="people"), r"no column 'people'; it"),
            (ColumnSource(dataset="census2021-ages", column="people"), r"mean 'census2021-age'"),
        ],
    )
    def test_a_population_that_is_not_there_is_refused(
        self, run: Path, area: Area, source: ColumnSource, said: str
    ) -> None:
        with pytest.raises(ConfigError, match=said):
            link_area(area.model_copy(update={"population": source}))
