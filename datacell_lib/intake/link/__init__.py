"""Everything joined: the neighbourhood table, what matched, and what arrived.

Here belong the linked tables, what an area's report needs, and the account of every file.
Anything calculated from them does not (`analysis`).
Look first at `linkage.link_area`.
"""

from datacell_lib.intake.link.arrivals import (
    describe_arrivals,
    list_resident_counts,
    load_registrations,
)
from datacell_lib.intake.link.index_files import load_index
from datacell_lib.intake.link.linkage import Linked, link_area
from datacell_lib.intake.link.linked_tables import load_linked, save_linked
from datacell_lib.intake.link.needs import list_needed_datasets
from datacell_lib.intake.link.run_store import digest_table, keep_table, keep_tables

__all__ = [
    "Linked",
    "describe_arrivals",
    "digest_table",
    "keep_table",
    "keep_tables",
    "link_area",
    "list_needed_datasets",
    "list_resident_counts",
    "load_index",
    "load_linked",
    "load_registrations",
    "save_linked",
]
