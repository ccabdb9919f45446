import pandas as pd
import pytest

from datacell_lib.analysis.index.standing_stability import (
    add_stability,
    apportion_standing,
    assess_standing,
    count_labels,
    estimate_sampling_errors,
    summarise_steadiness,
)
from datacell_lib.analysis.index.steps import follow_steps
from datacell_lib.files.index_spec import draft_index_spec
from datacell_lib.schema import LABELS, TableError

SPEC = draft_index_spec(dict.fromkeys("ab", "higher_is_more_vulnerable"))
NATION = pd.DataFrame(
    {
        "area_code": [f"E0100{i:04}" for i in range(20)],
        "a": [float((7 * i) % 20) for i in range(20)],
        "b": [float((3 * i) % 20) for i in range(20)],
    }
)
STANDING = pd.DataFrame({"area_code": ["E01000002", "E01000001"], "rank": [2, 4], "areas": [4, 4]})


@pytest.fixture
def stability():
    """Four areas, as ``assess_stability`` describes them."""
    return pd.DataFrame(
        {
            "area_code": ["E01000001", "E01000002", "E01000003", "E01000004"],
            "lower_rank": [3, 1, 1, 2],
            "upper_rank": [4, 3, 2, 4],
            "share_of_draws_in_most_vulnerable_10": [0.0, 0.5, 0.96, 0.0],
            "share_of_draws_in_most_vulnerable_20": [0.0, 0.9, 1.0, 0.1],
            "stability": [LABELS[5], LABELS[1], LABELS[0], LABELS[4]],
        }
    )


class TestAssessStanding:
    def test_is_the_same_every_time_for_every_area_in_a_thousand_draws(self):
        first = assess_standing(follow_steps(NATION, spec=SPEC))
        pd.testing.assert_frame_equal(first, assess_standing(follow_steps(NATION, spec=SPEC)))
        assert first["area_code"].tolist() == sorted(NATION["area_code"])
        assert first["draws"].unique().tolist() == [1000]


class TestApportionStanding:
    def test_names_every_choice_the_greatest_first(self):
        effects = apportion_standing(follow_steps(NATION, spec=SPEC))
        assert set(effects["choice"]) == {
            "indicator_normalisation",
            "domain_normalisation",
            "aggregation",
            "indicator_left_out",
            "weights",
        }
        assert effects["total"].is_monotonic_decreasing


class TestAddStability:
    def test_ranks_become_shares_of_the_nation_joined_by_code(self, stability):
        result = add_stability(STANDING, stability=stability)
        assert result["area_code"].tolist() == ["E01000002", "E01000001"]
        assert result["lower_share"].tolist() == [0.25, 0.75]
        assert result["upper_share"].tolist() == [0.75, 1.0]
        assert result["stability"].tolist() == [LABELS[1], LABELS[5]]

    def test_areas_left_unranked_do_not_count(self, stability):
        unranked = pd.DataFrame({"area_code": ["E01000009"], "lower_rank": [None]})
        more = pd.concat([stability, unranked], ignore_index=True)
        assert add_stability(STANDING, stability=more)["upper_share"].tolist() == [0.75, 1.0]

    def test_a_neighbourhood_that_was_not_assessed_is_named(self, stability):
        with pytest.raises(TableError, match=r"of 1 neighbourhoods was not assessed.*E01000001"):
            add_stability(STANDING, stability=stability.iloc[1:])

    def test_the_stability_of_another_nation_is_refused(self, stability):
        with pytest.raises(TableError, match="among 4 areas, but the index ranks 33,755"):
            add_stability(STANDING.assign(areas=33_755), stability=stability)

    def test_leaves_its_input_unchanged(self, stability):
        before, draws = STANDING.copy(), stability.copy()
        add_stability(STANDING, stability=stability)
        pd.testing.assert_frame_equal(STANDING, before)
        pd.testing.assert_frame_equal(stability, draws)


class TestCountLabels:
    def test_every_label_has_its_row_even_where_none_has_it(self, stability):
        result = count_labels(stability)
        assert result["stability"].tolist() == list(LABELS)
        assert result["neighbourhoods"].tolist() == [1, 1, 0, 0, 1, 1]


class TestSummariseSteadiness:
    def test_those_at_both_ends_are_sure_and_the_rest_depend(self):
        # the first, the third and the last label: 10 + 3 + 6 of 30
        numbers = [10, 2, 3, 4, 5, 6]
        labels = [label for label, many in zip(LABELS, numbers, strict=True) for _ in range(many)]
        standing = pd.DataFrame({"stability": labels})
        row = summarise_steadiness(standing).iloc[0]
        assert (row["neighbourhoods"], row["sure"], row["unsure"]) == (30, 19, 11)
        assert row["value"] == pytest.approx(19 / 30)

    def test_neighbourhoods_that_are_not_ranked_are_counted_apart(self):
        standing = pd.DataFrame({"stability": [LABELS[0], LABELS[1], None]})
        row = summarise_steadiness(standing).iloc[0]
        assert (row["neighbourhoods"], row["sure"], row["unsure"]) == (2, 1, 1)
        assert row["unranked"] == 1


class TestEstimateSamplingErrors:
    TABLE = pd.DataFrame(
        {"area_code": ["x", "y", "z"], "ill": [0.1, 0.5, None], "ill_denominator": [900, 100, 400]}
    )

    def test_it_is_that_of_a_share_of_so_many_people(self):
        # sqrt(0.1 x 0.9 / 900) and sqrt(0.5 x 0.5 / 100), by hand
        errors = estimate_sampling_errors(self.TABLE, modelled=["ill"])
        assert errors["ill"].round(12).to_dict() == {"x": 0.01, "y": 0.05, "z": 0}

    def test_where_nothing_is_modelled_there_is_none(self):
        assert estimate_sampling_errors(self.TABLE, modelled=()) is None

    def test_a_share_without_its_people_is_refused(self):
        with pytest.raises(TableError, match="ill_denominator"):
            estimate_sampling_errors(self.TABLE.drop(columns="ill_denominator"), modelled=["ill"])

    def test_a_modelled_indicator_makes_places_less_sure(self):
        nation = NATION.assign(a=NATION["a"] / 40, a_denominator=12)
        exact = assess_standing(follow_steps(nation, spec=SPEC))
        errors = estimate_sampling_errors(nation, modelled=["a"])
        unsure = assess_standing(follow_steps(nation, spec=SPEC), standard_errors=errors)
        width = [(table["upper_rank"] - table["lower_rank"]).mean() for table in (exact, unsure)]
        assert width[0] < width[1]

    def test_the_table_given_is_unchanged(self):
        before = self.TABLE.copy()
        estimate_sampling_errors(self.TABLE, modelled=["ill"])
        pd.testing.assert_frame_equal(self.TABLE, before)
