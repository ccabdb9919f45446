"""Reads the model of a star back: its tables are what was released, and its joins hold."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from datacell_lib.governance.release import Released
from datacell_lib.pipeline.book.cell_checks import list_names
from datacell_lib.wording import name_first


def find_model_difference(content: bytes, released: Sequence[Released]) -> str | None:
    """Find where the model of a star says something else than its released tables.

    Parameters
    ----------
    content : bytes
        The model, as JSON.
    released : sequence of Released
        Its tables, in its order.

    Returns
    -------
    str or None
        The first difference, in words: a table, a column, a key that stands twice or is missing,
        a code that a join can't find, or a measure of a column that can't be added up.
    """
    about = json.loads(content)
    said = [(table["name"], table["release"]) for table in about["tables"]]
    true = [(each.name, each.id) for each in released]
    if said != true:
        return f"it describes the tables {said}, not {true}"
    tables = {name: each for (name, _), each in zip(true, released, strict=True)}
    faults = (
        *(_check_table(table, tables[table["name"]]) for table in about["tables"]),
        *(_check_join(join, tables) for join in about["relationships"]),
        *_check_sums(about["measures"], tables),
    )
    return next((fault for fault in faults if fault), None)


def _check_table(said: Mapping[str, Any], released: Released) -> str | None:
    name, table = said["name"], released.table
    columns, names = [column["name"] for column in said["columns"]], list_names(released)
    if columns != names:
        return f"{name} is said to have the columns {columns}, not {names}"
    if said["rows"] != len(table):
        return f"{name} is said to have {said['rows']} rows, not {len(table)}"
    if table[said["key"]].isna().to_numpy().any():
        return f"{name} has a row without its key {said['key']}"
    twice = table[table.duplicated(said["key"])]
    if len(twice):
        return f"{name} has {twice[said['key']].iloc[0].tolist()} twice, its key {said['key']}"
    return None


def _check_join(join: Mapping[str, Any], tables: Mapping[str, Released]) -> str | None:
    many, one = (_take(join[end], tables) for end in ("from", "to"))
    fact, dimension = join["from"]["table"], join["to"]["table"]
    if lost := sorted(many - one):
        return f"{fact} names {name_first(lost)}, which {dimension} does not have"
    if join["every_row_used"] and (idle := sorted(one - _take_all(join["to"], tables))):
        return f"{dimension} has {name_first(idle)}, which no fact names"
    return None


def _take(end: Mapping[str, str], tables: Mapping[str, Released]) -> set[str]:
    return set(tables[end["table"]].table[end["column"]].astype(str))


def _take_all(end: Mapping[str, str], tables: Mapping[str, Released]) -> set[str]:
    """Take what every other table has in the column."""
    others = (name for name in tables if name != end["table"])
    return {
        value
        for name in others
        if end["column"] in tables[name].table
        for value in _take({"table": name, "column": end["column"]}, tables)
    }


def _check_sums(
    measures: Sequence[Mapping[str, Any]], tables: Mapping[str, Released]
) -> Iterator[str | None]:
    for measure in measures:
        table = tables[measure["table"]].table
        for column in filter(None, (measure["sum"], measure["divided_by_sum"])):
            known = column in table and pd.api.types.is_numeric_dtype(table[column])
            yield None if known else f"{measure['name']} adds up {column!r}, which is no number"
