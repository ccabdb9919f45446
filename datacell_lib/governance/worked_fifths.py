"""The fifths that a partner run worked out: all that may go out of it of partner data."""

from __future__ import annotations

import hashlib

import pandas as pd

from datacell_lib.governance.catalogue.dataset_ages import list_vintages
from datacell_lib.governance.ledger import find_ledger
from datacell_lib.schema import AREA_CODE, DISTRICT_CODE, GEOMETRY, TITLE, DisclosureError
from datacell_lib.whole_files import write_whole

FOLDER = "fifths"  # in the run's folder


def note_fifths(table: pd.DataFrame) -> None:
    """Note in the run's ledger the fifths of an index of partner data, as they were worked out.

    Parameters
    ----------
    table : pandas.DataFrame
        What `place_in_fifths` made of protected counts, with whatever words go with it: a row a
        neighbourhood, by `area_code`, with the index's `title`. Not changed.
    """
    name = hashlib.sha256("\0".join(table[TITLE].unique()).encode()).hexdigest()[:16]
    folder = find_ledger() / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    with write_whole(folder / f"{name}.parquet", mode=0o600) as part:
        table.to_parquet(part, index=False)


def require_worked_fifths(table: pd.DataFrame, *, name: str, datasets: tuple[str, ...]) -> None:
    """Refuse a table of partner data that is anything but fifths which this run worked out.

    Parameters
    ----------
    table : pandas.DataFrame
        What is to be released in an edition for partners.
    name : str
        What to call the table in an error.
    datasets : tuple of str
        The catalogue ids of the datasets behind it: what `list_vintages` lists of these may go out.

    Raises
    ------
    DisclosureError
        If it has a column, a value, a choice or an order of rows that these fifths have not: a
        count can hide in each. It may have shapes, be of some report districts only, each whole,
        and lack columns other than `area_code` and `title`.
    """
    if any(table.equals(list_vintages(datasets, invented=invented)) for invented in (True, False)):
        return
    made = _list_noted()
    strange = [column for column in table if column not in {*made, GEOMETRY}]
    if strange:
        raise _refuse(
            name, f"column {strange[0]!r} comes from partner data ({table[strange[0]].dtype}) and"
        )
    if table.empty:
        return
    if not {AREA_CODE, TITLE} <= {*table}:
        raise _refuse(name, f"it comes from partner data, has no {AREA_CODE!r} or {TITLE!r}, and")
    if DISTRICT_CODE in made:
        districts = made.loc[made[AREA_CODE].isin(table[AREA_CODE]), DISTRICT_CODE]
        made = made[made[DISTRICT_CODE].isin(districts)]
    columns = [column for column in table if column != GEOMETRY]
    worked = pd.concat([made[made[TITLE] == title] for title in table[TITLE].unique()])
    if not _make_plain(worked, columns).equals(_make_plain(table, columns)):
        raise _refuse(
            name,
            "it comes from partner data, and in its values, its choice of neighbourhoods or their "
            "order it",
        )


def _list_noted() -> pd.DataFrame:
    paths = sorted((find_ledger() / FOLDER).glob("*.parquet"))
    return pd.concat(map(pd.read_parquet, paths)) if paths else pd.DataFrame()


def _make_plain(table: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    plain = pd.DataFrame({name: table[name].to_numpy(dtype="object") for name in columns})
    return plain.where(plain.notna(), None)


def _refuse(name: str, fault: str) -> DisclosureError:
    return DisclosureError(
        f"{name}: {fault} holds more than the fifths within the area that this run worked out. The "
        "partner edition shows nothing else of such data: show report.local.fifths as it is, or "
        "leave it out."
    )
