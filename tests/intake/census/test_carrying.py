import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datacell_lib.files.area import load_area
from datacell_lib.intake.census.bridging import Bridge
from datacell_lib.intake.census.carrying import carry_table
from datacell_lib.intake.census.exact_fit import load_exact_fit
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.schema import TableError

LOOKUP = pd.DataFrame(
    [
        ("E01000001", "E01000001", "U"),
        ("E01000002", "E01000021", "S"),
        ("E01000002", "E01000022", "S"),
        ("E01000003", "E01000031", "M"),
        ("E01000004", "E01000031", "M"),
    ],
    columns=["lsoa2011_code", "lsoa2021_code", "change"],
)
RESIDENTS = pd.Series(
    {
        "E01000021": 1_000,
        "E01000022": 3_000,
        "E01000002": 4_000,
        "E01000003": 500,
        "E01000004": 1_500,
        "E01000031": 2_000,
    }
)
TABLE = pd.DataFrame(
    {
        "area_code": ["E01000001", "E01000002", "E01000003", "E01000004"],
        "cases": [7, 10, 3, 4],
        "rate": [0.1, 0.2, 0.3, 0.7],
    }
)
QUANTITIES = {"cases": "count", "rate": "rate"}


def carry(table=TABLE, *, to="LSOA 2021", quantities=QUANTITIES, weights=RESIDENTS, **options):
    return carry_table(
        table, to=to, quantities=quantities, weights=weights, lookup=LOOKUP, **options
    )


@st.composite
def lookups(draw):
    """Lookups of a few unchanged, split, merged and irregular neighbourhoods, with residents."""
    rows, number = [], 0
    for letter in draw(st.lists(st.sampled_from("USMX"), min_size=1, max_size=6)):
        number += 10
        old = [f"E01{number + i:06d}" for i in range(4)]
        new = [f"E01{500_000 + number + i:06d}" for i in range(4)]
        parts = draw(st.integers(2, 4))
        rows += {
            "U": [(old[0], old[0], "U")],
            "S": [(old[0], code, "S") for code in new[:parts]],
            "M": [(code, new[0], "M") for code in old[:parts]],
            "X": [(old[0], new[0], "X"), (old[0], new[1], "X"), (old[1], new[0], "X")],
        }[letter]
    lookup = pd.DataFrame(rows, columns=list(LOOKUP))
    codes = sorted({*lookup["lsoa2011_code"], *lookup["lsoa2021_code"]})
    people = draw(st.lists(st.integers(1, 5_000), min_size=len(codes), max_size=len(codes)))
    return lookup, pd.Series(people, index=codes)


