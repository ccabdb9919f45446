"""The draft of a catalogue entry: what a file tells, with a question for what it doesn't."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from datacell_lib.governance.catalogue.unfinished import FILL_IN
from datacell_lib.intake.read.guessed_codes import GuessedCodes
from datacell_lib.intake.read.guessed_columns import FORMS, GuessedColumn, bound_mark
from datacell_lib.intake.read.guessed_decimals import GuessedDecimals
from datacell_lib.intake.read.own_file import OwnFile
from datacell_lib.wording import count_being, quote_names

LONGEST_START = 30
RENEWED = "how often is it renewed? In words: every week, every quarter, every year, never"
DIRECTIONS = "higher_is_more_vulnerable, lower_is_more_vulnerable, or none"
ASKED = {
    "publisher": "who counted it?",
    "page": "where it is published, an address; of your council's own figures that nobody has "
    "published yet, the address of your council",
    "licence": "on what terms may it be used, such as OGL-UK-3.0? Of your council's own figures, "
    "the terms on which your council lets them be published in this report",
    "attribution": "the words that the licence asks for; of your council's own, such as: Counted "
    "by the council's public health team",
    "kind": "write published statistics for what anybody may see, your council's own figures too: "
    "the report publishes them; or partner data for what another holder gave by an agreement",
    "reason": "why it is not personal data; for partner data an 'agreement' instead",
    "period": "what time does it describe?",
    "published": "the day on which it came out, YYYY-MM-DD",
}


@dataclass(frozen=True)
class GuessedFile:
    """What an unknown file seems to be.

    Parameters
    ----------
    found : OwnFile
        Its cells.
    code, form : str
        The heading of the column of codes, and which of `FORMS` they have.
    codes : GuessedCodes
        What they are of.
    columns : tuple of GuessedColumn
        Those that hold numbers, each with a name of its own.
    decimals : GuessedDecimals
        What begins decimals.
    """

    found: OwnFile
    code: str
    form: str
    codes: GuessedCodes
    columns: tuple[GuessedColumn, ...]
    decimals: GuessedDecimals


def draft_entry(guessed: GuessedFile, *, name: str, called: str, place: str) -> str:
    """Draft the catalogue entry of a file.

    Parameters
    ----------
    guessed : GuessedFile
        What the file seems to be.
    name : str
        What the entry is called.
    called : str
        The file's name in words, as the draft of a title.
    place : str
        Where it will lie below the cache.

    Returns
    -------
    str
        YAML, in which each line with `FILL_IN` asks something.
    """
    found, code, form, codes = guessed.found, guessed.code, guessed.form, guessed.codes
    columns, decimals = guessed.columns, guessed.decimals
    choices = " or ".join(FORMS[form])
    known = codes.geography or f" {FILL_IN}: of which areas are the codes? Write {choices}"
    title = called.replace("_", " ").replace("-", " ").strip().capitalize()
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
    lines += _write_blanks(columns)
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
    if column.empty and column.quantity == "rate":
        lines.append(
            f"    may_be_missing: true  {FILL_IN}: {of}: {count_being(column.empty, 'cell')} "
            "empty: is it not known, or hidden because few people are behind it? Either is written "
            "like this; if it means 0, write 0 in the file"
        )
    elif column.empty:
        also = "" if column.marks else "the line 'suppressed: true' here and "
        lines.append(
            f"    may_be_missing: true  {FILL_IN}: {of}: "
            f"{count_being(column.empty, 'cell')} empty: is that 'not known'? If it hides small "
            f"numbers, add {also}'\"\": [0, 4]' under 'suppressed' below, the lowest and highest "
            "that it can hide"
        )
    elif column.blanks or (column.marks and column.quantity == "rate"):
        lines.append("    may_be_missing: true")
    counted = column.marks and column.quantity == "count"
    return [*lines, "    suppressed: true"] if counted else lines


def _match_start(cell: str) -> str:
    """Write a regular expression for a cell; a footnote is known by how it begins."""
    given = cell.strip()
    return re.escape(given[:LONGEST_START]) + (".*" if len(given) > LONGEST_START else "")


def _write_number_marks(columns: tuple[GuessedColumn, ...], decimals: GuessedDecimals) -> list[str]:
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


def _write_blanks(columns: tuple[GuessedColumn, ...]) -> list[str]:
    """Write the cells that hold no number that could be bounded: not known, or a hidden rate."""
    words = dict.fromkeys(mark for column in columns for mark in column.blanks)
    counted, rated = (_list_marks(columns, quantity) for quantity in ("count", "rate"))
    marks = {mark: source for mark, source in rated.items() if mark not in counted}
    if not (words or marks):
        return []
    asked = []
    if words:
        asked.append(
            f"do {quote_names(words)} say that a number is not known? One that hides a small "
            "number goes under 'suppressed' instead"
        )
    for mark, source in marks.items():
        asked.append(
            f"what does {mark!r} hide in {source!r}? Where few people are behind it, the rate can "
            "be any and stays here. Only where the rate itself lies below a number is it taken "
            "from here to 'suppressed', with the lowest and highest, and its column says "
            "'suppressed: true'"
        )
    return [f"    blanks: {_quote([*words, *marks])}  {FILL_IN}: {'; '.join(asked)}"]


def _list_marks(columns: tuple[GuessedColumn, ...], quantity: str) -> dict[str, str]:
    """List the marks in the columns of a kind, each with the last of these that has it."""
    own = (column for column in columns if column.quantity == quantity)
    return {mark: column.source for column in own for mark in column.marks}


def _write_marks(columns: tuple[GuessedColumn, ...]) -> list[str]:
    """Write the cells that hide a count, each with what it can be."""
    marks = _list_marks(columns, "count")
    lines = ["    suppressed:"] if marks else []
    for mark in marks:
        bounds = bound_mark(mark)
        value = json.dumps(bounds) if bounds else ""
        asked = "can it hide 0?" if bounds else "the lowest and highest that it can hide, as [0, 4]"
        lines.append(f"      {_quote(mark)}: {value}  {FILL_IN}: {asked}")
    return lines


def _quote(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
