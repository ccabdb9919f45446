"""The door of the room's public functions: tables come in as they are.

A function says which columns it reads; its callers may then name their own columns, write one
key as a text, ask for several confidence levels, and bring numbers of any type.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Collection, Iterable, Mapping

import pandas as pd

from datacell_lib.analysis.rates.levels import join_levels, read_levels
from datacell_lib.number_types import widen_numbers
from datacell_lib.schema import (
    AREA_CODE,
    CONFIDENCE,
    DENOMINATOR,
    LOWER_CI,
    NUMERATOR,
    NUMERATOR_LOWER,
    NUMERATOR_UPPER,
    UPPER_CI,
    VALUE,
    DatacellError,
    ParameterError,
    TableError,
)

COUNT_COLUMNS = (AREA_CODE, NUMERATOR, DENOMINATOR, NUMERATOR_LOWER, NUMERATOR_UPPER)
KEYS = ("by", "on")  # the arguments that name key columns
Statistic = Callable[..., pd.DataFrame]


def takes_columns(
    *columns: str,
    makes: Collection[str] = (VALUE, LOWER_CI, UPPER_CI),
    adds: Collection[str] | None = None,
) -> Callable[[Statistic], Statistic]:
    """Let a function's callers name their own columns, and widen the numbers that come in.

    Parameters
    ----------
    *columns : str
        The columns that the function reads. Each becomes a keyword-only argument of that name,
        whose default it is; ``numerator="deaths"`` reads deaths as numerators, in each of the
        tables that has them. What comes back is called as what came in.
    makes : collection of str
        Columns that the function makes anew: those keep the room's names.
    adds : collection of str, optional
        Of a function that gives its table back: the columns that it adds to it.

    Returns
    -------
    callable
        A decorator for functions of a table and keyword-only arguments, that return a table.

    Examples
    --------
    >>> @takes_columns(NUMERATOR)
    ... def double(table: pd.DataFrame) -> pd.DataFrame:
    ...     return pd.DataFrame({"value": 2 * table["numerator"]})
    >>> double(pd.DataFrame({"deaths": [4]}), numerator="deaths")["value"].tolist()
    [8]
    """

    def decorate(function: Statistic) -> Statistic:
        own = inspect.signature(function)
        named = [
            inspect.Parameter(
                column, inspect.Parameter.KEYWORD_ONLY, default=column, annotation="str"
            )
            for column in columns
        ]
        signature = own.replace(parameters=[*own.parameters.values(), *named])

        @functools.wraps(function)
        def call(*given: object, **named_arguments: object) -> pd.DataFrame:
            bound = signature.bind(*given, **named_arguments)
            bound.apply_defaults()
            arguments = dict(bound.arguments)
            names = _read_names({column: arguments.pop(column) for column in columns})
            table = arguments[next(iter(arguments))]
            if not isinstance(table, pd.DataFrame):
                raise TableError(
                    f"the first argument must be a table; found {type(table).__name__}. "
                    "Make a pandas.DataFrame of it."
                )
            try:
                answer = _answer(function, _open(arguments, names))
            except DatacellError as error:
                if not names:
                    raise
                raise type(error)(f"{error}{_recall(names)}") from error
            if adds is not None:
                return table.assign(**{column: answer[column] for column in adds})
            return _rename_back(answer, names, makes=makes)

        call.__signature__ = signature
        return call

    return decorate


def _answer(function: Statistic, arguments: Mapping[str, object]) -> pd.DataFrame:
    if CONFIDENCE not in arguments:
        return function(**arguments)
    levels = read_levels(arguments[CONFIDENCE])
    answers = [function(**{**arguments, CONFIDENCE: level}) for level in levels]
    return join_levels(answers, levels)


def _read_names(names: Mapping[str, object]) -> dict[str, str]:
    """Give each column's name in the tables, and the room's name for it, where they differ."""
    if len(set(names.values())) < len(names):
        raise ParameterError(
            f"each argument must name a column of its own; found {names}. Name each column once."
        )
    return {given: column for column, given in names.items() if given != column}


def _recall(names: Mapping[str, str]) -> str:
    called = ", ".join(f"{column} is the column {given!r}" for given, column in names.items())
    return f" Here {called}."


def _open(arguments: Mapping[str, object], names: Mapping[str, str]) -> dict[str, object]:
    tables = [value for value in arguments.values() if isinstance(value, pd.DataFrame)]
    absent = [given for given in names if not any(given in table for table in tables)]
    if absent:
        raise TableError(
            f"the table has no column {', '.join(map(str, absent))}; found "
            f"{', '.join(map(str, tables[0]))}. Name a column that it has."
        )
    opened = {}
    for name, value in arguments.items():
        if isinstance(value, pd.DataFrame):
            opened[name] = widen_numbers(_rename(value, names))
        elif name in KEYS and value is not None:
            opened[name] = [names.get(key, key) for key in _list_keys(name, value)]
        else:
            opened[name] = value
    return opened


def _list_keys(name: str, value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if not isinstance(value, Iterable):
        raise ParameterError(f"{name} must be a column's name, or several; found {value!r}.")
    return list(value)


def _rename(table: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    if not table.columns.is_unique:
        twice = table.columns[table.columns.duplicated()].unique()
        raise TableError(
            f"each column must have a name of its own; found {', '.join(map(str, twice))} more "
            "than once. Rename or drop the others."
        )
    present = {given: column for given, column in names.items() if given in table}
    taken = [column for column in present.values() if column in table and column not in present]
    if taken:
        raise TableError(
            f"the table has a column {', '.join(taken)} beside the one named for it. Drop one of "
            "them, or name that one."
        )
    return table.rename(columns=present) if present else table


def _rename_back(
    answer: pd.DataFrame, names: Mapping[str, str], *, makes: Collection[str]
) -> pd.DataFrame:
    back = {column: given for given, column in names.items() if column not in makes}
    back = {column: given for column, given in back.items() if column in answer}
    taken = [given for given in back.values() if given in answer and given not in back]
    if taken:
        raise ParameterError(
            f"{', '.join(taken)} is a column of the answer: rename the table's own first."
        )
    return answer.rename(columns=back) if back else answer
