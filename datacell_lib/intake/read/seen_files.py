"""What was seen of files that the catalogue lists no checksum for, and which changes were taken."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Self

import yaml

from datacell_lib import config
from datacell_lib.files.plain_yaml import read_yaml
from datacell_lib.headings import tidy_heading
from datacell_lib.schema import ConfigError
from datacell_lib.whole_files import write_changed
from datacell_lib.wording import count_things, make_plural, name_first

SEEN = "checksums.yml"
ACCEPTED = "accepted.jsonl"
BETWEEN = " | "


@dataclass(frozen=True)
class FileSummary:
    """What is remembered of a file, to hold the next of its name against.

    Parameters
    ----------
    sha256 : str
        Its checksum.
    rows : int, optional
        Rows that arrived; not known of what was noted before summaries were.
    codes : int, optional
        Different areas among those that were kept.
    columns : tuple of str
        Its headings, but for those that are turned into rows.
    totals : mapping of str to float
        The sum of each column of counts over the rows that were kept.
    medians : mapping of str to float
        The median of each column of rates or scores over these rows.
    """

    sha256: str
    rows: int | None = None
    codes: int | None = None
    columns: tuple[str, ...] = ()
    totals: Mapping[str, float] = field(default_factory=dict)
    medians: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def from_note(cls, note: str | dict) -> Self:
        """Build it from what is written of it: a bare checksum, or all of it."""
        if isinstance(note, str):
            return cls(note)
        columns = map(tidy_heading, note["columns"].split(BETWEEN))
        return cls(**note | {"columns": tuple(filter(None, columns))})

    def to_note(self) -> str | dict:
        """Return what is written of it."""
        if self.rows is None:
            return self.sha256
        note = asdict(self) | {"columns": BETWEEN.join(self.columns)}
        return {key: value for key, value in note.items() if value or key != "medians"}


@dataclass(frozen=True)
class AcceptedChange:
    """A change of a file that somebody looked at and took.

    Parameters
    ----------
    day : str
        When, as YYYY-MM-DD.
    dataset, file : str
        The catalogue entry, and the file's path in the cache or the mirror.
    reason : str
        Why, in that person's words.
    before, after : FileSummary
        What it was, and what it is.
    """

    day: str
    dataset: str
    file: str
    reason: str
    before: FileSummary
    after: FileSummary


def read_seen() -> dict[str, FileSummary]:
    """Read what was noted of files that were read before.

    Returns
    -------
    dict of str to FileSummary
        By path.

    Raises
    ------
    ConfigError
        If the note is not one that this library writes.
    """
    path = config.CACHE / SEEN
    notes = read_yaml(path, called=config.show_path(path)) if path.is_file() else {}
    try:
        return {name: FileSummary.from_note(note) for name, note in notes.items()}
    except (AttributeError, KeyError, TypeError) as error:
        raise ConfigError(
            f"{config.show_path(path)} must hold a checksum for each path, alone or with rows, "
            "codes, columns and totals. Remove it: it is written again from the files at hand."
        ) from error


def remember_files(summaries: Mapping[str, FileSummary]) -> None:
    """Note files that were read whole and found right, to hold the next of their name to them.

    Parameters
    ----------
    summaries : mapping of str to FileSummary
        By path.
    """
    seen = read_seen()
    if not summaries.items() <= seen.items():
        notes = {name: summary.to_note() for name, summary in (seen | dict(summaries)).items()}
        write_changed(config.CACHE / SEEN, yaml.safe_dump(notes, allow_unicode=True).encode())


def record_acceptance(change: AcceptedChange) -> None:
    """Add a change that was taken to the record of them, which is only ever added to.

    Parameters
    ----------
    change : AcceptedChange
        What was taken.
    """
    path = config.CACHE / ACCEPTED
    path.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps(asdict(change), ensure_ascii=False) + "\n"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
    with os.fdopen(descriptor, "a", encoding="utf-8") as file:
        file.write(line)


def list_acceptances() -> tuple[AcceptedChange, ...]:
    """List the changes that were taken, the oldest first.

    Returns
    -------
    tuple of AcceptedChange
        All that the record holds.

    Raises
    ------
    ConfigError
        If a line of the record is damaged.
    """
    path = config.CACHE / ACCEPTED
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    try:
        return tuple(_read_acceptance(json.loads(line)) for line in lines)
    except (KeyError, TypeError, ValueError) as error:
        raise ConfigError(
            f"{config.show_path(path)} must hold an accepted change in each line, as JSON: "
            f"{error}. Mend or remove the line."
        ) from error


def _read_acceptance(row: dict) -> AcceptedChange:
    summaries = {
        when: FileSummary(**row[when] | {"columns": tuple(row[when]["columns"])})
        for when in ("before", "after")
    }
    return AcceptedChange(**row | summaries)


def describe_change(before: FileSummary, after: FileSummary) -> str:
    """Say what differs between a file and the last of its name.

    Parameters
    ----------
    before, after : FileSummary
        The last, and this.

    Returns
    -------
    str
        Rows, codes, columns, totals of counts and medians of rates, each with what it was.

    Examples
    --------
    >>> last = FileSummary("0", rows=2, codes=2, columns=("code",), totals={"cases": 9.0})
    >>> describe_change(last, FileSummary("1", 3, 2, ("code", "day"), {"cases": 11.0}))
    "3 rows (before 2), 2 codes (as before), columns now with 'day', cases 11 in all (before 9)"
    """
    if before.rows is None:
        rows = count_things(after.rows or 0, "row")
        return f"{rows}; nothing but the checksum was noted of the last"
    parts = [
        _compare(before.rows, after.rows, _name("row", after.rows)),
        _compare(before.codes, after.codes, _name("code", after.codes)),
        _compare_columns(before.columns, after.columns),
    ]
    for name, total in after.totals.items():
        parts.append(_compare(before.totals.get(name), total, "in all", name=f"{name} "))
    for name, median in after.medians.items():
        parts.append(_compare(before.medians.get(name), median, "by median", name=f"{name} "))
    return ", ".join(parts)


def _compare(before: float | None, after: float, what: str, *, name: str = "") -> str:
    was = "as before" if before == after else f"before {_write(before)}"
    return f"{name}{_write(after)} {what} ({was})"


def _name(noun: str, number: int | None) -> str:
    return noun if number == 1 else make_plural(noun)


def _write(number: float | None) -> str:
    return "not known" if number is None else f"{number:,.10g}"


def _compare_columns(before: tuple[str, ...], after: tuple[str, ...]) -> str:
    new = [repr(name) for name in after if name not in before]
    gone = [repr(name) for name in before if name not in after]
    told = [f"now with {name_first(new)}"] * bool(new)
    told += [f"now without {name_first(gone)}"] * bool(gone)
    return f"columns {' and '.join(told) or 'as before'}"
