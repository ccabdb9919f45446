"""Cases and vaccinations: totals, suppression, and how one file agrees with another."""

from collections.abc import Callable

import pandas as pd
import pytest

CITY = "E02000001"


class TestWeeklyCases:
    def test_it_has_27_weeks_of_every_msoa_and_no_unallocated_row(
        self, load: Callable, arrive: Callable
    ) -> None:
        table = load("covid-cases-weekly-msoa")
        assert len(table) == 6_791 * 27 and arrive("covid-cases-weekly-msoa").set_aside == 1
        # 193,775 in the sheet, of which its last row, unallocated, has 8,195 in weeks 10 to 27
        unallocated = [12, 63, 184, 493, 936, 1243, 1851, 1228, 738]
        unallocated += [418, 294, 212, 137, 120, 57, 93, 54, 62]
        assert table["cases"].sum() == 193_775 - sum(unallocated)

    def test_two_dots_are_nought_to_two_and_never_nought(self, load: Callable) -> None:
        table = load("covid-cases-weekly-msoa")
        city = table[(table["area_code"] == CITY) & table["week"].between(11, 14)]
        # the sheet's first row: "..", 4, 3, 3
        assert city["cases"].fillna(-1).tolist() == [-1, 4, 3, 3]
        assert city["cases_lower"].tolist() == [0, 4, 3, 3]
        assert city["cases_upper"].tolist() == [2, 4, 3, 3]
        assert table["cases"].min() == 3
        assert table[["cases_lower", "cases_upper"]].notna().all().all()


class TestSevenDays:
    def test_it_has_a_row_for_every_day_and_msoa(self, load: Callable) -> None:
        table = load("covid-cases-seven-days-msoa")
        assert len(table) == 256 * 6_791
        assert table["date"].min() == pd.Timestamp("2020-03-15")
        assert table["date"].max() == pd.Timestamp("2020-11-25")
        # 1,002,253 cells are filled, 309,540 of them with S
        assert table["cases_upper"].notna().sum() == 1_002_253
        assert table["cases"].notna().sum() == 1_002_253 - 309_540

    def test_s_is_nought_to_two_and_a_blank_is_not_known_at_all(self, load: Callable) -> None:
        table = load("covid-cases-seven-days-msoa")
        city = table[table["area_code"] == CITY].set_index("date")
        columns = ["cases", "cases_lower", "cases_upper"]
        assert city.loc["2020-03-15", columns].isna().all()
        assert city.loc["2020-03-17", columns].fillna(-1).tolist() == [-1, 0, 2]
        assert city.loc["2020-03-19", columns].tolist() == [3, 3, 3]

    @pytest.mark.parametrize("week", [13, 15, 16, 20, 24])
    def test_on_sundays_it_agrees_with_the_weekly_sheet(self, load: Callable, week: int) -> None:
        weekly = load("covid-cases-weekly-msoa")
        one = weekly[weekly["week"] == week].set_index("area_code")["cases"]
        days = load("covid-cases-seven-days-msoa")
        sunday = pd.Timestamp("2020-01-05") + pd.Timedelta(weeks=week - 1)
        other = days[days["date"] == sunday].set_index("area_code")["cases"]
        both = pd.concat([one, other], axis=1, keys=["weekly", "daily"]).dropna()
        # later corrections move a few; another numbering of the weeks would move nearly all
        assert len(both) > 600 and (both["weekly"] == both["daily"]).mean() > 0.95


class TestDistrictCases:
    def test_20_8_million_cases_are_in_315_districts_and_one_more(self, load: Callable) -> None:
        cases = load("covid-cases-daily")
        assert cases["cases"].sum() == 20_825_034
        assert cases["area_code"].nunique() == 316

    def test_three_districts_have_what_the_register_says(self, load: Callable) -> None:
        sums = load("covid-cases-daily").groupby("area_code")["cases"].sum()
        assert sums[["E07000066", "E06000033", "E08000001"]].tolist() == [72_734, 68_577, 104_896]

    def test_its_districts_are_of_2019(self, load: Callable) -> None:
        codes = set(load("covid-cases-daily")["area_code"])
        assert "E06000060" not in codes and {"E07000004", "E07000007"} <= codes
        assert "E06000053" not in codes  # Isles of Scilly


class TestVaccinations:
    def test_first_and_second_doses_are_all_doses(self, load: Callable) -> None:
        first = load("vaccinations-msoa-2021-04").groupby("area_code")["first_doses"].sum()
        doses = load("vaccine-doses-msoa-2021-04").set_index("area_code")
        assert (first + doses["second_doses"]).eq(doses["all_doses"]).all()
        assert doses["all_doses"].sum() == 41_624_104

    def test_older_people_had_hardly_any_first_doses_left_to_get(self, load: Callable) -> None:
        march, april = load("vaccinations-msoa-2021-03"), load("vaccinations-msoa-2021-04")
        oldest = [
            table.loc[table["age_band"] == "80 and over", "first_doses"].sum()
            for table in (march, april)
        ]
        # the sums of the last columns of the two files
        assert oldest == [2_687_465, 2_692_713]

    def test_six_bands_in_march_and_nine_in_april(self, load: Callable) -> None:
        assert sorted(load("vaccinations-msoa-2021-03")["age_band"].unique()) == [
            "60 to 64", "65 to 69", "70 to 74", "75 to 79", "80 and over", "under 60",
        ]  # fmt: skip
        assert load("vaccinations-msoa-2021-04")["age_band"].nunique() == 9
