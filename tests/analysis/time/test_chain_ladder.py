"""The chain ladder against Mack's own worked example, and on triangles of known delays."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datacell_lib.analysis.time.chain_ladder import fit_development_factors, project_counts
from datacell_lib.schema import ParameterError, TableError

MACK = "Mack 1993, per cent as printed"
PACKAGE = "chainladder 0.10.1 (Python), Mack's variances, on his example"
# Taylor and Ashe (1983): what was known of each year's claims, by age.
TRIANGLE = [
    [357848, 1124788, 1735330, 2218270, 2745596, 3319994, 3466336, 3606286, 3833515, 3901463],
    [352118, 1236139, 2170033, 3353322, 3799067, 4120063, 4647867, 4914039, 5339085],
    [290507, 1292306, 2218525, 3235179, 3985995, 4132918, 4628910, 4909315],
    [310608, 1418858, 2195047, 3757447, 4029929, 4381982, 4588268],
    [443160, 1136350, 2128333, 2897821, 3402672, 3873311],
    [396132, 1333217, 2180715, 2985752, 3691712],
    [440832, 1288463, 2419861, 3483130],
    [359480, 1421128, 2864498],
    [376686, 1363294],
    [344014],
]
# Mack's estimate for the last age, which one row alone was seen at; printed in thousands.
LAST_VARIANCE = 446.617


def arrange(rows):
    cells = [
        ("E1", year, age, float(count))
        for year, counts in enumerate(rows)
        for age, count in enumerate(counts)
    ]
    return pd.DataFrame(cells, columns=["area_code", "period", "weeks_after", "numerator"])


def report_late(rng, *, places, weeks, mean, shares):
    """What is known of each place's weeks by each age, and all that there is to know."""
    whole = rng.poisson(rng.gamma(5, mean / 5, (places, weeks)))
    reported = rng.multinomial(whole, shares).cumsum(axis=2)
    cells = [
        (f"E{place}", week, age, float(reported[place, week, age]))
        for place in range(places)
        for week in range(weeks)
        for age in range(min(len(shares), weeks - week))
    ]
    known = pd.DataFrame(cells, columns=["area_code", "period", "weeks_after", "numerator"])
    return known, whole[:, -1].sum()


class TestFitDevelopmentFactors:
    def test_the_worked_example_of_mack_1993(self, validate):
        fitted = fit_development_factors(arrange(TRIANGLE))
        validate(
            method="`fit_development_factors`, factors",
            source=PACKAGE,
            expected=[
                3.49061,
                1.74733,
                1.45741,
                1.17385,
                1.10382,
                1.08627,
                1.05387,
                1.07656,
                1.01772,
            ],
            obtained=fitted["value"],
            tolerance=5e-6,
        )
        validate(
            method="`fit_development_factors`, variances in thousands",
            source=PACKAGE,
            expected=[160.280, 37.737, 41.965, 15.183, 13.731, 8.186, 0.447, 1.147],
            obtained=fitted["variance"][:-1] / 1000,
            tolerance=5e-4,
        )
        assert np.isnan(fitted["variance"].iloc[-1])  # one row says nothing of how rows vary

    def test_counts_seen_at_one_of_two_ages_are_not_compared(self):
        known = arrange([[80, 100], [40, 50], [10]]).drop(index=[2])
        fitted = fit_development_factors(known).iloc[0]
        assert fitted[["value", "numerator", "compared", "weeks_seen"]].tolist() == [1.25, 80, 1, 1]

    def test_counts_that_fell_are_told_and_pull_the_factor_down(self):
        fitted = fit_development_factors(arrange([[100, 90], [100, 100]])).iloc[0]
        assert fitted["fell"] == 1
        assert fitted["value"] == pytest.approx(0.95)

    def test_a_row_that_was_zero_enters_the_factor_alone(self):
        # by hand: (3 + 110 + 121) / (0 + 100 + 100); the spread is that of two rows
        fitted = fit_development_factors(arrange([[0, 3], [100, 110], [100, 121]])).iloc[0]
        assert fitted["value"] == pytest.approx(1.17)
        assert fitted["variance"] == pytest.approx((7.0**2 + 4.0**2) / 100)
        assert fitted[["compared", "weeks_seen"]].tolist() == [2, 2]

    def test_where_nothing_was_known_there_is_no_factor(self):
        assert np.isnan(fit_development_factors(arrange([[0, 3], [0, 0]]))["value"].iloc[0])

    def test_no_counts_make_no_factors(self):
        assert fit_development_factors(arrange([])).empty

    @given(order=st.permutations(range(55)))
    @settings(max_examples=20)
    def test_the_order_of_rows_does_not_matter(self, order):
        known = arrange(TRIANGLE)
        pd.testing.assert_frame_equal(
            fit_development_factors(known.iloc[list(order)]), fit_development_factors(known)
        )

    def test_a_count_that_is_not_known_is_no_zero(self):
        known = arrange([[80, 100], [40, np.nan]])
        with pytest.raises(TableError, match="numerator must be known in every row; found 1"):
            fit_development_factors(known)

    def test_a_count_that_stands_there_twice_is_refused(self):
        known = arrange([[80, 100]])
        with pytest.raises(TableError, match="area_code, period, weeks_after must have one row"):
            fit_development_factors(pd.concat([known, known]))

    def test_the_table_stays_as_it_was(self, leaves_unchanged):
        leaves_unchanged(fit_development_factors, arrange(TRIANGLE))


