"""Released tables made in the test itself, without a run or a file."""

from collections.abc import Callable

import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from datacell_lib.config import Edition
from datacell_lib.governance.release import Released, calculate_digest


@pytest.fixture
def make_released() -> Callable[..., Released]:
    """Make a released table of published statistics."""

    def make(table: pd.DataFrame, *, invented: bool = False, datasets=("census2021-age",)):
        return Released(
            table=table,
            id=f"test-{calculate_digest(table)}",
            datasets=tuple(datasets),
            policy="open",
            edition=Edition.OPEN,
            invented=invented,
        )

    return make


@pytest.fixture
def drawn(monkeypatch) -> list[Axes]:
    """Collect the first axes of each figure as it is saved, to look at what was drawn."""
    axes: list[Axes] = []
    save = Figure.savefig

    def watch(figure: Figure, *args, **options) -> None:
        axes.append(figure.axes[0])
        save(figure, *args, **options)

    monkeypatch.setattr(Figure, "savefig", watch)
    return axes
