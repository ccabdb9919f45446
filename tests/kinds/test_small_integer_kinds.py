"""Numbers of every type give the same answer: small integers don't wrap round."""

from collections.abc import Callable

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from datacell_lib.analysis.index.aggregate import (
    calculate_copeland_score,
    calculate_generalised_mean,
    calculate_weighted_sum,
)
from datacell_lib.analysis.index.calculate import calculate_index
from datacell_lib.analysis.index.derive import derive_indicators
from datacell_lib.analysis.index.diagnose import calculate_cronbachs_alpha
from datacell_lib.analysis.index.groups import (
    group_by_count,
    group_by_fisher_jenks,
    group_by_population,
)
from datacell_lib.analysis.index.missing import estimate_by_regression, estimate_from_neighbours
from datacell_lib.analysis.index.normalise import (
    calculate_percentile_ranks,
    calculate_ranks,
    calculate_z_scores,
    normalise,
    rescale_between,
)
from datacell_lib.analysis.index.outliers import measure_shape, treat_outliers, winsorise
from datacell_lib.analysis.index.preparation import transform
from datacell_lib.analysis.index.weigh import (
    weigh_by_factor,
    weigh_by_first_component,
    weigh_by_outcome,
)
from datacell_lib.analysis.rates.quantiles import assign_quantiles
from datacell_lib.analysis.space.neighbour_matrix import build_neighbour_matrix
from datacell_lib.analysis.space.neighbour_statistics import (
    calculate_getis_ord,
    calculate_local_moran,
)
from datacell_lib.analysis.space.permutation import permute_neighbour_means
from datacell_lib.analysis.space.scan import scan_for_circles
from datacell_lib.analysis.space.scan_windows import calculate_log_likelihood_ratio, draw_circles
from datacell_lib.analysis.space.smoothing import smooth_rates_globally
from datacell_lib.files.index_methods import (
    Goalposts,
    MinMax,
    NoNormalisation,
    OutlierTreatment,
    PercentileRanks,
    Ranks,
    ZScores,
)
from datacell_lib.files.index_spec import draft_index_spec

TABLE = pd.DataFrame(
    {
        "a": [0, 3, 3, 90, 7, 127, 20, 45],
        "b": [100, 4, 80, 15, 3, 60, 120, 1],
        "c": [5, 9, 11, 90, 21, 101, 70, 64],
    }
)
FACTOR = pd.DataFrame(
    {
        "a": [2, 4, 6, 8, 10, 12, 14, 16],
        "b": [8, 3, 10, 3, 12, 16, 6, 14],
        "c": [7, 10, 3, 14, 7, 14, 3, 14],
    }
)
TYPES = ["int8", "int16", "int32", "uint8", "uint16", "uint64", "float32", "Int8", "UInt16"]
LARGE = pd.DataFrame({"a": [2_000_000_000, 1_999_999_999, 5], "b": [7, 2_100_000_000, 9]})
LARGE_TYPES = ["int32", "uint32", "Int32"]
WEIGHTS = pd.Series({"a": 100, "b": 27, "c": 1})
METHODS = [
    NoNormalisation(method="none"),
    Ranks(method="rank"),
    PercentileRanks(method="percentile_rank"),
    ZScores(method="z_score"),
    MinMax(method="min_max"),
    Goalposts(method="goalposts", low=-120, high=120),
]


def column(calculate: Callable) -> Callable:
    """Calculate on the first column."""
    return lambda table: calculate(table["a"])


def facing_down(method) -> Callable:
    return lambda table: normalise(table["a"], method=method, sign=-1)


def index_scores(table: pd.DataFrame) -> pd.Series:
    directions = {"a": "lower_is_more_vulnerable", "b": "higher_is_more_vulnerable"}
    codes = [f"E{place:08}" for place in range(len(table))]
    result = calculate_index(table.assign(area_code=codes), spec=draft_index_spec(directions))
    return result["score"]


def derived(table: pd.DataFrame) -> pd.Series:
    spec = draft_index_spec({"ill": "higher_is_more_vulnerable"})
    made = spec.indicators[0].model_copy(update={"column": "a", "denominator": "c"})
    spec = spec.model_copy(update={"indicators": (made,)})
    return derive_indicators(table.assign(area_code="x"), spec=spec)["ill"]


