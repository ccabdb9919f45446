from datetime import date

import pandas as pd
import pytest

from datacell_lib.files.area import load_area
from datacell_lib.intake.link.linkage import link_area
from datacell_lib.intake.link.linked_tables import read_linked, save_linked


class TestReadLinked:
    @pytest.mark.parametrize("as_of", [None, date(2024, 1, 1)])
    def test_what_was_stored_comes_back_with_its_mark(self, tmp_path, as_of):
        area = load_area("sample").model_copy(update={"as_of": as_of, "later_data": "mark"})
        linked = link_area(area)
        save_linked(linked, folder=tmp_path)
        stored = read_linked(tmp_path, area=area)
        pd.testing.assert_frame_equal(stored.nation, linked.nation)
        pd.testing.assert_frame_equal(stored.coverage, linked.coverage)
        assert stored.reconstructed_from == linked.reconstructed_from
        # The Indices of 2025 came out in October 2025, the census before 2024.
        assert ("iod2025-scores" in stored.reconstructed_from) == (as_of is not None)
        assert "census2021-age" not in stored.reconstructed_from
