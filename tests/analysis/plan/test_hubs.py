"""Where hubs stand: against spopt's published examples, its own answers, and every choice."""

from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from datacell_lib.analysis.plan.hubs import cover_all, cover_most
from datacell_lib.analysis.plan.nearest_hubs import bring_near
from datacell_lib.analysis.plan.site_coverage import measure_coverage, rank_next_sites
from datacell_lib.schema import ParameterError, TableError

# 205 census tracts, 16 stores, network distances in metres to one decimal: the data of spopt's
# tests and of its page "Empirical examples of facility location problems"; its licence is beside.
SAN_FRANCISCO = Path(__file__).with_name("san_francisco.csv")


@pytest.fixture(scope="module")
def city():
    """San Francisco: its tracts with their people, and the distances to stores."""
    wide = pd.read_csv(SAN_FRANCISCO, dtype={"DestinationName": str})
    wide = wide.rename(columns={"DestinationName": "area_code"})
    travel = wide.drop(columns="people").melt("area_code", var_name="to", value_name="minutes")
    return wide[["area_code", "people"]], travel.rename(columns={"area_code": "from"})


def make_random(seed, *, places=40, sites=12):
    """Draw places and sites on a street grid, as was done for spopt 0.7.0."""
    generator = np.random.default_rng(seed)
    start, end = generator.integers(0, 100, (places, 2)), generator.integers(0, 100, (sites, 2))
    blocks = np.abs(start[:, None] - end[None]).sum(axis=2)
    people = generator.integers(1, 50, places)
    return write_tables(blocks, people)


def write_tables(minutes, people):
    codes = [f"p{number:02}" for number in range(len(people))]
    names = [f"s{number:02}" for number in range(minutes.shape[1])]
    travel = pd.DataFrame(minutes, index=codes, columns=names).rename_axis("from").reset_index()
    travel = travel.melt("from", var_name="to", value_name="minutes")
    return pd.DataFrame({"area_code": codes, "people": people}), travel


class TestPublishedExamples:
    """https://pysal.org/spopt/notebooks/facloc-real-world.html, and spopt/tests/test_locate."""

    def test_set_covering_within_5_km_takes_eight_stores(self, city):
        places, travel = city
        found = cover_all(places, travel=travel, within=5000, people="people")
        assert (found.aim, found.bound, len(found.chosen)) == (8, 8, 8)
        assert found.places["covered"].all()

    def test_four_stores_within_5_km_leave_21_tracts_out(self, city):
        places, travel = city
        found = cover_most(places, travel=travel, within=5000, new=4, people="people")
        assert (~found.places["covered"]).sum() == 21
        assert 100 * found.places["covered"].mean() == pytest.approx(89.75609756097561)
        assert found.aim == pytest.approx(875_247)
        assert set(found.chosen) == {"Store_11", "Store_12", "Store_15", "Store_2"}

    def test_four_stores_are_2982_metres_away_on_average(self, city):
        places, travel = city
        found = bring_near(places, travel=travel, within=5000, new=4, people="people")
        assert found.aim == pytest.approx(2982.1268579890657, abs=0.01)
        assert found.gap < 1e-6


class TestAgainstSpopt:
    """Answers of spopt 0.7.0 (CBC), from `make_random`'s instances with the first two sites open.

    LSCP.from_cost_matrix(blocks, 60), MCLP.from_cost_matrix(blocks, people, 25, 4, open) and
    PMedian.from_cost_matrix(blocks, people, 4, open): their objectives.
    """

    ANSWERS = (
        (0, 3, 655, 28797),
        (1, 3, 669, 26848),
        (2, 3, 509, 27848),
        (3, 3, 637, 31843),
        (4, 3, 519, 27529),
        (5, 4, 575, 28805),
    )

    @pytest.mark.parametrize(("seed", "fewest", "most", "moment"), ANSWERS)
    def test_they_agree(self, seed, fewest, most, moment):
        places, travel = make_random(seed)
        given = {"travel": travel, "people": "people"}
        opened = {"sites": ["s00", "s01"], "new": 2}
        assert cover_all(places, within=60, **given).aim == fewest
        assert cover_most(places, within=25, **given, **opened).aim == pytest.approx(most)
        near = bring_near(places, within=25, **given, **opened)
        assert near.aim * places["people"].sum() == pytest.approx(moment)


@st.composite
def small_cases(draw):
    places, sites = draw(st.integers(1, 5)), draw(st.integers(2, 5))
    minutes = draw(
        st.lists(
            st.lists(st.integers(1, 9), min_size=sites, max_size=sites),
            min_size=places,
            max_size=places,
        )
    )
    people = draw(st.lists(st.integers(0, 9), min_size=places, max_size=places).filter(any))
    opened = draw(st.integers(0, sites - 1))
    return np.array(minutes), np.array(people), list(range(opened))


