"""Plans: sharing out what there is, and where hubs stand, with the proof of how good they are.

Here belongs what chooses between ways to help, by whole numbers of calls, volunteers or sites.
What need is does not (`need`).
Look first at `allocation.share_capacity`.
"""

from datacell_lib.analysis.plan.allocation import Allocation, share_capacity
from datacell_lib.analysis.plan.effort import Effort
from datacell_lib.analysis.plan.hubs import cover_all, cover_most
from datacell_lib.analysis.plan.nearest_hubs import bring_near
from datacell_lib.analysis.plan.sharing_rules import SharingRules
from datacell_lib.analysis.plan.site_coverage import measure_coverage, rank_next_sites
from datacell_lib.analysis.plan.siting import Siting
from datacell_lib.analysis.plan.travel import Pace, estimate_minutes
from datacell_lib.analysis.plan.uncertainty_of_plans import compare_plans, share_robustly

__all__ = [
    "Allocation",
    "Effort",
    "Pace",
    "SharingRules",
    "Siting",
    "bring_near",
    "compare_plans",
    "cover_all",
    "cover_most",
    "estimate_minutes",
    "measure_coverage",
    "rank_next_sites",
    "share_capacity",
    "share_robustly",
]
