"""People: estimates of mid-2020 and the censuses, against the totals that ONS published."""

from collections.abc import Callable

import pytest

ENGLAND_MID_2020 = 56_550_138  # ONS, mid-2020 estimates
HOUSEHOLDS_2011 = 22_063_368  # ONS, Census 2011, KS401EW, England
RESIDENTS_2011 = 53_012_456  # ONS, Census 2011, KS101EW, England
RESIDENTS_2021 = 56_490_048  # ONS, Census 2021, TS001, England
HOUSEHOLDS_2021 = 23_436_085  # ONS, Census 2021, TS041, England
# ONS perturbs each cell of 2021, so that small areas don't add up to the nation exactly
PERTURBED = 500


class TestMid2020:
    def test_england_adds_up_to_what_was_published(self, load: Callable) -> None:
        assert load("population-2020-lsoa2011")["usual_residents"].sum() == ENGLAND_MID_2020

    def test_lsoas_add_up_to_their_msoas(self, load: Callable) -> None:
        lsoas = load("population-2020-lsoa2011").merge(load("lsoa2011-msoa2011"))
        summed = lsoas.groupby("msoa_code")["usual_residents"].sum()
        msoas = load("population-2020-msoa2011-ages").groupby("area_code")["residents"].sum()
        assert summed.sub(msoas).eq(0).all() and len(summed) == 6_791

    def test_every_area_has_all_ages(self, load: Callable) -> None:
        ages = load("population-2020-msoa2011-ages")
        assert sorted(ages["age"].unique()) == list(range(91))
        assert (ages.groupby("area_code").size() == 91).all()

    def test_ninety_stands_for_ninety_and_over(self, load: Callable) -> None:
        ages = load("population-2020-msoa2011-ages")
        # the last column of the first row of the file: City of London 001 has 116
        city = ages[(ages["area_code"] == "E02000001") & (ages["age"] == 90)]
        assert city["residents"].tolist() == [116]


class TestCensus2021:
    @pytest.mark.parametrize(
        ("dataset", "column", "published"),
        [
            ("census2021-age", "usual_residents", RESIDENTS_2021),
            ("census2021-tenure", "households", HOUSEHOLDS_2021),
        ],
    )
    def test_england_adds_up_to_what_was_published(
        self, load: Callable, dataset: str, column: str, published: int
    ) -> None:
        assert load(dataset)[column].sum() == pytest.approx(published, abs=PERTURBED)

    def test_4_7_million_people_give_unpaid_care(self, load: Callable) -> None:
        # ONS, Unpaid care, England and Wales: Census 2021: "4.7 million" in England
        care = load("census2021-unpaid-care")
        carers = care["residents_aged_5_and_over"].sum() - care["no_unpaid_care"].sum()
        assert round(carers / 1e6, 1) == 4.7


# What an entry adds up itself, and would count twice.
SUMMED = {"households_of_5_or_more_persons"}


class TestCensus2011:
    @pytest.mark.parametrize("dataset", ["census2011-household-size", "census2011-overcrowding"])
    def test_households_add_up_to_what_was_published(self, load: Callable, dataset: str) -> None:
        assert load(dataset)["households"].sum() == HOUSEHOLDS_2011

    @pytest.mark.parametrize("dataset", ["census2011-household-size", "census2011-overcrowding"])
    def test_six_footnotes_are_set_aside_with_wales(self, arrive: Callable, dataset: str) -> None:
        arrival = arrive(dataset)
        assert arrival.set_aside == 410 + 6
        table = arrival.table.drop(columns=["area_code", *SUMMED & set(arrival.table)])
        assert table.drop(columns="households").sum(axis=1).eq(table["households"]).all()

    def test_households_of_five_or_more_are_the_largest_four_sizes(self, load: Callable) -> None:
        sizes = load("census2011-household-size")
        parts = [f"households_of_{n}_persons" for n in (5, 6, 7)]
        added = sizes[[*parts, "households_of_8_or_more_persons"]].sum(axis=1)
        assert sizes["households_of_5_or_more_persons"].eq(added).all()

    def test_ethnic_groups_add_up_to_all_residents(self, load: Callable) -> None:
        groups = load("census2011-ethnicity")
        assert groups["usual_residents"].sum() == RESIDENTS_2011
        assert (groups["white"] + groups["minority_ethnic_groups"]).sum() == RESIDENTS_2011
        assert groups["white"].sum() == 45_281_142  # ONS, KS201EW, England

    def test_6_666_493_people_lived_alone(self, load: Callable) -> None:
        size = load("census2011-household-size")  # ONS, QS406EW, England
        assert size["households_of_1_person"].sum() == 6_666_493

    @pytest.mark.parametrize(
        ("dataset", "columns"),
        [
            (
                "census2011-ethnicity-msoa",
                ["asian", "black", "mixed", "white", "other_ethnic_group"],
            ),
            (
                "census2011-health",
                ["very_good_health", "good_health", "fair_health", "bad_health", "very_bad_health"],
            ),
        ],
    )
    def test_these_are_percentages_and_no_counts(
        self, load: Callable, dataset: str, columns: list[str]
    ) -> None:
        # five figures rounded to one decimal: off by up to 0.25
        assert load(dataset)[columns].sum(axis=1).sub(100).abs().max() <= 0.26
