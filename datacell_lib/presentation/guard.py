"""The first wall: in a kernel, a cell that would show what was not published fails as it runs.

It stands in every kernel that opens a report, in JupyterLab as in a run. The last wall is the
gate, which reads what was really shown.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from datacell_lib.files.plain_yaml import clip
from datacell_lib.governance.release import Released
from datacell_lib.governance.used_datasets import is_partner_data, list_used
from datacell_lib.presentation.not_released import describe, is_drawn, write_lines
from datacell_lib.presentation.published import Published, PublishedSection
from datacell_lib.schema import DisclosureError

GUARDED = "datacell_guarded"
Shell = Any  # ipykernel's; its own types say no more


def guard_cells() -> None:
    """Let the cells of this kernel show published outputs only.

    Whatever else a cell ends with, displays, prints or leaves drawn is refused in a sentence that
    has the lines to write instead. Outside a kernel this does nothing.
    """
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if not hasattr(shell, "kernel") or hasattr(shell, GUARDED):
        return
    setattr(shell, GUARDED, True)
    _guard_display(shell)
    _guard_cell(shell)


def _guard_display(shell: Shell) -> None:
    formatter = shell.display_formatter
    show = formatter.format

    def show_published(
        value: object, include: object = None, exclude: object = None
    ) -> tuple[dict[str, object], dict[str, object]]:
        if not isinstance(value, Published | PublishedSection):
            raise _refuse(_describe_shown(value, shell.user_ns))
        return show(value, include=include, exclude=exclude)

    formatter.format = show_published


def _guard_cell(shell: Shell) -> None:
    run = shell.run_ast_nodes

    async def run_and_check(*nodes: Any, result: Any = None, **options: Any) -> bool:
        with _guard_streams() as warnings:
            raised = await run(*nodes, result=result, **options)
        drawn = _take_open_figures()
        if raised or not (drawn or warnings):
            return raised
        try:
            raise _refuse(_describe_left(drawn, "".join(warnings), shell.user_ns))
        except DisclosureError as error:
            if result is not None:
                result.error_in_exec = error
            shell.showtraceback()
        return True

    shell.run_ast_nodes = run_and_check


@contextmanager
def _guard_streams() -> Iterator[list[str]]:
    """Refuse what a cell prints; collect its warnings, which mustn't stop in the middle of a line.

    For one cell at a time, because IPython itself puts its own `write` there for each cell.
    """
    out, aside, warnings = sys.stdout.write, sys.stderr.write, []

    def refuse(text: str) -> int:
        if not text:
            return out(text)
        raise _refuse(
            f"This cell prints {_quote(text) or 'a line'!r}, which nobody has released. "
            + write_lines(None)
        )

    def collect(text: str) -> int:
        warnings.append(text)
        return aside(text)

    sys.stdout.write, sys.stderr.write = refuse, collect
    try:
        yield warnings
    finally:
        sys.stdout.write, sys.stderr.write = out, aside


def _take_open_figures() -> list[object]:
    """Take the figures that a cell leaves open, so that the kernel doesn't show them."""
    plt = sys.modules.get("matplotlib.pyplot")
    if plt is None:
        return []
    figures = [plt.figure(number) for number in plt.get_fignums()]
    plt.close("all")
    return figures


def _describe_left(drawn: list[object], warnings: str, names: dict[str, object]) -> str:
    if drawn:
        behind = _find_released(names)
        lines = write_lines(drawn[0], name=_find_name(drawn[0], names), behind=behind)
        return f"This cell leaves {describe(drawn[0])}. {lines}"
    return (
        f"This cell ends with a warning beside the page: {_quote(warnings)!r}. Mend what it "
        "warns of; a page is published without such lines."
    )


def _quote(text: str) -> str:
    """Clip what a cell wrote; nothing of it where partner data were read: a notebook is stored."""
    return "" if any(map(is_partner_data, list_used())) else clip(text.strip())


def _describe_shown(value: object, names: dict[str, object]) -> str:
    for name, held in names.items():
        if isinstance(held, Released) and held.table is value and not name.startswith("_"):
            return f"This cell would show the table inside {name!r}. {write_lines(held, name=name)}"
    name = _find_name(value, names)
    if isinstance(value, Released):
        return f"This cell would show {value.id} as code. {write_lines(value, name=name)}"
    told = "" if is_drawn(value) else ", which was not released"
    lines = write_lines(value, name=name, behind=_find_released(names))
    return f"This cell would show {describe(value)}{told}. {lines}"


def _find_released(names: dict[str, object]) -> str | None:
    """Find the variable that was given a released table last."""
    held = [
        name
        for name, value in names.items()
        if isinstance(value, Released) and not name.startswith("_")
    ]
    return held[-1] if held else None


def _find_name(value: object, names: dict[str, object]) -> str | None:
    """Find the variable of a notebook that holds something, or the axes of a figure."""
    own = {name: held for name, held in names.items() if not name.startswith("_")}
    for name, held in own.items():
        if held is value:
            return name
    drawn = (name for name, held in own.items() if is_drawn(held))
    return next((name for name in drawn if getattr(own[name], "figure", None) is value), None)


def _refuse(message: str) -> DisclosureError:
    """Make an error that a notebook shows as its sentence, without the way to it."""
    error = DisclosureError(message)
    error._render_traceback_ = lambda: [f"{DisclosureError.__name__}: {message}"]
    return error
