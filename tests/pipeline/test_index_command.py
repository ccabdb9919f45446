"""``datacell index``: from a specification and a CSV file to a CSV file of scores and ranks."""

import os

import pandas as pd
import pytest
from click.testing import CliRunner

from datacell_lib.pipeline.cli import main
from datacell_lib.pipeline.index_command import (
    add_groups,
    describe_result,
    find_spec,
    run_index,
    write_table,
)
from datacell_lib.schema import ConfigError, TableError
from datacell_lib.spreadsheet import restore_text

SPEC = """
name: own
title: Our own
purpose: Tests the command.
geography: LSOA 2021
missing: {rule: neighbours_median, neighbours: 2, most_imputed: 0.5}
normalisation: {indicators: {method: percentile_rank}, domains: {method: exponential}}
weighting: {method: equal}
aggregation: {method: arithmetic_mean}
grouping: {groups: 2}
indicators:
  - {name: crowding, dataset: ours, column: crowded, denominator: homes,
     direction: higher_is_more_vulnerable}
  - {name: income, dataset: ours, column: income, direction: lower_is_more_vulnerable}
"""
TABLE = "code,crowded,homes,income\nE01000001,1,10,300\nE01000002,4,10,\nE01000003,3,10,100\n"


@pytest.fixture
def files(tmp_path):
    """A specification and a table, and the output that is to be written."""
    spec, table = tmp_path / "own.yml", tmp_path / "areas.csv"
    spec.write_text(SPEC, encoding="utf-8")
    table.write_text(TABLE, encoding="utf-8")
    return spec, table, tmp_path / "out.csv"


@pytest.fixture
def invoke(files):
    """Return a function that runs the command on the files, with the options given."""
    spec, table, output = files

    def run(*options, spec=str(spec), table=str(table)):
        arguments = ["index", spec, table, "--output", str(output), *options]
        return CliRunner().invoke(main, arguments)

    return run


class TestIndexCommand:
    def test_it_writes_scores_ranks_and_groups_and_says_what_it_did(self, invoke, files):
        result = invoke("--codes", "code")
        assert result.exit_code == 0, result.output
        assert (
            "own: 3 of 3 areas ranked; the most vulnerable: E01000002 and 1 more" in result.output
        )
        assert "1 areas have a value that was estimated" in result.output
        written = pd.read_csv(files[2])
        whole = written[written["component"] == "own"].set_index("area_code")
        # crowding ranks 1, 3, 2 of 3; income (300, median 200, 100) ranks 1, 2, 3 of 3
        assert whole["score"].tolist() == pytest.approx([1 / 3, 5 / 6, 5 / 6])
        assert whole["rank"].tolist() == [3, 1, 1]
        assert whole["group"].tolist() == [2, 1, 1]
        assert whole["imputed"].tolist() == [False, True, False]
        assert set(written["component"]) == {"own", "crowding", "income"}

    def test_a_code_that_a_spreadsheet_would_run_is_written_as_text_and_read_back(
        self, invoke, files
    ):
        table = TABLE.replace("E01000001", "=cmd|' /C calc'!A0").replace("E0100000", "patch-")
        files[1].write_text(table, encoding="utf-8")
        result = invoke("--codes", "code")
        assert result.exit_code == 0, result.output
        lines = files[2].read_text(encoding="utf-8").splitlines()
        assert any(line.startswith("'=cmd|' /C calc'!A0,") for line in lines)
        assert not any(line.startswith(("=", '"=')) for line in lines)
        codes = restore_text(pd.read_csv(files[2])["area_code"])
        assert "=cmd|' /C calc'!A0" in set(codes)

    def test_an_index_of_the_project_is_found_by_its_name(self, invoke, files):
        result = invoke(spec="imd-2025")
        assert result.exit_code == 1
        assert "there is no column 'area_code'" in " ".join(result.stderr.split())
        assert not files[2].exists()

    def test_an_error_leaves_the_last_output_as_it_was(self, invoke, files):
        files[2].write_text("the last good one", encoding="utf-8")
        files[1].write_text(TABLE.replace("income", "earnings"), encoding="utf-8")
        result = invoke("--codes", "code")
        assert result.exit_code == 1
        said = " ".join(result.stderr.split())
        assert "own.yml: income.column: the table has no column 'income'. Add it" in said
        assert files[2].read_text(encoding="utf-8") == "the last good one"

    def test_output_must_be_named(self, files):
        result = CliRunner().invoke(main, ["index", str(files[0]), str(files[1])])
        assert result.exit_code == 2

    @pytest.mark.parametrize(
        ("old", "new", "told"),
        [
            ("column: income", "column: crowded, denominator: homes", "same column"),
            ("{method: equal}", "{method: given}", "'crowding', 'income' has no weight"),
            ("name: income", "name: crowding", "used twice"),
        ],
    )
    def test_a_wrong_specification_is_told_with_its_file(self, invoke, files, old, new, told):
        files[0].write_text(SPEC.replace(old, new), encoding="utf-8")
        result = invoke("--codes", "code")
        assert result.exit_code == 1
        said = " ".join(result.stderr.split())
        assert "own.yml" in said
        assert told in said

    def test_a_constant_indicator_is_told(self, invoke, files):
        text = TABLE.replace("300", "100")
        files[1].write_text(text, encoding="utf-8")
        result = invoke("--codes", "code")
        assert "indicator 'income' is constant" in " ".join(result.stderr.split())


