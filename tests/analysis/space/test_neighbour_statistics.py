import itertools

import esda
import geopandas as gpd
import libpysal
import numpy as np
import pandas as pd
import pytest
from libpysal.graph import Graph
from shapely.geometry import box

from datacell_lib.analysis.space.neighbour_statistics import (
    calculate_getis_ord,
    calculate_local_moran,
)
from datacell_lib.analysis.space.neighbours import (
    find_nearest_neighbours,
    find_neighbours_within,
    find_queen_neighbours,
)
from datacell_lib.schema import ParameterError, TableError

SHAPE = ["value", "lower_ci", "upper_ci", "confidence", "statistic", "method", "note"]


@pytest.fixture(scope="module")
def columbus():
    areas = gpd.read_file(libpysal.examples.get_path("columbus.shp"))
    areas["area_code"] = [f"tract {number}" for number in areas["POLYID"].astype(int)]
    return areas


@pytest.fixture(scope="module")
def crime(columbus):
    return pd.DataFrame({"area_code": columbus["area_code"], "value": columbus["CRIME"]})


@pytest.fixture(scope="module")
def columbus_neighbours(columbus):
    return find_queen_neighbours(columbus)


def grid(size):
    cells = [(row, column) for row in range(size) for column in range(size)]
    codes = [f"R{row:02d}C{column:02d}" for row, column in cells]
    squares = [box(column, row, column + 1, row + 1) for row, column in cells]
    return gpd.GeoDataFrame({"area_code": codes}, geometry=squares)


@pytest.fixture(scope="module")
def planted():
    """Noise on a 15 by 15 grid, with a high block of 3 by 3 and a lone low area within it."""
    areas = grid(15)
    values = np.random.default_rng(4).normal(size=(15, 15))
    values[3:6, 3:6] += 6
    values[10:13, 10:13] -= 6
    return pd.DataFrame({"area_code": areas["area_code"], "value": values.ravel()}), areas


def chain(values):
    codes = [f"A{number}" for number in range(len(values))]
    pairs = list(itertools.pairwise(codes))
    pairs += [(b, a) for a, b in pairs]
    return (
        pd.DataFrame({"area_code": codes, "value": values}),
        pd.DataFrame(pairs, columns=["area_code", "neighbour_code"]),
    )


