"""Any index on any table: from a specification and a CSV file to scores and ranks."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

from datacell_lib.analysis.index.calculate import INDEX, calculate_index
from datacell_lib.analysis.index.derive import derive_indicators
from datacell_lib.analysis.index.groups import group_areas
from datacell_lib.config import INDICES
from datacell_lib.files.index_spec import IndexSpec, load_index_spec
from datacell_lib.files.reader import find_named_file
from datacell_lib.governance.catalogue.entries import list_datasets
from datacell_lib.governance.index_sources import check_against_catalogue
from datacell_lib.pipeline.index_table import load_index_table
from datacell_lib.schema import (
    AREA_CODE,
    AREAS,
    COMPONENT,
    GROUP,
    IMPUTED,
    LEVEL,
    POPULATION,
    RANK,
    SCORE,
    TableError,
)
from datacell_lib.spreadsheet import neutralise_formulas
from datacell_lib.whole_files import write_whole

ENDINGS = {".yml", ".yaml"}


def run_index(
    spec: IndexSpec,
    *,
    table: Path,
    output: Path,
    codes: str = AREA_CODE,
    tell: Callable[[str], object] = warnings.warn,
) -> pd.DataFrame:
    """Calculate an index from a file, and write the result, whole or not at all.

    Parameters
    ----------
    spec : IndexSpec
        The index.
    table : Path
        A CSV file or workbook, one row an area: its code, and for each indicator either a column
        of the indicator's name, ready to use, or the columns that the index file names; or a
        publisher's own file, whose headings the catalogue knows.
    output : Path
        The CSV file to write; one that is there is replaced.
    codes : str
        The column that holds the areas' codes.
    tell : callable
        Is told what was mended of the table, and what in it may be no value.

    Returns
    -------
    pandas.DataFrame
        What `calculate_index` returns, with `group` (1 is the most vulnerable) for the index
        itself; missing where there are fewer areas than groups.

    Raises
    ------
    ConfigError
        If the catalogue contradicts the index.
    TableError
        If the file can't be read or written, lacks a column, or holds what no index can be made
        of.

    Notes
    -----
    Directions and columns are checked for the datasets that the catalogue knows.
    """
    catalogued = {dataset.id for dataset in list_datasets()}
    check_against_catalogue(spec, datasets=catalogued)
    if spec.within == "area":
        tell(f"{spec.name} ranks within {table.name} alone: compare it with no other area.")
    areas = load_index_table(table, spec=spec, codes=codes, tell=tell)
    result = add_groups(
        calculate_index(derive_indicators(areas, spec=spec), spec=spec), spec=spec, areas=areas
    )
    write_table(result, path=output)
    return result


def find_spec(name: str) -> IndexSpec:
    """Load the index that a path, or the name of a file in `data/indices`, stands for.

    Parameters
    ----------
    name : str
        Such as "my/own.yml" or "imd-2025".

    Returns
    -------
    IndexSpec
        The index, checked.

    Raises
    ------
    ConfigError
        If there is none, or it is wrong.

    Examples
    --------
    >>> find_spec("imd-2025").geography
    'LSOA 2021'
    """
    path = Path(name)
    return load_index_spec(
        path if path.suffix in ENDINGS else find_named_file(INDICES, name, "index")
    )


def add_groups(result: pd.DataFrame, *, spec: IndexSpec, areas: pd.DataFrame) -> pd.DataFrame:
    """Add the group of each area by the whole index.

    Parameters
    ----------
    result : pandas.DataFrame
        What `calculate_index` returns.
    spec : IndexSpec
        The index.
    areas : pandas.DataFrame
        One row an area; with `population` where the index groups by it.

    Returns
    -------
    pandas.DataFrame
        The same rows with `group`: 1 is the most vulnerable. Missing for domains and indicators,
        for areas without a score, and everywhere if there are fewer areas than groups.

    Raises
    ------
    TableError
        If the index groups by population and the table has none.
    """
    whole = result[result[LEVEL] == INDEX].set_index(AREA_CODE)
    if whole[SCORE].count() < spec.grouping.groups:
        return result.assign(**{GROUP: pd.array([pd.NA] * len(result), dtype="Int64")})
    by_code = areas.set_index(AREA_CODE)
    population = by_code[POPULATION].reindex(whole.index) if POPULATION in by_code else None
    groups = group_areas(whole[SCORE], grouping=spec.grouping, population=population)
    own = result[LEVEL] == INDEX
    return result.assign(**{GROUP: result[AREA_CODE].map(groups).where(own)})


def write_table(table: pd.DataFrame, *, path: Path) -> None:
    """Write a CSV file, whole or not at all, in which a spreadsheet finds no formula to run.

    Parameters
    ----------
    table : pandas.DataFrame
        The table.
    path : Path
        The file; one that is there is replaced.

    Raises
    ------
    TableError
        If it can't be written.
    """
    try:
        path.parent.resolve(strict=True)  # a folder that is misspelt is not made
        with write_whole(path) as part:
            neutralise_formulas(table).to_csv(part, index=False, encoding="utf-8")
    except OSError as error:
        raise TableError(
            f"{path}: cannot be written ({error.strerror}). Choose a file in a folder that is "
            "there and that you may write to."
        ) from error


def describe_result(result: pd.DataFrame) -> Iterator[str]:
    """Say in a few lines what an index came to.

    Parameters
    ----------
    result : pandas.DataFrame
        What `run_index` returns.

    Yields
    ------
    str
        How many areas were ranked and which comes first; what was estimated; how many have no
        rank, and why; whether there are groups.
    """
    whole = result[result[LEVEL] == INDEX]
    first = whole.loc[whole[RANK] == 1, AREA_CODE]
    others = f" and {len(first) - 1:,} more of the same rank" if len(first) > 1 else ""
    yield (
        f"{whole[COMPONENT].iloc[0]}: {whole[AREAS].iloc[0]:,} of {len(whole):,} areas ranked; "
        f"the most vulnerable: {first.iloc[0]}{others}."
    )
    unranked = whole[whole[SCORE].isna()]
    if imputed := int(whole[IMPUTED].sum()) - int(unranked[IMPUTED].sum()):
        yield f"{imputed:,} areas have a value that was estimated; 'imputed' marks them."
    if withheld := int(unranked[IMPUTED].sum()):
        yield (
            f"{withheld:,} areas have no score and no rank: more of their weight would be "
            "estimated than the index file's missing.most_imputed allows."
        )
    if incomplete := len(unranked) - withheld:
        yield f"{incomplete:,} areas have no rank, since a value of theirs is missing."
    if whole[GROUP].isna().all():
        yield "There are fewer areas than groups, so 'group' is empty."
