"""Every public function of the rates at its door: numbers, names, keys, levels, arguments."""

import inspect

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datacell_lib.analysis import rates
from datacell_lib.schema import DatacellError, ParameterError, TableError
from tests.kinds.rate_cases import CASES, OF_ARRAYS, WITHOUT_TABLE

EVERY = pytest.mark.parametrize("case", CASES.values(), ids=CASES)
SMALL = ["int8", "int16", "int32", "uint8", "uint16", "uint32", "uint64", "float32"]
NULLABLE = ["Int8", "UInt16", "Int64", "Float32"]
BAD_SCALARS = [0, -1, float("nan"), float("inf"), -float("inf"), "0.95", None, True, [], {}]
STANDARD_NAMES = {"area_code", "age_band", "population", "quantile", "period"}


def cases_with(argument):
    """The cases of the functions that take an argument."""
    having = {
        name: case
        for name, case in CASES.items()
        if argument in inspect.signature(case.function).parameters
    }
    return pytest.mark.parametrize("case", having.values(), ids=having)


def list_columns(case):
    """The arguments of a function that name columns."""
    parameters = inspect.signature(case.function).parameters.values()
    return [each.name for each in parameters if each.default == each.name]


class TestTheCases:
    def test_are_all_public_functions(self):
        tried = {case.function.__name__ for case in CASES.values()}
        assert tried | OF_ARRAYS | WITHOUT_TABLE == set(rates.__all__)

    @EVERY
    def test_say_in_words_what_each_argument_is(self, case):
        page = inspect.getdoc(case.function)
        described = page.partition("Parameters\n")[2].partition("Returns\n")[0]
        for name in inspect.signature(case.function).parameters:
            assert name in described, name


class TestNumbersOfEveryType:
    @EVERY
    @pytest.mark.parametrize("dtype", SMALL + NULLABLE)
    def test_give_what_wide_ones_give(self, case, dtype):
        if case.table[list(case.numbers)].max(axis=None) > 127:
            dtype = {"int8": "int16", "uint8": "uint16", "Int8": "Int16"}.get(dtype, dtype)
        small = case.table.astype(dict.fromkeys(case.numbers, dtype))
        others = {
            name: value.astype(
                {column: dtype for column in value if pd.api.types.is_integer_dtype(value[column])}
            )
            for name, value in case.arguments.items()
            if isinstance(value, pd.DataFrame)
        }
        answer, wide = case.call(small, **others), case.call()
        pd.testing.assert_frame_equal(
            answer.astype({c: wide[c].dtype for c in wide}), wide, check_dtype=False
        )

    def test_are_added_up_and_multiplied_without_overflow(self):
        people = pd.DataFrame(
            {"sex": "F", "events_per_person": [100], "numerator": [120], "denominator": [127]}
        ).astype({"events_per_person": "int8", "numerator": "int8", "denominator": "int8"})
        counted = rates.count_repeated_events(people)
        assert counted["numerator"].tolist() == [12_000]
        assert counted["numerator_variance"].tolist() == [1_200_000]


class TestNamesOfTheTablesOwn:
    @EVERY
    def test_give_the_same_answer(self, case):
        names = {column: f"My {column}" for column in list_columns(case)}
        tables = [t for t in (case.table, *case.arguments.values()) if hasattr(t, "columns")]
        names = {c: n for c, n in names.items() if any(c in table for table in tables)}
        renamed = {
            name: value.rename(columns=names)
            for name, value in case.arguments.items()
            if isinstance(value, pd.DataFrame)
        }
        if case.by:
            renamed[case.by] = [names.get(key, key) for key in case.arguments[case.by]]
        if case.function is rates.assign_quantiles:
            renamed["column"] = "value"
        answer = case.call(case.table.rename(columns=names), **renamed, **names)
        usual = case.call()
        back = answer.rename(columns={name: column for column, name in names.items()})
        pd.testing.assert_frame_equal(back, usual)
        kept = [c for c in usual if c in names and c in STANDARD_NAMES]
        assert {names[column] for column in kept} <= set(answer)

    @EVERY
    def test_that_are_not_there_are_asked_for(self, case):
        for column in list_columns(case):
            with pytest.raises(TableError, match="the table has no column nowhere"):
                case.call(**{column: "nowhere"})

    @EVERY
    def test_beside_the_usual_ones_are_refused(self, case):
        column = next(c for c in list_columns(case) if c in case.table)
        twofold = case.table.assign(mine=case.table[column])
        with pytest.raises(TableError, match=f"has a column {column} beside the one named for it"):
            case.call(twofold, **{column: "mine"})

    def test_are_named_in_what_is_said_of_them(self):
        table = pd.DataFrame({"place": ["a"], "deaths": [-1], "people": [5]})
        with pytest.raises(TableError, match=r"found -1 for a.*numerator is the column 'deaths'"):
            rates.calculate_crude_rate(
                table, area_code="place", numerator="deaths", denominator="people"
            )

    def test_cannot_be_two_things(self):
        table = pd.DataFrame({"area_code": ["a"], "n": [1]})
        with pytest.raises(ParameterError, match="must name a column of its own"):
            rates.calculate_crude_rate(table, numerator="n", denominator="n")

    def test_must_differ_from_the_answers_own(self):
        table = pd.DataFrame({"area_code": ["a", "b"], "numerator": [3, 4], "note": [5, 6]})
        with pytest.raises(ParameterError, match="note is a column of the answer"):
            rates.calculate_rate_funnel(table, denominator="note")


