"""Indicators made from the columns of a table that an index file names."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from datacell_lib.files.index_spec import IndexSpec, Indicator
from datacell_lib.number_types import convert_to_floats
from datacell_lib.schema import AREA_CODE, TableError
from datacell_lib.wording import quote_names


def derive_indicators(areas: pd.DataFrame, *, spec: IndexSpec) -> pd.DataFrame:
    """Make a column for each indicator where the table has only what it is made from.

    Parameters
    ----------
    areas : pandas.DataFrame
        One row an area.
    spec : IndexSpec
        The index.

    Returns
    -------
    pandas.DataFrame
        The table with a column of each indicator's name: the one it had, or else the column that
        the index file names, divided by the denominator where it names one.

    Raises
    ------
    TableError
        If a column is missing, holds text, or a denominator is not above zero; names file, key
        and remedy.

    Examples
    --------
    >>> from datacell_lib.files.index_spec import draft_index_spec
    >>> spec = draft_index_spec({"a": "higher_is_more_vulnerable"})
    >>> derive_indicators(pd.DataFrame({"area_code": ["x"], "a": [1]}), spec=spec)["a"].tolist()
    [1]
    """
    derived = {
        indicator.name: _derive(areas, indicator, spec.file)
        for indicator in spec.list_indicators()
        if indicator.name not in areas
    }
    return areas.assign(**derived)


def _name_absent(indicator: Indicator, column: str) -> str:
    if indicator.name == column:
        return f"no column '{column}'. Add it"
    return f"neither '{indicator.name}' nor '{column}'. Add one of them"


def _derive(areas: pd.DataFrame, indicator: Indicator, file: str) -> pd.Series:
    for key, column in _list_sources(indicator):
        if column not in areas:
            raise TableError(
                f"{file}: {indicator.name}.{key}: the table has {_name_absent(indicator, column)}, "
                f"or correct the key; the table has {quote_names(areas.columns)}."
            )
        if not pd.api.types.is_numeric_dtype(areas[column]):
            words = areas[column][pd.to_numeric(areas[column], errors="coerce").isna()].dropna()
            raise TableError(
                f"{file}: {indicator.name}.{key}: column '{column}' must hold numbers; found "
                f"{', '.join(map(repr, words.head(1)))} in {len(words)} rows. "
                "Remove signs and words; leave missing values empty."
            )
    if indicator.denominator is None:
        return areas[indicator.column]
    denominator = convert_to_floats(areas[indicator.denominator])
    if (denominator <= 0).any():
        row = areas[denominator <= 0].iloc[0]
        raise TableError(
            f"{file}: {indicator.name}.denominator: '{indicator.denominator}' must be above zero; "
            f"found {row[indicator.denominator]:g} in {row[AREA_CODE]}. Correct it, or remove the "
            "area."
        )
    return convert_to_floats(areas[indicator.column]) / denominator


def _list_sources(indicator: Indicator) -> Iterator[tuple[str, str]]:
    yield "column", indicator.column
    if indicator.denominator is not None:
        yield "denominator", indicator.denominator