class TestRunIndex:
    def test_a_direction_against_the_catalogue_is_refused(self, files):
        spec, table, output = files
        text = SPEC.replace(
            "dataset: ours, column: income", "dataset: iod2025-scores, column: income_score"
        )
        spec.write_text(text, encoding="utf-8")
        with pytest.raises(ConfigError, match=r"own\.yml: income\.direction.*catalogue says 'high"):
            run_index(find_spec(str(spec)), table=table, output=output, codes="code")
        assert not output.exists()


class TestFindSpec:
    def test_an_unknown_name_is_told_with_those_there_are(self):
        with pytest.raises(ConfigError, match=r"no index called 'imd-2052'.*mean 'imd-2025'"):
            find_spec("imd-2052")

    @pytest.mark.parametrize("name", ["../../../evil", "/etc/passwd", "a/b", "..", ""])
    def test_a_path_without_the_ending_of_an_index_file_is_no_name(self, name):
        with pytest.raises(ConfigError, match=r"name of index files.*never a path"):
            find_spec(name)

    def test_a_file_that_is_not_there_is_told(self, tmp_path):
        with pytest.raises(ConfigError, match=r"none\.yml cannot be read"):
            find_spec(str(tmp_path / "none.yml"))


class TestAddGroups:
    def test_an_index_that_groups_by_population_uses_the_tables(self, files):
        files[0].write_text(SPEC.replace("{groups: 2}", "{method: population, groups: 2}"), "utf-8")
        spec = find_spec(str(files[0]))
        result = pd.DataFrame(
            {"area_code": list("abc"), "level": "index", "score": [3.0, 2.0, 1.0]}
        )
        areas = pd.DataFrame({"area_code": list("cba"), "population": [10, 10, 100]})
        groups = add_groups(result, spec=spec, areas=areas)["group"]
        assert groups.tolist() == [1, 2, 2]
        with pytest.raises(TableError, match="needs the population"):
            add_groups(result, spec=spec, areas=areas[["area_code"]])


class TestWriteTable:
    def test_a_folder_that_is_not_there_is_told(self, tmp_path):
        with pytest.raises(TableError, match=r"out\.csv: cannot be written"):
            write_table(pd.DataFrame({"a": [1]}), path=tmp_path / "none" / "out.csv")

    def test_nothing_but_the_file_is_left(self, tmp_path, monkeypatch):
        def refuse(*_):
            raise PermissionError(13, "Permission denied")

        write_table(pd.DataFrame({"a": [1]}), path=tmp_path / "out.csv")
        monkeypatch.setattr(os, "replace", refuse)
        with pytest.raises(TableError, match="Permission denied"):
            write_table(pd.DataFrame({"a": [2]}), path=tmp_path / "out.csv")
        assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
        assert (tmp_path / "out.csv").read_text(encoding="utf-8").split() == ["a", "1"]


class TestDescribeResult:
    def test_too_few_areas_for_groups_is_said(self, files):
        files[0].write_text(SPEC.replace("{groups: 2}", "{groups: 10}"), encoding="utf-8")
        spec, table, output = files
        result = run_index(find_spec(str(spec)), table=table, output=output, codes="code")
        assert list(describe_result(result))[-1] == (
            "There are fewer areas than groups, so 'group' is empty."
        )

    def test_it_tells_how_many_areas_are_not_ranked_and_why(self, invoke, files):
        spec = files[0]
        spec.write_text(SPEC.replace(", most_imputed: 0.5", ""), encoding="utf-8")
        result = invoke("--codes", "code")
        assert "own: 2 of 3 areas ranked" in result.output
        assert "1 areas have no score and no rank: more of their weight" in result.output
        assert "was estimated" not in result.output
        unranked = SPEC.replace("neighbours_median, neighbours: 2, most_imputed: 0.5", "model")
        spec.write_text(unranked.replace("model", "leave_unranked"), encoding="utf-8")
        assert (
            "1 areas have no rank, since a value of theirs is missing."
            in invoke("--codes", "code").output
        )
