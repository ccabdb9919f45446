import geopandas as gpd
import libpysal
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import box

from datacell_lib.analysis.space.scan import (
    list_clusters,
    scan_for_clusters,
    scan_for_space_time_clusters,
)
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


def over_time(areas, counts):
    periods = counts.shape[1]
    table = pd.DataFrame({"area_code": np.repeat(areas["area_code"].to_numpy(), periods)})
    table["period"] = np.tile(range(1, periods + 1), len(areas))
    return table.assign(numerator=counts.ravel(), denominator=1000)


class TestScanForClusters:
    def test_carolina_has_the_published_clusters(self, carolina, validate):
        # Int J Health Geogr 2021, 20:45, doi 10.1186/s12942-021-00298-6, Table 1: the spatial
        # scan statistic on these counts finds 4 counties in the northeast (5.12 per 1,000
        # births) and 6 in the south (3.76). At the full 50% one wide eastern circle scores
        # slightly more (13.87 against 13.45), so that the paper's circles were smaller.
        table, areas = carolina
        scan = scan_for_clusters(table, areas=areas, maximum_share=0.25, replicates=199)
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
        scan = scan_for_clusters(table, areas=areas, replicates=99)
        first = list_clusters(scan).iloc[0]
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
        scan = scan_for_clusters(table, areas=areas, replicates=99)
        assert scan["area_code"].tolist() == table["area_code"].tolist()
        outside = scan[scan["cluster"].isna()]
        assert outside["note"].unique().tolist() == ["in no cluster"]
        assert outside["value"].isna().all()

    def test_points_serve_as_well_as_polygons(self, small):
        table, areas = small
        points = areas.set_geometry(areas.centroid)
        pd.testing.assert_frame_equal(
            scan_for_clusters(table, areas=points, replicates=99),
            scan_for_clusters(table, areas=areas, replicates=99),
        )

    def test_the_unit_of_the_denominator_does_not_matter(self, small):
        table, areas = small
        thousands = table.assign(denominator=table["denominator"] / 1000)
        pd.testing.assert_frame_equal(
            scan_for_clusters(thousands, areas=areas, replicates=99),
            scan_for_clusters(table, areas=areas, replicates=99),
        )

    def test_rows_and_further_areas_may_come_in_any_order(self, small):
        table, areas = small
        areas.loc[16] = ["ELSEWHERE", box(50, 50, 51, 51)]
        shuffled = table.sample(frac=1, random_state=3)
        obtained = scan_for_clusters(shuffled, areas=areas, replicates=99)
        expected = scan_for_clusters(table, areas=areas, replicates=99)
        columns = ["area_code", "cluster", "observed", "log_likelihood_ratio"]
        pd.testing.assert_frame_equal(
            obtained[columns].sort_values("area_code", ignore_index=True),
            expected[columns].sort_values("area_code", ignore_index=True),
        )

    def test_even_counts_hold_no_cluster(self):
        areas = lattice(3)
        table = pd.DataFrame({"area_code": areas["area_code"], "numerator": 4, "denominator": 100})
        scan = scan_for_clusters(table, areas=areas, replicates=99)
        assert scan["cluster"].isna().all()
        assert list_clusters(scan).empty

    def test_a_cluster_that_holds_every_event_has_no_relative_risk(self):
        areas = lattice(3)
        numerators = [30, 0, 0, 0, 0, 0, 0, 0, 0]
        table = pd.DataFrame({"area_code": areas["area_code"], "numerator": numerators})
        scan = scan_for_clusters(table.assign(denominator=10), areas=areas, replicates=99)
        assert np.isnan(scan["value"].iloc[0])
        assert "the relative risk has no value" in scan["note"].iloc[0]

    def test_the_input_is_unchanged_and_a_seed_repeats(self, small):
        table, areas = small
        before, areas_before = table.copy(), areas.copy()
        first = scan_for_clusters(table, areas=areas, replicates=99, seed=4)
        pd.testing.assert_frame_equal(
            first, scan_for_clusters(table, areas=areas, replicates=99, seed=4)
        )
        pd.testing.assert_frame_equal(table, before)
        pd.testing.assert_frame_equal(areas, areas_before)

    def test_degrees_are_refused(self, small):
        table, areas = small
        with pytest.raises(TableError, match="found degrees"):
            scan_for_clusters(table, areas=areas.set_crs("EPSG:4326"))

    def test_an_area_without_a_place_is_named(self, small):
        table, areas = small
        with pytest.raises(TableError, match="found none for R3C3"):
            scan_for_clusters(table, areas=areas.iloc[:15])

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
            scan_for_clusters(table.assign(**change), areas=areas)

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"maximum_share": 0.6}, "maximum_share must lie between 0 and 0.5; found 0.6"),
            ({"significance": 5}, "significance must lie between 0 and 1.0; found 5"),
            ({"replicates": 9}, "must be 99 or more; found 9"),
        ],
    )
    def test_parameters_out_of_range_are_refused(self, small, change, message):
        table, areas = small
        with pytest.raises(ParameterError, match=message):
            scan_for_clusters(table, areas=areas, **change)


