"""What is said where something that was not released would be shown, or drawn."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Collection, Sequence
from typing import ParamSpec, TypeVar

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from datacell_lib.files.plain_yaml import clip
from datacell_lib.governance.release import Released
from datacell_lib.schema import DisclosureError, ParameterError
from datacell_lib.wording import ask_whether_meant, name_first

MOST_COLUMNS = 12
QUESTION = '"…?"'
RELEASE = 'released = report.release(table, name="my-figure")  # the table that it is drawn from'
PLAIN = (str, int, float, bool, list, tuple, dict, set)
FURTHER = "More of it: book/methods/adding-to-it.md, A figure on a page."

Taken = ParamSpec("Taken")
Given = TypeVar("Given")


def refuse_unreleased(function: Callable[Taken, Given]) -> Callable[Taken, Given]:
    """Let a function refuse whatever else it is given where it wants a released table.

    Parameters
    ----------
    function : callable
        One or more of its parameters are annotated as `Released`.

    Returns
    -------
    callable
        The same, which raises a DisclosureError that says which two lines to write; and a
        ParameterError where what it can't do without is left out, or is called otherwise.
    """
    signature = inspect.signature(function)
    wanted = [
        name
        for name, parameter in signature.parameters.items()
        if "Released" in str(parameter.annotation)
    ]
    asked = [
        name
        for name, parameter in signature.parameters.items()
        if parameter.default is parameter.empty and parameter.kind is not parameter.VAR_POSITIONAL
    ]

    @functools.wraps(function)
    def checked(*args: Taken.args, **kwargs: Taken.kwargs) -> Given:
        if unknown := [name for name in kwargs if name not in signature.parameters]:
            raise ParameterError(_refuse_unknown(unknown, function, signature.parameters))
        given = signature.bind_partial(*args, **kwargs).arguments
        for name in wanted:
            every = given.get(name)
            for value in every if isinstance(every, tuple) else (every,):
                if value is not None and not isinstance(value, Released):
                    raise DisclosureError(_refuse(value, function, name))
        if absent := [name for name in asked if name not in given]:
            raise ParameterError(_refuse_left_out(absent, function, wanted[0]))
        return function(*args, **kwargs)

    return checked


def _refuse_unknown(
    unknown: Sequence[str], function: Callable[..., object], known: Collection[str]
) -> str:
    """Say that a function does not know an argument, and guess which was meant."""
    return (
        f"{_call(function)} takes no {name_first(unknown)}."
        f"{ask_whether_meant(unknown[0], known)} "
        f"It takes {name_first(known, most=MOST_COLUMNS)}."
    )


def _refuse_left_out(absent: Sequence[str], function: Callable[..., object], wanted: str) -> str:
    """Say what a function can't do without, and write the call."""
    return (
        f"{_call(function)} can't do without {' and '.join(absent)}. Write: "
        f"{_call(function)}({_write_arguments(function, wanted)})"
    )


def _refuse(value: object, function: Callable[..., object], wanted: str) -> str:
    asked = _call(function)
    lines = write_lines(value, show=f"{asked}({_write_arguments(function, wanted)})")
    return f"{asked} draws released tables only; found {describe(value)}. {lines}"


def _call(function: Callable[..., object]) -> str:
    """Write a function as notebooks call it, after the name of its room."""
    room = function.__module__.split(".")[-2]
    return f"{room}.{function.__name__}" if room != "presentation" else function.__name__


def _write_arguments(function: Callable[..., object], wanted: str) -> str:
    """Write what a function can't do without, in its order, with what was released as wanted."""
    written = []
    for name, parameter in inspect.signature(function).parameters.items():
        several = parameter.kind is parameter.VAR_POSITIONAL
        if name != wanted and (several or parameter.default is not parameter.empty):
            continue
        given = "released" if name == wanted else name
        if parameter.kind is parameter.KEYWORD_ONLY:
            in_words = {"str": QUESTION, "list[str]": f"[{QUESTION}]"}
            given = in_words.get(str(parameter.annotation), given)
            written.append(f"{name}={given}")
        else:
            written.append(given)
    return ", ".join(written)


