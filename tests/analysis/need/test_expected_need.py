"""Expected need: by hand, by simulation, and what must hold whatever the numbers are."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datacell_lib.analysis.need.expected_need import draw_need, estimate_need, expect_need
from datacell_lib.files.purposes import Purpose
from datacell_lib.schema import TableError

AGES = ["aged_under_50", "aged_50_to_64", "aged_65_and_over"]


def make_purpose(*, ratio=None, risks=((0.01, 0.01, 0.01), (0.02, 0.02, 0.02), (0.2, 0.1, 0.3))):
    bands = [{"age_from": 0, "age_to": 49}, {"age_from": 50, "age_to": 64}, {"age_from": 65}]
    told = {"source": "Invented, 2026.", "holds": "Nothing."}
    by_age = [
        band | dict(zip(("risk", "lower", "upper"), risk, strict=True))
        for band, risk in zip(bands, risks, strict=True)
    ]
    place = None if ratio is None else dict(zip(("ratio", "lower", "upper"), ratio, strict=True))
    return Purpose.model_validate(
        {
            "id": "x",
            "title": "X",
            "help": "an x",
            "needs": "need x",
            "hours": 0.5,
            "hours_because": "An assumption.",
            "who": "everyone",
            "risks": told | {"by_age": by_age},
            "place": None if place is None else place | told,
            "no_place_because": "Nobody knows." if place is None else None,
        }
    )


def make_table(*rows):
    """A row a neighbourhood: where it stands, then people under 50, to 64, older."""
    table = pd.DataFrame(rows, columns=["deprivation_standing", *AGES])
    return table.assign(area_code=[f"E0100{i:04}" for i in range(len(table))])


TWICE = make_purpose(ratio=(2.0, 1.8, 2.2))
ROWS = st.tuples(st.floats(0, 1), *[st.integers(0, 3000)] * 3)


class TestExpectNeed:
    def test_without_a_ratio_it_is_people_times_risk(self):
        found = expect_need(make_table((0.3, 1000, 500, 200)), purpose=make_purpose())
        # 1000 × 0.01 + 500 × 0.02 + 200 × 0.2 = 10 + 10 + 40
        assert found["expected_need"].tolist() == pytest.approx([60])
        assert found["people_concerned"].tolist() == [1700]

    def test_the_most_deprived_fifth_has_the_ratio_times_the_need_of_the_least(self):
        found = expect_need(make_table((0.1, 0, 0, 300), (0.9, 0, 0, 300)), purpose=TWICE)
        most, least = found["expected_need"]
        assert most / least == pytest.approx(2)
        # by hand: the average of 2 ^ ((0.5 - s) / 0.8) over s from 0 to 1 is
        # 0.8 × (2 ^ 0.625 - 2 ^ -0.625) / ln 2 = 0.8 × (1.54221 - 0.64842) / 0.69315 = 1.03158
        assert most == pytest.approx(300 * 0.2 * math.sqrt(2) / 1.03158, rel=1e-5)

    @pytest.mark.parametrize("ratio", [0.4, 1.0, 1.0000001, 3.07])
    def test_a_nation_keeps_its_risk(self, ratio):
        standing = (np.arange(10_000) + 0.5) / 10_000
        table = make_table(*((one, 0, 0, 10) for one in standing))
        found = expect_need(table, purpose=make_purpose(ratio=(ratio, ratio, ratio)))
        assert found["expected_need"].sum() == pytest.approx(0.2 * 100_000, rel=1e-6)

    def test_no_more_need_it_than_there_are(self):
        everyone = ((0.01, 0.01, 0.01), (0.02, 0.02, 0.02), (0.9, 0.9, 0.9))
        purpose = make_purpose(ratio=(9, 9, 9), risks=everyone)
        found = expect_need(make_table((0.0, 0, 0, 70)), purpose=purpose)
        assert found["expected_need"].tolist() == [70]

    @given(row=ROWS, age=st.sampled_from(AGES), more=st.integers(1, 500))
    def test_more_people_have_more_need(self, row, age, more):
        table = make_table(row)
        grown = table.assign(**{age: table[age] + more})
        before, after = (
            expect_need(one, purpose=TWICE)["expected_need"].iloc[0] for one in (table, grown)
        )
        assert after > before

    @given(row=ROWS, share=st.floats(0, 1))
    def test_splitting_a_neighbourhood_keeps_its_need(self, row, share):
        table = make_table(row)
        one = table.assign(**{age: table[age] * share for age in AGES})
        other = table.assign(**{age: table[age] * (1 - share) for age in AGES})
        whole, first, second = (
            expect_need(part, purpose=TWICE)["expected_need"].iloc[0]
            for part in (table, one, other)
        )
        assert first + second == pytest.approx(whole)

    @given(rows=st.lists(ROWS, min_size=2, max_size=5), seed=st.integers(0, 99))
    def test_the_order_of_rows_does_not_matter(self, rows, seed):
        table = make_table(*rows)
        mixed = table.sample(frac=1, random_state=seed)
        found, other = (
            expect_need(one, purpose=TWICE).set_index("area_code") for one in (table, mixed)
        )
        pd.testing.assert_frame_equal(found, other.loc[found.index])

    @pytest.mark.parametrize("column", ["aged_50_to_64", "deprivation_standing"])
    def test_what_is_missing_is_not_zero(self, column):
        table = make_table((0.3, 1000, 500, 200), (0.3, 1000, 500, 200))
        table[column] = table[column].astype("float64")
        table.loc[0, column] = np.nan
        found = expect_need(table, purpose=TWICE)["expected_need"]
        assert np.isnan(found[0]) and found[1] > 0

    @pytest.mark.parametrize(
        ("column", "value", "told"),
        [
            ("aged_50_to_64", -1, "fewer than none; found -1 in E01000000"),
            ("deprivation_standing", 1.2, r"from 0, the most deprived, to 1; found 1\.2 in E0100"),
            ("deprivation_standing", 14.0, "Divide the rank by how many neighbourhoods"),
        ],
    )
    def test_what_can_not_be_is_refused(self, column, value, told):
        table = make_table((0.3, 1000, 500, 200)).assign(**{column: value})
        with pytest.raises(TableError, match=told):
            expect_need(table, purpose=TWICE)

    def test_a_column_that_is_not_there_is_named(self):
        with pytest.raises(TableError, match="aged_65_and_over"):
            expect_need(make_table((0.3, 1, 1, 1)).drop(columns=AGES[2]), purpose=TWICE)


class TestDrawNeed:
    def test_the_same_seed_draws_the_same(self):
        table = make_table((0.3, 1000, 500, 200))
        first, again, other = (
            draw_need(table, purpose=TWICE, draws=50, seed=seed) for seed in (1, 1, 2)
        )
        pd.testing.assert_frame_equal(first, again)
        assert not first.equals(other)

    def test_there_is_a_row_a_draw_and_a_column_a_neighbourhood_in_order(self):
        drawn = draw_need(make_table((0.3, 9, 9, 9), (0.1, 9, 9, 9)), purpose=TWICE, draws=7)
        assert drawn.shape == (7, 2)
        assert drawn.columns.tolist() == ["E01000000", "E01000001"]

    def test_where_risks_are_sure_draws_are_poisson(self):
        sure = make_purpose(risks=((0.01,) * 3, (0.02,) * 3, (0.2,) * 3))
        drawn = draw_need(make_table((0.5, 1000, 500, 200)), purpose=sure, draws=40_000).iloc[:, 0]
        # of 60 expected: mean and variance are both 60; their errors are 0.04 and 0.43
        assert drawn.mean() == pytest.approx(60, abs=0.2)
        assert drawn.var() == pytest.approx(60, abs=2.2)

    def test_95_draws_in_100_lie_in_the_interval_of_a_risk_where_people_are_many(self):
        table = make_table((0.5, 0, 0, 10_000_000))  # chance is as good as nothing
        drawn = draw_need(table, purpose=make_purpose(), draws=40_000).iloc[:, 0] / 10_000_000
        assert (drawn < 0.1).mean() == pytest.approx(0.025, abs=0.004)
        assert (drawn > 0.3).mean() == pytest.approx(0.025, abs=0.004)
        assert drawn.median() == pytest.approx(0.2, rel=0.01)

    def test_the_error_of_the_ratio_moves_both_ends_apart(self):
        table = make_table((0.1, 0, 0, 10_000_000), (0.9, 0, 0, 10_000_000))
        sure = ((0.01,) * 3, (0.02,) * 3, (0.2,) * 3)
        purpose = make_purpose(ratio=(2.0, 1.5, 2.6), risks=sure)
        drawn = draw_need(table, purpose=purpose, draws=40_000)
        lower, upper = np.quantile(drawn.iloc[:, 0] / drawn.iloc[:, 1], [0.025, 0.975])
        assert lower == pytest.approx(1.5, rel=0.01) and upper == pytest.approx(2.6, rel=0.01)

    def test_risks_are_off_in_the_same_direction_everywhere(self):
        table = make_table((0.2, 0, 0, 1_000_000), (0.8, 0, 0, 1_000_000))
        drawn = draw_need(table, purpose=make_purpose(), draws=500)
        assert np.corrcoef(drawn.to_numpy().T)[0, 1] > 0.99

    def test_a_neighbourhood_that_is_not_known_has_no_draws(self):
        table = make_table((np.nan, 9, 9, 9), (0.1, 9, 9, 9))
        drawn = draw_need(table, purpose=TWICE, draws=7)
        assert drawn.iloc[:, 0].isna().all() and drawn.iloc[:, 1].notna().all()

    def test_risks_do_not_pass_1_in_any_draw(self):
        likely = ((0.01,) * 3, (0.02,) * 3, (0.9, 0.5, 1.0))
        table = make_table((0.5, 0, 0, 10_000_000))
        drawn = draw_need(table, purpose=make_purpose(risks=likely), draws=500)
        assert drawn.max().max() <= 10_000_000 + 6 * math.sqrt(10_000_000)


class TestEstimateNeed:
    def test_need_for_each_hour_is_that_of_the_people_turned_to(self):
        found = estimate_need(make_table((0.3, 1000, 500, 200)), purpose=make_purpose())
        # 60 of 1,700 people, half an hour each
        assert found["need_per_hour"].tolist() == pytest.approx([60 / 850])

    def test_places_are_sums_and_their_intervals_are_of_sums(self):
        rows = ((0.3, 1000, 500, 200), (0.6, 800, 400, 300), (0.1, 0, 0, 100))
        table = make_table(*rows).assign(msoa_code=["n", "m", "n"])
        found = estimate_need(table, purpose=TWICE, by="msoa_code").set_index("msoa_code")
        alone = expect_need(table, purpose=TWICE)["expected_need"]
        assert found.index.tolist() == ["m", "n"]
        assert found["expected_need"].tolist() == pytest.approx([alone[1], alone[0] + alone[2]])
        drawn = draw_need(table, purpose=TWICE)
        together = drawn.iloc[:, 0] + drawn.iloc[:, 2]
        limits = np.quantile(together, [0.025, 0.975])
        assert found.loc["n", ["lower_ci", "upper_ci"]].tolist() == pytest.approx(limits)

    def test_the_interval_holds_what_is_expected(self):
        rows = [(s / 10, 1000, 500, 200) for s in range(11)]
        found = estimate_need(make_table(*rows), purpose=TWICE)
        assert (found["lower_ci"] < found["expected_need"]).all()
        assert (found["expected_need"] < found["upper_ci"]).all()

    def test_a_place_of_which_a_part_is_not_known_is_not_known(self):
        table = make_table((0.3, 9, 9, np.nan), (0.6, 9, 9, 9), (0.1, 9, 9, 9))
        table = table.assign(msoa_code=["n", "n", "m"])
        found = estimate_need(table, purpose=TWICE, by="msoa_code").set_index("msoa_code")
        numbers = ["expected_need", "lower_ci", "upper_ci", "need_per_hour"]
        assert found.loc["n", numbers].isna().all() and found.loc["m", numbers].notna().all()

    def test_where_nobody_lives_nobody_needs_it(self):
        found = estimate_need(make_table((0.3, 0, 0, 0)), purpose=TWICE).iloc[0]
        assert found[["expected_need", "lower_ci", "upper_ci"]].tolist() == [0, 0, 0]
        assert np.isnan(found["need_per_hour"])

    def test_the_table_is_left_as_it_was(self):
        table = make_table((0.3, 1000, 500, 200))
        before = table.copy(deep=True)
        estimate_need(table, purpose=TWICE)
        pd.testing.assert_frame_equal(table, before)
