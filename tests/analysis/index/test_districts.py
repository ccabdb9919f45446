import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datacell_lib.analysis.index.districts import (
    calculate_exceedance_share,
    calculate_extent,
    calculate_population_weighted_average,
)
from datacell_lib.schema import TableError

TABLE = pd.DataFrame(
    {
        "area_code": ["E01000001", "E01000002", "E01000003", "E01000004"],
        "district_code": ["E07000001", "E07000001", "E07000002", "E07000002"],
        "population": [1000, 3000, 500, 1500],
        "most_vulnerable_share": [0.04, 0.52, 0.1, 0.1001],
        "score": [60.0, 20.0, 50.0, 10.0],
    }
)


class TestCalculateExceedanceShare:
    def test_counts_areas_up_to_the_threshold(self):
        result = calculate_exceedance_share(TABLE)
        assert result["district_code"].tolist() == ["E07000001", "E07000002"]
        assert result["value"].tolist() == [0.5, 0.5]

    def test_takes_another_threshold(self):
        assert calculate_exceedance_share(TABLE, threshold=0.2)["value"].tolist() == [0.5, 1.0]

    def test_names_a_missing_column(self):
        with pytest.raises(TableError, match=r"it lacks most_vulnerable_share\. Join them"):
            calculate_exceedance_share(TABLE.drop(columns="most_vulnerable_share"))

    def test_names_an_area_without_a_rank(self):
        gap = TABLE.assign(most_vulnerable_share=[0.1, None, 0.2, 0.3])
        with pytest.raises(TableError, match=r"missing for 1 areas, such as E01000002"):
            calculate_exceedance_share(gap)


class TestCalculateExtent:
    @pytest.mark.parametrize(
        ("share", "weight"),
        # One area to a district, so that its extent is its weight: full to the tenth percentile,
        # 0.95 in the eleventh, 0.05 in the thirtieth, in equal steps of 0.9 / 19.
        [
            (0.001, 1),
            (0.10, 1),
            (0.1001, 0.95),
            (0.11, 0.95),
            (0.12, 0.95 - 0.9 / 19),
            (0.2, 0.95 - 9 * 0.9 / 19),
            (0.3, 0.05),
            (0.3001, 0),
            (1.0, 0),
        ],
    )
    def test_slides_from_the_tenth_to_the_thirtieth_percentile(self, share, weight):
        table = TABLE.head(1).assign(most_vulnerable_share=share)
        assert calculate_extent(table)["value"].iloc[0] == pytest.approx(weight)

    def test_weighs_by_people(self):
        # 1000 of 4000 count fully; 500 fully and 1500 at 0.95 of 2000
        assert calculate_extent(TABLE)["value"].tolist() == pytest.approx([0.25, 0.9625])

    @given(
        shares=st.lists(st.floats(0.001, 1), min_size=1, max_size=10),
        people=st.lists(st.integers(1, 5000), min_size=10, max_size=10),
    )
    @settings(max_examples=25, deadline=None)
    def test_lies_between_the_people_in_the_first_10_and_the_first_30_percent(self, shares, people):
        table = pd.DataFrame(
            {
                "area_code": [f"E010000{i:02}" for i in range(len(shares))],
                "district_code": "E07000001",
                "population": people[: len(shares)],
                "most_vulnerable_share": shares,
            }
        )
        counted = table.assign(share=np.array(shares).round(11))
        total = counted["population"].sum()
        first = counted.loc[counted["share"] <= 0.1, "population"].sum() / total
        last = counted.loc[counted["share"] <= 0.3, "population"].sum() / total
        extent = calculate_extent(table)["value"].iloc[0]
        assert first - 1e-9 <= extent <= last + 1e-9


class TestCalculatePopulationWeightedAverage:
    def test_weighs_each_score_by_its_people(self):
        # (60 x 1000 + 20 x 3000) / 4000; (50 x 500 + 10 x 1500) / 2000
        result = calculate_population_weighted_average(TABLE, column="score")
        assert result["value"].tolist() == [30.0, 20.0]
        assert result["statistic"].unique().tolist() == ["average_score"]

    def test_refuses_a_district_without_people(self):
        empty = TABLE.assign(population=[1, 1, 0, 0])
        with pytest.raises(TableError, match=r"district E07000002 has a population of 0"):
            calculate_population_weighted_average(empty, column="score")

    def test_leaves_its_input_unchanged(self):
        before = TABLE.copy()
        calculate_population_weighted_average(TABLE, column="score")
        calculate_extent(TABLE)
        calculate_exceedance_share(TABLE)
        pd.testing.assert_frame_equal(TABLE, before)
