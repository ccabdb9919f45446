"""Plans of the invented county: calls that are shared, and services that are far."""

import pandas as pd
import pytest

from datacell_lib.schema import ConfigError, ParameterError
from datacell_lib.table_sources import list_sources
from datacell_lib.worked_plans import WorkedPlans


class TestShare:
    def test_all_calls_are_shared_and_districts_add_up(self, plans):
        shared = plans.share("heatwave", contacts=1000, promise=0.5)
        assert shared.districts["contacts"].sum() == pytest.approx(1000)
        assert shared.neighbourhoods["contacts"].sum() == pytest.approx(1000)
        assert len(shared.neighbourhoods) == len(plans.residents)
        summary = shared.summary.iloc[0]
        found = shared.districts["expected_helped"].sum()
        assert summary["expected_helped"] == pytest.approx(found)
        assert summary["evenly"] < found <= summary["without_rules"]

    def test_each_district_gets_what_is_promised_of_an_even_spread(self, plans):
        shared = plans.share("heatwave", contacts=1000, promise=0.5)
        even = 1000 / shared.table["people"].sum()
        assert shared.districts["share_of_need_met"].min() >= 0.5 * even - 1e-9
        none = plans.share("heatwave", contacts=1000, promise=0)
        assert none.districts["contacts"].min() == 0

    def test_neighbourhoods_whose_need_is_not_known_are_left_out_and_counted(self, plans):
        shared = plans.share("calls", contacts=100, promise=0.0)
        unknown = shared.residents.copy()
        unknown.loc[unknown.index[:3], "aged_under_50"] = None
        partly = type(shared)(unknown, shared.purpose, contacts=100, promise=0.0)
        assert partly.summary["neighbourhoods_not_known"].tolist() == [3]
        assert len(partly.neighbourhoods) == len(unknown) - 3

    def test_what_is_behind_it_is_told(self, plans):
        shared = plans.share("calls", contacts=100, promise=0.5)
        for table in (shared.summary, shared.districts, shared.neighbourhoods):
            assert {"census2021-age", "iod2025-scores"} <= set(list_sources(table))

    @pytest.mark.parametrize("promise", [-0.1, 50, "half", float("nan")])
    def test_a_promise_is_a_share(self, plans, promise):
        with pytest.raises(ParameterError, match="'promise' is a share from 0 to 1"):
            plans.share("calls", contacts=100, promise=promise)

    @pytest.mark.parametrize("contacts", [0, 2.5, "many"])
    def test_calls_are_a_whole_number(self, plans, contacts):
        with pytest.raises(ParameterError, match="whole number above zero"):
            plans.share("calls", contacts=contacts, promise=0.5)

    def test_an_unknown_purpose_is_told_with_the_one_that_was_meant(self, plans):
        with pytest.raises(ConfigError, match="Did you mean 'calls'"):
            plans.share("call", contacts=100, promise=0.5)

    def test_where_need_is_not_known_there_is_nothing_to_share(self, without_ages):
        shared = without_ages.share("calls", contacts=100, promise=0.5)
        assert shared.summary.empty and shared.districts.empty and shared.neighbourhoods.empty


class TestMeasureReach:
    def test_left_out_are_those_whom_every_further_site_together_can_reach_at_most(self, plans):
        reach = plans.measure_reach("food", within=15)
        row = reach.summary.iloc[0]
        assert 0 < row["left_out"] < row["expected_need"]
        assert reach.next_places["newly_covered"].max() <= row["left_out"]
        assert reach.next_places["newly_covered"].is_monotonic_decreasing

    def test_of_more_minutes_fewer_are_left_out(self, plans):
        left = [
            plans.measure_reach("food", within=minutes).summary["left_out"].iloc[0]
            for minutes in (10, 15, 25)
        ]
        assert left == sorted(left, reverse=True)
        assert left[0] > left[-1]

    def test_a_list_of_some_districts_counts_these_alone(self, plans):
        codes = plans.linked.neighbourhoods["authority_code"]
        first = codes.iloc[0]
        lists = plans.services.lists.assign(authorities=first)
        services = plans.services
        partly = type(services)(services.area, services.neighbourhoods, services.to_go)
        partly.__dict__["_parts"] = {"points": services.points, "lists": lists}
        reach = WorkedPlans(plans.area, plans.linked, plans.named, partly).measure_reach(
            "food", within=15
        )
        assert len(reach.need) == (codes == first).sum()

    def test_without_services_there_is_nothing_to_measure(self, plans):
        services = plans.services
        bare = type(services)(services.area, services.neighbourhoods, services.to_go)
        parts = {"points": services.points.head(0), "lists": services.lists.head(0)}
        bare.__dict__["_parts"] = parts
        reach = WorkedPlans(plans.area, plans.linked, plans.named, bare).measure_reach(
            "food", within=15
        )
        assert reach.summary.empty and reach.next_places.empty

    def test_where_need_is_not_known_there_is_nothing_to_measure(self, without_ages):
        reach = without_ages.measure_reach("food", within=15)
        assert isinstance(reach.summary, pd.DataFrame)
        assert reach.summary.empty and reach.next_places.empty

    def test_services_are_behind_it(self, plans):
        reach = plans.measure_reach("food", within=15)
        assert "dispensaries-2025" in list_sources(reach.next_places)
