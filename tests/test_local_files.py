"""What a council's own file holds besides its neighbourhoods: strangers, and hidden numbers."""

import re
import textwrap

import pandas as pd
import pytest
import yaml
from click.testing import CliRunner

from datacell_lib import config
from datacell_lib.desk import open_report
from datacell_lib.files.area import load_area
from datacell_lib.files.index_spec import IndexSpec
from datacell_lib.governance.catalogue.entries import Dataset
from datacell_lib.intake.read.changed_files import MisfitError
from datacell_lib.pipeline.cli import main
from datacell_lib.pipeline.local_notes import describe_accepted_dataset, judge_fit
from tests import test_local_index

PAGE = config.ROOT / "book" / "methods" / "adding-to-it.md"
council, run_here = test_local_index.council, test_local_index.run_here


def read_example(first):
    """The example of the page on adding to the project that begins with a line."""
    text = PAGE.read_text(encoding="utf-8")
    blocks = [textwrap.dedent(block) for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)]
    (found,) = (block for block in blocks if block.strip().startswith(first))
    return yaml.safe_load(found)


@pytest.mark.usefixtures("run_here")
class TestStrangers:
    @pytest.mark.parametrize("number", [1, 2])
    def test_neighbourhoods_of_another_council_are_told_by_fetch_and_on_the_quality_page(
        self, council, number
    ):
        codes = council()
        nation = open_report("sample").nation.set_index("area_code")
        others = sorted(set(nation.index) - set(codes))[:number]
        council(dict.fromkeys([*codes, *others], 7))
        named = [f"{code} ({nation['authority_name'][code]})" for code in others]
        lie = "1 code lies outside Brackenshire and is" if number == 1 else "2 codes lie outside"
        result = CliRunner().invoke(main, ["fetch", "sample"])
        assert result.exit_code == 0, result.output
        assert f"Food-bank parcels: {lie}" in result.output
        assert ", ".join(named) in " ".join(result.output.split())
        row = open_report("sample").arrivals.set_index("dataset").loc["food-parcels"]
        assert lie in row["note"] and ", ".join(named) in row["note"]
        assert describe_accepted_dataset("food-parcels", area=load_area("sample")) == (row["note"],)

    def test_a_file_of_the_whole_nation_is_not_taken_for_one_with_strangers(self, council):
        council()
        nation = open_report("sample").nation["area_code"]
        council(dict.fromkeys(nation, 7))
        row = open_report("sample").arrivals.set_index("dataset").loc["food-parcels"]
        assert row["note"] == ""

    @pytest.mark.parametrize("lost", [0, 2])
    def test_a_file_that_lacks_rows_of_the_area_is_judged_to_be_no_fit(self, council, lost):
        codes = council()
        council(dict.fromkeys(codes[lost:], 7))
        area = load_area("sample")
        if not lost:
            assert judge_fit("food-parcels", area=area) is None
            return
        with pytest.raises(MisfitError, match=f"no row for LSOA 2021 areas: 2, such as {codes[0]}"):
            judge_fit("food-parcels", area=area)
        assert judge_fit("census2021-age", area=area) is None  # another's fault is not its own

    def test_of_one_that_no_index_is_made_from_nothing_is_said(self, council):
        council()
        assert describe_accepted_dataset("census2021-age", area=load_area("sample")) == ()

    def test_what_cannot_be_told_yet_is_told_as_that(self, council):
        council()
        (config.SAMPLE / test_local_index.FILE).unlink()
        assert judge_fit("food-parcels", area=load_area("sample")) is None
        (said,) = describe_accepted_dataset("food-parcels", area=load_area("sample"))
        assert said.startswith("Whether it fits Brackenshire can't be told yet. ")


@pytest.mark.usefixtures("run_here")
class TestTheExampleOfTheBook:
    def test_its_entry_and_index_are_right_and_a_hidden_number_has_no_rank(self, council):
        entry, index = read_example("id: food-parcels"), read_example("name: food-parcels")
        Dataset.model_validate(entry)
        IndexSpec.model_validate(index)
        (copy,) = entry["copies"]
        assert copy["suppressed"] == {"<5": [0, 4]}
        copy |= {
            "path": test_local_index.FILE,
            "columns": {"area_code": "LSOA21CD", "parcels": "Parcels"},
        }
        del copy["skip_rows"], copy["set_aside"]
        codes = council(entry=entry, index=index)
        council({code: 10 for code in codes} | {codes[0]: "<5"}, entry=entry, index=index)
        report = open_report("sample")
        ranked = report.local.rank("food-parcels").set_index("area_code")
        (gaps,) = report.local.gaps.to_dict("records")
        assert (gaps["hidden"], gaps["unknown"]) == (1, 0)
        assert ranked["rank"].isna().sum() == 1 and pd.isna(ranked.loc[codes[0], "rank"])
        residents = report.residents.set_index("area_code")["population"].drop(codes[0])
        assert residents[ranked["rank"].idxmin()] == residents.min()  # most parcels a resident
