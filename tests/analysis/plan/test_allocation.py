"""Sharing a capacity, against every plan there is on small instances, and by hand."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from datacell_lib.analysis.plan.allocation import share_capacity
from datacell_lib.analysis.plan.effort import Effort, find_density
from datacell_lib.analysis.plan.sharing_rules import SharingRules
from datacell_lib.analysis.plan.unit_by_unit import help_most
from datacell_lib.schema import ParameterError, TableError
from datacell_lib.table_sources import list_sources, mark_sources

VOLUNTEER = Effort(called="volunteers", hours=16, contact_hours=0.5, help_hours=2)
NEAR = 1e-6


def make_table(*rows):
    return pd.DataFrame(rows, columns=["area_code", "district_code", "people", "expected_need"])


@pytest.fixture
def county():
    """1,111 neighbourhoods in 14 districts: the size of Essex."""
    generator = np.random.default_rng(1)
    people = generator.integers(100, 900, 1111)
    return pd.DataFrame(
        {
            "area_code": [f"E01{number:06}" for number in range(1111)],
            "district_code": [f"E07{number * 14 // 1111:06}" for number in range(1111)],
            "people": people,
            "expected_need": people * generator.beta(2, 12, 1111),
        }
    )


def find_best(table, *, capacity, effort, rules):
    """The most that any plan helps, by trying every number of units; none where none will do."""
    people, need = table["people"].to_numpy(float), table["expected_need"].to_numpy(float)
    density = find_density(need, people)
    each = effort.count_contacts(density)
    codes = table["district_code"].to_numpy()
    shares = [density * (codes == code) for code in np.unique(codes)]
    own = [need[codes == code].sum() for code in np.unique(codes)]
    rows, ends = [], []
    for share, total in zip(shares, own, strict=True):
        rows.append(-share)
        ends.append(-max(rules.floor_share * total, rules.floor_people * (total > 0)))
    if rules.largest_difference is not None:
        for (one, first), (other, second) in product(zip(shares, own, strict=True), repeat=2):
            if first > 0 and second > 0:
                rows.append(one / first - other / second)
                ends.append(rules.largest_difference)
    most = [
        range(min(capacity, int(np.ceil(n / k))) + 1) for n, k in zip(people, each, strict=True)
    ]
    best = None
    for units in product(*most):
        if sum(units) > capacity:
            continue
        tops = np.minimum(people, each * units)
        bounds = np.column_stack([0 * tops, tops])
        found = linprog(-density, A_ub=rows, b_ub=np.array(ends) + 1e-9, bounds=bounds)
        if found.status == 0 and (best is None or -found.fun > best):
            best = -found.fun
    return best


@st.composite
def small_tables(draw):
    size = draw(st.integers(1, 4))
    people = draw(st.lists(st.integers(1, 6), min_size=size, max_size=size))
    shares = draw(st.lists(st.integers(0, 10), min_size=size, max_size=size).filter(any))
    districts = draw(st.lists(st.sampled_from("ns"), min_size=size, max_size=size))
    rows = zip("abcd", districts, people, np.array(people) * shares / 10, strict=False)
    return make_table(*rows)


EFFORTS = st.sampled_from([Effort(), Effort(hours=4, help_hours=3), Effort(hours=2.5)])
RULES = st.builds(
    SharingRules,
    floor_share=st.sampled_from([0.0, 0.2, 0.5]),
    floor_people=st.sampled_from([0.0, 0.3]),
    largest_difference=st.sampled_from([None, 0.0, 0.1, 0.4]),
)


class TestAgainstEveryPlan:
    @given(table=small_tables(), capacity=st.integers(1, 4), effort=EFFORTS, rules=RULES)
    def test_no_plan_helps_more_and_what_cannot_be_is_refused(self, table, capacity, effort, rules):
        best = find_best(table, capacity=capacity, effort=effort, rules=rules)
        if best is None:
            with pytest.raises(ParameterError, match="floor"):
                share_capacity(table, capacity=capacity, effort=effort, rules=rules)
            return
        plan = share_capacity(table, capacity=capacity, effort=effort, rules=rules, gap=0)
        assert plan.helped == pytest.approx(best, abs=1e-5)
        assert plan.most >= best - 1e-5
        assert plan.table["units"].sum() <= capacity

    @given(table=small_tables(), capacity=st.integers(1, 6), effort=EFFORTS)
    def test_unit_by_unit_helps_as_many_where_nothing_is_promised(self, table, capacity, effort):
        best = find_best(table, capacity=capacity, effort=effort, rules=SharingRules())
        need = table["expected_need"].to_numpy()[None]
        found = help_most(need, people=table["people"].to_numpy(), effort=effort, capacity=capacity)
        assert found[0] == pytest.approx(best, abs=NEAR)

    @given(table=small_tables(), effort=EFFORTS, floor=st.sampled_from([0.3, 0.6, 1.0]))
    def test_the_capacity_that_an_error_asks_for_is_the_least_that_does(self, table, effort, floor):
        rules = SharingRules(floor_share=floor)
        try:
            share_capacity(table, capacity=1, effort=effort, rules=rules)
        except ParameterError as error:
            needed = int(str(error).split("floors need ")[1].split()[0])
            assert find_best(table, capacity=needed - 1, effort=effort, rules=rules) is None
            assert share_capacity(table, capacity=needed, effort=effort, rules=rules).helped > 0
            lower = float(str(error).split("lower the floor to ")[1].split("%")[0]) / 100
            share_capacity(table, capacity=1, effort=effort, rules=SharingRules(floor_share=lower))


class TestByHand:
    def test_help_goes_where_need_is_densest_not_where_it_is_greatest(self):
        table = make_table(("big", "n", 100, 20.0), ("dense", "n", 10, 5.0))
        plan = share_capacity(table, capacity=30)
        assert plan.table["units"].tolist() == [20, 10]
        assert plan.helped == pytest.approx(10 * 0.5 + 20 * 0.2)

    def test_a_volunteer_reaches_as_many_as_the_hours_last(self):
        # half need help: 16 hours / (0.5 + 2 x 0.5) = 10.67 contacts; all 16 take two volunteers
        table = make_table(("a", "n", 16, 8.0))
        plan = share_capacity(table, capacity=3, effort=VOLUNTEER)
        assert plan.table[["units", "contacts"]].to_numpy().tolist() == [[2, 16.0]]

    def test_units_that_would_find_nobody_are_not_sent(self):
        table = make_table(("a", "n", 5, 1.0), ("nobody", "n", 50, 0.0), ("empty", "s", 0, 0.0))
        plan = share_capacity(table, capacity=20)
        assert plan.table["units"].tolist() == [5, 0, 0]
        districts = plan.sum_districts()
        assert districts["share_of_need_met"].tolist() == [1.0, pytest.approx(np.nan, nan_ok=True)]

    def test_the_price_of_fairness_is_what_equal_shares_lose(self):
        # equal shares s: 10 x 0.5 s contacts' worth: 5s/0.5 + 5s/0.1 = 30 calls, so s = 0.5
        table = make_table(("a", "n", 10, 5.0), ("b", "s", 50, 5.0))
        plan = share_capacity(table, capacity=30, rules=SharingRules(largest_difference=0))
        assert plan.helped == pytest.approx(5.0)
        assert plan.without_rules == pytest.approx(10 * 0.5 + 20 * 0.1)
        assert plan.price_of_fairness == pytest.approx(2.0)


class TestACounty:
    @pytest.mark.parametrize(
        ("capacity", "effort", "rules"),
        [
            (5000, Effort(), SharingRules(floor_share=0.02, largest_difference=0.05)),
            (400, VOLUNTEER, SharingRules(floor_share=0.02, largest_difference=0.02)),
            (1200, VOLUNTEER, SharingRules(floor_people=10)),
        ],
    )
    def test_its_plan_is_within_a_thousandth_of_what_is_proven(
        self, county, capacity, effort, rules
    ):
        plan = share_capacity(county, capacity=capacity, effort=effort, rules=rules)
        assert plan.gap <= 1e-3
        assert plan.helped <= min(plan.most, plan.without_rules) + NEAR
        districts = plan.sum_districts()
        met = districts["share_of_need_met"]
        assert met.min() >= rules.floor_share - NEAR
        assert districts["expected_helped"].min() >= rules.floor_people - NEAR
        if rules.largest_difference is not None:
            assert met.max() - met.min() <= rules.largest_difference + NEAR

    def test_nothing_promised_costs_nothing(self, county):
        plan = share_capacity(county, capacity=5000)
        assert plan.price_of_fairness == pytest.approx(0, abs=NEAR)

    def test_the_order_of_rows_does_not_matter(self, county):
        rules = SharingRules(floor_share=0.02)
        plans = [
            share_capacity(table, capacity=4000, rules=rules)
            for table in (county, county.sample(frac=1, random_state=4))
        ]
        assert plans[0].helped == pytest.approx(plans[1].helped, rel=2e-3)

    def test_what_is_given_is_unchanged_and_its_sources_are_carried(self, county):
        marked = mark_sources(county, ["population-2020"])
        before = marked.copy()
        plan = share_capacity(marked, capacity=10)
        pd.testing.assert_frame_equal(marked, before)
        assert (
            list_sources(plan.table) == list_sources(plan.sum_districts()) == ("population-2020",)
        )


class TestErrors:
    @pytest.mark.parametrize(
        ("changed", "told"),
        [
            ({"expected_need": None}, "A missing need is not zero"),
            ({"people": np.nan}, "'people' is missing for a"),
            ({"expected_need": -1.0}, "must not be negative"),
            ({"expected_need": 11.0}, "is above 'people' for a"),
            ({"expected_need": 0.0}, "zero everywhere"),
            ({"district_code": None}, "'district_code' is missing"),
        ],
    )
    def test_a_table_that_cannot_be_is_refused(self, changed, told):
        table = make_table(("a", "n", 10, 5.0)).assign(**changed)
        table["expected_need"] = table["expected_need"].astype(float)
        with pytest.raises(TableError, match=told):
            share_capacity(table, capacity=5)

    def test_a_neighbourhood_that_is_there_twice_is_refused(self):
        with pytest.raises(TableError, match="one row"):
            share_capacity(make_table(("a", "n", 1, 1.0), ("a", "n", 1, 1.0)), capacity=5)

    @pytest.mark.parametrize("capacity", [0, -1, 2.5, "5", True, np.nan, np.inf])
    def test_a_capacity_is_a_whole_number_above_zero(self, capacity):
        with pytest.raises(ParameterError, match="'capacity' must be a whole number"):
            share_capacity(make_table(("a", "n", 10, 5.0)), capacity=capacity)

    def test_floors_that_are_too_high_say_what_would_do(self):
        # half of 20 in need at 1 in 5: 50 calls; 20 calls meet a fifth
        table = make_table(("a", "n", 100, 20.0))
        told = "floors need 50 calls; the capacity is 20. Give 50, or lower the floor to 20%"
        with pytest.raises(ParameterError, match=told):
            share_capacity(
                table,
                capacity=20,
                effort=Effort(called="calls"),
                rules=SharingRules(floor_share=0.5),
            )

    def test_a_floor_above_a_districts_need_names_it(self):
        table = make_table(("a", "north", 100, 20.0), ("b", "south", 10, 3.0))
        with pytest.raises(ParameterError, match=r"need help in south\. Lower it to 3"):
            share_capacity(table, capacity=200, rules=SharingRules(floor_people=5))

    def test_a_lift_by_the_largest_difference_is_counted(self):
        # 5 people are all of the south's need, so the north must be met by 0.9 of 20: 90 calls
        table = make_table(("a", "north", 100, 20.0), ("b", "south", 10, 5.0))
        rules = SharingRules(floor_people=5, largest_difference=0.1)
        with pytest.raises(ParameterError, match="floors need 100 contacts"):
            share_capacity(table, capacity=90, rules=rules)
        assert share_capacity(table, capacity=100, rules=rules).helped == pytest.approx(23)

    @pytest.mark.parametrize(
        ("given", "told"),
        [
            ({"floor_share": 20}, "Write 10% as 0.1"),
            ({"largest_difference": -0.1}, "'largest_difference' is a share"),
            ({"floor_people": -1}, "number of people, zero or more"),
            ({"floor_people": np.inf}, "number of people, zero or more"),
        ],
    )
    def test_rules_outside_their_limits_are_refused(self, given, told):
        with pytest.raises(ParameterError, match=told):
            SharingRules(**given)

    @pytest.mark.parametrize(
        ("given", "told"),
        [
            ({"hours": 0}, "'hours' must be a number above zero"),
            ({"contact_hours": 0}, "'contact_hours' must be a number above zero"),
            ({"help_hours": -1}, "'help_hours' must be a number zero or more"),
            ({"help_hours": "2"}, "'help_hours' must be a number zero or more"),
            ({"hours": np.inf}, "'hours' must be a number above zero"),
        ],
    )
    def test_an_effort_that_cannot_be_is_refused(self, given, told):
        with pytest.raises(ParameterError, match=told):
            Effort(**given)