class TestCalculateLocalMoran:
    def test_the_local_values_add_up_to_the_global_one(self, crime, columbus_neighbours, validate):
        # Anselin 1995: ΣIᵢ is proportional to I; with esda's scaling the factor is n - 1.
        local = calculate_local_moran(crime, neighbours=columbus_neighbours, permutations=99)
        validate(
            method="local Moran's I, sum over n - 1",
            source="R spdep moran.test, Columbus crime (Anselin 1988), queen",
            expected=0.500188557,
            obtained=local["value"].sum() / 48,
            tolerance=5e-10,
        )

    def test_p_values_are_twice_those_of_esda(self, columbus, crime, columbus_neighbours):
        graph = Graph.build_contiguity(columbus, rook=False)
        with pytest.warns(DeprecationWarning, match="alternative"):
            reference = esda.Moran_Local(
                crime["value"].to_numpy(), graph, permutations=9_999, seed=3
            )
        local = calculate_local_moran(crime, neighbours=columbus_neighbours)
        # Both are simulated: four standard errors of the difference of two proportions.
        error = 4 * np.sqrt(2 * reference.p_sim * (1 - reference.p_sim) / 9_999) * 2 + 1e-3
        difference = local["p_value"] - np.minimum(1, 2 * reference.p_sim)
        assert (difference.abs() <= error).all()

    def test_the_planted_block_is_found_and_little_else(self, planted):
        table, areas = planted
        local = calculate_local_moran(table, neighbours=find_queen_neighbours(areas))
        labels = local.set_index("area_code")["label"]
        assert labels["R04C04"] == "high-high"
        assert labels["R11C11"] == "low-low"
        far = [code for code in labels.index if code[:3] in {"R00", "R07", "R14"}]
        assert (labels[far] != "not significant").sum() <= 2

    def test_an_area_that_stands_out_is_labelled_as_such(self):
        areas = grid(9)
        values = np.random.default_rng(8).normal(size=(9, 9))
        values[3:6, 3:6] += 8
        values[4, 4] = -4
        table = pd.DataFrame({"area_code": areas["area_code"], "value": values.ravel()})
        local = calculate_local_moran(table, neighbours=find_queen_neighbours(areas))
        row = local.set_index("area_code").loc["R04C04"]
        assert row["label"] == "low-high"
        assert row["meaning"] == "a low area among high neighbours: spared what surrounds it"
        mirrored = table.assign(value=-table["value"])
        local = calculate_local_moran(mirrored, neighbours=find_queen_neighbours(areas))
        assert local.set_index("area_code").loc["R04C04", "label"] == "high-low"

    def test_chance_maps_give_few_labels(self):
        rng = np.random.default_rng(5)
        areas = grid(8)
        pairs = find_queen_neighbours(areas)
        labelled = 0
        for seed in range(20):
            table = pd.DataFrame({"area_code": areas["area_code"], "value": rng.normal(size=64)})
            local = calculate_local_moran(table, neighbours=pairs, permutations=1_999, seed=seed)
            labelled += (local["label"] != "not significant").any()
        # At a false discovery rate of 5%, one map in 20 on average; 5 or more: under 0.3%.
        assert labelled <= 4

    def test_an_island_keeps_its_row(self):
        table, pairs = chain([1.0, 2.0, 3.0, 5.0])
        table.loc[4] = ["LONE", 99.0]
        pairs.loc[len(pairs)] = ["LONE", None]
        lone = calculate_local_moran(table, neighbours=pairs, permutations=99).iloc[4]
        assert lone["label"] == "no neighbours"
        assert np.isnan(lone["value"])
        assert "nothing to be compared with" in lone["note"]

    def test_it_says_when_permutations_cannot_single_out_an_area(self):
        # 4 areas at 5%: the least p, 2 / (N + 1), passes 0.05 / 4 from N = 159.
        table, pairs = chain([1.0, 2.0, 3.0, 5.0])
        few = calculate_local_moran(table, neighbours=pairs, permutations=158)
        enough = calculate_local_moran(table, neighbours=pairs, permutations=159)
        assert few["note"].unique().tolist() == [
            "158 permutations cannot single out one area; 159 could"
        ]
        assert enough["note"].unique().tolist() == [""]

    def test_the_same_seed_gives_the_same_table(self, crime, columbus_neighbours):
        first = calculate_local_moran(crime, neighbours=columbus_neighbours, permutations=199)
        again = calculate_local_moran(crime, neighbours=columbus_neighbours, permutations=199)
        pd.testing.assert_frame_equal(first, again)
        assert {"area_code", *SHAPE} <= set(first)

    def test_an_impossible_false_discovery_rate_is_refused(self):
        table, pairs = chain([1.0, 2.0, 3.0, 5.0])
        with pytest.raises(ParameterError, match="false_discovery_rate must lie between 0 and 1"):
            calculate_local_moran(table, neighbours=pairs, false_discovery_rate=5)

    def test_it_returns_the_house_shape_and_leaves_its_input_alone(self):
        table, pairs = chain([1.0, 2.0, 3.0, 5.0])
        before, pairs_before = table.copy(), pairs.copy()
        assert set(SHAPE) <= set(calculate_local_moran(table, neighbours=pairs))
        pd.testing.assert_frame_equal(table, before)
        pd.testing.assert_frame_equal(pairs, pairs_before)

    def test_a_missing_value_is_named(self):
        table, pairs = chain([1.0, np.nan, 3.0, 5.0])
        with pytest.raises(TableError, match="found it missing for A1"):
            calculate_local_moran(table, neighbours=pairs)

    def test_a_flat_map_is_refused(self):
        table, pairs = chain([2.0] * 5)
        with pytest.raises(TableError, match=r"must vary; found 2\.0 in every area"):
            calculate_local_moran(table, neighbours=pairs)

    def test_three_areas_are_too_few(self):
        table, pairs = chain([1.0, 2.0, 3.0])
        with pytest.raises(TableError, match="at least 4 areas need neighbours; found 3"):
            calculate_local_moran(table, neighbours=pairs)

    def test_mixed_geographies_are_refused(self):
        table, pairs = chain([1.0, 2.0, 3.0, 4.0])
        codes = {"A0": "E01000001", "A1": "E01000002", "A2": "E02000001", "A3": "E01000003"}
        with pytest.raises(TableError, match="of one geography"):
            calculate_local_moran(table.replace(codes), neighbours=pairs.replace(codes))

    def test_too_few_permutations_are_refused(self):
        table, pairs = chain([1.0, 2.0, 3.0, 4.0])
        with pytest.raises(ParameterError, match="99 or more"):
            calculate_local_moran(table, neighbours=pairs, permutations=9)


