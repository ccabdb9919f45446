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
    @pytest.mark.parametrize("geography", ["lsoa2011", "msoa2011"])
    def test_england_adds_up_to_what_was_published(self, load: Callable, geography: str) -> None:
        assert load(f"population-2020-{geography}")["usual_residents"].sum() == ENGLAND_MID_2020

    def test_lsoas_add_up_to_their_msoas(self, load: Callable) -> None:
        lsoas = load("population-2020-lsoa2011").merge(load("lsoa2011-msoa2011"))
        summed = lsoas.groupby("msoa_code")["usual_residents"].sum()
        msoas = load("population-2020-msoa2011").set_index("area_code")["usual_residents"]
        assert summed.sub(msoas).eq(0).all() and len(summed) == 6_791

    @pytest.mark.parametrize("geography", ["lsoa2011", "msoa2011"])
    def test_the_ages_add_up_to_the_total_of_every_area(
        self, load: Callable, geography: str
    ) -> None:
        ages = load(f"population-2020-{geography}-ages")
        assert sorted(ages["age"].unique()) == list(range(91))
        assert (ages.groupby("area_code").size() == 91).all()
        totals = load(f"population-2020-{geography}").set_index("area_code")
        summed = ages.groupby("area_code")["residents"].sum()
        assert summed.sub(totals["usual_residents"]).eq(0).all()

    def test_ninety_stands_for_ninety_and_over(self, load: Callable) -> None:
        ages = load("population-2020-msoa2011-ages")
        # the last column of the first row of the file: City of London 001 has 116
        city = ages[(ages["area_code"] == "E02000001") & (ages["age"] == 90)]
        assert city["residents"].tolist() == [116]


class TestCensus2021:
    @pytest.mark.parametrize(
        ("dataset", "column", "published"),
        [
            ("census2021-ethnicity", "usual_residents", RESIDENTS_2021),
            ("census2021-age", "usual_residents", RESIDENTS_2021),
            ("census2021-household-deprivation", "households", HOUSEHOLDS_2021),
        ],
    )
    def test_england_adds_up_to_what_was_published(
        self, load: Callable, dataset: str, column: str, published: int
    ) -> None:
        assert load(dataset)[column].sum() == pytest.approx(published, abs=PERTURBED)

    @pytest.mark.parametrize(
        ("dataset", "total"),
        [
            ("census2021-ethnicity", "usual_residents"),
            ("census2021-household-deprivation", "households"),
        ],
    )
    def test_groups_add_up_to_the_total(self, load: Callable, dataset: str, total: str) -> None:
        table = load(dataset).drop(columns="area_code")
        assert table.drop(columns=total).sum(axis=1).eq(table[total]).all()

    def test_4_7_million_people_give_unpaid_care(self, load: Callable) -> None:
        # ONS, Unpaid care, England and Wales: Census 2021: "4.7 million" in England
        care = load("census2021-unpaid-care")
        carers = care["residents_aged_5_and_over"].sum() - care["no_unpaid_care"].sum()
        assert round(carers / 1e6, 1) == 4.7

    def test_90_8_percent_have_english_as_their_main_language(self, load: Callable) -> None:
        # ONS, Language, England and Wales: Census 2021: 90.8% in England
        english = load("census2021-english")
        speakers = english["main_language_english"].sum()
        share = speakers / (speakers + english["main_language_other"].sum())
        assert round(100 * share, 1) == 90.8

    def test_proficiency_adds_up_to_those_with_another_language(self, load: Callable) -> None:
        english = load("census2021-english")
        parts = ["english_very_well", "english_well", "english_not_well", "english_not_at_all"]
        assert english[parts].sum(axis=1).sub(english["main_language_other"]).abs().max() <= 5


# What an entry adds up itself, and would count twice.
SUMMED = {"households_of_5_or_more_persons"}


class TestCensus2011:
    @pytest.mark.parametrize(
        "dataset", ["census2011-household-size", "census2011-overcrowding", "census2011-cars"]
    )
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

    def test_dimensions_of_deprivation_add_up_to_all_households(self, load: Callable) -> None:
        counts = load("census2011-household-deprivation").drop(columns="area_code")
        assert counts.sum().sum() == HOUSEHOLDS_2011

    def test_ethnic_groups_add_up_to_all_residents(self, load: Callable) -> None:
        groups = load("census2011-ethnicity")
        assert groups["usual_residents"].sum() == RESIDENTS_2011
        assert (groups["white"] + groups["minority_ethnic_groups"]).sum() == RESIDENTS_2011
        assert groups["white"].sum() == 45_281_142  # ONS, KS201EW, England

    def test_5_691_251_households_had_no_car(self, load: Callable) -> None:
        cars = load("census2011-cars")  # ONS, KS404EW, England
        assert cars["households"].sum() - cars["households_with_a_car"].sum() == 5_691_251

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

    def test_carers_by_age_are_most_of_all_carers(self, load: Callable) -> None:
        # ONS, KS301EW: 5,430,016 carers in England, some of them not in households
        carers = load("census2011-carers-by-age").drop(columns="area_code").sum().sum()
        assert 0.99 < carers / 5_430_016 < 1
