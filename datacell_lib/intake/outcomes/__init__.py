"""What happened to people, never finer than it was published.

Here belong cases, deaths and counts that are known for districts or MSOAs only.
Indicators of an index do not.
Look first at `counts_of_larger_areas.load_outcome`.
"""

from datacell_lib.intake.outcomes.counts_of_larger_areas import (
    Outcome,
    load_outcomes,
    total_outcomes,
)
from datacell_lib.intake.outcomes.daily_cases import load_daily_cases, load_snapshots
from datacell_lib.intake.outcomes.district_facts import load_district_facts
from datacell_lib.intake.outcomes.first_doses import load_first_doses
from datacell_lib.intake.outcomes.msoa_outcomes import SmallAreas

__all__ = [
    "Outcome",
    "SmallAreas",
    "load_daily_cases",
    "load_district_facts",
    "load_first_doses",
    "load_outcomes",
    "load_snapshots",
    "total_outcomes",
]
