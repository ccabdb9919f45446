"""The only way out: a table becomes a released table by way of its disclosure policy."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

import geopandas as gpd
import pandas as pd

from datacell_lib.config import Edition, find_edition
from datacell_lib.files.policy import load_policy
from datacell_lib.governance.catalogue.entries import PLACES, load_dataset, trace_inputs
from datacell_lib.governance.ledger import Read, find_ledger, list_reads
from datacell_lib.governance.suppression import protect_counts
from datacell_lib.governance.used_datasets import find_sources, is_partner_data
from datacell_lib.governance.worked_fifths import require_worked_fifths
from datacell_lib.schema import DisclosureError, TableError
from datacell_lib.whole_files import write_whole
from datacell_lib.wording import quote_names

DIGEST_CHARACTERS = 16


@dataclass(frozen=True)
class Released:
    """A table that may be published: the only thing that the presentation room draws.

    Parameters
    ----------
    table : pandas.DataFrame
        The safe table.
    id : str
        Its name and a digest of what it holds.
    datasets : tuple of str
        The catalogue ids of the datasets behind it.
    policy : str
        The policy that it was released under.
    edition : Edition
        Who it is for.
    invented : bool
        Whether any of it comes from the embedded sample.
    suppressed : mapping of str to tuple of int
        For each column with suppressed cells, their rows, counted from 0.
    """

    table: pd.DataFrame
    id: str
    datasets: tuple[str, ...]
    policy: str
    edition: Edition
    invented: bool
    suppressed: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name that it was released under: its id without the digest."""
        return self.id.rpartition("-")[0]


def release(
    table: pd.DataFrame,
    *,
    name: str,
    policy: str,
    datasets: tuple[str, ...] | None = None,
) -> Released:
    """Apply a disclosure policy to a table, and record what was released.

    Parameters
    ----------
    table : pandas.DataFrame
        What one would like to publish; not changed.
    name : str
        A short name for the table, such as "key-figures".
    policy : str
        Name of the policy, a file in `data/governance/policies`, for the edition of this run.
    datasets : tuple of str, optional
        The catalogue ids of the published statistics behind it, where they are fewer than those
        that the table carries, or than all that this process has used. Each, or what it is made
        from, must have been read in this run. Partner data can't be left out.

    Returns
    -------
    Released
        The safe table with its id.

    Raises
    ------
    DisclosureError
        If the policy is not for this edition, a dataset behind the table was never read, or
        partner data hold anything but keys and whole counts; in a partner edition anything but
        the fifths within the area that the run worked out.
    TableError
        If it is no table, or one with two columns of the same name.

    Notes
    -----
    True and released values are written to the run's ledger, readable by its user alone.
    """
    check_is_table(table, name=name)
    rules, edition = load_policy(policy), find_edition()
    if edition not in rules.editions:
        raise DisclosureError(
            f"{name}: policy {policy!r} is not for the {edition} edition, only for "
            f"{', '.join(rules.editions)}. Choose a policy that is."
        )
    behind = find_sources(table, named=datasets)
    reads = _find_reads(name, behind)
    true = table.reset_index(drop=True)
    safe = true
    if any(is_partner_data(dataset) for dataset in behind):
        if edition is Edition.OPEN:
            safe = protect_counts(
                safe, name=name, rules=rules.partner_counts, labels=_list_labels(behind)
            )
        else:
            require_worked_fifths(safe, name=name, datasets=behind)
    released = Released(
        table=safe,
        id=f"{name}-{calculate_digest(safe)}",
        datasets=behind,
        policy=policy,
        edition=edition,
        invented=any(read.invented for read in reads),
        suppressed=_find_suppressed(true, safe),
    )
    _record(released, true)
    return released


def release_words(table: pd.DataFrame, *, name: str, policy: str) -> Released:
    """Release words that people wrote in a register of the project, and no dataset is behind.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns of text, and nothing else.
    name, policy
        As for `release`.

    Returns
    -------
    Released
        The same table with its id.

    Raises
    ------
    DisclosureError
        If a column holds anything but text: figures come from datasets, and go by `release`. Also
        if partner data are behind the table or were used before: their counts could be its words.
    """
    check_is_table(table, name=name)
    if partners := find_sources(table, named=()):
        raise DisclosureError(
            f"{name}: partner data were read here ({', '.join(partners)}), and counts may be "
            "written as words. Release the words in a notebook that reads no such data."
        )
    for column in table:
        strange = [value for value in table[column].dropna() if not isinstance(value, str)]
        if strange:
            raise DisclosureError(
                f"{name}: column {column!r} holds {strange[0]!r}, which is no text. Release "
                "figures with release, which knows the datasets behind them."
            )
    table = table.reset_index(drop=True)
    digest = calculate_digest(table)
    released = Released(table, f"{name}-{digest}", (), policy, find_edition(), False)
    _record(released, table)
    return released


