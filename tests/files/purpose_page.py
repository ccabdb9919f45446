"""What the book says of each purpose, written from the file that says it.

Run ``python -m tests.files.purpose_page`` after a change of data/governance/purposes.yml.
"""

from __future__ import annotations

import re
from pathlib import Path

from datacell_lib.files.purposes import Purpose, load_purposes

PAGE = Path(__file__).parents[2] / "book" / "methods" / "need.md"
BEGIN, END = "<!-- purposes: written by tests/files/purpose_page.py -->", "<!-- end of purposes -->"
BETWEEN = re.compile(f"(?s){re.escape(BEGIN)}\n.*{re.escape(END)}")


def write_purposes() -> str:
    """All purposes, between the marks of the page."""
    parts = [_write(purpose) for purpose in load_purposes().purposes]
    return "\n".join([BEGIN, *parts, END])


def _write(purpose: Purpose) -> str:
    risks = "; ".join(
        f"{band.title}: {100 * band.risk:.2f} of 100 ({100 * band.lower:.2f} to "
        f"{100 * band.upper:.2f})"
        for band in purpose.bands
    )
    lines = [
        f"\n### {purpose.title}\n",
        f"For {purpose.who}. Counted are those who {purpose.needs}. {purpose.hours_because}\n",
        f"- **Risk**: {risks}.",
        f"- *From*: {purpose.risks.source}",
        f"- *The interval holds*: {purpose.risks.holds}",
    ]
    if (place := purpose.place) is None:
        return "\n".join([*lines, f"- **Place**: none. {purpose.no_place_because}\n"])
    ratio = f"{place.ratio:.2f} times ({place.lower:.2f} to {place.upper:.2f})"
    return "\n".join(
        [
            *lines,
            f"- **Place**: {ratio} the risk of the least deprived fifth in the most deprived.",
            f"- *From*: {place.source}",
            f"- *The interval holds*: {place.holds}\n",
        ]
    )


if __name__ == "__main__":
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(BETWEEN.sub(lambda _: write_purposes(), text), encoding="utf-8")
