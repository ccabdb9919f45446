"""Files become checked tables: found, fetched, laid out, checked, recorded.

Here belongs what is true of every file, and in `publishers` what is peculiar to one.
What a table means for an area does not: that begins in `places`.
Look first at `reading.read_dataset`.
"""

from datacell_lib.intake.read.cells import parse_numbers
from datacell_lib.intake.read.codes import require_form, require_undamaged
from datacell_lib.intake.read.fetch import list_missing_datasets
from datacell_lib.intake.read.reading import read_dataset

__all__ = [
    "list_missing_datasets",
    "parse_numbers",
    "read_dataset",
    "require_form",
    "require_undamaged",
]
