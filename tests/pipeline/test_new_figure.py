"""A worked figure for a notebook: it runs, shows a chart, and keeps to the rules of notebooks."""

import json
import re
import shutil

import nbformat
import pytest
from click.testing import CliRunner

from datacell_lib import config
from datacell_lib.desk import open_report
from datacell_lib.pipeline import new_figure
from datacell_lib.pipeline.cli import main
from datacell_lib.pipeline.execute.jobs import NotebookJob
from datacell_lib.pipeline.execute.runner import execute_notebook
from datacell_lib.pipeline.new_figure import add_figure
from datacell_lib.schema import ParameterError
from tests.test_layers import list_cell_faults, list_code_cells, list_set_up_faults

EVERY = sorted(path.stem for path in (config.ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(config.ROOT / "notebooks", tmp_path / "notebooks")


class TestAddFigure:
    @pytest.mark.parametrize("notebook", EVERY)
    def test_it_keeps_to_the_rules_of_notebooks(self, folder, notebook):
        before = nbformat.read(folder / f"{notebook}.ipynb", as_version=4).cells
        path = add_figure("Where do people live?", notebook=notebook, folder=folder)
        after = nbformat.read(path, as_version=4).cells
        assert [cell.id for cell in after[:-2]] == [cell.id for cell in before]
        assert after[-2].source.startswith("## Where do people live?\n")
        code = list_code_cells(path)
        assert list_set_up_faults(code) == []
        assert [list_cell_faults(source, parameters=own) for source, own in code] == [[]] * len(
            code
        )
        numbers = [cell.execution_count for cell in after if cell.cell_type == "code"]
        assert numbers == list(range(1, len(numbers) + 1))

    def test_on_the_page_of_one_district_it_shows_that_districts_neighbourhoods(self, folder, run):
        path = add_figure("Where do people live?", notebook="district", folder=folder)
        text, code = nbformat.read(path, as_version=4).cells[-2:]
        assert text.source.count("\n\n") == 1
        told = {"report": open_report("sample", district="E07990001")}
        own = code.source.replace("charts.bar(", "shown = charts.bar(")
        exec(f"from datacell_lib.presentation import charts\n{own}", told)
        assert "Residents, 10 bars" in told["shown"].alt
        assert set(told["table"]["neighbourhood"]) == set(told["report"].here["neighbourhood"])

    @pytest.mark.parametrize("notebook", ["district", "overview"])
    def test_its_sentence_stays_true_when_the_table_is_another(self, folder, notebook):
        path = add_figure("Beds", notebook=notebook, folder=folder)
        text, code = nbformat.read(path, as_version=4).cells[-2:]
        of_the_table = re.findall(r"[a-z]{4,}", code.source.split("table =")[1].lower())
        words = set(re.findall(r"[a-z]{4,}", text.source.lower().split("\n\n")[1]))
        assert {"residents", "population"} <= set(of_the_table)
        assert words & {*of_the_table, "census", "people", "districts", "neighbourhoods"} == set()

    def test_it_runs_and_shows_a_chart(self, folder, tmp_path):
        path = add_figure("It's *ours*", notebook="quality", folder=folder)
        notebook = nbformat.read(path, as_version=4)
        notebook.cells = [*notebook.cells[:3], notebook.cells[-1]]
        nbformat.write(notebook, path)
        job = NotebookJob(
            template=path,
            output=tmp_path / "out.ipynb",
            failed=tmp_path / "failed.ipynb",
            environment={"DATACELL_RUN": str(tmp_path / "ledger")},
            directory=config.ROOT,
        )
        result = execute_notebook(job)
        assert result.succeeded, result.error_message
        (shown,) = nbformat.read(job.output, as_version=4).cells[-1].outputs
        alt = shown.metadata["datacell"]["alt"]
        assert alt.startswith(
            "Bar chart. It's *ours*. Residents, 6 bars. Highest: Alderhythe, 69,314"
        )

    def test_a_name_that_is_there_already_is_refused_and_nothing_changes(self, folder):
        path = add_figure("Beds", notebook="overview", folder=folder)
        before = path.read_bytes()
        with pytest.raises(ParameterError, match="has a figure 'Beds' already"):
            add_figure("Beds", notebook="overview", folder=folder)
        assert path.read_bytes() == before

    def test_an_unknown_notebook_is_answered_with_those_there_are(self, folder):
        with pytest.raises(ParameterError, match=r"no notebook 'overvew'.*Did you mean 'overview'"):
            add_figure("Beds", notebook="overvew", folder=folder)

    @pytest.mark.parametrize("name", ["", "<b>", "a\nb"])
    def test_a_name_that_is_more_than_words_is_refused(self, folder, name):
        with pytest.raises(ParameterError, match="the figure's name must not"):
            add_figure(name, notebook="overview", folder=folder)

    def test_a_notebook_that_opens_no_report_is_refused(self, folder):
        path = folder / "quality.ipynb"
        path.write_text(
            json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), "utf-8"
        )
        with pytest.raises(ParameterError, match="opens no report"):
            add_figure("Beds", notebook="quality", folder=folder)


class TestCommand:
    def test_it_says_where_the_figure_is(self, folder, monkeypatch):
        monkeypatch.setattr(
            new_figure.add_figure, "__kwdefaults__", {"folder": folder}, raising=True
        )
        result = CliRunner().invoke(main, ["new-figure", "Beds", "--notebook", "district"])
        assert result.exit_code == 0, result.output
        assert "added 'Beds' at the end of" in result.output
        assert "move its two cells to where they belong" in result.output
        text = (folder / "district.ipynb").read_text(encoding="utf-8")
        assert "charts.bar(released, title='Beds'" in text
