"""Spreading MSOAs over their neighbourhoods; expected values by hand."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datacell_lib.intake.census.spreading import spread_table
from datacell_lib.schema import TableError

CODES = ["E01000001", "E01000002", "E01000003"]
MEMBERS = pd.DataFrame({"area_code": CODES, "msoa_code": ["E02000001", "E02000001", "E02000002"]})
PEOPLE = pd.Series([1000, 3000, 500], index=CODES)
TABLE = pd.DataFrame({"area_code": ["E02000002", "E02000001"], "beds": [7, 40], "rate": [0.5, 0.1]})
QUANTITIES = {"beds": "count", "rate": "rate"}


def spread(table=TABLE, **changes):
    given = {"members": MEMBERS, "quantities": QUANTITIES, "weights": PEOPLE} | changes
    return spread_table(table, **given)


class TestSpreadTable:
    def test_counts_are_shared_by_residents_and_rates_copied(self):
        found = spread()
        assert found["area_code"].tolist() == CODES
        assert found["beds"].tolist() == [10, 30, 7]  # 40 in the proportion of 1,000 to 3,000
        assert found["rate"].tolist() == [0.1, 0.1, 0.5]

    @given(st.lists(st.integers(0, 10**6), min_size=2, max_size=2), st.integers(1, 10**5))
    def test_no_count_is_lost_whoever_lives_where(self, beds, people):
        found = spread(TABLE.assign(beds=beds), weights=PEOPLE * [people, 1, 1])
        assert found["beds"].sum() == pytest.approx(sum(beds))

    def test_a_missing_value_stays_missing_for_all_its_neighbourhoods(self):
        found = spread(TABLE.assign(beds=[7, None]))
        assert found["beds"].isna().tolist() == [True, True, False]

    def test_neighbourhoods_of_an_msoa_that_the_table_lacks_are_not_there(self):
        assert spread(TABLE.head(1))["area_code"].tolist() == ["E01000003"]

    @pytest.mark.parametrize(
        ("table", "changes", "said"),
        [
            (TABLE, {"quantities": QUANTITIES | {"rate": "rank"}}, "column rate must be.*'rank'"),
            (TABLE, {"quantities": {"beds": "count"}}, "column rate must be.*found None"),
            (pd.concat([TABLE, TABLE]), {}, "E02000002 has several"),
            (TABLE.replace("E02000002", "E02000009"), {}, "1 codes are no MSOA.*E02000009"),
            (TABLE, {"weights": PEOPLE.head(2)}, "not for 1 neighbourhoods, such as E01000003"),
            (TABLE, {"weights": PEOPLE * 0}, "not for 3 neighbourhoods, such as E01000001"),
        ],
    )
    def test_what_cannot_be_spread_is_refused(self, table, changes, said):
        with pytest.raises(TableError, match=said):
            spread(table, **changes)

    def test_the_table_given_is_unchanged(self):
        before = TABLE.copy()
        spread()
        pd.testing.assert_frame_equal(TABLE, before)
