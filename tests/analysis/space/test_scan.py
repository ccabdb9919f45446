import geopandas as gpd
import libpysal
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import box

from datacell_lib.analysis.space.scan import scan_for_circles
from datacell_lib.schema import ParameterError, TableError


@pytest.fixture(scope="module")
def carolina():
    areas = gpd.read_file(libpysal.examples.get_path("sids2.shp"))
    areas = areas.set_crs("EPSG:4267").to_crs("EPSG:32119")
    areas["area_code"] = areas["NAME"]
    table = pd.DataFrame({"area_code": areas["NAME"], "numerator": areas["SID74"].astype(int)})
    return table.assign(denominator=areas["BIR74"].astype(int)), areas


def lattice(size):
    cells = [(row, column) for row in range(size) for column in range(size)]
    codes = [f"R{row}C{column}" for row, column in cells]
    squares = [box(column, row, column + 1, row + 1) for row, column in cells]
    return gpd.GeoDataFrame({"area_code": codes}, geometry=squares)


@pytest.fixture
def small():
    areas = lattice(4)
    numerators = [9, 8, 2, 1, 7, 9, 1, 2, 2, 1, 2, 1, 1, 2, 1, 2]
    table = pd.DataFrame({"area_code": areas["area_code"], "numerator": numerators})
    return table.assign(denominator=1000), areas