class TestCalculateGetisOrd:
    def test_it_meets_the_values_in_esdas_documentation(self, validate):
        # esda documents G* (binary weights, self included) for six points within 15 units.
        codes = list("ABCDEF")
        links = {"A": "BD", "B": "ADE", "C": "E", "D": "ABE", "E": "BCDF", "F": "E"}
        pairs = pd.DataFrame(
            [(a, b) for a, others in links.items() for b in others],
            columns=["area_code", "neighbour_code"],
        )
        table = pd.DataFrame({"area_code": codes, "value": [2, 3, 3.2, 5, 8, 7]})
        validate(
            method="Getis-Ord G*",
            source="esda documentation, G_Local with star=True",
            expected=[-1.39727626, -0.28917762, 0.65064964, -0.28917762, 1.23452088, 2.02424331],
            obtained=calculate_getis_ord(table, neighbours=pairs)["value"].to_numpy(),
            tolerance=5e-9,
        )

    def test_the_formula_of_ord_and_getis(self, crime, columbus_neighbours):
        # Ord and Getis 1995, equation for G*, written out with dense matrices.
        obtained = calculate_getis_ord(crime, neighbours=columbus_neighbours, permutations=99)
        codes = crime["area_code"].tolist()
        w = np.eye(49)
        for a, b in columbus_neighbours.itertuples(index=False):
            w[codes.index(a), codes.index(b)] = 1
        x, k = crime["value"].to_numpy(), w.sum(axis=1)
        expected = (w @ x - k * x.mean()) / (x.std() * np.sqrt((49 * k - k**2) / 48))
        np.testing.assert_allclose(obtained["value"], expected, rtol=1e-10)

    def test_planted_spots_are_found(self, planted):
        table, areas = planted
        spots = calculate_getis_ord(table, neighbours=find_queen_neighbours(areas))
        labels = spots.set_index("area_code")["label"]
        assert labels["R04C04"] == "hot spot"
        assert labels["R11C11"] == "cold spot"
        assert labels.eq("hot spot").sum() <= 25

    def test_turning_the_map_over_turns_hot_into_cold(self, planted):
        table, areas = planted
        pairs = find_queen_neighbours(areas)
        spots = calculate_getis_ord(table, neighbours=pairs, permutations=999)
        turned = calculate_getis_ord(
            table.assign(value=-table["value"]), neighbours=pairs, permutations=999
        )
        swapped = turned["label"].replace({"hot spot": "cold spot", "cold spot": "hot spot"})
        assert swapped.tolist() == spots["label"].tolist()
        np.testing.assert_allclose(turned["p_value"], spots["p_value"])

    def test_its_input_is_unchanged_and_missing_values_are_refused(self):
        table, pairs = chain([1.0, 2.0, 3.0, 5.0])
        before = table.copy()
        calculate_getis_ord(table, neighbours=pairs, permutations=99)
        pd.testing.assert_frame_equal(table, before)
        table.loc[0, "value"] = np.nan
        with pytest.raises(TableError, match="missing for A0"):
            calculate_getis_ord(table, neighbours=pairs)


class TestOtherNeighbours:
    def test_nearest_neighbours_give_esdas_local_moran(self, columbus, crime, validate):
        nearest = find_nearest_neighbours(columbus, number=4)
        found = calculate_local_moran(crime, neighbours=nearest, permutations=199)
        weights = libpysal.weights.KNN.from_dataframe(columbus, k=4)
        moran = esda.Moran_Local(columbus["CRIME"], weights, permutations=0)
        validate(
            method="local Moran's I, 4 nearest neighbours, columbus crime",
            source="esda 2, Moran_Local over libpysal's KNN",
            expected=moran.Is[:3],
            obtained=found["value"].to_numpy()[:3],
            tolerance=1e-9,
        )
        np.testing.assert_allclose(found["value"], moran.Is)
        assert found["method"].iloc[0].startswith("4 nearest neighbours, 199 conditional")

    def test_neighbours_within_a_distance_give_esdas_getis_ord(self, columbus, crime, validate):
        within = find_neighbours_within(columbus, distance=0.8)
        found = calculate_getis_ord(crime, neighbours=within, permutations=199)
        weights = libpysal.weights.DistanceBand.from_dataframe(columbus, threshold=0.8)
        star = esda.G_Local(columbus["CRIME"], weights, transform="B", star=True, permutations=0)
        validate(
            method="Getis-Ord G*, neighbours within 0.8, columbus crime",
            source="esda 2, G_Local over libpysal's DistanceBand",
            expected=star.Zs[:3],
            obtained=found["value"].to_numpy()[:3],
            tolerance=1e-9,
        )
        np.testing.assert_allclose(found["value"], star.Zs)
        assert found["method"].iloc[0].startswith("neighbours within 0.8 m, 199 conditional")

    def test_a_neighbour_without_neighbours_is_named(self, crime):
        pairs = pd.DataFrame({"area_code": list("ABCDE"), "neighbour_code": [*"BACE", None]})
        table = pd.DataFrame({"area_code": list("ABCDE"), "value": [1.0, 2.0, 3.0, 4.0, 5.0]})
        with pytest.raises(TableError, match="must have neighbours itself; found none for E"):
            calculate_local_moran(table, neighbours=pairs.assign(mutual=False))

    def test_noise_is_no_pattern(self):
        table = pd.DataFrame({"area_code": list("ABCD"), "value": [0.1 + 0.2, 0.3, 0.3, 0.3]})
        pairs = pd.DataFrame({"area_code": list("ABBCCD"), "neighbour_code": list("BACBDC")})
        with pytest.raises(TableError, match=r"must vary; found 0\.3"):
            calculate_local_moran(table, neighbours=pairs)
