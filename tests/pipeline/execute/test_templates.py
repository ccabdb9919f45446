from datetime import date

import nbformat
import pytest

from datacell_lib.config import ROOT
from datacell_lib.files.nouns import Noun
from datacell_lib.pipeline.execute.templates import (
    DISTRICT_TAG,
    check_parameters,
    read_template,
    set_day,
    set_noun,
    set_title,
)
from datacell_lib.schema import ParameterError, RunError


class TestReadTemplate:
    def test_a_notebook_is_read(self, make_template):
        assert read_template(make_template("1 + n")).cells[-1].source == "1 + n"

    def test_a_file_that_is_not_there_is_named(self, tmp_path):
        with pytest.raises(RunError, match=r"nowhere\.ipynb could not be read: No such file"):
            read_template(tmp_path / "nowhere.ipynb")

    def test_a_file_that_is_no_notebook_is_named(self, tmp_path):
        path = tmp_path / "prose.ipynb"
        path.write_text("# Prose")
        with pytest.raises(RunError, match=r"prose\.ipynb is not a notebook"):
            read_template(path)

    @pytest.mark.parametrize("text", ["[]", "3", "{}", '{"nbformat": 4, "cells": 1}', "null"])
    def test_json_that_is_no_notebook_is_named(self, tmp_path, text):
        path = tmp_path / "other.ipynb"
        path.write_text(text)
        with pytest.raises(RunError, match=r"other\.ipynb is not a notebook"):
            read_template(path)

    def test_a_notebook_saved_by_an_old_editor_is_named(self, make_template):
        path = make_template("title = 'Cafe'")
        path.write_bytes(path.read_bytes().replace(b"Cafe", "Café".encode("cp1252")))
        with pytest.raises(RunError, match=r"template\.ipynb is not UTF-8.*Open it in JupyterLab"):
            read_template(path)


class TestCheckParameters:
    def test_exactly_what_is_declared_passes(self, make_template):
        template = make_template(parameters="area = 'sample'  # an area file\ndistrict: str = ''")
        before = template.read_bytes()
        check_parameters(template, {"district": "E07000066", "area": "essex"})
        assert template.read_bytes() == before

    def test_an_unknown_one_is_named_with_those_allowed_and_the_closest(self, make_template):
        template = make_template(parameters="area = ''\ndistrict = ''")
        with pytest.raises(
            ParameterError,
            match=r"template\.ipynb has no parameter 'distrct'\. Did you mean 'district'\? "
            r"Allowed: 'area', 'district'\.",
        ):
            check_parameters(template, {"area": "essex", "distrct": "E07000066"})

    def test_one_that_resembles_nothing_gets_no_suggestion(self, make_template):
        with pytest.raises(ParameterError, match=r"no parameter 'zzz'\. Allowed: 'n'\.$"):
            check_parameters(make_template(), {"n": 1, "zzz": 2})

    def test_one_that_is_not_given_is_named_even_though_it_has_a_default(self, make_template):
        template = make_template(parameters="area = ''\ndistrict = ''")
        with pytest.raises(
            ParameterError, match=r"not given its parameter 'district'; found 'area'"
        ):
            check_parameters(template, {"area": "essex"})

    def test_a_notebook_without_a_parameters_cell_is_refused(self, make_template):
        template = make_template("1", parameters=None)
        with pytest.raises(ParameterError, match=r"no cell tagged 'parameters'.*given n"):
            check_parameters(template, {"n": 1})

    def test_an_empty_parameters_cell_allows_none(self, make_template):
        template = make_template(parameters="")
        check_parameters(template, {})
        with pytest.raises(ParameterError, match="Allowed: none"):
            check_parameters(template, {"n": 1})

    def test_a_notebook_saved_without_a_kernel_is_refused(self, make_template):
        template = make_template()
        notebook = nbformat.read(template, as_version=4)
        notebook.metadata = {}
        nbformat.write(notebook, template)
        with pytest.raises(ParameterError, match=r"cannot be read: No .* Save it from JupyterLab"):
            check_parameters(template, {"n": 1})


class TestSetNoun:
    def test_prose_about_an_areas_districts_names_them_as_it_does(self):
        tagged = nbformat.v4.new_markdown_cell("Every district", metadata={"tags": [DISTRICT_TAG]})
        plain = nbformat.v4.new_markdown_cell("Cases of a district")
        notebook = nbformat.v4.new_notebook(cells=[tagged, plain])
        set_noun(notebook, Noun("*hub* patch"))
        assert [cell.source for cell in notebook.cells] == [
            r"Every \*hub\* patch",
            "Cases of a district",
        ]

    @pytest.mark.parametrize("name", ["overview", "district", "quality"])
    def test_no_page_calls_a_ward_a_district(self, name):
        notebook = read_template(ROOT / "notebooks" / f"{name}.ipynb")
        set_noun(notebook, Noun("ward"))
        set_title(notebook, "St Mary's", template=ROOT)
        prose = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
        assert "district" not in " ".join(prose).lower()


class TestSetDay:
    def test_the_day_stands_in_the_heading_of_each_part_of_a_past_days_page(self):
        for name in ("surveillance", "district"):
            notebook = read_template(ROOT / "notebooks" / f"{name}.ipynb")
            set_day(notebook, date(2020, 7, 31))
            prose = [c.source for c in notebook.cells if c.cell_type == "markdown"]
            headings = [text.splitlines()[0] for text in prose]
            parts = [line for line in headings if line.startswith(("## Then", "## Afterwards"))]
            assert len(parts) == 2
            assert all("31 July 2020" in part for part in parts)

    def test_other_cells_stay_as_they_are(self):
        plain = nbformat.v4.new_markdown_cell("Since the report's day.")
        notebook = nbformat.v4.new_notebook(cells=[plain])
        set_day(notebook, date(2020, 7, 31))
        assert notebook.cells[0].source == "Since the report's day."


class TestSetTitle:
    def test_the_tagged_cell_becomes_the_heading(self, make_template):
        template = make_template()
        notebook = read_template(template)
        set_title(notebook, "Tendring", template=template)
        assert notebook.cells[0].source == "# Tendring"

    def test_a_notebook_with_no_such_cell_is_refused(self, make_template):
        template = make_template(title=False)
        with pytest.raises(RunError, match=r"no Markdown cell tagged 'title'.*'Tendring'"):
            set_title(read_template(template), "Tendring", template=template)
