"""A dataset's files read whole and checked against its entry; nothing is fetched or recorded."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd

from datacell_lib.files.plain_yaml import clip
from datacell_lib.governance.catalogue.copies import Copy
from datacell_lib.governance.catalogue.entries import PLACES, Dataset
from datacell_lib.governance.catalogue.keepers import tell_keeper
from datacell_lib.intake.read.cells import (
    NUMBERS,
    add_up_cells,
    blank_coordinates,
    bound_cells,
    convert_cells,
)
from datacell_lib.intake.read.changed_files import (
    summarise_files,
)
from datacell_lib.intake.read.codes import SUFFIX, check_codes, trim_codes
from datacell_lib.intake.read.entry_checks import check_against_entry
from datacell_lib.intake.read.fetch import FoundCopy
from datacell_lib.intake.read.marks import describe_marks, describe_past_all
from datacell_lib.intake.read.row_places import RowPlaces
from datacell_lib.intake.read.rows import Rows, adapt_layout, read_rows
from datacell_lib.intake.read.seen_files import FileSummary
from datacell_lib.intake.read.shapes import check_boundaries
from datacell_lib.schema import AREA_CODE, GEOMETRY, WITHOUT_COUNTRY, SourceError
from datacell_lib.table_rows import UNREADABLE

PUBLISHED_AGAIN = "Where the publisher's own file is right, fetch it again"
ENGLAND = "E"


@dataclass(frozen=True)
class WholeReading:
    """A dataset as its files hold it, every check passed.

    Parameters
    ----------
    table : pandas.DataFrame
        Its rows of England, sorted by the dataset's key.
    rows, set_aside : int
        Rows that arrived, and how many of them are not in the table.
    mended, trimmed : int
        Shapes that were mended, and codes whose blanks were taken off.
    doubtful : tuple of str
        What may stand for a value that is not known, and shares of more than all, each told in
        a sentence.
    summaries : dict of str to FileSummary
        What to remember of each file that the catalogue lists no checksum for, by path.
    """

    table: pd.DataFrame
    rows: int
    set_aside: int
    mended: int
    trimmed: int
    doubtful: tuple[str, ...]
    summaries: dict[str, FileSummary]


def read_whole(found: FoundCopy, *, dataset: Dataset) -> WholeReading:
    """Read the files of a copy whole, and check them against the dataset's entry.

    Parameters
    ----------
    found : FoundCopy
        The files, and how the catalogue describes them.
    dataset : Dataset
        The entry.

    Returns
    -------
    WholeReading
        What they hold; nothing is remembered or recorded yet.

    Raises
    ------
    SourceError
        If what they hold is not what the catalogue describes.
    """
    parts = [_read_file(file.path, found.copy, dataset) for file in found.files]
    raw = pd.concat([part.table for part in parts], ignore_index=True)
    trimmed = _trim(raw)
    table = _tidy(raw, dataset, found.copy)
    inside = _find_inside(table, dataset)
    own, mended = table[inside], 0
    if GEOMETRY in table:
        own, mended = check_boundaries(
            gpd.GeoDataFrame(own, geometry=GEOMETRY), called=f"{dataset.title} ({dataset.id})"
        )
    set_aside = sum(part.set_aside for part in parts)
    doubtful = tuple(said for name in dataset.columns for said in _list_doubts(own, name, dataset))
    check_against_entry(
        own,
        dataset=dataset,
        files=", ".join(file.path.name for file in found.files[:3]),
        # of several files, one for each district, none repeats a code of another
        places=RowPlaces(found.files[0].path, found.copy, parts[0].table.index)
        if len(parts) == 1
        else None,
    )
    return WholeReading(
        table=own.sort_values(list(dataset.key), ignore_index=True),
        rows=len(table) + set_aside,
        set_aside=int((~inside).sum()) + set_aside,
        mended=mended,
        trimmed=trimmed,
        doubtful=doubtful,
        summaries=summarise_files(found, parts, own, dataset=dataset),
    )


def read_given_copy(path: Path, *, dataset: Dataset) -> pd.DataFrame | None:
    """Read a file that somebody gives as a copy of a dataset, by the layout that fits it.

    Parameters
    ----------
    path : Path
        The file, as its publisher gives it, wherever it lies.
    dataset : Dataset
        The entry; the first of its copies whose headings the file has says how to read it.

    Returns
    -------
    pandas.DataFrame or None
        As `read_dataset`, but for the record: nothing is fetched, and no checksum asked for. None
        where no copy's headings fit.

    Raises
    ------
    SourceError
        If what the file holds is not what the catalogue describes.
    """
    layouts = (adapt_layout(path, copy) for copy in dataset.copies)
    copy = next(filter(None, layouts), None)
    if copy is None:
        return None
    part = _read_file(path, copy, dataset).table
    raw = part.reset_index(drop=True)
    _trim(raw)
    table = _tidy(raw, dataset, copy)
    own, places = table[_find_inside(table, dataset)], RowPlaces(path, copy, part.index)
    return check_against_entry(own, dataset=dataset, files=path.name, places=places)


def _read_file(path: Path, copy: Copy, dataset: Dataset) -> Rows:
    """Read one file, keeping the columns that its copy names, under the dataset's own names."""
    words = {
        source
        for name, source in copy.columns.items()
        if isinstance(source, str)
        and (name == AREA_CODE or dataset.columns[name].type not in NUMBERS)
    }
    keeper = tell_keeper(dataset)
    try:
        rows = read_rows(path, copy, words=words)
    except SourceError as error:
        raise SourceError(
            f"{dataset.title} ({dataset.id}): {error} {keeper or PUBLISHED_AGAIN}."
        ) from error
    except (OSError, *UNREADABLE) as error:
        raise SourceError(
            f"{path} can't be read as {dataset.title}: {clip(str(error), most=600)}. It may be "
            f"truncated or damaged. {keeper or 'Remove it and fetch it again'}."
        ) from error
    raw = rows.table
    table = pd.DataFrame(
        {
            name: raw[source]
            if isinstance(source, str)
            else add_up_cells(raw, source, name=name, dataset=dataset, copy=copy)
            for name, source in copy.columns.items()
        }
    )
    if not copy.distinct:
        return Rows(table, rows.set_aside)
    distinct = table.drop_duplicates()
    return Rows(distinct, rows.set_aside + len(table) - len(distinct))