CALCULATIONS = {
    "weighted_sum": lambda t: calculate_weighted_sum(t, weights=WEIGHTS.astype(t["a"].dtype)),
    "mean": lambda t: calculate_generalised_mean(t, weights=WEIGHTS.astype(t["a"].dtype), power=1),
    "power_mean": lambda t: calculate_generalised_mean(
        t[["b", "c"]], weights=WEIGHTS[["b", "c"]], power=3
    ),
    "copeland": lambda t: calculate_copeland_score(t, weights=WEIGHTS.astype(t["a"].dtype)),
    "ranks": column(calculate_ranks),
    "percentile_ranks": column(calculate_percentile_ranks),
    "z_scores": column(calculate_z_scores),
    "rescale": column(lambda a: rescale_between(a, low=-120, high=120)),
    "shape": column(measure_shape),
    "winsorise": column(lambda a: winsorise(a, skew=0.1, kurtosis=-9, max_points=2)[0]),
    "treat": lambda t: treat_outliers(
        t, treatment=OutlierTreatment(treatment="log", skew=0.1, kurtosis=-9)
    )[0],
    "log": column(lambda a: transform(a, method="log_plus_one")),
    "root": column(lambda a: transform(a, method="square_root")),
    "count": column(lambda a: group_by_count(a, groups=2)),
    "jenks": column(lambda a: group_by_fisher_jenks(a, groups=2)),
    "people": lambda t: group_by_population(t["a"], population=t["b"], groups=3),
    "alpha": calculate_cronbachs_alpha,
    "component": weigh_by_first_component,
    "factor": lambda t: weigh_by_factor(FACTOR.astype(t["a"].dtype)),
    "outcome": lambda t: weigh_by_outcome(
        t[["a"]], events=t["c"], exposure=t["b"], zero_negative=True
    ),
    "neighbours": estimate_from_neighbours,
    "regression": estimate_by_regression,
    "index": index_scores,
    "derived": derived,
    "quantiles": lambda t: assign_quantiles(
        t.rename(columns={"a": "value"}), most_vulnerable="lowest", quantiles=3
    )["quantile"],
} | {f"{method.method}_facing_down": facing_down(method) for method in METHODS}


SPACE = pd.DataFrame(
    {
        "x": [0, 100, 90, 3, 120, 60, 61, 15],
        "y": [0, 0, 120, 80, 127, 60, 2, 100],
        "numerator": [100, 90, 3, 4, 0, 127, 1, 2],
        "denominator": [120, 100, 90, 80, 127, 110, 100, 99],
    }
)
CODES = list("abcdefgh")
PAIRS = pd.DataFrame({"area_code": CODES, "neighbour_code": list("badcfehg")})
EXPECTED = np.array([30.0, 4.0])


def scan(table: pd.DataFrame) -> pd.DataFrame:
    points = gpd.points_from_xy(table["x"].astype(float), table["y"].astype(float))
    areas = gpd.GeoDataFrame({"area_code": CODES}, geometry=points)
    counts = table.assign(area_code=CODES)
    scanned = scan_for_circles(counts, areas=areas, replicates=99, direction="both")
    return scanned[["cluster", "value", "expected", "p_value"]].astype(float)


def local(calculate: Callable) -> Callable:
    def run(table: pd.DataFrame) -> pd.DataFrame:
        values = pd.DataFrame({"area_code": CODES, "value": table["numerator"]})
        return calculate(values, neighbours=PAIRS, permutations=99)[["value", "p_value"]]

    return run


MAPS = {
    "scan": scan,
    "moran": local(calculate_local_moran),
    "getis_ord": local(calculate_getis_ord),
    "smoothing": lambda t: smooth_rates_globally(t.assign(area_code=CODES))[["value", "upper_ci"]],
    "circles": lambda t: (
        draw_circles(
            np.column_stack([t["x"].to_numpy(), t["y"].to_numpy()]),
            t["denominator"].to_numpy(),
            maximum_share=0.5,
            centre=2,
        ).radii
    ),
    "ratio": lambda t: calculate_log_likelihood_ratio(
        t["numerator"].to_numpy()[:2], EXPECTED, 200, direction="both"
    ),
    "permutation": lambda t: permute_neighbour_means(
        t["numerator"].to_numpy(),
        build_neighbour_matrix(pd.Series(CODES), PAIRS),
        permutations=99,
        seed=1,
    ),
}


class TestEveryType:
    @pytest.mark.parametrize("dtype", TYPES)
    @pytest.mark.parametrize("name", MAPS)
    def test_maps_what_floats_map(self, name, dtype) -> None:
        calculate = MAPS[name]
        expected = np.asarray(calculate(SPACE.astype(float)), dtype=float)
        found = np.asarray(calculate(SPACE.astype(dtype)), dtype=float)
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12)

    @pytest.mark.parametrize("dtype", TYPES)
    @pytest.mark.parametrize("name", CALCULATIONS)
    def test_gives_what_floats_give(self, name, dtype) -> None:
        calculate = CALCULATIONS[name]
        expected = np.asarray(calculate(TABLE.astype(float)), dtype=float)
        found = np.asarray(calculate(TABLE.astype(dtype)), dtype=float)
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12)

    @pytest.mark.parametrize("dtype", LARGE_TYPES)
    def test_adds_up_what_passes_two_thousand_million(self, dtype) -> None:
        total = calculate_weighted_sum(LARGE.astype(dtype), weights=pd.Series({"a": 2, "b": 1}))
        assert total.tolist() == [4_000_000_007, 6_099_999_998, 19]

    @pytest.mark.parametrize("dtype", LARGE_TYPES)
    def test_averages_incomes_over_people(self, dtype) -> None:
        # by hand: (30,000 x 90,000 + 36,000 x 30,000) / 120,000 = 31,500
        incomes = pd.DataFrame({"north": [30_000], "south": [36_000]}, dtype=dtype)
        people = pd.Series({"north": 90_000, "south": 30_000}, dtype=dtype)
        mean = calculate_generalised_mean(incomes, weights=people, power=1)
        assert mean.tolist() == pytest.approx([31_500.0])
