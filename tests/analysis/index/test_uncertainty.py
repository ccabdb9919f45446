import numpy as np
import pandas as pd
import pytest

from datacell_lib.analysis.index import calculate_index
from datacell_lib.analysis.index.draws import Choices
from datacell_lib.analysis.index.steps import follow_steps
from datacell_lib.analysis.index.uncertainty import (
    apportion_instability,
    assess_stability,
    describe_stability,
)
from datacell_lib.files.index_methods import Exponential, MinMax, PercentileRanks
from datacell_lib.files.index_spec import IndexSpec
from datacell_lib.schema import TableError
from tests.example_index import content, indicator

AREAS = 60
PERCENTILE = PercentileRanks(method="percentile_rank")
EXPONENTIAL = Exponential(method="exponential")
AS_DECLARED = Choices(
    indicators=(PERCENTILE,),
    domains=(EXPONENTIAL,),
    powers=(1.0,),
    weight_spread=0,
    leave_out=False,
)


def build(**changes):
    domains = [
        {"name": "one", "indicators": [indicator("a"), indicator("b")]},
        {"name": "two", "indicators": [indicator("c"), indicator("d")]},
    ]
    made_of = content(missing={"rule": "leave_unranked"}, domains=domains)
    return IndexSpec.model_validate(made_of | changes)


@pytest.fixture
def table():
    generator = np.random.default_rng(20200426)
    values = generator.gamma(2, size=(AREAS, 4))
    values[0] = 100  # most vulnerable in everything
    values[1] = 0  # least vulnerable in everything
    codes = [f"E010000{i:02}" for i in range(AREAS)]
    return pd.DataFrame(values, columns=list("abcd")).assign(area_code=codes)


class TestAssessStability:
    def test_without_choices_every_draw_is_the_index_as_declared(self, table):
        # weights that leave no two areas with the same score
        weights = {"a": 0.41, "b": 0.29, "c": 0.17, "d": 0.13}
        indicators = [indicator(name) | {"weight": weight} for name, weight in weights.items()]
        spec = build(domains=[], indicators=indicators, weighting={"method": "given"})
        result = assess_stability(
            follow_steps(table, spec=spec), seed=1, draws=5, choices=AS_DECLARED
        )
        index = calculate_index(table, spec=spec).query("level == 'index'")
        assert index["rank"].is_unique
        for column in ("median_rank", "lower_rank", "upper_rank"):
            assert result[column].tolist() == index["rank"].tolist()

    def test_an_area_extreme_in_everything_keeps_its_place_in_every_draw(self, table):
        result = assess_stability(follow_steps(table, spec=build()), seed=1, draws=50)
        columns = ["rank", "median_rank", "lower_rank", "upper_rank"]
        assert result.loc[0, columns].tolist() == [1] * 4
        assert result.loc[1, columns].tolist() == [AREAS] * 4
        assert result.loc[0, "stability"] == "almost always in the most vulnerable 10%"
        assert result.loc[1, "stability"] == "rarely or never in the most vulnerable 20%"

    def test_shares_of_draws_add_up_to_the_places_there_are(self, table):
        # 60 areas: 6 places in the most vulnerable 10%, 12 in the most vulnerable 20%
        result = assess_stability(follow_steps(table, spec=build()), seed=1, draws=40)
        assert result["share_of_draws_in_most_vulnerable_10"].sum() == pytest.approx(6)
        assert result["share_of_draws_in_most_vulnerable_20"].sum() == pytest.approx(12)
        assert (result["lower_rank"] <= result["median_rank"]).all()
        assert (result["median_rank"] <= result["upper_rank"]).all()

    def test_the_same_seed_gives_the_same_result_with_any_number_of_workers(self, table):
        first = assess_stability(follow_steps(table, spec=build()), seed=7, draws=30, workers=1)
        second = assess_stability(follow_steps(table, spec=build()), seed=7, draws=30, workers=4)
        pd.testing.assert_frame_equal(first, second)
        other = assess_stability(follow_steps(table, spec=build()), seed=8, draws=30)
        assert not other["median_rank"].equals(first["median_rank"])

    def test_sampling_error_of_one_indicator_widens_the_interval(self, table):
        only = build(domains=[], indicators=[indicator("a")])
        errors = pd.DataFrame({"a": 1.0}, index=pd.Index(table["area_code"]))
        exact = assess_stability(
            follow_steps(table, spec=only), seed=1, draws=40, choices=AS_DECLARED
        )
        blurred = assess_stability(
            follow_steps(table, spec=only),
            seed=1,
            draws=40,
            choices=AS_DECLARED,
            standard_errors=errors,
        )
        assert (exact["upper_rank"] == exact["lower_rank"]).all()
        assert (blurred["upper_rank"] - blurred["lower_rank"]).mean() > 5

    def test_draws_among_the_experts(self, table):
        sets = {"one": {"a": 1.0, "b": 0.0}, "two": {"a": 0.0, "b": 1.0}}
        spec = build(
            domains=[],
            indicators=[indicator("a"), indicator("b")],
            weighting={"method": "experts", "sets": sets},
        )
        result = assess_stability(
            follow_steps(table, spec=spec), seed=3, draws=60, choices=AS_DECLARED
        )
        ranks = table[["a", "b"]].rank(ascending=False)
        assert result["lower_rank"].tolist() == ranks.min(axis=1).tolist()
        assert result["upper_rank"].tolist() == ranks.max(axis=1).tolist()

    def test_leaving_out_one_of_two_indicators_ranks_by_the_other(self, table):
        choices = Choices(
            indicators=(PERCENTILE,),
            domains=(EXPONENTIAL,),
            powers=(1.0,),
            weight_spread=0,
            leave_out=True,
        )
        spec = build(domains=[], indicators=[indicator("a"), indicator("b")])
        result = assess_stability(follow_steps(table, spec=spec), seed=3, draws=90, choices=choices)
        ranks = table[["a", "b"]].rank(ascending=False)
        assert (result["lower_rank"] <= ranks.min(axis=1)).all()
        assert (result["upper_rank"] >= ranks.max(axis=1)).all()

    def test_leaves_unranked_areas_without_stability(self, table):
        table.loc[5, "a"] = np.nan
        result = assess_stability(follow_steps(table, spec=build()), seed=1, draws=10)
        assert result["area_code"].tolist() == table["area_code"].tolist()
        assert result.loc[5, ["rank", "median_rank", "stability"]].isna().all()
        assert result.drop(index=5)["median_rank"].notna().all()

    @pytest.mark.parametrize("options", [{"draws": 0}, {"interval": 1.0}])
    def test_refuses_numbers_that_make_no_sense(self, table, options):
        with pytest.raises(TableError, match=r"draws must be 1 or more and interval between"):
            assess_stability(follow_steps(table, spec=build()), seed=1, **options)

    def test_refuses_standard_errors_of_no_indicator(self, table):
        errors = pd.DataFrame({"z": 1.0}, index=pd.Index(table["area_code"]))
        with pytest.raises(TableError, match=r"name 'z', which is not an indicator"):
            assess_stability(
                follow_steps(table, spec=build()), seed=1, draws=2, standard_errors=errors
            )

    def test_refuses_standard_errors_that_lack_an_area(self, table):
        errors = pd.DataFrame({"a": 1.0}, index=pd.Index(table["area_code"].iloc[1:]))
        with pytest.raises(TableError, match=r"0 or more for every area; it is not for E01000000"):
            assess_stability(
                follow_steps(table, spec=build()), seed=1, draws=2, standard_errors=errors
            )

    def test_leaves_its_input_unchanged(self, table):
        before = table.copy()
        assess_stability(follow_steps(table, spec=build()), seed=1, draws=3)
        pd.testing.assert_frame_equal(table, before)


