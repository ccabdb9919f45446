"""Writing a catalogue entry for a file that has none, with what is still to fill in."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from datacell_lib import config
from datacell_lib.files.area import Area, load_area
from datacell_lib.governance.catalogue.unfinished import FILL_IN, list_questions
from datacell_lib.intake.places.vintages import LOOKUP
from datacell_lib.intake.read.guessed_codes import GuessedCodes, Lookup, guess_codes
from datacell_lib.intake.read.guessed_columns import (
    FORMS,
    GuessedColumn,
    bound_mark,
    describe_lost_codes,
    describe_marks_of,
    find_code_column,
    guess_column,
)
from datacell_lib.intake.read.guessed_decimals import GuessedDecimals, guess_decimals
from datacell_lib.intake.read.own_file import OwnFile, read_own_file
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.schema import AREA_CODE, LSOA2021_CODE, ConfigError, SourceError, TableError
from datacell_lib.whole_files import write_whole
from datacell_lib.wording import count_things, make_slug, quote_names

OWN = "own"  # where such files lie in the cache
LONGEST_START = 30
RENEWED = "how often is it renewed? In words: every week, every quarter, every year, never"
DIRECTIONS = "higher_is_more_vulnerable, lower_is_more_vulnerable, or none"
ASKED = {
    "publisher": "who counted it?",
    "page": "where it is published, an address",
    "licence": "on what terms may it be used, such as OGL-UK-3.0?",
    "attribution": "the words that the licence asks for",
    "kind": "write published statistics (nobody's own data) or partner data (by an agreement)",
    "reason": "why it is not personal data; for partner data an 'agreement' instead",
    "period": "what time does it describe?",
    "published": "the day on which it came out, YYYY-MM-DD",
}


def write_dataset_entry(
    path: Path, *, area: Area | None = None, tell: Callable[[str], object]
) -> Path:
    """Write the catalogue entry of a file, as far as the file itself tells.

    Parameters
    ----------
    path : Path
        A CSV file or a workbook, one row an area.
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
    name = make_slug(path.stem)
    entry = config.CATALOGUE / f"{name}.yml"
    if not name or entry.exists():
        raise ConfigError(
            f"{path.name} would be described in {config.show_path(entry)}, which "
            f"{'is there already and was left as it is' if name else 'is no name'}. Give the file "
            "another name."
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
    for line in _describe(found, code, form, codes, columns, decimals):
        tell(line)
    text = _write_entry(name, path, place, found, code, form, codes, columns, decimals)
    with write_whole(entry, replace=False) as part:
        part.write_text(text, encoding="utf-8")
    tell(f"Put the file at {config.show_path(config.CACHE / place)}, where reports look for it.")
    for question in list_questions(text):
        tell(f"To fill in: {question}")
    return entry


def _name_apart(columns: list[GuessedColumn]) -> list[GuessedColumn]:
    """Give columns of one name a number each."""
    taken, named = {AREA_CODE}, []
    for column in columns:
        names = (column.name, *(f"{column.name}_{number}" for number in range(2, len(columns) + 3)))
        name = next(name for name in names if name not in taken)
        taken.add(name)
        named.append(replace(column, name=name))
    return named


def _load_censuses(area: Area | None) -> Lookup | None:
    place = area or load_area("sample").model_copy(update={"data": "published"})
    try:
        lookup = read_dataset(LOOKUP, area=place)
    except SourceError:
        return None
    return lookup[AREA_CODE].unique(), lookup[LSOA2021_CODE].unique()


def _describe(
    found: OwnFile,
    code: str,
    form: str,
    codes: GuessedCodes,
    columns: list[GuessedColumn],
    decimals: GuessedDecimals,
) -> list[str]:
    rows = count_things(len(found.table), "row")
    lines = [f"{rows}; {code!r} holds codes of {codes.geography or form}."]
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
    for column in columns:
        unit = f", {column.unit}" if column.unit else ""
        lines.append(f"{column.source!r} becomes {column.name}: a {column.quantity}{unit}.")
        if column.thousands:
            marks = "points" if decimals.mark == "," else "commas"
            lines.append(f"{column.source!r} has {marks} between thousands, which the entry says.")
        if column.empty:
            rows = count_things(column.empty, "row")
            lines.append(f"{column.source!r} is empty in {rows}: not known.")
        lines += filter(None, [describe_marks_of(column)])
    used = {code, *(column.source for column in columns)}
    if left := [name for name in found.table if name not in used]:
        lines.append(f"Left out, as words: {quote_names(left)}.")
    return lines


def _write_entry(
    name: str,
    path: Path,
    place: str,
    found: OwnFile,
    code: str,
    form: str,
    codes: GuessedCodes,
    columns: list[GuessedColumn],
    decimals: GuessedDecimals,
) -> str:
    choices = " or ".join(FORMS[form])
    known = codes.geography or f" {FILL_IN}: of which areas are the codes? Write {choices}"
    title = path.stem.replace("_", " ").replace("-", " ").strip().capitalize()
    lines = [f"id: {name}", f"title: {_quote(title)}  {FILL_IN}: is that what readers call it?"]
    lines += [f"{key}:  {FILL_IN}: {question}" for key, question in ASKED.items()]
    lines += [f"native_geography: {known}", "refresh:"]
    lines += [f"  every:  {FILL_IN}: {RENEWED}", "  when_late: carry forward"]
    if codes.notes and "more than once" in " ".join(codes.notes):
        lines.append(f"key: [area_code]  {FILL_IN}: some codes have several rows: what parts them?")
    lines.append("columns:")
    for column in columns:
        lines += _write_column(column)
    lines += ["copies:", "  - layout: official", f"    path: {_quote(place)}"]
    lines.append(f"    format: {found.form}")
    if found.above:
        lines.append(f"    skip_rows: {found.above}")
    if found.form == "csv" and found.encoding != "utf-8-sig":
        lines.append(f"    encoding: {found.encoding}")
    if found.separator != ",":
        lines.append(f"    separator: {_quote(found.separator)}")
    lines += _write_number_marks(columns, decimals)
    if codes.others:
        asked = "rows without a code: are they totals or footnotes, not areas?"
        cells = "|".join(map(_match_start, codes.others))
        lines += ["    set_aside:", f"      {_quote(code)}: {_quote(cells)}  {FILL_IN}: {asked}"]
    blanks = dict.fromkeys(mark for column in columns for mark in column.blanks)
    if blanks:
        lines.append(f"    blanks: {_quote(list(blanks))}")
    lines += _write_marks(columns)
    lines += ["    columns:", f"      area_code: {_quote(code)}"]
    lines += [f"      {column.name}: {_quote(column.source)}" for column in columns]
    return "\n".join(lines) + "\n"


def _write_column(column: GuessedColumn) -> list[str]:
    of = f"of {column.source!r}"
    asked = "people, households, parcels?" if column.quantity == "count" else "percent, share?"
    unit = column.unit and _quote(column.unit)
    doubt = " ".join(column.notes)
    told = f"{FILL_IN}: {of}: {doubt or asked}"
    lines = [
        f"  {column.name}:",
        f"    type: {'integer' if column.quantity == 'count' else 'number'}",
        f"    unit: {unit}  {told if doubt or not unit else ''}".rstrip(),
        f"    quantity: {column.quantity}",
        f"    direction:  {FILL_IN}: {of}: {DIRECTIONS}?",
        f"    meaning:  {FILL_IN}: {of}: what it counts, in a sentence",
    ]
    if column.quantity == "count" or column.unit:
        lines.append("    minimum: 0")
    if column.unit:
        lines.append(f"    maximum: {100 if column.unit == 'percent' else 1}")
    if column.empty or column.blanks:
        lines.append("    may_be_missing: true")
    return [*lines, "    suppressed: true"] if column.marks else lines


def _match_start(cell: str) -> str:
    """Write a regular expression for a cell; a footnote is known by how it begins."""
    return re.escape(cell[:LONGEST_START]) + (".*" if len(cell) > LONGEST_START else "")


def _write_number_marks(columns: list[GuessedColumn], decimals: GuessedDecimals) -> list[str]:
    """Write what commas and points in numbers mean; where one may mean either, it is asked."""
    grouped = any(column.thousands for column in columns)
    comma = {"thousands": "part thousands", "decimal": "begin decimals"}
    key, other = ("decimal", "thousands") if decimals.mark == "," else ("thousands", "decimal")
    asked = (
        f"  {FILL_IN}: does the comma in {decimals.doubtful} {comma[key]}? If it must "
        f'{comma[other]}, write {other}: "," instead'
    )
    lines = []
    if grouped or key == "decimal":
        lines.append(f'    {key}: ","{asked if decimals.doubtful else ""}')
    if grouped and key == "decimal":
        lines.append('    thousands: "."')
    return lines


def _write_marks(columns: list[GuessedColumn]) -> list[str]:
    marks = dict.fromkeys(mark for column in columns for mark in column.marks)
    lines = ["    suppressed:"] if marks else []
    for mark in marks:
        bounds = bound_mark(mark)
        value = json.dumps(bounds) if bounds else ""
        asked = "can it hide 0?" if bounds else "the lowest and highest that it can hide, as [0, 4]"
        lines.append(f"      {_quote(mark)}: {value}  {FILL_IN}: {asked}")
    return lines


def _quote(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