class TestAgainstEveryChoice:
    @given(case=small_cases(), within=st.integers(1, 9))
    def test_no_fewer_sites_cover_everyone(self, case, within):
        minutes, _, opened = case
        near = minutes <= within
        assume(near.any(axis=1).all())
        number = minutes.shape[1]
        fewest = min(
            len(taken)
            for size in range(number + 1)
            for taken in combinations(range(number), size)
            if set(opened) <= set(taken) and near[:, list(taken)].any(axis=1).all()
        )
        found = self.solve(cover_all, case, within=within)
        assert found.aim == found.bound == fewest

    @given(case=small_cases(), within=st.integers(1, 9), new=st.integers(1, 2))
    def test_no_other_sites_cover_more_or_are_nearer(self, case, within, new):
        minutes, people, opened = case
        rest = [site for site in range(minutes.shape[1]) if site not in opened]
        assume(len(rest) >= new)
        every = [[*opened, *more] for more in combinations(rest, new)]
        most = max(people @ (minutes[:, taken].min(axis=1) <= within) for taken in every)
        least = min(people @ minutes[:, taken].min(axis=1) for taken in every)
        found = self.solve(cover_most, case, within=within, new=new)
        assert found.aim == pytest.approx(most)
        assert found.places["people"][found.places["covered"]].sum() == pytest.approx(most)
        near = self.solve(bring_near, case, within=within, new=new)
        assert near.aim * people.sum() == pytest.approx(least)
        assert near.places["people"] @ near.places["minutes"] == pytest.approx(least)

    def solve(self, function, case, **given):
        minutes, people, opened = case
        places, travel = write_tables(minutes, people)
        names = [f"s{number:02}" for number in opened]
        return function(places, travel=travel, sites=names, people="people", **given)


@pytest.fixture
def three():
    return write_tables(np.array([[5, 12], [9, 8], [30, 10]]), [9, 5, 4])


class TestCoverage:
    def test_the_nearest_open_site_counts(self, three):
        places, travel = three
        found = measure_coverage(places, travel=travel, sites=["s00"], within=9, people="people")
        assert found["service"].tolist() == ["s00"] * 3
        assert found["minutes"].tolist() == [5, 9, 30]
        assert found["covered"].tolist() == [True, True, False]

    def test_where_none_is_open_nobody_is_covered_and_nothing_is_near(self, three):
        places, travel = three
        found = measure_coverage(places, travel=travel, sites=[], within=9, people="people")
        assert found["service"].isna().all()
        assert found["minutes"].isna().all()
        assert not found["covered"].any()

    def test_a_pair_without_a_row_is_too_far(self, three):
        places, travel = three
        far = travel[~((travel["from"] == "p02") & (travel["to"] == "s01"))]
        given = {"travel": far, "within": 10, "people": "people"}
        assert measure_coverage(places, sites=["s01"], **given)["minutes"].isna().tolist() == [
            False,
            False,
            True,
        ]
        assert rank_next_sites(places, sites=[], **given)["newly_covered"].tolist() == [14, 5]

    def test_the_best_next_site_is_the_one_that_maximal_covering_takes(self, city):
        places, travel = city
        given = {"travel": travel, "within": 5000, "sites": ["Store_2"], "people": "people"}
        ranked = rank_next_sites(places, **given)
        best = cover_most(places, new=1, **given)
        assert best.chosen == (ranked["service"][0],)
        before = measure_coverage(places, **given)
        gained = best.aim - before["people"][before["covered"]].sum()
        assert ranked["newly_covered"][0] == pytest.approx(gained)

    def test_what_is_given_is_unchanged(self, three):
        places, travel = three
        copies = places.copy(), travel.copy()
        cover_most(places, travel=travel, within=9, people="people")
        pd.testing.assert_frame_equal(places, copies[0])
        pd.testing.assert_frame_equal(travel, copies[1])


class TestErrors:
    def test_a_place_that_no_site_is_near_says_how_far_would_do(self, three):
        places, travel = three
        with pytest.raises(
            ParameterError, match=r"within 7 minutes of 2 places: p01, p02\. Take 10"
        ):
            cover_all(places, travel=travel, within=7, people="people")

    def test_a_place_without_any_journey_is_named(self, three):
        places, travel = three
        gone = travel[travel["from"] != "p02"]
        with pytest.raises(ParameterError, match=r"1 place: p02\. Leave such"):
            cover_all(places, travel=gone, within=20, people="people")
        with pytest.raises(TableError, match="found pairs without for p02"):
            bring_near(places, travel=gone, within=20, people="people")

    def test_a_site_that_is_not_there_is_guessed(self, three):
        places, travel = three
        with pytest.raises(ParameterError, match=r"'s0' has no travel times\. Did you mean 's0"):
            measure_coverage(places, travel=travel, sites=["s0"], within=9, people="people")

    @pytest.mark.parametrize("within", [0, -5, "9", None, np.nan])
    def test_minutes_are_above_zero(self, three, within):
        places, travel = three
        with pytest.raises(ParameterError, match="'within' is minutes above zero"):
            cover_all(places, travel=travel, within=within, people="people")

    @pytest.mark.parametrize("new", [0, 3, 1.5, "1", np.inf, np.nan])
    def test_no_more_are_opened_than_there_are(self, three, new):
        places, travel = three
        with pytest.raises(ParameterError, match="a whole number from 1 to 2"):
            cover_most(places, travel=travel, within=9, new=new, people="people")

    @pytest.mark.parametrize(
        ("changed", "told"),
        [
            ({"minutes": np.nan}, "'minutes' is missing in 6 rows"),
            ({"minutes": -1.0}, "must not be negative"),
            ({"to": "s00"}, "one row"),
            ({"from": [f"other{number}" for number in range(6)]}, "no journey starts at any"),
        ],
    )
    def test_travel_times_that_cannot_be_are_refused(self, three, changed, told):
        places, travel = three
        with pytest.raises(TableError, match=told):
            cover_all(places, travel=travel.assign(**changed), within=9, people="people")

    def test_people_are_needed_to_be_near_to(self, three):
        places, travel = three
        with pytest.raises(TableError, match="'people' must be above zero somewhere"):
            bring_near(places.assign(people=0), travel=travel, within=9, people="people")