def check_is_table(table: object, *, name: str) -> None:
    """Refuse to release what is no table.

    Parameters
    ----------
    table : object
        What somebody would like to publish.
    name : str
        What it is to be called.

    Raises
    ------
    TableError
        If it is no table, has two columns of the same name or a column without a name in words,
        or if the names of its rows stand in its index, which is not released.

    Examples
    --------
    >>> check_is_table(pd.Series([1]), name="beds")
    Traceback (most recent call last):
        ...
    datacell_lib.schema.TableError: beds: only a table can be released; found a Series. Give it a \
name and make it a table: table = column.rename("beds").reset_index().
    """
    if isinstance(table, Released):
        raise TableError(f"{name}: {table.id} is released already. Show it as it is.")
    if isinstance(table, pd.Series):
        raise TableError(
            f"{name}: only a table can be released; found a Series. Give it a name and make it a "
            f'table: table = column.rename("{name}").reset_index().'
        )
    if not isinstance(table, pd.DataFrame):
        raise TableError(
            f"{name}: only a table can be released; found a {type(table).__name__}. Make a pandas "
            "DataFrame of it, a row for each place and period."
        )
    unnamed = [column for column in table if not isinstance(column, str)]
    if unnamed or not table.columns.is_unique:
        twice = table.columns[table.columns.duplicated()].unique()
        raise TableError(
            f"{name}: every column needs a name of its own, in words; found "
            f"{quote_names(unnamed or twice)}{'' if unnamed else ' twice'}. "
            "Rename them with table.rename(columns={…}), or table.set_axis([…], axis=1)."
        )
    lost = [named for named in table.index.names if named is not None and named not in table]
    if lost:
        raise TableError(
            f"{name}: the rows are named by the index {quote_names(lost)}, which is not released. "
            "Make it a column: table.reset_index()."
        )


def calculate_digest(table: pd.DataFrame) -> str:
    """Calculate a digest of a table's columns and values.

    Parameters
    ----------
    table : pandas.DataFrame
        Any table; its index does not matter, the order of its rows does.

    Returns
    -------
    str
        Sixteen hexadecimal characters.

    Examples
    --------
    >>> calculate_digest(pd.DataFrame({"a": [1.0]})) == calculate_digest(pd.DataFrame({"a": [1]}))
    True
    """
    columns = {str(column): _make_plain(table[column]) for column in table}
    text = json.dumps(columns, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:DIGEST_CHARACTERS]


def _make_plain(values: pd.Series) -> list[object]:
    if values.dtype == "geometry":
        return gpd.GeoSeries(values).to_wkb(hex=True).tolist()
    if pd.api.types.is_numeric_dtype(values):
        return [None if value != value else value for value in values.astype("float64").tolist()]
    return [None if pd.isna(value) else str(value) for value in values]


def _list_labels(datasets: tuple[str, ...]) -> frozenset[str]:
    """List the columns of keys and labels of datasets, in whose words numbers are no counts."""
    entries = [load_dataset(name) for name in trace_inputs(datasets)]
    columns = [pair for entry in entries for pair in entry.columns.items()]
    named = {name for name, column in columns if column.quantity in PLACES}
    return frozenset(named | {key for entry in entries for key in entry.key})


def _find_reads(name: str, datasets: tuple[str, ...]) -> list[Read]:
    if not datasets:
        raise DisclosureError(
            f"{name}: no dataset is known to be behind this table. Make it from tables that "
            "datacell_lib.intake has read, or name the datasets."
        )
    every = list_reads()
    behind = {dataset for dataset in trace_inputs(datasets) if load_dataset(dataset).copies}
    unread = sorted(behind - {read.dataset for read in every})
    if unread:
        raise DisclosureError(
            f"{name}: {', '.join(unread)} was not read in this run, so the table can't come from "
            f"it. Read so far: {', '.join(sorted({read.dataset for read in every})) or 'nothing'}."
        )
    return [read for read in every if read.dataset in behind]


def _find_suppressed(true: pd.DataFrame, safe: pd.DataFrame) -> dict[str, tuple[int, ...]]:
    hidden = {name: (true[name].notna() & safe[name].isna()).to_numpy() for name in true}
    rows = {name: tuple(cells.nonzero()[0].tolist()) for name, cells in hidden.items()}
    return {name: found for name, found in rows.items() if found}


def _record(released: Released, true: pd.DataFrame) -> None:
    folder = find_ledger() / "releases"
    folder.mkdir(mode=0o700, exist_ok=True)
    facts = {key: value for key, value in asdict(released).items() if key != "table"}
    facts["columns"] = list(map(str, true.columns))
    for ending, write in (
        ("true.parquet", true.to_parquet),
        ("released.parquet", released.table.to_parquet),
        ("json", lambda path: path.write_text(json.dumps(facts, indent=1), encoding="utf-8")),
    ):
        with write_whole(folder / f"{released.id}.{ending}", mode=0o600) as part:
            write(part)
