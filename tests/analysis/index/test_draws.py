import numpy as np
import pandas as pd
import pytest

from datacell_lib.analysis.index import calculate_index
from datacell_lib.analysis.index.draws import Choices, Drawer
from datacell_lib.analysis.index.steps import follow_steps
from datacell_lib.files.index_methods import Exponential, MinMax, PercentileRanks, ZScores
from tests.example_index import indicator

METHODS = {
    "percentile_rank": PercentileRanks(method="percentile_rank"),
    "exponential": Exponential(method="exponential"),
    "z_score": ZScores(method="z_score"),
    "min_max": MinMax(method="min_max"),
}


@pytest.fixture
def table():
    values = np.random.default_rng(4).gamma(2, size=(80, 3))
    codes = [f"E010000{i:02}" for i in range(80)]
    return pd.DataFrame(values, columns=list("abc")).assign(area_code=codes)


class TestDrawer:
    @pytest.mark.parametrize("indicators", ["percentile_rank", "z_score", "min_max"])
    @pytest.mark.parametrize("domains", list(METHODS))
    def test_ranks_as_the_engine_does_with_the_same_choices(
        self, table, make_spec, indicators, domains
    ):
        # The engine itself was tested against published indices; a draw must agree with it.
        spec = make_spec(
            normalisation={"indicators": {"method": indicators}, "domains": {"method": domains}},
            weighting={"method": "given"},
            indicators=[],
            domains=[
                {
                    "name": "one",
                    "weight": 0.6180339,  # leaves no two areas with the same score
                    "indicators": [
                        indicator("a", weight=0.3715927),
                        indicator("b", weight=0.6284073, direction="lower_is_more_vulnerable"),
                    ],
                },
                {"name": "two", "weight": 0.3819661, "indicators": [indicator("c", weight=1)]},
            ],
        )
        choices = Choices(
            indicators=(METHODS[indicators],),
            domains=(METHODS[domains],),
            powers=(1.0,),
            weight_spread=0,
            leave_out=False,
        )
        drawer = Drawer(follow_steps(table, spec=spec), choices=choices)
        ranks = drawer.rank(np.full(len(drawer.axes), 0.5))
        index = calculate_index(table, spec=spec).query("level == 'index'")
        assert ranks.tolist() == index["rank"].tolist()

    @pytest.mark.parametrize(
        ("power", "method"), [(0.0, "geometric_mean"), (-1.0, "harmonic_mean")]
    )
    def test_ranks_by_other_means_as_the_engine_does(self, table, make_spec, power, method):
        spec = make_spec(
            names=("a", "b", "c"),
            aggregation={"method": method},
            weighting={
                "method": "experts",
                "sets": {"one": {"a": 0.23, "b": 0.36, "c": 0.41}},
            },
        )
        choices = Choices(
            indicators=(METHODS["percentile_rank"],),
            domains=(METHODS["exponential"],),
            powers=(power,),
            weight_spread=0,
            leave_out=False,
        )
        drawer = Drawer(follow_steps(table, spec=spec), choices=choices)
        ranks = drawer.rank(np.full(len(drawer.axes), 0.5))
        index = calculate_index(table, spec=spec).query("level == 'index'")
        assert ranks.tolist() == index["rank"].tolist()

    def test_has_an_axis_for_each_choice_and_each_weight(self, table, make_spec):
        spec = make_spec(names=("a", "b", "c"))
        drawer = Drawer(follow_steps(table, spec=spec), choices=Choices())
        # three weights, and one axis to pick an expert by
        assert drawer.axes == [
            "indicator_normalisation",
            "domain_normalisation",
            "aggregation",
            "indicator_left_out",
            *["weights"] * 4,
        ]

    def test_never_leaves_out_the_only_indicator_of_a_domain(self, table, make_spec):
        spec = make_spec(
            indicators=[],
            domains=[
                {"name": name, "indicators": [indicator(i)]}
                for name, i in zip(("one", "two"), "ab", strict=True)
            ],
        )
        drawer = Drawer(follow_steps(table, spec=spec), choices=Choices())
        assert "indicator_left_out" not in drawer.axes

    def test_gives_equal_areas_the_rank_that_they_share(self, table, make_spec):
        tied = table.assign(a=np.repeat([1.0, 2.0], 40))
        spec = make_spec(names=("a",))
        drawer = Drawer(follow_steps(tied, spec=spec), choices=Choices())
        ranks = drawer.rank(np.full(len(drawer.axes), 0.5))
        assert ranks.tolist() == [41] * 40 + [1] * 40
