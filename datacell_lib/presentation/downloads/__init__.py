"""Released tables as files that people take away, and that programs read.

Here belong file formats and what is said of a file's columns.
Statistics do not (`analysis`): a file holds a released table, whole, as it was released.
Look first at `offering.offer`, then at `csv_files`: every other format follows it.
"""

from datacell_lib.presentation.downloads.csv_files import write_csv
from datacell_lib.presentation.downloads.csv_metadata import write_csv_metadata
from datacell_lib.presentation.downloads.monday_sheet import keep_sheet
from datacell_lib.presentation.downloads.offering import offer, offer_parts, offer_workbook
from datacell_lib.presentation.downloads.packages import offer_package
from datacell_lib.presentation.downloads.shape_files import write_geojson, write_parquet
from datacell_lib.presentation.downloads.share_picture import keep_picture
from datacell_lib.presentation.downloads.star_files import offer_star
from datacell_lib.presentation.downloads.star_picture import plot_star
from datacell_lib.presentation.downloads.workbooks import write_workbook

__all__ = [
    "keep_picture",
    "keep_sheet",
    "offer",
    "offer_package",
    "offer_parts",
    "offer_star",
    "offer_workbook",
    "plot_star",
    "write_csv",
    "write_csv_metadata",
    "write_geojson",
    "write_parquet",
    "write_workbook",
]