class TestProjectCounts:
    @pytest.fixture
    def factors(self):
        fitted = fit_development_factors(arrange(TRIANGLE))
        return fitted.assign(variance=fitted["variance"].fillna(LAST_VARIANCE))

    def test_the_worked_example_of_mack_1993(self, factors, validate):
        latest = [row[-1] for row in TRIANGLE[1:]]
        counts = pd.DataFrame({"weeks_after": range(8, -1, -1), "numerator": latest})
        found = project_counts(counts, factors=factors)
        validate(
            method="`project_counts`, counts still to come",
            source=PACKAGE,
            expected=[94634, 469511, 709638, 984889, 1419459, 2177641, 3920301, 4278972, 4625811],
            obtained=found["value"] - found["numerator"],
            tolerance=0.5,
        )
        validate(
            method="`project_counts`, standard errors",
            source=PACKAGE,
            expected=[75535, 121699, 133549, 261406, 411010, 558317, 875328, 971258, 1363155],
            obtained=found["standard_error"],
            tolerance=0.5,
        )
        validate(
            method="`project_counts`, standard errors in per cent of counts to come",
            source=MACK,
            expected=[80, 26, 19, 27, 29, 26, 22, 23, 29],
            obtained=100 * found["standard_error"] / (found["value"] - found["numerator"]),
            tolerance=0.5,
        )

    def test_a_count_of_the_last_age_or_older_is_whole(self, factors):
        counts = pd.DataFrame({"weeks_after": [9, 12], "numerator": [50.0, 60.0]})
        found = project_counts(counts, factors=factors)
        for column in ("value", "lower_ci", "upper_ci"):
            assert found[column].tolist() == [50.0, 60.0]
        assert (found[["known_share", "known_share_lower", "known_share_upper"]] == 1).all(
            axis=None
        )

    def test_where_no_count_ever_fell_none_is_expected_below_what_is_known(self):
        grew = fit_development_factors(arrange([[10, 11], [10, 17], [10, 10]]))
        fell = fit_development_factors(arrange([[10, 9], [10, 19], [10, 10]]))
        counts = pd.DataFrame({"weeks_after": [0], "numerator": [10.0]})
        assert project_counts(counts, factors=grew)["lower_ci"].iloc[0] == 10
        assert project_counts(counts, factors=grew)["known_share_upper"].iloc[0] == 1
        assert project_counts(counts, factors=fell)["lower_ci"].iloc[0] < 10
        assert project_counts(counts, factors=fell)["known_share_upper"].iloc[0] > 1

    def test_an_age_that_one_row_was_seen_at_has_no_interval(self, factors):
        counts = pd.DataFrame({"weeks_after": [2], "numerator": [1e6]})
        found = project_counts(counts, factors=factors).iloc[0]
        assert (
            found[["lower_ci", "upper_ci", "known_share_lower", "known_share_upper"]].isna().all()
        )
        assert found[["value", "standard_error"]].notna().all()

    def test_the_share_known_is_what_is_known_of_what_is_expected(self, factors):
        counts = pd.DataFrame({"weeks_after": [0, 3], "numerator": [50.0, 60.0]})
        found = project_counts(counts, factors=factors)
        assert (found["known_share"] * found["value"]).tolist() == pytest.approx([50, 60])

    def test_more_confidence_makes_wider_intervals(self, factors):
        factors, counts = factors[:-1], pd.DataFrame({"weeks_after": [2], "numerator": [1e6]})
        narrow, wide = (
            project_counts(counts, factors=factors, confidence=share).iloc[0]
            for share in (0.5, 0.99)
        )
        assert wide["upper_ci"] > narrow["upper_ci"] > narrow["value"]

    @pytest.mark.parametrize(
        ("places", "weeks", "mean", "shares"),
        [
            (6, 3, 80, [0.77, 0.23]),  # as in the sample county: two weeks of six districts
            (6, 5, 80, [0.5, 0.3, 0.15, 0.05]),
            (1, 8, 300, [0.6, 0.3, 0.1]),
            (1, 3, 500, [0.77, 0.23]),  # two weeks of one district: wide, but right
        ],
    )
    def test_intervals_cover_simulated_weeks_about_as_often_as_stated(
        self, places, weeks, mean, shares
    ):
        rng = np.random.default_rng(20261127)
        weeks_covered, shares_covered = [], []
        for _ in range(400):
            known, whole = report_late(rng, places=places, weeks=weeks, mean=mean, shares=shares)
            new = known[known["period"] == weeks - 1]
            counts = pd.DataFrame({"weeks_after": [0], "numerator": [new["numerator"].sum()]})
            found = project_counts(counts, factors=fit_development_factors(known)).iloc[0]
            weeks_covered.append(found["lower_ci"] <= whole <= found["upper_ci"])
            low, high = found[["known_share_lower", "known_share_upper"]]
            shares_covered.append(low <= shares[0] <= high)
        # 400 tries know a true 95% within about 2; Mack's errors are somewhat wide for counts
        assert 0.92 <= np.mean(weeks_covered) <= 0.995
        assert 0.92 <= np.mean(shares_covered) <= 0.995

    @pytest.mark.parametrize("confidence", [0, 1, 95])
    def test_a_confidence_that_is_no_share_is_refused(self, factors, confidence):
        counts = pd.DataFrame({"weeks_after": [0], "numerator": [50.0]})
        with pytest.raises(ParameterError, match="confidence must lie between 0 and 1"):
            project_counts(counts, factors=factors, confidence=confidence)

    def test_a_negative_count_is_refused(self, factors):
        counts = pd.DataFrame({"weeks_after": [0], "numerator": [-1.0]})
        with pytest.raises(TableError, match="numerator must not be negative"):
            project_counts(counts, factors=factors)

    def test_the_table_stays_as_it_was(self, leaves_unchanged, factors):
        counts = pd.DataFrame({"weeks_after": [0], "numerator": [50.0]})
        leaves_unchanged(project_counts, counts, factors=factors)
