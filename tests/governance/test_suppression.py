"""The rule for small counts of people, and what may not slip past it."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point

from datacell_lib.files.policy import SmallCounts
from datacell_lib.governance.suppression import protect_counts
from datacell_lib.schema import DisclosureError

# The rule of NHS hospital statistics: 0 stays, 1 to 7 are suppressed, others go to the nearest 5.
RULES = SmallCounts(suppress_from=1, suppress_to=7, round_to=5)
NO_COUNTS = "does not hold whole counts"


class TestProtectCounts:
    @settings(max_examples=50, deadline=None)
    @given(st.lists(st.integers(0, 10_000), min_size=1, max_size=20))
    def test_nothing_between_1_and_7_goes_out_and_nothing_is_far_off(
        self, counts: list[int]
    ) -> None:
        safe = protect_counts(pd.DataFrame({"n": counts}), name="n", rules=RULES)["n"]
        for true, shown in zip(counts, safe, strict=True):
            if 1 <= true <= 7:
                assert np.isnan(shown)
            else:
                assert shown % 5 == 0 and abs(shown - true) <= 2

    def test_a_missing_count_stays_missing_whatever_the_type(self) -> None:
        for values in ([np.nan, 12.0], pd.array([None, 12], dtype="Int64")):
            safe = protect_counts(pd.DataFrame({"n": values}), name="n", rules=RULES)["n"]
            assert safe.isna().tolist() == [True, False] and safe[1] == 10

    @pytest.mark.parametrize("values", [[0.5, 1.0], [-1, 3], [np.inf, 3.0]])
    def test_anything_but_whole_counts_is_refused(self, values: list[float]) -> None:
        with pytest.raises(DisclosureError, match=rf"'n' comes from partner data.*{NO_COUNTS}"):
            protect_counts(pd.DataFrame({"n": values}), name="t", rules=RULES)

    @pytest.mark.parametrize(
        "values",
        [
            pd.Series([3, "many"], dtype="object"),
            pd.Series([3, 9], dtype="object"),
            pd.Series([3, 9]).astype("category"),
            pd.Series(["3", "9"]),
            pd.to_timedelta([3, 9], unit="D").to_series(index=[0, 1]),
            pd.Series([True, False]),
            pd.Series([True, None], dtype="boolean"),
            pd.Series([True, None], dtype="object"),
            pd.Series([(3,), (9,)]),
            pd.Series(pd.cut([3, 9], 2)),
            pd.Series(pd.PeriodIndex.from_ordinals([3, 9], freq="D")),
        ],
        ids=[
            *("mixed", "object", "category", "digits", "durations"),
            *("flags", "flags not all known", "flags as objects", "pairs", "classes", "periods"),
        ],
    )
    def test_a_count_in_disguise_is_refused_rather_than_passed(self, values: pd.Series) -> None:
        with pytest.raises(DisclosureError, match=rf"'n' comes from partner data.*{NO_COUNTS}"):
            protect_counts(pd.DataFrame({"n": values}), name="t", rules=RULES)

    @pytest.mark.parametrize("said", ["3 people", "(1.75, 10.333]", "people: 3", "3.0 of"])
    def test_words_with_numbers_are_refused_but_for_keys_and_labels_of_datasets(self, said) -> None:
        table = pd.DataFrame({"n": ["none", said]})
        with pytest.raises(DisclosureError, match=r"'n' comes from partner data.*in row 2"):
            protect_counts(table, name="t", rules=RULES)
        safe = protect_counts(table, name="t", rules=RULES, labels={"n"})
        pd.testing.assert_frame_equal(safe, table)

    @pytest.mark.parametrize("said", ["E01000001", "Tessingford 001A", "2026-04", "2026-04-01"])
    def test_codes_and_days_in_words_pass(self, said: str) -> None:
        table = pd.DataFrame({"n": ["none", said]})
        pd.testing.assert_frame_equal(protect_counts(table, name="t", rules=RULES), table)

    def test_keys_labels_days_and_shapes_pass(self) -> None:
        table = pd.DataFrame(
            {
                "area_code": ["E01000001", None],
                "period": pd.to_datetime(["2024-01-07", "2024-01-14"]),
                "sex": pd.Categorical(["f", "m"]),
                "geometry": gpd.GeoSeries([Point(0, 0), Point(1, 1)]),
            }
        )
        safe = protect_counts(table, name="t", rules=RULES)
        pd.testing.assert_frame_equal(safe, table)

    def test_the_table_that_came_in_is_unchanged(self) -> None:
        table, before = pd.DataFrame({"n": [3, 12]}), pd.DataFrame({"n": [3, 12]})
        protect_counts(table, name="t", rules=RULES)
        pd.testing.assert_frame_equal(table, before)