def _find_inside(table: pd.DataFrame, dataset: Dataset) -> pd.Series:
    """Find the rows of England, where the codes of a geography say which country they are of."""
    if dataset.native_geography in WITHOUT_COUNTRY:
        return pd.Series(True, index=table.index)
    # a row without a code is no other country's: the check refuses it
    return table[AREA_CODE].str.startswith(ENGLAND) | table[AREA_CODE].isna()


def _trim(raw: pd.DataFrame) -> int:
    """Take the blanks off the ends of every column of codes; count the areas' own."""
    counts = {}
    for name in raw:
        if str(name).endswith(SUFFIX):
            raw[name], counts[name] = trim_codes(raw[name])
    return counts[AREA_CODE]


def _tidy(raw: pd.DataFrame, dataset: Dataset, copy: Copy) -> pd.DataFrame:
    check_codes(raw, dataset=dataset)
    columns = {AREA_CODE: raw[AREA_CODE]}
    for name, column in dataset.columns.items():
        about = {"name": name, "dataset": dataset, "codes": raw[AREA_CODE]}
        if column.suppressed:
            columns |= bound_cells(raw[name], copy=copy, **about)
        else:
            columns[name] = convert_cells(raw[name], **about)
    return blank_coordinates(pd.DataFrame(columns))


def _list_doubts(table: pd.DataFrame, name: str, dataset: Dataset) -> list[str]:
    column = dataset.columns[name]
    if column.type not in NUMBERS or column.quantity in PLACES:
        return []
    least = 0.0 if column.quantity == "count" else column.minimum
    marks = describe_marks(table[name], minimum=least, maximum=column.maximum)
    past = describe_past_all(table[name], whole=column.whole) if column.whole else ""
    unknown = f"{marks}, which may stand for a value that is not known." if marks else ""
    return list(filter(None, (unknown, past)))
