"""Whole sections of a page: several outputs that are shown by one line.

Here belongs the choice and order of sentences, pictures and tables on one subject.
How one of them looks does not (`sentences`, `maps`, `tables`).
Look first at `local_indices`.
"""

from datacell_lib.presentation.sections.action_list import show_actions
from datacell_lib.presentation.sections.change_list import show_changes
from datacell_lib.presentation.sections.district_profile import show_profile
from datacell_lib.presentation.sections.gaps_inside import show_gaps_inside
from datacell_lib.presentation.sections.local_indices import show_local_indices
from datacell_lib.presentation.sections.places_to_go import show_first_places
from datacell_lib.presentation.sections.services_nearby import show_services

__all__ = [
    "show_actions",
    "show_changes",
    "show_first_places",
    "show_gaps_inside",
    "show_local_indices",
    "show_profile",
    "show_services",
]