class TestOtherTables:
    @EVERY
    def test_with_a_name_twice_are_refused(self, case):
        twice = pd.concat([case.table, case.table[[case.numbers[0]]]], axis=1)
        with pytest.raises(TableError, match="each column must have a name of its own"):
            case.call(twice)

    @EVERY
    def test_that_are_no_tables_are_refused(self, case):
        with pytest.raises(TableError, match="must be a table; found list"):
            case.call([1, 2])

    @EVERY
    def test_stay_as_they_were(self, case):
        before = case.table.copy(deep=True)
        case.call()
        pd.testing.assert_frame_equal(case.table, before)


class TestKeys:
    @EVERY
    def test_may_be_one_text(self, case):
        if not case.by:
            return
        keys = case.arguments[case.by]
        pd.testing.assert_frame_equal(case.call(**{case.by: keys[0]}), case.call())

    @EVERY
    def test_that_are_no_names_are_refused(self, case):
        if not case.by:
            return
        for wrong in (5, "nowhere", ["nowhere"]):
            with pytest.raises(DatacellError):
                case.call(**{case.by: wrong})


class TestConfidence:
    @cases_with("confidence")
    def test_of_two_levels_is_that_of_each(self, case):
        both = case.call(confidence=(0.95, 0.998))
        for level, name in ((0.95, "95"), (0.998, "99_8")):
            alone = case.call(confidence=level)
            for limit in ("lower_ci", "upper_ci"):
                pd.testing.assert_series_equal(
                    both[f"{limit}_{name}"], alone[limit], check_names=False
                )
            assert both["value"].equals(alone["value"]) and both["note"].equals(alone["note"])
        assert not {"lower_ci", "upper_ci", "confidence"} & set(both)

    @cases_with("confidence")
    def test_of_one_level_in_a_list_is_that_level(self, case):
        pd.testing.assert_frame_equal(case.call(confidence=[0.9]), case.call(confidence=0.9))

    @cases_with("confidence")
    @pytest.mark.parametrize("confidence", [*BAD_SCALARS, 1, 95, (0.95, 95), (0.95, 0.95)])
    def test_that_is_no_share_is_refused(self, case, confidence):
        with pytest.raises(ParameterError, match=r"confidence must|each confidence"):
            case.call(confidence=confidence)

    @pytest.mark.parametrize("name", sorted(OF_ARRAYS))
    @pytest.mark.parametrize("confidence", [*BAD_SCALARS, 1, 95])
    def test_of_an_interval_that_is_no_share_is_refused(self, name, confidence):
        numbers = [1, 2] if "wilson" in name else [1]
        with pytest.raises(ParameterError, match=r"confidence must.*Write 95% as 0\.95"):
            getattr(rates, name)(*numbers, confidence=confidence)


class TestOtherArguments:
    @cases_with("multiplier")
    @pytest.mark.parametrize("multiplier", BAD_SCALARS)
    def test_a_multiplier_that_is_no_number_above_zero_is_refused(self, case, multiplier):
        with pytest.raises(ParameterError, match="multiplier must be above zero"):
            case.call(multiplier=multiplier)

    @cases_with("baseline")
    @pytest.mark.parametrize("baseline", [value for value in BAD_SCALARS if value is not None])
    def test_a_baseline_that_is_no_number_above_zero_is_refused(self, case, baseline):
        with pytest.raises(ParameterError, match="baseline must"):
            case.call(baseline=baseline)

    @cases_with("repetitions")
    @pytest.mark.parametrize("name", ["repetitions", "seed"])
    @pytest.mark.parametrize("value", [*BAD_SCALARS[1:], 1000.5])
    def test_a_number_of_simulations_that_is_not_whole_is_refused(self, case, name, value):
        with pytest.raises(ParameterError, match=f"{name} must be at least"):
            case.call(**{name: value})

    @cases_with("quantiles")
    @pytest.mark.parametrize("value", [v for v in BAD_SCALARS if v is not None] + [2.5])
    def test_a_number_of_quantiles_that_is_not_whole_is_refused(self, case, value):
        with pytest.raises(ParameterError, match="quantiles must be"):
            case.call(quantiles=value)

    @EVERY
    def test_a_word_that_is_not_allowed_is_refused(self, case):
        for name in {"scale", "most_vulnerable", "higher_is"} & set(
            inspect.signature(case.function).parameters
        ):
            for word in ("upward", None, 3, ["highest"]):
                with pytest.raises(ParameterError, match=f"{name} must be one of"):
                    case.call(**{name: word})


