import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datacell_lib.analysis.rates.comparison import compare_with_benchmark
from datacell_lib.analysis.rates.proportions_and_rates import calculate_crude_rate
from datacell_lib.schema import ParameterError, TableError

NUMBERS = st.floats(-1e6, 1e6)


def make_table(**columns):
    table = pd.DataFrame(
        {
            "area_code": ["above", "around", "below"],
            "period": 2020,
            "value": [12.0, 10.5, 7.0],
            "lower_ci": [11.0, 9.0, 6.0],
            "upper_ci": [13.0, 11.0, 8.0],
        }
    )
    return table.assign(**columns)


ENGLAND = pd.DataFrame({"period": [2019, 2020], "value": [99.0, 10.0]})


def compare(table, **arguments):
    arguments = {"benchmark": ENGLAND, "higher_is": "neither"} | arguments
    return compare_with_benchmark(table, **arguments)["comparison"].tolist()


class TestCompareWithBenchmark:
    @pytest.mark.parametrize(
        ("higher_is", "words"),
        [
            ("better", ["better", "similar", "worse"]),
            ("worse", ["worse", "similar", "better"]),
            ("neither", ["higher", "similar", "lower"]),
        ],
    )
    def test_speaks_of_the_direction_that_is_meant(self, higher_is, words):
        assert compare(make_table(), higher_is=higher_is) == words

    @pytest.mark.parametrize("limit", ["lower_ci", "upper_ci"])
    def test_calls_an_interval_that_touches_the_benchmark_similar(self, limit):
        touching = make_table(**{"lower_ci": 9.0, "upper_ci": 11.0, "value": 10.0, limit: 10.0})
        assert compare(touching) == ["similar"] * 3

    def test_pairs_by_key_and_not_by_position(self):
        table = make_table(period=[2020, 2019, 2020])
        compared = compare_with_benchmark(table, benchmark=ENGLAND, higher_is="neither")
        assert compared["benchmark"].tolist() == [10, 99, 10]
        assert compared["comparison"].tolist() == ["higher", "lower", "lower"]

    def test_does_not_compare_what_is_missing(self):
        table = make_table(value=[np.nan, 10.5, 7.0], upper_ci=[13.0, np.nan, 8.0])
        assert compare(table) == ["not compared", "not compared", "lower"]

    def test_does_not_compare_with_a_benchmark_that_is_not_known(self):
        unknown = ENGLAND.assign(value=np.nan)
        assert compare(make_table(), benchmark=unknown) == ["not compared"] * 3

    @settings(max_examples=30)
    @given(NUMBERS, st.tuples(NUMBERS, NUMBERS, NUMBERS).map(sorted))
    def test_turns_round_when_everything_does(self, target, numbers):
        lower, value, upper = numbers
        table = pd.DataFrame({"value": [value], "lower_ci": [lower], "upper_ci": [upper]})
        turned = pd.DataFrame({"value": [-value], "lower_ci": [-upper], "upper_ci": [-lower]})
        answers = [
            compare(t, benchmark=pd.DataFrame({"value": [b]}), higher_is=h, on=())
            for t, b, h in ((table, target, "better"), (turned, -target, "worse"))
        ]
        assert answers[0] == answers[1]

    def test_refuses_a_row_without_its_benchmark(self):
        with pytest.raises(TableError, match="found none for above, 2021"):
            compare(make_table(period=[2021, 2020, 2020]))

    def test_refuses_two_benchmarks_for_one_key(self):
        with pytest.raises(TableError, match="found more for 2020"):
            compare(make_table(), benchmark=pd.concat([ENGLAND, ENGLAND.tail(1)]))

    def test_refuses_several_rows_for_a_single_benchmark(self):
        with pytest.raises(TableError, match="must have one row; found 2"):
            compare(make_table(), on=())

    def test_refuses_a_direction_it_does_not_know(self):
        with pytest.raises(ParameterError, match="higher_is must be one of better, worse, neither"):
            compare(make_table(), higher_is="good")

    @settings(max_examples=20)
    @given(st.integers(0, 2), st.floats(0.001, 10), st.booleans())
    def test_refuses_a_lower_limit_above_the_upper_one(self, row, excess, is_known):
        table = make_table()
        table.loc[row, "lower_ci"] = table.loc[row, "upper_ci"] + excess
        if not is_known:
            table.loc[row, "value"] = np.nan
        code = table.loc[row, "area_code"]
        with pytest.raises(TableError, match=f"lower_ci must not be above.*for {code}"):
            compare(table)

    def test_leaves_an_area_without_a_rate_uncompared_alone(self):
        counts = pd.DataFrame(
            {"area_code": ["a", "b"], "numerator": [50, 0], "denominator": [100, 0]}
        )
        rates = calculate_crude_rate(counts, multiplier=100)
        target = pd.DataFrame({"value": [10.0]})
        assert compare(rates, benchmark=target, on=()) == ["higher", "not compared"]

    def test_reads_one_of_several_levels(self):
        counts = pd.DataFrame({"area_code": ["a"], "numerator": [50], "denominator": [100]})
        rates = calculate_crude_rate(counts, multiplier=100, confidence=(0.95, 0.998))
        target = pd.DataFrame({"value": [34.0]})
        judged = {
            level: compare(
                rates,
                benchmark=target,
                on=(),
                lower_ci=f"lower_ci_{level}",
                upper_ci=f"upper_ci_{level}",
            )
            for level in ("95", "99_8")
        }
        assert judged == {"95": ["higher"], "99_8": ["similar"]}

    def test_refuses_a_table_without_intervals(self):
        with pytest.raises(TableError, match="no column lower_ci"):
            compare(make_table().drop(columns="lower_ci"))

    def test_leaves_its_input_unchanged(self, leaves_unchanged):
        leaves_unchanged(
            compare_with_benchmark, make_table(), benchmark=ENGLAND, higher_is="better"
        )


