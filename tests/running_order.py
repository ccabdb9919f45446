"""The order in which several processes share the tests: what takes longest begins first.

Begun last, a walk of some minutes would leave the other processes with nothing to do.
"""

from __future__ import annotations

LONGEST = (
    "tests/walks/",
    "tests/test_pages_in_browser.py",
    "tests/test_partner_edition.py",
    "tests/test_local_index.py",
    "tests/test_atlas_in_browser.py",
    "notebooks/",
    "tests/pipeline/",
    "tests/intake/",
    "tests/kinds/",
    "tests/",
)


def place_in_order(nodeid: str) -> int:
    """Return the place of a test: that of the first beginning it has, or behind them all."""
    places = (place for place, start in enumerate(LONGEST) if nodeid.startswith(start))
    return next(places, len(LONGEST))