class TestApportionInstability:
    def test_gives_all_to_the_only_choice_that_matters(self, table):
        choices = Choices(
            indicators=(PERCENTILE, MinMax(method="min_max")),
            domains=(EXPONENTIAL,),
            powers=(1.0,),
            weight_spread=0,
            leave_out=False,
        )
        result = apportion_instability(
            follow_steps(table, spec=build()), seed=1, samples=64, choices=choices
        )
        effects = result.set_index("choice")["total"]
        assert result["choice"].iloc[0] == "indicator_normalisation"
        assert effects["indicator_normalisation"] == pytest.approx(1, abs=0.2)
        assert effects.drop("indicator_normalisation").tolist() == pytest.approx([0, 0, 0])

    def test_names_each_choice_once(self, table):
        result = apportion_instability(follow_steps(table, spec=build()), seed=1, samples=8)
        assert sorted(result["choice"]) == [
            "aggregation",
            "domain_normalisation",
            "indicator_left_out",
            "indicator_normalisation",
            "weights",
        ]
        assert result["total"].is_monotonic_decreasing

    def test_refuses_to_apportion_nothing(self, table):
        with pytest.raises(TableError, match=r"no choice moves any rank"):
            apportion_instability(
                follow_steps(table, spec=build()), seed=1, samples=8, choices=AS_DECLARED
            )

    def test_refuses_samples_that_are_no_power_of_two(self, table):
        with pytest.raises(TableError, match=r"power of 2 such as 128; found 100"):
            apportion_instability(follow_steps(table, spec=build()), seed=1, samples=100)


class TestDescribeStability:
    @pytest.mark.parametrize(
        ("share_in_10", "share_in_20", "words"),
        [
            (0.95, 1.0, "almost always in the most vulnerable 10%"),
            (0.5, 1.0, "usually in the most vulnerable 10%"),
            (0.49, 0.95, "almost always in the most vulnerable 20%"),
            (0.2, 0.5, "usually in the most vulnerable 20%"),
            (0.0, 0.06, "sometimes in the most vulnerable 20%"),
            (0.0, 0.05, "rarely or never in the most vulnerable 20%"),
        ],
    )
    def test_says_the_strongest_thing_that_is_true(self, share_in_10, share_in_20, words):
        assert describe_stability(share_in_10, share_in_20=share_in_20) == words
