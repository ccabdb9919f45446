"""Tables of another census, of larger areas or of practices, brought to the neighbourhoods.

Here belong the rules of carrying: counts are shared, rates copied, ranks never carried.
Joining the results does not: that is `link`.
Look first at `bridging.Bridge`.
"""

from datacell_lib.intake.census.bridging import Bridge, Bridged

__all__ = [
    "Bridge",
    "Bridged",
]
