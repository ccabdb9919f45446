"""What papermill gives to a notebook: a name that the notebook does not declare is refused.

A report checks its notebooks' parameters before it starts. papermill by itself only warns of a
misspelt one, so that a page would be of the defaults; the front desk therefore looks at the cells
that were run before it was asked.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Sequence

from datacell_lib.schema import ParameterError
from datacell_lib.wording import ask_whether_meant, quote_names

INJECTED = "# Parameters\n"  # how papermill begins the cell that it adds below the declared ones


def refuse_unknown_parameters(cells: Sequence[str] | None = None) -> None:
    """Refuse a parameter that a notebook was given by papermill and does not declare.

    Parameters
    ----------
    cells : sequence of str, optional
        The source of the notebook's cells that were run so far; this kernel's unless told.

    Raises
    ------
    ParameterError
        If papermill set a name that no cell before had set.

    Examples
    --------
    >>> refuse_unknown_parameters(["area = 'sample'", "# Parameters\\narea = 'essex'\\n"])
    >>> refuse_unknown_parameters(["area = 'sample'", "# Parameters\\naera = 'essex'\\n"])
    Traceback (most recent call last):
    datacell_lib.schema.ParameterError: this notebook has no parameter 'aera'. Did you mean \
'area'? Allowed: 'area'.
    """
    declared: list[str] = []
    for source in _list_run_cells() if cells is None else cells:
        names = _list_set_names(source)
        unknown = [name for name in names if name not in declared]
        if source.startswith(INJECTED) and declared and unknown:
            meant = ask_whether_meant(unknown[0], declared)
            raise ParameterError(
                f"this notebook has no parameter {unknown[0]!r}.{meant} "
                f"Allowed: {quote_names(declared)}."
            )
        declared += unknown


def _list_run_cells() -> list[str]:
    """List what this process's kernel has run; nothing where it is no kernel."""
    if "IPython" not in sys.modules:
        return []
    shell = sys.modules["IPython"].get_ipython()
    return [] if shell is None else list(shell.history_manager.input_hist_raw)


def _list_set_names(source: str) -> list[str]:
    """List the names that a cell sets; none where it is not plain Python, such as a magic."""
    try:
        statements = ast.parse(source).body
    except SyntaxError:
        return []
    targets = [
        target
        for statement in statements
        for target in (
            statement.targets
            if isinstance(statement, ast.Assign)
            else [statement.target]
            if isinstance(statement, ast.AnnAssign)
            else []
        )
    ]
    return [target.id for target in targets if isinstance(target, ast.Name)]