def describe(value: object) -> str:
    """Describe in a few words what is not a released table.

    Parameters
    ----------
    value : object
        Anything.

    Returns
    -------
    str
        A table's rows and columns; what else it is; the value itself where it is a plain one.

    Examples
    --------
    >>> describe(pd.DataFrame({"area_code": ["a"], "value": [1]}))
    'a table of 1 row with the columns area_code, value'
    >>> describe(["a", "b"])
    "['a', 'b']"
    """
    if isinstance(value, pd.DataFrame):
        rows = f"{len(value):,} row{'' if len(value) == 1 else 's'}"
        return f"a table of {rows} with the columns {name_first(value, most=MOST_COLUMNS)}"
    if isinstance(value, pd.Series):
        return f"a column of {len(value):,} values, {value.name!r}"
    if isinstance(value, Figure):
        return "a figure that is not published"
    if is_drawn(value):
        return f"a drawing of matplotlib or seaborn ({type(value).__name__})"
    return (
        clip(repr(value))
        if isinstance(value, PLAIN)
        else f"a thing of the kind {type(value).__name__}"
    )


def write_lines(
    value: object,
    *,
    name: str | None = None,
    show: str | None = None,
    behind: str | None = None,
) -> str:
    """Write the two lines that show what was to be shown.

    Parameters
    ----------
    value : object
        What was to be shown.
    name : str, optional
        The variable that holds it.
    show : str, optional
        The second line, for a table; that of any table unless told.
    behind : str, optional
        For a drawing: a variable that holds a released table, from which it may be drawn.

    Returns
    -------
    str
        Two indented lines of code between a sentence and where to read on.

    Examples
    --------
    >>> print(write_lines(pd.DataFrame(), name="beds"))
    Write these two lines instead:
        released = report.release(beds, name="beds")
        tables.show(released, caption="What does it answer?")
    More of it: book/methods/adding-to-it.md, A figure on a page.
    """
    if isinstance(value, Released):
        lines = [f'tables.show({name or "released"}, caption="What does it answer?")']
        return _frame("It is released: end the cell with the line", lines)
    if is_drawn(value):
        publish = f'charts.publish({name or "figure"}, {{}}, title="…?", alt="What it says.")'
        called = "" if name else ", and is called figure"
        if behind is not None:
            return _frame(
                f"If it is drawn from {behind}.table, which is released, end the cell with the "
                "first of these lines; if not, write the two others, the second line above the "
                f"drawing, which then takes released.table{called}",
                [publish.format(behind), RELEASE, publish.format("released")],
            )
        lines = [RELEASE, publish.format("released")]
        above = f"the first above the drawing, which then takes released.table{called}"
        return _frame(f"Write these two lines instead, {above}", lines)
    taken = name or "table"
    if isinstance(value, pd.Series):
        taken += ".reset_index()"
    lines = [
        f'released = report.release({taken}, name="{(name or "my-table").replace("_", "-")}")',
        show or 'tables.show(released, caption="What does it answer?")',
    ]
    return _frame("Write these two lines instead", lines)


def is_drawn(value: object) -> bool:
    """Tell whether something is a drawing: a figure, its axes, a part of it, a seaborn grid.

    Examples
    --------
    >>> is_drawn(Figure()), is_drawn("a drawing")
    (True, False)
    """
    if isinstance(value, list | tuple):
        return bool(value) and all(is_drawn(part) for part in value)
    if isinstance(value, Figure | Axes | Artist):
        return True
    return not isinstance(value, type) and isinstance(getattr(value, "figure", None), Figure)


def _frame(sentence: str, lines: list[str]) -> str:
    return "\n".join([f"{sentence}:", *(f"    {line}" for line in lines), FURTHER])
