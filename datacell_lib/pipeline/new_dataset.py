"""Writing a catalogue entry for a file that has none, with what is still to fill in."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from datacell_lib import config
from datacell_lib.files.area import Area, load_area
from datacell_lib.governance.catalogue.keepers import OWN
from datacell_lib.governance.catalogue.unfinished import list_questions
from datacell_lib.intake.places.vintages import LOOKUP
from datacell_lib.intake.read.guessed_codes import Lookup, guess_codes
from datacell_lib.intake.read.guessed_columns import (
    GuessedColumn,
    describe_lost_codes,
    describe_marks_of,
    find_code_column,
    guess_column,
)
from datacell_lib.intake.read.guessed_decimals import guess_decimals
from datacell_lib.intake.read.own_file import read_own_file
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.pipeline.dataset_draft import GuessedFile, draft_entry
from datacell_lib.schema import AREA_CODE, LSOA2021_CODE, ConfigError, SourceError, TableError
from datacell_lib.whole_files import write_whole
from datacell_lib.wording import count_things, make_slug, quote_names

NAMED = "|".join(["q[1-4]", *month_name[1:]]).lower()
# the part of a name that tells a time: the next file won't be of it
TIME = re.compile(
    rf"(?:^|-)(?:(?:{NAMED})-)?(?:19|20)\d\d\d{{0,4}}(?:-?q[1-4]|-\d\d?|-(?:{NAMED}))*(?=-|$)"
)
EXPLAINED = (
    "What each means is explained in book/methods/adding-to-it.md, under 'A file that you were "
    "sent' and, for partner data, under 'Partner data'; each key has its line in "
    "book/developers/keys.md, under 'Catalogue entry'."
)


def write_dataset_entry(
    path: Path,
    *,
    name: str | None = None,
    area: Area | None = None,
    tell: Callable[[str], object],
) -> Path:
    """Write the catalogue entry of a file, as far as the file itself tells.

    Parameters
    ----------
    path : Path
        A CSV file or a workbook, one row an area.
    name : str, optional
        What to call the dataset; what the file is called unless told.
    area : Area, optional
        Whose lookup of 2011 and 2021 to use, if it is at hand; the published one unless told.
    tell : callable
        Is told what was guessed, what somebody should look at, and what is still to fill in.

    Returns
    -------
    Path
        The entry, which `datacell check` refuses until everything is filled in.

    Raises
    ------
    TableError
        If the file can't be read, or no column holds codes of areas, or none numbers.
    ConfigError
        If its name makes no name of an entry, or there is one already.
    """
    called = name or path.stem
    name = make_slug(called)
    entry = config.CATALOGUE / f"{name}.yml"
    if not name or entry.exists():
        anew = f", or remove {config.show_path(entry)} to begin anew" if name else ""
        raise ConfigError(
            f"{path.name} would be described in {config.show_path(entry)}, which "
            f"{'is there already and was left as it is' if name else 'is no name'}. Give it "
            f"another name with --name NAME{anew}."
        )
    found = read_own_file(path)
    where = find_code_column(found.table)
    if where is None:
        lost = describe_lost_codes(found.table) or "A table of names needs a column of codes."
        raise TableError(
            f"{path}: no column holds codes of areas, such as E01000001; its headings are "
            f"{quote_names(found.table.columns)}. {lost}"
        )
    code, form = where
    codes = guess_codes(found.table[code], form=form, censuses=_load_censuses(area))
    areas = found.table[~found.table[code].isin(codes.others)].drop(columns=code)
    try:
        decimals = guess_decimals(areas, separator=found.separator)
    except TableError as error:
        raise TableError(f"{path}: {error}") from error
    guessed = [guess_column(areas[column], decimal=decimals.mark) for column in areas]
    columns = _name_apart([column for column in guessed if column is not None])
    if not columns:
        raise TableError(f"{path}: no column but that of the codes holds numbers. Is it the file?")
    place = f"{OWN}/{name}{path.suffix.lower()}"
    file = GuessedFile(found, code, form, codes, columns, decimals)
    for line in (*_describe(file, path), *_describe_time(name, path)):
        tell(line)
    text = draft_entry(file, name=name, called=called, place=place)
    with write_whole(entry, replace=False) as part:
        part.write_text(text, encoding="utf-8")
    tell(f"Put the file at {config.show_path(config.CACHE / place)}, where reports look for it.")
    for question in list_questions(text):
        tell(f"To fill in: {question}")
    tell(EXPLAINED)
    return entry


def _describe_time(name: str, path: Path) -> list[str]:
    """Say how to call a dataset that is called after a time, which its next file is not of."""
    lasting = TIME.sub("", name).strip("-")
    if lasting in (name, ""):
        return []
    entry = config.show_path(config.CATALOGUE / f"{name}.yml")
    return [
        f"It is called {name}, with the time in its name, and the next file of it will have to be "
        f"called so, too. To call it {lasting} instead, remove {entry} and write: "
        f'python datacell.py new-dataset "{path}" --name {lasting}'
    ]


def _name_apart(columns: list[GuessedColumn]) -> tuple[GuessedColumn, ...]:
    """Give columns of one name a number each."""
    taken, named = {AREA_CODE}, []
    for column in columns:
        names = (column.name, *(f"{column.name}_{number}" for number in range(2, len(columns) + 3)))
        name = next(name for name in names if name not in taken)
        taken.add(name)
        named.append(replace(column, name=name))
    return tuple(named)


def _load_censuses(area: Area | None) -> Lookup | None:
    place = area or load_area("sample").model_copy(update={"data": "published"})
    try:
        lookup = read_dataset(LOOKUP, area=place)
    except SourceError:
        return None
    return lookup[AREA_CODE].unique(), lookup[LSOA2021_CODE].unique()


def _describe(file: GuessedFile, path: Path) -> list[str]:
    found, codes, decimals = file.found, file.codes, file.decimals
    rows = count_things(len(found.table), "row")
    lines = [f"{path}: {rows}; {file.code!r} holds codes of {codes.geography or file.form}."]
    if found.encoding == "cp1252":
        lines.append("The file is in Windows's encoding (cp1252), which the entry says.")
    if found.form == "csv" and found.separator != ",":
        lines.append(f"Its cells are parted by {found.separator!r}, which the entry says.")
    if found.above:
        stand = "line stands" if found.above == 1 else "lines stand"
        lines.append(
            f"{found.above} {stand} above the headings ({found.title!r}), which the entry says."
        )
    if decimals.mark == ",":
        lines.append("Decimals begin with a comma, as in 3,5, which the entry says.")
    lines += codes.notes
    for column in file.columns:
        unit = f", {column.unit}" if column.unit else ""
        lines.append(f"{column.source!r} becomes {column.name}: a {column.quantity}{unit}.")
        if column.thousands:
            marks = "points" if decimals.mark == "," else "commas"
            lines.append(f"{column.source!r} has {marks} between thousands, which the entry says.")
        if column.empty:
            rows = count_things(column.empty, "row")
            lines.append(f"{column.source!r} is empty in {rows}: not known, or hidden?")
        if column.blanks:
            lines.append(
                f"{column.source!r} has cells that say that a number is not known: "
                f"{quote_names(column.blanks)}. Is that so?"
            )
        lines += filter(None, [describe_marks_of(column)])
    used = {file.code, *(column.source for column in file.columns)}
    if left := [name for name in found.table if name not in used]:
        lines.append(f"Left out, as words: {quote_names(left)}.")
    return lines
