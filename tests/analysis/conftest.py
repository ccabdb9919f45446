"""What the tests of the analysis room share."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest


@pytest.fixture
def leaves_unchanged() -> Callable[..., None]:
    """Call a function, and assert that every table it was given is as it was."""

    def check(function: Callable[..., object], *tables: pd.DataFrame, **arguments: object) -> None:
        given = [*tables, *(a for a in arguments.values() if isinstance(a, pd.DataFrame))]
        before = [table.copy(deep=True) for table in given]
        function(*tables, **arguments)
        for table, copy in zip(given, before, strict=True):
            pd.testing.assert_frame_equal(table, copy)

    return check
