"""Released tables as files that people take away, and that programs read.

Here belong file formats and what is said of a file's columns.
Statistics do not (`analysis`): a file holds a released table, whole, as it was released.
Look first at `offer.offer`, then at `csv_files`: every other format follows it.
"""

from datacell_lib.presentation.downloads.csv_files import write_csv
from datacell_lib.presentation.downloads.csv_metadata import write_csv_metadata
from datacell_lib.presentation.downloads.offer import offer

__all__ = [
    "offer",
    "write_csv",
    "write_csv_metadata",
]
