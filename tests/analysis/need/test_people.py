import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datacell_lib.analysis.need.people import count_people_to_reach
from datacell_lib.schema import TableError

STANDING = pd.DataFrame(
    {
        "most_vulnerable_share": [0.1, 0.2, 0.21, 0.5],
        "share_of_draws_in_most_vulnerable_20": [0.95, 0.6, 0.051, 0.05],
        "older_numerator": [10, 20, 40, 80],
        "ill_numerator": [1.0, None, 4.0, 8.0],
    }
)
TITLES = {"older": "Older people", "ill": "Ill people"}
ERRORS = {"older": "None is published.", "ill": "Not known."}


class TestCountPeopleToReach:
    def test_an_index_that_names_nobody_gives_an_empty_table_with_its_columns(self):
        standing = pd.DataFrame(
            {"most_vulnerable_share": [0.1], "share_of_draws_in_most_vulnerable_20": [0.99]}
        )
        counted = count_people_to_reach(standing, titles={}, errors={})
        assert counted.empty
        assert {"indicator", "value", "not_counted"} <= set(counted)

    def test_counts_by_the_index_by_almost_all_methods_and_by_some(self):
        older = count_people_to_reach(STANDING, titles=TITLES, errors=ERRORS).iloc[0]
        assert older["indicator"] == "Older people"
        assert older["everywhere"] == 150
        assert older["value"] == 30  # up to and including 20%
        assert older["almost_always"] == 10  # 95 draws in 100 or more
        assert older["at_least_sometimes"] == 70  # more than 5 in 100

    @given(
        st.lists(
            st.tuples(st.floats(0.01, 1), st.floats(0, 1), st.integers(0, 3000)),
            min_size=1,
            max_size=12,
        )
    )
    def test_fewer_are_sure_than_possible_and_the_order_of_rows_does_not_matter(self, rows):
        columns = ["most_vulnerable_share", "share_of_draws_in_most_vulnerable_20"]
        table = pd.DataFrame(rows, columns=[*columns, "older_numerator"])
        titles = {"older": "Older people"}
        row = count_people_to_reach(table, titles=titles, errors=ERRORS).iloc[0]
        assert row["almost_always"] <= row["at_least_sometimes"] <= row["everywhere"]
        assert row["value"] <= row["everywhere"]
        pd.testing.assert_frame_equal(
            count_people_to_reach(table.iloc[::-1], titles=titles, errors=ERRORS),
            count_people_to_reach(table, titles=titles, errors=ERRORS),
        )

    def test_each_count_says_what_is_known_of_its_error(self):
        result = count_people_to_reach(STANDING, titles=TITLES, errors=ERRORS)
        assert result["note"].tolist() == [
            "None is published.",
            "Not known. One neighbourhood without a number is not counted.",
        ]

    def test_a_neighbourhood_without_a_number_is_told_not_taken_as_zero(self):
        result = count_people_to_reach(STANDING, titles=TITLES, errors=ERRORS)
        assert result["not_counted"].tolist() == [0, 1]
        assert result["value"].tolist() == [30, 1]

    def test_where_no_number_is_known_the_sum_is_not(self):
        gone = STANDING.assign(ill_numerator=[None, None, 4.0, 8.0])
        ill = count_people_to_reach(gone, titles=TITLES, errors=ERRORS).iloc[1]
        assert (ill["everywhere"], ill["not_counted"]) == (12, 2)
        assert pd.isna(ill["value"])
        assert ill["at_least_sometimes"] == 4
        none = STANDING.assign(ill_numerator=float("nan"))
        ill = count_people_to_reach(none, titles=TITLES, errors=ERRORS).iloc[1]
        assert ill[["everywhere", "value", "almost_always", "at_least_sometimes"]].isna().all()

    def test_where_no_neighbourhood_is_in_the_fifth_nobody_is(self):
        none = STANDING.assign(most_vulnerable_share=0.9)
        assert count_people_to_reach(none, titles=TITLES, errors=ERRORS)["value"].tolist() == [0, 0]

    def test_neighbourhoods_without_a_rank_are_told(self):
        gone = STANDING.assign(most_vulnerable_share=[0.1, None, None, 0.5])
        older = count_people_to_reach(gone, titles=TITLES, errors=ERRORS).iloc[0]
        assert (older["everywhere"], older["value"], older["unranked"]) == (150, 10, 2)
        assert older["note"] == (
            "None is published. 2 neighbourhoods without a rank count in the whole alone."
        )

    def test_counts_of_small_types_add_up(self):
        small = STANDING.assign(older_numerator=[100, 100, 100, 100]).astype(
            {"older_numerator": "int8", "most_vulnerable_share": "float32"}
        )
        older = count_people_to_reach(small, titles=TITLES, errors=ERRORS).iloc[0]
        assert (older["everywhere"], older["value"]) == (400, 200)

    def test_names_a_missing_column(self):
        with pytest.raises(TableError, match="no column share_of_draws_in_most_vulnerable_20"):
            count_people_to_reach(
                STANDING.drop(columns="share_of_draws_in_most_vulnerable_20"),
                titles=TITLES,
                errors=ERRORS,
            )

    def test_leaves_its_input_unchanged(self):
        before = STANDING.copy()
        count_people_to_reach(STANDING, titles=TITLES, errors=ERRORS)
        pd.testing.assert_frame_equal(STANDING, before)
