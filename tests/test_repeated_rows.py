"""Keys with several rows are named once each, with where the rows stand."""

import pandas as pd
import pytest

from datacell_lib.repeated_rows import describe_repeats, name_repeats, show_value

LINES = {line: line for line in range(100)}


def table(*keys):
    return pd.DataFrame(
        list(keys), columns=["area_code", "age_band"], index=range(2, 2 + len(keys))
    )


class TestDescribeRepeats:
    @pytest.mark.parametrize(
        ("rows", "keys", "said"),
        [
            (
                table(("E1", "0-4"), ("E2", "0-4"), ("E1", "0-4")),
                ["area_code"],
                "E1 stands in lines 2 and 4",
            ),
            (
                table(("E1", "0-4"), ("E1", "5-9"), ("E1", "5-9"), ("E1", "5-9")),
                ["area_code", "age_band"],
                "E1, 5-9 stands in lines 3, 4 and 5",
            ),
            (table(*[("E1", "")] * 6), ["area_code"], "E1 stands in lines 2, 3, 4 and 3 more"),
            (
                table(*[(f"E{number}", "") for number in (1, 2, 3, 4, 5, 6, 7)] * 2),
                ["area_code"],
                "E1 stands in lines 2 and 9; E2 stands in lines 3 and 10; "
                "E3 stands in lines 4 and 11; E4 stands in lines 5 and 12; "
                "E5 stands in lines 6 and 13; and 2 more",
            ),
            (table((None, "0-4"), (None, "0-4")), ["area_code"], "None stands in lines 2 and 3"),
            (table(("E1", "0-4"), ("E2", "0-4")), ["area_code"], ""),
        ],
    )
    def test_each_key_is_named_once_with_its_lines(self, rows, keys, said):
        assert describe_repeats(rows, keys=keys, places=LINES).replace("nan", "None") == said

    def test_where_the_places_are_not_known_the_rows_are_counted(self):
        assert (
            describe_repeats(table(*[("E1", "")] * 3), keys=["area_code"]) == "E1 stands in 3 rows"
        )


class TestNameRepeats:
    def test_each_key_is_named_once_with_its_number_of_rows(self):
        rows = table(*[("E1", "0-4")] * 3, ("E2", "0-4"))
        assert name_repeats(rows, keys=["area_code", "age_band"]) == "E1, 0-4 (3 rows)"
        assert name_repeats(rows.drop_duplicates(), keys=["area_code"]) == ""


class TestShowValue:
    def test_a_day_is_shown_without_its_hours(self):
        assert show_value(pd.Timestamp(2020, 3, 1)) == "2020-03-01"
        assert show_value(pd.Timestamp(2020, 3, 1, 6)) == "2020-03-01 06:00:00"