class TestScanForCircles:
    def test_carolina_has_the_published_clusters(self, carolina, validate):
        # Int J Health Geogr 2021, 20:45, doi 10.1186/s12942-021-00298-6, Table 1: the spatial
        # scan statistic on these counts finds 4 counties in the northeast (5.12 per 1,000
        # births) and 6 in the south (3.76). At the full 50% one wide eastern circle scores
        # slightly more (13.87 against 13.45), so that the paper's circles were smaller.
        table, areas = carolina
        scan = scan_for_circles(table, areas=areas, maximum_share=0.25, replicates=199)
        members = table.merge(scan[["area_code", "cluster"]], on="area_code").groupby("cluster")
        source = "doi 10.1186/s12942-021-00298-6, Table 1, North Carolina 1974-78"
        validate(
            method="scan, counties in the first two clusters",
            source=source,
            expected=[4, 6],
            obtained=members.size().tolist(),
            tolerance=0.5,
        )
        incidence = 1_000 * members["numerator"].sum() / members["denominator"].sum()
        validate(
            method="scan, deaths per 1,000 births in the first two clusters",
            source=source,
            expected=[5.12, 3.76],
            obtained=incidence.tolist(),
            tolerance=0.005,
        )
        names = scan.loc[scan["cluster"].eq(1), "area_code"]
        assert sorted(names) == ["Bertie", "Halifax", "Hertford", "Northampton"]
        assert scan["p_value"].dropna().le(0.01).all()

    def test_a_cluster_is_described_by_its_counts(self, small):
        table, areas = small
        scan = scan_for_circles(table, areas=areas, replicates=99)
        first = scan[scan["cluster"].eq(1)].iloc[0]
        inside = table["area_code"].isin(["R0C0", "R0C1", "R1C0", "R1C1"])
        # By hand: 33 of 51 events in 4 of 16 equal areas; 33/12.75 against 18/38.25.
        assert set(scan.loc[scan["cluster"].eq(1), "area_code"]) == set(table["area_code"][inside])
        assert first["observed"] == 33
        assert first["expected"] == pytest.approx(12.75)
        assert first["value"] == pytest.approx((33 / 12.75) / (18 / 38.25))
        assert first["p_value"] == 0.01
        assert np.isnan(first["lower_ci"])

    def test_areas_outside_keep_their_rows(self, small):
        table, areas = small
        scan = scan_for_circles(table, areas=areas, replicates=99)
        assert scan["area_code"].tolist() == table["area_code"].tolist()
        outside = scan[scan["cluster"].isna()]
        assert outside["note"].unique().tolist() == ["in no circle"]
        assert outside["value"].isna().all()

    def test_points_serve_as_well_as_polygons(self, small):
        table, areas = small
        points = areas.set_geometry(areas.centroid)
        pd.testing.assert_frame_equal(
            scan_for_circles(table, areas=points, replicates=99),
            scan_for_circles(table, areas=areas, replicates=99),
        )

    def test_the_unit_of_the_denominator_does_not_matter(self, small):
        table, areas = small
        thousands = table.assign(denominator=table["denominator"] / 1000)
        pd.testing.assert_frame_equal(
            scan_for_circles(thousands, areas=areas, replicates=99),
            scan_for_circles(table, areas=areas, replicates=99),
        )

    def test_rows_and_further_areas_may_come_in_any_order(self, small):
        table, areas = small
        areas.loc[16] = ["ELSEWHERE", box(50, 50, 51, 51)]
        shuffled = table.sample(frac=1, random_state=3)
        obtained = scan_for_circles(shuffled, areas=areas, replicates=99)
        expected = scan_for_circles(table, areas=areas, replicates=99)
        columns = ["area_code", "cluster", "observed", "log_likelihood_ratio"]
        pd.testing.assert_frame_equal(
            obtained[columns].sort_values("area_code", ignore_index=True),
            expected[columns].sort_values("area_code", ignore_index=True),
        )

    def test_even_counts_hold_no_cluster(self):
        areas = lattice(3)
        table = pd.DataFrame({"area_code": areas["area_code"], "numerator": 4, "denominator": 100})
        scan = scan_for_circles(table, areas=areas, replicates=99)
        assert scan["cluster"].isna().all()

    def test_a_cluster_that_holds_every_event_has_no_relative_risk(self):
        areas = lattice(3)
        numerators = [30, 0, 0, 0, 0, 0, 0, 0, 0]
        table = pd.DataFrame({"area_code": areas["area_code"], "numerator": numerators})
        scan = scan_for_circles(table.assign(denominator=10), areas=areas, replicates=99)
        assert np.isnan(scan["value"].iloc[0])
        assert "the relative risk has no value" in scan["note"].iloc[0]

    def test_a_low_cluster_is_described_by_its_counts(self, validate):
        # By hand: 2 of 74 events in 4 of 16 equal areas: 18.5 expected, and 72 outside for 55.5.
        areas = lattice(4)
        numerators = [0, 1, 6, 6, 1, 0, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6]
        table = pd.DataFrame({"area_code": areas["area_code"], "numerator": numerators})
        table = table.assign(denominator=100)
        scan = scan_for_circles(table, areas=areas, replicates=99, direction="low")
        inside = scan[scan["cluster"].eq(1)]
        assert set(inside["area_code"]) == {"R0C0", "R0C1", "R1C0", "R1C1"}
        first = inside.iloc[0]
        validate(
            method="scan, a low circle",
            source="relative risk and log likelihood ratio of 2 of 74 events for 18.5, by hand",
            expected=[2 / 18.5 / (72 / 55.5), 2 * np.log(2 / 18.5) + 72 * np.log(72 / 55.5)],
            obtained=first[["value", "log_likelihood_ratio"]].to_numpy(dtype=float),
            tolerance=1e-9,
        )
        assert (first["direction"], first["p_value"]) == ("low", 0.01)
        assert scan["method"].iloc[0].startswith("Kulldorff's scan, low circles to 50%")
        both = scan_for_circles(table, areas=areas, replicates=99, direction="both")
        assert both["direction"].dropna().unique().tolist() == ["low"]
        high = scan_for_circles(table, areas=areas, replicates=99)
        assert "low" not in high["direction"].tolist()

    def test_both_finds_what_is_high_and_what_is_low(self):
        areas = lattice(6)
        table = pd.DataFrame({"area_code": areas["area_code"], "numerator": 20, "denominator": 100})
        low, high = ({f"R{r}C{c}" for r in ends for c in ends} for ends in ((0, 1), (4, 5)))
        table.loc[table["area_code"].isin(low), "numerator"] = 2
        table.loc[table["area_code"].isin(high), "numerator"] = 60
        both = scan_for_circles(table, areas=areas, replicates=99, direction="both")
        found = both.groupby("direction")["area_code"].agg(set)
        assert found.to_dict() == {"high": high, "low": low}

    @pytest.mark.parametrize("direction", ["high", "low", "both"])
    def test_even_counts_hold_no_cluster_in_any_direction(self, direction):
        areas = lattice(3)
        people = [0.1 + 0.2, 0.3, 0.3, 0.6 - 0.3, 0.3, 0.3, 0.3, 0.3, 0.1 * 3]
        table = pd.DataFrame({"area_code": areas["area_code"], "numerator": 4})
        table = table.assign(denominator=people)
        scan = scan_for_circles(table, areas=areas, replicates=99, direction=direction)
        assert scan["cluster"].isna().all()

    def test_the_input_is_unchanged_and_a_seed_repeats(self, small):
        table, areas = small
        before, areas_before = table.copy(), areas.copy()
        first = scan_for_circles(table, areas=areas, replicates=99, seed=4)
        pd.testing.assert_frame_equal(
            first, scan_for_circles(table, areas=areas, replicates=99, seed=4)
        )
        pd.testing.assert_frame_equal(table, before)
        pd.testing.assert_frame_equal(areas, areas_before)

    def test_degrees_are_refused(self, small):
        table, areas = small
        with pytest.raises(TableError, match="found degrees"):
            scan_for_circles(table, areas=areas.set_crs("EPSG:4326"))

    def test_an_area_without_a_place_is_named(self, small):
        table, areas = small
        with pytest.raises(TableError, match="found none for R3C3"):
            scan_for_circles(table, areas=areas.iloc[:15])

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"numerator": 1.5}, "must be whole events; found 1.5 for R0C0"),
            ({"numerator": 0}, "must not be zero everywhere"),
            ({"numerator": np.nan}, "one missing for R0C0"),
            ({"numerator": -1}, "must not be negative"),
            ({"denominator": 0}, "must be above zero"),
            ({"area_code": "X"}, "each area_code must have one row"),
        ],
    )
    def test_counts_that_cannot_be_scanned_are_refused(self, small, change, message):
        table, areas = small
        with pytest.raises(TableError, match=message):
            scan_for_circles(table.assign(**change), areas=areas)

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"maximum_share": 0.6}, "maximum_share must lie between 0 and 0.5; found 0.6"),
            ({"significance": 5}, "significance must lie between 0 and 1.0; found 5"),
            ({"replicates": 9}, "must be 99 or more; found 9"),
            ({"direction": "up"}, "direction must be 'high', 'low' or 'both'; found 'up'"),
        ],
    )
    def test_parameters_out_of_range_are_refused(self, small, change, message):
        table, areas = small
        with pytest.raises(ParameterError, match=message):
            scan_for_circles(table, areas=areas, **change)
