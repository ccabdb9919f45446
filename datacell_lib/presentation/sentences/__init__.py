"""Sentences made from released tables.

Here belongs wording that varies with the figures.
Deciding what is true does not (`analysis`).
Look first at `district_narrative`.
"""

from datacell_lib.presentation.sentences.caveats import describe_caveats
from datacell_lib.presentation.sentences.district_narrative import describe_area, describe_headline
from datacell_lib.presentation.sentences.example_narrative import describe_first_example
from datacell_lib.presentation.sentences.gap_narrative import describe_gaps
from datacell_lib.presentation.sentences.index_narrative import (
    describe_consistency,
    describe_contrary,
    describe_leading_choice,
    describe_native_share,
    describe_steadiness,
)
from datacell_lib.presentation.sentences.late_narrative import (
    caption_late_reports,
    describe_late_reports,
)
from datacell_lib.presentation.sentences.plan_narrative import describe_first_steps
from datacell_lib.presentation.sentences.quality_narrative import (
    describe_local_gaps,
    describe_ratings,
)
from datacell_lib.presentation.sentences.reach_narrative import describe_facts, describe_reach
from datacell_lib.presentation.sentences.sharing_narrative import (
    describe_left_out,
    describe_sharing,
)
from datacell_lib.presentation.sentences.surveillance_narrative import (
    describe_latest_weeks,
    describe_reproduction,
)
from datacell_lib.presentation.sentences.trust import describe_purpose, describe_trust
from datacell_lib.presentation.sentences.vaccination_narrative import describe_first_doses

__all__ = [
    "caption_late_reports",
    "describe_area",
    "describe_caveats",
    "describe_consistency",
    "describe_contrary",
    "describe_facts",
    "describe_first_doses",
    "describe_first_example",
    "describe_first_steps",
    "describe_gaps",
    "describe_headline",
    "describe_late_reports",
    "describe_latest_weeks",
    "describe_leading_choice",
    "describe_left_out",
    "describe_local_gaps",
    "describe_native_share",
    "describe_purpose",
    "describe_ratings",
    "describe_reach",
    "describe_reproduction",
    "describe_sharing",
    "describe_steadiness",
    "describe_trust",
]
