"""A template opened for an area shows it, and keeps its own defaults when it is saved."""

import asyncio
import shutil

import nbformat
import pytest

from datacell_lib.config import ROOT
from datacell_lib.pipeline import lab_contents
from datacell_lib.pipeline.lab_contents import AreaContents, find_settings, replace_settings

HERE = {"area": "bolton", "district": "E05000265"}
PATH = "notebooks/district.ipynb"


@pytest.fixture
def project(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    monkeypatch.setattr(lab_contents, "ROOT", tmp_path)
    return tmp_path


@pytest.fixture
def contents(project):
    return AreaContents(root_dir=str(project), parameters=HERE)


def open_notebook(contents, path=PATH):
    return asyncio.run(contents.get(path, content=True, type="notebook"))


def save(contents, model, path=PATH):
    wanted = {key: model[key] for key in ("type", "format", "content")}
    return asyncio.run(contents.save(wanted, path))


class TestAreaContents:
    def test_a_template_is_opened_with_the_areas_parameters(self, contents):
        cell = open_notebook(contents)["content"]["cells"][1]
        assert cell["source"] == 'area = "bolton"\ndistrict = "E05000265"'
        overview = open_notebook(contents, "notebooks/overview.ipynb")["content"]["cells"][1]
        assert overview["source"] == 'area = "bolton"'

    def test_saved_unchanged_it_is_the_same_file(self, contents, project):
        before = (project / PATH).read_bytes()
        save(contents, open_notebook(contents))
        assert nbformat.read(project / PATH, 4) == nbformat.reads(before.decode(), 4)

    def test_an_edit_is_saved_and_the_district_looked_at_is_not(self, contents, project):
        model = open_notebook(contents)
        cells = model["content"]["cells"]
        cells[1]["source"] = 'area = "bolton"\ndistrict = "E05000266"\ntop = 3'
        cells[3]["source"] = "## Another question"
        save(contents, model)
        saved = nbformat.read(project / PATH, 4).cells
        assert saved[1].source == 'area = "sample"\ndistrict = "E07990001"\ntop = 3'
        assert saved[3].source == "## Another question"

    def test_a_notebook_elsewhere_is_opened_and_saved_as_it_is(self, contents, project):
        shutil.copy(project / PATH, project / "mine.ipynb")
        model = open_notebook(contents, "mine.ipynb")
        assert 'area = "sample"' in model["content"]["cells"][1]["source"]
        model["content"]["cells"][1]["source"] = 'area = "essex"'
        save(contents, model, "mine.ipynb")
        assert nbformat.read(project / "mine.ipynb", 4).cells[1].source == 'area = "essex"'


class TestReplaceSettings:
    def test_a_comparison_or_another_name_is_no_setting(self):
        source = "same = area == 1\nareas = 2\narea: str = 'a'"
        cell = {"source": source, "metadata": {"tags": ["parameters"]}}
        notebook = {"cells": [cell]}
        assert find_settings(notebook, ["area"]) == {"area": "area: str = 'a'"}
        replace_settings(notebook, {"area": 'area = "b"', "district": "district = 1"})
        assert cell["source"] == 'same = area == 1\nareas = 2\narea = "b"'
