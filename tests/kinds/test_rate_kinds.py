"""Every public function of the rates at its door: numbers, names, keys, levels, arguments."""

import inspect

import pandas as pd
import pytest

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
