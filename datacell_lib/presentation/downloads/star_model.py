"""What the tables of a star are, how they are joined, and what may be added up: for programs."""

from __future__ import annotations

import json
from typing import Any

from datacell_lib.governance.release import Released
from datacell_lib.presentation.downloads.csv_metadata import find_meaning, list_attributions
from datacell_lib.presentation.downloads.plain_cells import choose_kind, find_mark, list_columns
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.source_line import describe_sources
from datacell_lib.star_schema import (
    DIMENSIONS,
    FACTS,
    MEASURES,
    UNBROKEN,
    Join,
    Measure,
    list_joins,
)

FORM = "datacell-star-1"


def find_joins(tables: dict[str, Released]) -> tuple[Join, ...]:
    """Find how released tables of a star are joined.

    Parameters
    ----------
    tables : dict of str to Released
        The tables, by name.

    Returns
    -------
    tuple of Join
        See `list_joins`.
    """
    return list_joins({name: [*each.table] for name, each in tables.items()})


@refuse_unreleased
def write_star_model(*released: Released, title: str) -> bytes:
    """Write what the tables of a star are, how they are joined, and what may be added up.

    Parameters
    ----------
    *released : Released
        Dimensions and facts, each released under the name that `star_schema` gives it.
    title : str
        What they are about.

    Returns
    -------
    bytes
        JSON in the form that the page "Power BI, Excel and Tableau" describes.

    Raises
    ------
    DisclosureError
        If a table was not released.
    """
    tables = {each.name: each for each in released}
    about = {
        "form": FORM,
        "title": title,
        "rights": [*dict.fromkeys(words for each in released for words in list_attributions(each))],
        "tables": [_describe_table(name, each) for name, each in tables.items()],
        "relationships": [_describe_join(join) for join in find_joins(tables)],
        "measures": [_describe_measure(each) for each in MEASURES if each.table in tables],
    }
    return (json.dumps(about, ensure_ascii=False, indent=1) + "\n").encode()


def _describe_table(name: str, released: Released) -> dict[str, Any]:
    key = [DIMENSIONS[name]] if name in DIMENSIONS else [*FACTS[name]]
    return {
        "name": name,
        "kind": "dimension" if name in DIMENSIONS else "fact",
        "release": released.id,
        "files": [f"{name}.parquet", f"{name}.csv"],
        "rows": len(released.table),
        "key": key,
        "suppressed": find_mark(released) if released.suppressed else None,
        "source": describe_sources(released),
        "columns": [_describe_column(released, column) for column in list_columns(released)],
    }


def _describe_column(released: Released, column: str) -> dict[str, str]:
    meaning = find_meaning(released, column)
    kind = choose_kind(released.table[column])
    return {"name": column, "type": kind, "means": meaning.words, "unit": meaning.unit}


def _describe_join(join: Join) -> dict[str, Any]:
    return {
        "from": {"table": join.fact, "column": join.column},
        "to": {"table": join.dimension, "column": join.column},
        "cardinality": "many to one",
        "filter": "the dimension filters the fact",
        "every_row_used": join.dimension != UNBROKEN,
    }


def _describe_measure(measure: Measure) -> dict[str, str | None]:
    return {
        "name": measure.name,
        "table": measure.table,
        "sum": measure.total,
        "divided_by_sum": measure.out_of or None,
        "words": measure.words,
        "dax": _write_dax(measure),
        "tableau": _write_tableau(measure),
    }


def _write_dax(measure: Measure) -> str:
    total, out_of = (
        f"SUM('{measure.table}'[{column}])" for column in (measure.total, measure.out_of)
    )
    return f"DIVIDE({total}, {out_of})" if measure.out_of else total


def _write_tableau(measure: Measure) -> str:
    total = f"SUM([{measure.total}])"
    return f"{total} / SUM([{measure.out_of}])" if measure.out_of else total
