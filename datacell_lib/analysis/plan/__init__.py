"""Plans: sharing out what there is, and where hubs stand, with the proof of how good they are.

Here belongs what chooses between ways to help, by whole numbers of calls, volunteers or sites.
What need is does not (`need`).
Look first at `allocation.share_capacity`.
"""

from datacell_lib.analysis.plan.allocation import Allocation, share_capacity
from datacell_lib.analysis.plan.effort import Effort
from datacell_lib.analysis.plan.sharing_rules import SharingRules
from datacell_lib.analysis.plan.uncertainty_of_plans import compare_plans, share_robustly

__all__ = [
    "Allocation",
    "Effort",
    "SharingRules",
    "compare_plans",
    "share_capacity",
    "share_robustly",
]