class TestScanForSpaceTimeClusters:
    def test_the_planted_outbreak_is_found_where_and_when_it_was(self):
        areas = lattice(5)
        counts = np.random.default_rng(9).poisson(3, size=(25, 10))
        block = areas["area_code"].isin(["R0C0", "R0C1", "R1C0", "R1C1"])
        counts[block, 4:7] += 9
        scan = scan_for_space_time_clusters(
            over_time(areas, counts), areas=areas, longest=4, replicates=199
        )
        first = scan[scan["cluster"].eq(1)]
        assert set(first["area_code"]) == set(areas["area_code"][block])
        assert first["first_period"].unique().tolist() == [5]
        assert first["last_period"].unique().tolist() == [7]
        assert first["p_value"].unique().tolist() == [0.005]

    def test_with_the_same_counts_each_period_it_finds_the_circle_of_the_scan_of_space(self, small):
        # Where every period repeats the map, the best circle over one period is the map's.
        table, areas = small
        counts = np.repeat(table["numerator"].to_numpy()[:, None], 4, axis=1)
        repeated = scan_for_space_time_clusters(
            over_time(areas, counts), areas=areas, longest=2, replicates=99
        )
        once = scan_for_clusters(table, areas=areas, replicates=99)
        assert repeated["cluster"].eq(1).tolist() == once["cluster"].eq(1).tolist()
        first = list_clusters(repeated).iloc[0]
        # By hand: two periods of 33 events; expected 204 events * 4/16 areas * 2/4 periods.
        assert first["observed"] == 66
        assert first["expected"] == pytest.approx(25.5)

    def test_looking_only_at_the_present_passes_over_what_is_past(self):
        areas = lattice(4)
        counts = np.full((16, 8), 3)
        counts[0, 1:3] += 20
        counts[15, 7] += 15
        past = scan_for_space_time_clusters(
            over_time(areas, counts), areas=areas, longest=3, replicates=99
        )
        present = scan_for_space_time_clusters(
            over_time(areas, counts), areas=areas, longest=3, replicates=99, only_current=True
        )
        assert list_clusters(past)["centre_code"].iloc[0] == "R0C0"
        assert list_clusters(present)["centre_code"].iloc[0] == "R3C3"
        assert present["last_period"].dropna().eq(8).all()

    def test_dates_come_back_as_dates(self):
        areas = lattice(3)
        counts = np.full((9, 4), 2)
        counts[4, 2] += 20
        table = over_time(areas, counts)
        weeks = pd.Series(pd.date_range("2020-03-06", periods=4, freq="7D"), index=range(1, 5))
        table["period"] = table["period"].map(weeks)
        scan = scan_for_space_time_clusters(table, areas=areas, longest=2, replicates=99)
        assert scan["first_period"].dropna().unique().tolist() == [pd.Timestamp("2020-03-20")]

    def test_an_area_that_lacks_a_period_is_named(self):
        areas = lattice(3)
        table = over_time(areas, np.full((9, 4), 2)).drop(index=3)
        with pytest.raises(TableError, match="each of the 4 periods; found 3 for R0C0"):
            scan_for_space_time_clusters(table, areas=areas, longest=2)

    def test_periods_out_of_order_are_refused(self):
        areas = lattice(3)
        table = over_time(areas, np.full((9, 4), 2)).iloc[::-1]
        with pytest.raises(TableError, match="period must rise"):
            scan_for_space_time_clusters(table, areas=areas, longest=2)

    def test_a_span_of_more_than_half_the_series_is_refused(self):
        areas = lattice(3)
        table = over_time(areas, np.full((9, 4), 2))
        with pytest.raises(ParameterError, match="half the 4 periods; found 3"):
            scan_for_space_time_clusters(table, areas=areas, longest=3)

    def test_the_input_is_unchanged(self):
        areas = lattice(3)
        table = over_time(areas, np.arange(36).reshape(9, 4))
        before = table.copy()
        scan_for_space_time_clusters(table, areas=areas, longest=2, replicates=99)
        pd.testing.assert_frame_equal(table, before)


class TestListClusters:
    def test_there_is_a_row_for_each_cluster_with_its_size(self):
        scan = pd.DataFrame({"area_code": list("ABCD"), "cluster": [2, 1, None, 1]})
        clusters = list_clusters(scan.astype({"cluster": "Int64"}))
        assert clusters["cluster"].tolist() == [1, 2]
        assert clusters["areas"].tolist() == [2, 1]

    def test_a_table_that_is_no_scan_is_refused(self):
        with pytest.raises(TableError, match="no column cluster"):
            list_clusters(pd.DataFrame({"area_code": ["A"]}))
