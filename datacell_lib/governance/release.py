"""The only way out: a table becomes a released table by way of its disclosure policy."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd

from datacell_lib import config
from datacell_lib.config import Edition, Strict
from datacell_lib.governance.catalogue import load_dataset, trace_inputs
from datacell_lib.governance.provenance import Read, find_ledger, list_reads
from datacell_lib.governance.small_counts import SmallCounts, protect_counts
from datacell_lib.names import Name
from datacell_lib.schema import DisclosureError

DIGEST_CHARACTERS = 16


class Policy(Strict):
    """A disclosure policy: what may go out, and how.

    Parameters
    ----------
    name : str
        Its file's name.
    editions : tuple of Edition
        The editions that it is for.
    partner_counts : SmallCounts
        What happens to counts of partner data. Published statistics go out as published.
    """

    name: Name
    editions: tuple[Edition, ...]
    partner_counts: SmallCounts


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
    """

    table: pd.DataFrame
    id: str
    datasets: tuple[str, ...]
    policy: str
    edition: Edition
    invented: bool


def release(
    table: pd.DataFrame,
    *,
    name: str,
    datasets: tuple[str, ...],
    policy: str,
    edition: Edition = Edition.OPEN,
) -> Released:
    """Apply a disclosure policy to a table, and record what was released.

    Parameters
    ----------
    table : pandas.DataFrame
        What one would like to publish; not changed.
    name : str
        A short name for the table, such as "key-figures".
    datasets : tuple of str
        The catalogue ids of every dataset behind it; each, or what it is made from, must have
        been read in this run.
    policy : str
        Name of the policy, a file in `data/governance/policies`.
    edition : Edition
        Who it is for.

    Returns
    -------
    Released
        The safe table with its id.

    Raises
    ------
    DisclosureError
        If the policy is not for this edition, a dataset behind the table was never read, or
        partner data hold anything but keys and whole counts.

    Notes
    -----
    True and released values are written to the run's ledger, readable by its user alone.
    """
    rules = load_policy(policy)
    if edition not in rules.editions:
        raise DisclosureError(
            f"{name}: policy {policy!r} is not for the {edition} edition, only for "
            f"{', '.join(rules.editions)}. Choose a policy that is."
        )
    reads = _find_reads(name, datasets)
    kinds = {load_dataset(dataset).kind for dataset in trace_inputs(datasets)}
    safe = table.reset_index(drop=True)
    if "partner data" in kinds:
        safe = protect_counts(safe, name=name, rules=rules.partner_counts)
    released = Released(
        table=safe,
        id=f"{name}-{calculate_digest(safe)}",
        datasets=tuple(sorted(datasets)),
        policy=policy,
        edition=edition,
        invented=any(read.invented for read in reads),
    )
    _record(released, table.reset_index(drop=True))
    return released


def load_policy(name: str, *, folder: Path | None = None) -> Policy:
    """Load a disclosure policy.

    Parameters
    ----------
    name : str
        Its file's name.
    folder : Path, optional
        Where policies are; `data/governance/policies` unless told.

    Returns
    -------
    Policy
        The policy, checked.

    Raises
    ------
    ConfigError
        If there is none of that name, or something in it is wrong.
    """
    path = config.find_named_file(folder or config.POLICIES, name, "policy")
    return config.read_model(path, Policy)


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


def _find_reads(name: str, datasets: tuple[str, ...]) -> list[Read]:
    if not datasets:
        raise DisclosureError(f"{name}: say which datasets are behind this table.")
    every = list_reads()
    behind = {dataset for dataset in trace_inputs(datasets) if load_dataset(dataset).copies}
    unread = sorted(behind - {read.dataset for read in every})
    if unread:
        raise DisclosureError(
            f"{name}: {', '.join(unread)} was not read in this run, so the table can't come from "
            f"it. Read so far: {', '.join(sorted({read.dataset for read in every})) or 'nothing'}."
        )
    return [read for read in every if read.dataset in behind]


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
        unfinished = folder / f".{released.id}.{os.getpid()}.{ending}"
        unfinished.touch(mode=0o600)
        write(unfinished)
        os.replace(unfinished, folder / f"{released.id}.{ending}")


def read_released(folder: Path, release_id: str) -> pd.DataFrame:
    """Read a released table back from a run's ledger.

    Parameters
    ----------
    folder : Path
        The run's ledger.
    release_id : str
        The release.

    Returns
    -------
    pandas.DataFrame
        The table as it was released.

    Raises
    ------
    DisclosureError
        If the ledger knows of no such release.
    """
    path = folder / "releases" / f"{release_id}.released.parquet"
    if not path.is_file():
        raise DisclosureError(
            f"{release_id} is not a release of this run. Publish only what release() returned."
        )
    table = pd.read_parquet(path)
    return gpd.read_parquet(path) if "geometry" in table else table