class TestCells:
    @EVERY
    @given(place=st.integers(0, 2), sign=st.sampled_from([-1, 1]))
    def test_that_are_infinite_are_refused(self, case, place, sign):
        for column in case.numbers:
            wrong = case.table.astype({column: float})
            wrong.loc[place, column] = sign * np.inf
            with pytest.raises(TableError, match=r"must be (finite|numbered)"):
                case.call(wrong)

    @EVERY
    @given(place=st.integers(0, 2))
    def test_of_counts_that_are_negative_are_refused(self, case, place):
        counted = {"numerator", "denominator", "quantile", "events_per_person"}
        for column in sorted(counted & set(case.numbers)):
            wrong = case.table.copy()
            wrong.loc[place, column] = -3
            with pytest.raises(TableError, match=r"-3 for"):
                case.call(wrong)

    @EVERY
    @given(place=st.integers(0, 2))
    def test_that_are_missing_are_never_taken_for_a_number(self, case, place):
        for column in case.numbers:
            wrong = case.table.astype({column: float})
            wrong.loc[place, column] = np.nan
            try:
                answer, whole = case.call(wrong), case.call()
            except DatacellError:
                continue
            code = case.table.loc[place, "area_code"]
            whose = answer.get("area_code", pd.Series(code, index=answer.index))
            own, away = answer[whose == code], answer[whose != code]
            unknown = own.isna() | own.eq("not compared")
            assert unknown.any(axis=None), column
            if not {"quantile", "benchmark"} & set(answer):  # which move with any one of them
                texts = {text: "str" for text in ("note",) if text in answer}
                pd.testing.assert_frame_equal(
                    away.astype(texts), whole.loc[away.index].astype(texts), check_dtype=False
                )

    @EVERY
    def test_that_are_texts_are_refused(self, case):
        for column in case.numbers:
            wrong = case.table.astype({column: "str"})
            with pytest.raises(TableError, match="must be numbers"):
                case.call(wrong)


EMPTIED = [
    *("proportion", "crude rate", "standardised rate", "standardised ratio", "indirect rate"),
    *("life expectancy", "slope index", "relative index", "proportion funnel", "rate funnel"),
]


class TestAnAreaWhereNobodyIs:
    """It has no value of its own, and the others have theirs."""

    @pytest.mark.parametrize("name", EMPTIED)
    @given(area=st.integers(0, 2), band=st.integers(0, 1))
    def test_is_alone_in_having_none(self, name, area, band):
        case = CASES[name]
        rows = len(case.table) // 3
        at = area * rows + min(band, rows - 1)
        empty = case.table.copy()
        empty.loc[at, "denominator"] = 0
        if "numerator" in empty:
            empty.loc[at, "numerator"] = 0
        code = empty.loc[at, "area_code"]
        answer, whole = case.call(empty), case.call()
        away = answer["area_code"] != code
        if "benchmark" not in answer:
            pd.testing.assert_frame_equal(
                answer[away].astype({"note": "str"}), whole[away].astype({"note": "str"})
            )
        assert answer.loc[away, "value"].notna().all()
        if name not in ("standardised ratio", "indirect rate"):  # nobody is nobody to expect of
            assert answer.loc[~away, "value"].isna().all()
            assert answer.loc[~away, "note"].str.startswith("nobody").all()

    @pytest.mark.parametrize(
        "name", ["standardised rate", "standardised ratio", "indirect rate", "life expectancy"]
    )
    @given(place=st.integers(0, 5))
    def test_or_which_lacks_an_age_band_is_alone_in_having_none(self, name, place):
        case = CASES[name]
        code = case.table.loc[place, "area_code"]
        answer, whole = case.call(case.table.drop(index=place)), case.call()
        missing = answer["area_code"] == code
        assert answer.loc[missing, ["value", "lower_ci", "upper_ci"]].isna().all(axis=None)
        assert set(answer.loc[missing, "note"]) == {"an age band is missing"}
        merged = answer[~missing].merge(whole, on=["area_code", "value", "lower_ci", "upper_ci"])
        assert len(merged) == (~missing).sum()
