"""What each file of deaths counts, and by which date."""

from collections.abc import Callable

import pandas as pd
import pytest

SPRING = ["2020-03-01", "2020-04-01", "2020-05-01", "2020-06-01"]


def add_up(table: pd.DataFrame) -> list[float]:
    return table.groupby("month")["deaths"].sum().loc[SPRING].tolist()


class TestWorkbook:
    def test_msoas_add_up_to_england(self, load: Callable, arrive: Callable) -> None:
        # Table 1 of the same workbook, England, persons
        assert add_up(load("covid-deaths-msoa-2020")) == [4_562, 29_112, 11_220, 3_146]
        assert add_up(load("deaths-msoa-2020")) == [49_760, 76_560, 46_609, 34_777]
        assert arrive("covid-deaths-msoa-2020").rows == 7_201 * 4

    def test_districts_add_up_to_england(self, load: Callable) -> None:
        assert add_up(load("covid-deaths-districts-2020")) == [4_562, 29_112, 11_220, 3_146]
        assert add_up(load("deaths-districts-2020")) == [49_760, 76_560, 46_609, 34_777]

    def test_counties_and_regions_are_set_aside(self, load: Callable, arrive: Callable) -> None:
        table = load("covid-deaths-districts-2020")
        # 57 unitary authorities, 188 districts, 36 metropolitan ones, 33 of London
        assert table["area_code"].nunique() == 57 + 188 + 36 + 33
        # 25 counties, 9 regions, 7 health boards, 6 metropolitan counties, 3 countries, 1 other,
        # and then the 22 authorities of Wales, for each of four months
        set_aside = arrive("covid-deaths-districts-2020").set_aside
        assert set_aside == 25 + 9 + 7 + 6 + 3 + 1 + 22 * 4

    def test_msoas_nearly_add_up_to_their_districts(self, load: Callable) -> None:
        # ONS has moved a few deaths between neighbouring areas
        lookup = load("lsoa2011-msoa2011").merge(load("lsoa2011-districts-2020"), on="area_code")
        district = lookup.drop_duplicates("msoa_code").set_index("msoa_code")["authority_code"]
        msoas = load("covid-deaths-msoa-2020")
        summed = msoas.groupby(msoas["area_code"].map(district))["deaths"].sum()
        published = load("covid-deaths-districts-2020").groupby("area_code")["deaths"].sum()
        assert summed.sub(published).abs().max() <= 2


class TestRegistrations:
    @pytest.fixture
    def registered(self, load: Callable) -> pd.DataFrame:
        return load("covid-deaths-registered-msoa")

    def test_the_months_add_up(self, registered: pd.DataFrame, load: Callable) -> None:
        # 123,448 in the file, of whom 6,870 in Wales
        assert registered["deaths"].sum() == 123_448 - 6_870
        assert registered["month"].nunique() == 14

    def test_it_cannot_be_by_month_of_death(self, registered: pd.DataFrame, load: Callable) -> None:
        """A count by month of death only grows as late deaths are registered; this is smaller."""
        occurred = add_up(load("covid-deaths-msoa-2020"))
        later_issue = add_up(registered)
        assert later_issue[0] < 0.4 * occurred[0]  # March: the epidemic had just begun
        assert later_issue[2] > occurred[2] and later_issue[3] > occurred[3]  # and it moves on

    def test_it_cannot_be_every_death_that_mentions_the_disease(
        self, registered: pd.DataFrame, load: Callable
    ) -> None:
        """All that occurred by June were registered by 11 July: fewer, even with all of July."""
        occurred = sum(add_up(load("covid-deaths-msoa-2020")))
        until_july = registered.loc[registered["month"] <= "2020-07-01", "deaths"].sum()
        assert until_july < occurred
        assert until_july / occurred == pytest.approx(0.945, abs=0.005)

    def test_it_has_the_deaths_due_to_the_disease_registered_in_april_2021(
        self, registered: pd.DataFrame
    ) -> None:
        # ONS, Monthly mortality analysis, April 2021: 38,899 deaths registered in England, of
        # which 2.4% were due to COVID-19
        april = registered.loc[registered["month"] == "2021-04-01", "deaths"].sum()
        assert round(100 * april / 38_899, 1) == 2.4


class TestExcess:
    def test_count_and_percentage_have_one_sign(self, load: Callable) -> None:
        table = load("excess-deaths-msoa")
        signs = table["excess_deaths"] * table["percent_above_average"]
        assert signs.min() >= 0
        # England and Wales have 105,860 in the file
        assert 0.9 < table["excess_deaths"].sum() / 105_860 < 1
