"""A council's own file, as Excel saves it, and the answers of somebody who knows what it holds."""

import csv
import gzip
import io
from pathlib import Path

LOOKUP = (
    "LSOA_(2011)_to_LSOA_(2021)_to_Local_Authority_District_(2022)_Lookup_for_England_and_Wales"
)
NAME = "food-parcels.csv"
HIDDEN = "<5"
INDEX = """\
name: food-parcels
title: Food-bank parcels
purpose: Shows where most parcels are handed out.
geography: LSOA 2021
within: area
missing: {rule: leave_unranked}
normalisation: {indicators: {method: percentile_rank}, domains: {method: exponential}}
weighting: {method: equal}
aggregation: {method: arithmetic_mean}
indicators:
  - {name: parcels, dataset: food-parcels, column: parcels_given,
     direction: higher_is_more_vulnerable}
"""
ANSWERS = {
    "publisher": "Norwich City Council",
    "page": "https://example.org/food-parcels",
    "licence": "OGL-UK-3.0",
    "attribution": "Contains figures of Norwich City Council.",
    "kind": "published statistics",
    "reason": "Counts of parcels, with those below five hidden.",
    "period": "July to September 2026",
    "published": "2026-10-15",
    "every": "every quarter",
    "direction": "higher_is_more_vulnerable",
    "meaning": "Parcels that food banks gave to people who live there.",
}
UNITS = "parcels"


def list_codes(mirror: Path, district: str) -> list[str]:
    """List a district's neighbourhoods, as the publisher's own lookup has them."""
    path = mirror / "ons-geography" / f"{LOOKUP}.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        return sorted({row["LSOA21CD"] for row in rows if row["LAD22CD"] == district})


def write_parcels(path: Path, codes: list[str], *, quarter: str, more: int = 0) -> int:
    """Write a file of parcels with titles, thousands, hidden numbers and a total; return that."""
    given = {code: 17 * place + more for place, code in enumerate(codes)}
    shown = {code: f"{n:,}" if n > 4 else HIDDEN for code, n in given.items()}
    total = sum(n for n in given.values() if n > 4)
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow([f"Food parcels – {quarter}", "", ""])
    rows.writerow(["Café & larder network", "", ""])
    rows.writerow(["LSOA code", "Parcels given", "Note"])
    rows.writerows([code, number, ""] for code, number in shown.items())
    rows.writerow(["Total", f"{total:,}", ""])
    path.write_bytes(text.getvalue().encode("cp1252"))
    return total


def fill_in(text: str) -> str:
    """Answer each line that an entry asks, and take its mark away."""
    lines = []
    for line in text.splitlines():
        before, asked, _ = line.partition("# FILL IN")
        key, _, value = before.partition(":")
        if asked and key.strip() == "unit":
            before = f"{key}: {UNITS}"
        elif asked and key.strip() == "native_geography":
            before = f"{key}: LSOA 2021"
        elif asked and not value.strip():
            before = f"{key}: {ANSWERS[key.strip()]}"
        lines.append(before.rstrip())
    return "\n".join(lines) + "\n"
