"""What reads badly in a sentence with a number: a plural of one, a number without its comma."""

import re

from datacell_lib.wording import make_plural

DAY = re.compile(r"\b\d{1,2} [A-Z][a-z]+ \d{4}\b")
NOUNS = ["neighbourhood", "district", "source", "place", "circle", "case", "week", "area"]
NOUNS += ["dataset", "indicator", "domain", "resident"]
PLURALS = "|".join([*map(make_plural, NOUNS), "people"])
# The glossary has one term for it: "most vulnerable fifth", of the index and of its domains.
WORST = r"\bworst(-|\s+)(fifth|tenth|\d)"
FAULTS = {
    "one of several": rf"(?<![\d,.])1 ({PLURALS})\b",
    "several of one": rf"(?<![\d,.])(0|2|1,111) ({'|'.join(NOUNS)})\b",
    "no thousands separator": r"(?<![\d.,])\d{4,}",
    "a zero below zero": r"[−-]0(?![.\d])",
    "two spaces": r"  ",
    "a number that is none": r"\bnan\b",
    "worst, of a fifth or a share": WORST,
}


def find_faults(text: str) -> list[str]:
    without_days = DAY.sub("that day", text)
    return [name for name, pattern in FAULTS.items() if re.search(pattern, without_days)]
