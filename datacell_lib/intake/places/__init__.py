"""Which neighbourhoods there are, what they lie in, and what people call them.

Here belong lookups, boundaries and the two censuses' own datasets.
Counts of anything do not.
Look first at `geography.load_places`.
"""

from datacell_lib.intake.places.geography import (
    load_boundaries,
    load_places,
    outline_districts,
    select_area,
)
from datacell_lib.intake.places.msoas import load_msoas
from datacell_lib.intake.places.vintages import (
    Vintage,
    find_other_vintage,
    find_vintage,
    list_place_datasets,
)

__all__ = [
    "Vintage",
    "find_other_vintage",
    "find_vintage",
    "list_place_datasets",
    "load_boundaries",
    "load_msoas",
    "load_places",
    "outline_districts",
    "select_area",
]