class TestCarryTable:
    def test_counts_are_shared_on_splits_and_added_up_on_merges(self):
        # By hand: 10 cases go 1,000 to 3,000, so 2.5 and 7.5; 3 and 4 become 7.
        table = carry().table
        assert table["area_code"].tolist() == ["E01000001", "E01000021", "E01000022", "E01000031"]
        assert table["cases"].tolist() == pytest.approx([7, 2.5, 7.5, 7])

    def test_rates_are_copied_to_parts_and_averaged_over_residents_on_merges(self):
        # By hand: (500 x 0.3 + 1,500 x 0.7) / 2,000 = 0.6.
        assert carry().table["rate"].tolist() == pytest.approx([0.1, 0.2, 0.2, 0.6])

    def test_a_copied_rate_is_the_same_to_the_last_digit(self):
        rates = carry(TABLE.assign(rate=[0.1, 1 / 3, 0.3, 0.7])).table["rate"]
        assert rates.iloc[1] == rates.iloc[2] == 1 / 3

    def test_backwards_a_split_is_added_up_and_a_merge_shared(self):
        newer = pd.DataFrame(
            {
                "area_code": ["E01000001", "E01000021", "E01000022", "E01000031"],
                "cases": [7, 2, 8, 8],
                "rate": [0.1, 0.2, 0.6, 0.5],
            }
        )
        table = carry(newer, to="LSOA 2011").table
        assert table["cases"].tolist() == pytest.approx([7, 10, 2, 6])
        # By hand: (1,000 x 0.2 + 3,000 x 0.6) / 4,000 = 0.5.
        assert table["rate"].tolist() == pytest.approx([0.1, 0.5, 0.5, 0.5])

    def test_whole_counts_stay_whole_by_largest_remainders(self):
        # 2.5 and 7.5 have equal remainders: the lower code is served first.
        assert carry(whole_numbers=True).table["cases"].tolist() == [7, 3, 7, 7]

    def test_affected_pairs_are_reported_with_their_shares(self):
        affected = carry().affected
        assert affected["change"].tolist() == ["split", "split", "merged", "merged"]
        assert affected["share"].tolist() == pytest.approx([0.25, 0.75, 1, 1])
        assert set(affected["method"]) == {"residents"}

    def test_equal_shares_are_said_to_be_equal(self):
        carried = carry(weights=None)
        assert carried.table["cases"].tolist() == pytest.approx([7, 5, 5, 7])
        assert set(carried.affected["method"]) == {"equal shares"}

    def test_totals_are_given_before_and_after(self):
        totals = carry().totals
        assert totals["column"].tolist() == ["cases"]
        assert totals[["before", "after"]].to_numpy().tolist() == [[24, pytest.approx(24)]]

    def test_a_missing_value_makes_what_it_enters_missing_and_nothing_else(self):
        table = carry(TABLE.assign(cases=[7, 10, None, 4], rate=[0.1, None, None, 0.7])).table
        assert table["cases"].isna().tolist() == [False, False, False, True]
        assert table["rate"].isna().tolist() == [False, True, True, True]

    def test_part_of_a_nation_is_carried_where_it_is_whole(self):
        assert len(carry(TABLE.head(2)).table) == 3

    def test_rows_in_another_order_give_the_same(self):
        one, other = (carry(table, whole_numbers=True).table for table in (TABLE, TABLE.iloc[::-1]))
        pd.testing.assert_frame_equal(one, other)

    def test_the_table_is_left_alone(self):
        before = TABLE.copy()
        carry(whole_numbers=True)
        pd.testing.assert_frame_equal(TABLE, before)

    def test_a_rank_is_refused_with_the_remedy(self):
        with pytest.raises(TableError, match=r"rate is a rank.*Carry the score and rank again"):
            carry(quantities=QUANTITIES | {"rate": "rank"})

    def test_a_column_without_quantity_is_refused(self):
        with pytest.raises(TableError, match=r"column rate must be count, rate, score.*None"):
            carry(quantities={"cases": "count"})

    def test_a_code_of_the_other_census_is_named(self):
        with pytest.raises(TableError, match=r"1 codes are not lsoa2011_code.*E01000021"):
            carry(TABLE.replace("E01000001", "E01000021"))

    def test_half_of_a_merge_is_refused(self):
        with pytest.raises(TableError, match=r"E01000031 was made from E01000004 too"):
            carry(TABLE.head(3))

    def test_a_repeated_neighbourhood_is_refused(self):
        with pytest.raises(TableError, match=r"E01000001 has several"):
            carry(pd.concat([TABLE, TABLE.head(1)]))

    def test_a_table_without_codes_is_refused(self):
        with pytest.raises(TableError, match=r"needs area_code; found cases, rate"):
            carry(TABLE.drop(columns="area_code"))

    def test_another_geography_is_refused(self):
        with pytest.raises(TableError, match=r"carried to LSOA 2011 or LSOA 2021; found 'MSOA'"):
            carry(to="MSOA")

    def test_a_best_fit_lookup_is_never_used(self):
        best_fit = LOOKUP.drop_duplicates("lsoa2011_code")
        with pytest.raises(TableError, match="best fit"):
            carry_table(TABLE, to="LSOA 2021", quantities=QUANTITIES, weights=None, lookup=best_fit)

    @settings(max_examples=40, deadline=None)
    @given(lookups(), st.booleans(), st.data())
    @pytest.mark.parametrize("to", ["LSOA 2021", "LSOA 2011"])
    def test_counts_are_conserved_whole_and_rates_stay_within_what_they_were(
        self, to, drawn, equally, data
    ):
        lookup, residents = drawn
        source = "lsoa2011_code" if to == "LSOA 2021" else "lsoa2021_code"
        codes = sorted(lookup[source].unique())
        counts = data.draw(st.lists(st.integers(0, 900), min_size=len(codes), max_size=len(codes)))
        table = pd.DataFrame({"area_code": codes, "cases": counts, "rate": counts})
        carried = carry_table(
            table,
            to=to,
            quantities=QUANTITIES,
            weights=None if equally else residents,
            lookup=lookup,
            whole_numbers=True,
        ).table
        assert carried["cases"].sum() == sum(counts)
        assert (carried["cases"] % 1 == 0).all()
        assert carried["cases"].ge(0).all()
        assert carried["rate"].between(min(counts) - 1e-6, max(counts) + 1e-6).all()


@pytest.fixture(scope="module")
def nation(real_files):
    area = load_area("essex-2020")
    people = read_dataset("population-2020-lsoa2011", area=area)
    return people, load_exact_fit(area), Bridge(area).residents


class TestEngland:
    """The whole nation on the real lookup, both ways."""

    @pytest.mark.parametrize("whole_numbers", [True, False])
    def test_mid_2020_population_is_conserved_there_and_back(self, nation, whole_numbers):
        people, lookup, residents = nation
        quantities = dict.fromkeys(people, "count")
        forth = carry_table(
            people,
            to="LSOA 2021",
            quantities=quantities,
            weights=residents,
            lookup=lookup,
            whole_numbers=whole_numbers,
        )
        back = carry_table(
            forth.table,
            to="LSOA 2011",
            quantities=quantities,
            weights=residents,
            lookup=lookup,
            whole_numbers=whole_numbers,
        )
        # ONS, mid-2020: 56,550,138 people in England.
        assert people["usual_residents"].sum() == 56_550_138
        assert (len(forth.table), len(back.table)) == (33_755, 32_844)
        for carried in (forth, back):
            total = carried.table["usual_residents"].sum()
            assert total == pytest.approx(56_550_138, abs=0 if whole_numbers else 1e-3)
            after = carried.table.drop(columns="area_code").sum().to_numpy()
            before = people.drop(columns="area_code").sum().to_numpy()
            assert abs(after - before).max() < (0.5 if whole_numbers else 1e-3)

    def test_essex_has_28_split_neighbourhoods_in_62_parts(self, nation):
        # Counted in the published lookup for the 14 districts: 1,049 unchanged, 28 split in 62.
        people, lookup, residents = nation
        carried = carry_table(
            people[["area_code", "usual_residents"]],
            to="LSOA 2021",
            quantities={"usual_residents": "count"},
            weights=residents,
            lookup=lookup,
        )
        area = load_area("essex")
        places = read_dataset("lsoa2021-wards-2024", area=area)
        own = places.loc[places["authority_code"].isin(area.authorities), "area_code"]
        affected = carried.affected[carried.affected["lsoa2021_code"].isin(own)]
        assert affected["lsoa2011_code"].nunique() == 28
        assert affected["lsoa2021_code"].nunique() == 62
        assert set(affected["change"]) == {"split"}
