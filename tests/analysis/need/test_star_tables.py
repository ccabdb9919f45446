"""An area's figures as dimensions and facts: what they add up to, and what they refuse."""

import pandas as pd
import pytest

from datacell_lib.analysis.need.star_tables import make_star
from datacell_lib.schema import TableError

PLACES = pd.DataFrame(
    {
        "area_code": ["a", "b", "c"],
        "neighbourhood": ["part of Moor (1A)", "part of Moor (1B)", "North"],
        "msoa_code": ["m", "m", "n"],
        "place_name": ["Moor", "Moor", "North"],
        "district_code": ["d", "d", "e"],
        "district_name": ["Dale", "Dale", "Edge"],
        "authority_code": ["x", "x", "x"],
        "authority_name": ["Exshire", "Exshire", "Exshire"],
        "population": [100, 300, 600],
        "rank": [1, 9, None],
        "areas": [10, 10, 10],
        "most_vulnerable_share": [0.1, 0.9, None],
        "lower_share": [0.1, 0.8, None],
        "upper_share": [0.2, 1.0, None],
        "stability": ["firm", "firm", None],
        "imputed": [False, False, True],
        "share_money": [0.2, 0.1, 0.5],
        "share_wider": [0.2, 0.1, 0.5],
        "crowded": [0.5, None, 0.25],
        "crowded_numerator": [20.0, 8.0, 30.0],
        "crowded_denominator": [40.0, None, 120.0],
        "score": [3.0, 4.0, 5.0],
    }
)
LAYERS = pd.DataFrame(
    [
        ("most_vulnerable_share", "Index", "index", "standing", True, True),
        ("share_money", "Money", "domain", "standing", True, True),
        ("share_wider", "Wider", "domain", "standing", True, False),
        ("population", "All residents", "count", "people", False, True),
        ("crowded", "Crowded", "indicator", "percent", False, True),
        ("score", "Score", "indicator", "points", True, True),
    ],
    columns=["column", "title", "group", "unit", "low", "native"],
)
WEEKLY = pd.DataFrame(
    {
        "area_code": ["x", "x"],
        "area_name": ["Exshire", "Exshire"],
        "period": pd.to_datetime(["2020-12-27", "2021-01-03"]),
        "numerator": [4.0, 6.0],
        "denominator": [1000.0, 1000.0],
        "provisional": [False, False],
    }
)


@pytest.fixture
def star():
    return make_star(PLACES, layers=LAYERS, index="whole", weekly=WEEKLY)


class TestMakeStar:
    def test_residents_without_a_rank_are_in_the_total_and_not_in_the_shares(self, star):
        # by hand: 100 of the 400 residents who have a rank
        facts = star["fact_index"]
        assert facts[["population", "ranked_people", "people_in_fifth"]].sum().tolist() == [
            1000,
            400,
            100,
        ]
        assert facts[["neighbourhoods", "in_tenth", "in_fifth", "unranked"]].sum().tolist() == [
            3,
            1,
            1,
            1,
        ]

    def test_a_domain_has_its_own_fifth_and_one_of_larger_areas_is_left_out(self, star):
        facts = star["fact_domain"]
        assert set(facts["component"]) == {"money"}
        assert facts["people_in_fifth"].tolist() == [100, 300, 0]

    def test_a_share_is_counted_only_where_both_its_parts_are_known(self, star):
        facts = star["fact_indicator"].set_index("component").loc["crowded"]
        assert facts["numerator"].sum() / facts["denominator"].sum() == 50 / 160

    def test_what_is_no_share_has_a_value_and_nothing_to_add_up(self, star):
        facts = star["fact_indicator"].set_index("component").loc["score"]
        assert facts["value"].tolist() == [3.0, 4.0, 5.0]
        assert facts[["numerator", "denominator"]].isna().to_numpy().all()

    def test_every_code_of_a_fact_is_in_its_dimension_once_and_the_other_way_round(self, star):
        for key, dimension in (
            ("area_code", "dim_neighbourhood"),
            ("msoa_code", "dim_place"),
            ("district_code", "dim_district"),
            ("authority_code", "dim_authority"),
            ("component", "dim_indicator"),
        ):
            facts = [table for name, table in star.items() if name.startswith("fact_")]
            named = {code for table in facts if key in table for code in table[key]}
            assert sorted(star[dimension][key]) == sorted(named)

    def test_days_have_no_gap_and_belong_to_iso_weeks(self, star):
        days = star["dim_date"].set_index("date")
        assert (days.index.to_series().diff().dropna() == pd.Timedelta(days=1)).all()
        assert (str(days.index.min().date()), str(days.index.max().date())) == (
            "2020-01-01",
            "2021-12-31",
        )
        # ISO 8601: 3 January 2021 is the Sunday of week 53 of 2020, 4 January begins week 1 of 2021
        assert days.loc["2021-01-03", ["week", "iso_year"]].tolist() == ["2020-W53", 2020]
        assert days.loc["2021-01-04", "week"] == "2021-W01"
        assert days.loc["2021-01-01", "week_ends"] == pd.Timestamp("2021-01-03")
        assert set(star["fact_outcome"]["date"]) <= set(days.index)

    def test_without_outcomes_there_are_no_days(self):
        star = make_star(PLACES, layers=LAYERS, index="whole", weekly=pd.DataFrame())
        assert "dim_date" not in star
        assert "fact_outcome" not in star

    def test_a_code_with_two_names_is_refused(self):
        names = PLACES.assign(place_name=["Moor", "Moors", "North"])
        with pytest.raises(TableError, match="m has two names in msoa_code, 'Moor', 'Moors', so"):
            make_star(names, layers=LAYERS, index="whole", weekly=WEEKLY)

    def test_its_input_is_not_changed(self):
        places, weekly = PLACES.copy(), WEEKLY.copy()
        make_star(PLACES, layers=LAYERS, index="whole", weekly=WEEKLY)
        pd.testing.assert_frame_equal(PLACES, places)
        pd.testing.assert_frame_equal(WEEKLY, weekly)
