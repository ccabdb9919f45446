"""What takes longest begins first, under whatever name it has by then."""

from types import SimpleNamespace

import pytest

from datacell_lib.config import ROOT
from tests.running_order import LONGEST, place_in_order


class TestPlaceInOrder:
    @pytest.mark.parametrize("start", LONGEST)
    def test_each_beginning_is_of_a_file_or_folder_that_is_there(self, start):
        assert (ROOT / start).exists()

    def test_a_walk_comes_before_a_notebook_and_both_before_an_example(self):
        ids = [
            "datacell_lib/names.py::datacell_lib.names",
            "notebooks/district.ipynb::Cell 0",
            "tests/test_names.py::TestNames::test_one",
            "tests/walks/test_any_council.py::TestAnyCouncil::test_one[a]",
        ]
        assert sorted(ids, key=place_in_order) == [ids[3], ids[1], ids[2], ids[0]]

    def test_what_is_collected_is_put_in_that_order(self, request):
        plugins = request.config.pluginmanager.get_plugins()
        path = str(ROOT / "tests" / "conftest.py")
        (conftest,) = (one for one in plugins if getattr(one, "__file__", None) == path)
        items = [SimpleNamespace(nodeid=start) for start in reversed(LONGEST)]
        conftest.pytest_collection_modifyitems(items)
        assert [item.nodeid for item in items] == list(LONGEST)