class TestAgainstFingertips:
    """Fingertips' own judgements, in an export of its social isolation indicators to 2019."""

    KEYS = ("Indicator ID", "Sex", "Age", "Time period")
    JUDGEMENT = "Compared to England value or percentiles"

    def test_meets_every_judgement_that_is_not_a_tie_of_rounded_numbers(self, mirror, validate):
        path = mirror / "phe-fingertips" / "social-isolation-indicators-CountyUA.data.csv.gz"
        export = pd.read_csv(path, low_memory=False).drop_duplicates()
        export = export.loc[export["Category Type"].isna()].rename(
            columns={
                "Area Code": "area_code",
                "Value": "value",
                "Lower CI 95.0 limit": "lower_ci",
                "Upper CI 95.0 limit": "upper_ci",
            }
        )
        england = export.loc[export["area_code"] == "E92000001", [*self.KEYS, "value"]]
        judged = export[self.JUDGEMENT].isin(["Better", "Similar", "Worse"])
        areas = export.loc[judged & (export["Area Type"] == "County & UA")]
        columns = [*self.KEYS, "area_code", "value", "lower_ci", "upper_ci", self.JUDGEMENT]
        compared = compare_with_benchmark(
            areas[columns], benchmark=england, higher_is="better", on=self.KEYS
        )
        # Fingertips judged before it rounded, so a limit printed equal to England's is unclear.
        limits = compared[["lower_ci", "upper_ci"]]
        clear = compared.loc[~limits.eq(compared["benchmark"], axis=0).any(axis=1)]
        published = clear[self.JUDGEMENT].str.lower()
        assert set(published) == {"better", "similar", "worse"}
        validate(
            method="Comparison with England, where no limit is printed equal to England's value",
            source="Fingertips, social isolation indicators to 2018/19",
            expected=published,
            obtained=clear["comparison"],
        )
