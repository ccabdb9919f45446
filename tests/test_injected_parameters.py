"""A misspelt parameter is an error, whoever runs the notebook."""

import nbformat
import papermill
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from datacell_lib.config import ROOT
from datacell_lib.injected_parameters import refuse_unknown_parameters
from datacell_lib.schema import ParameterError

DECLARED = 'area = "sample"\ndistrict: str = "E07990001"'


class TestRefuseUnknownParameters:
    @pytest.mark.parametrize(
        "cells",
        [
            [],
            [DECLARED],
            [DECLARED, '# Parameters\narea = "essex"\n'],
            [DECLARED, '# Parameters\narea = "essex"\n', "report = 1", DECLARED],
            ["# Parameters\ntop = 3\n", "report = top"],  # a notebook that declares nothing
            ["%matplotlib inline", DECLARED, '# Parameters\ndistrict = "E07000066"\n'],
        ],
    )
    def test_what_a_notebook_declares_it_may_be_given(self, cells):
        refuse_unknown_parameters(cells)

    def test_any_other_name_is_refused_with_the_one_that_was_meant(self):
        given = '# Parameters\narea = "essex"\ndistrikt = "E07000066"\n'
        with pytest.raises(ParameterError, match=r"no parameter 'distrikt'. Did .*'district'\?"):
            refuse_unknown_parameters([DECLARED, given])


class TestPapermillAlone:
    def test_a_misspelt_parameter_stops_a_notebook_at_the_front_desk(self, tmp_path):
        template = nbformat.read(ROOT / "notebooks" / "district.ipynb", as_version=4)
        short = new_notebook(cells=template.cells[:3], metadata=template.metadata)
        short.cells.append(new_code_cell('assert report.area.title == "Bolton"'))
        path = tmp_path / "short.ipynb"
        nbformat.write(short, path)
        options = {"kernel_name": "python3", "progress_bar": False}
        with pytest.raises(papermill.PapermillExecutionError, match=r"no parameter 'aera'.*'area'"):
            papermill.execute_notebook(path, tmp_path / "a.ipynb", {"aera": "bolton"}, **options)
        papermill.execute_notebook(path, tmp_path / "b.ipynb", {"area": "bolton"}, **options)
