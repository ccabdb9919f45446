"""What the tables of the data quality page show."""

from __future__ import annotations

# As in `tables.LAYOUTS`: name, heading, format of each column; the first names the row.
QUALITY_LAYOUTS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "ratings": (
        ("title", "Source", "text"),
        ("rating", "Rating", "rating"),
        ("reasons", "Why", "text"),
    ),
    "arrivals": (
        ("title", "Source", "text"),
        ("layout", "Copy", "text"),
        ("files", "Files", "number"),
        ("checksum", "Checksum begins", "text"),
        ("rows", "Rows", "number"),
        ("set_aside", "Set aside", "number"),
    ),
    "ages": (
        ("title", "Source", "text"),
        ("period", "Describes", "text"),
        ("published", "Came out", "day"),
        ("age_days", "Age in days", "number"),
    ),
    "matches": (
        ("title", "Source", "text"),
        ("geography", "Published for", "text"),
        ("matched", "Matched", "number"),
        ("missing", "Without a row", "number"),
        ("unmatched", "Unknown codes", "number"),
        ("carried_from", "Carried from", "origin"),
    ),
    "estimates": (
        ("district_name", "District", "text"),
        ("neighbourhoods", "Neighbourhoods", "number"),
        ("imputed", "With an estimate", "number"),
        ("reasons", "What that means", "text"),
    ),
    "totals": (
        ("title", "Count", "text"),
        ("numerator", "Counted", "number"),
        ("denominator", "Residents", "number"),
        ("value", "Difference", "change"),
    ),
    "list-inflation": (
        ("district_name", "District", "text"),
        ("numerator", "Patients on lists", "number"),
        ("denominator", "Residents", "number"),
        ("value", "Difference", "change"),
    ),
    "outcomes": (
        ("title", "What", "text"),
        ("district_name", "Where", "text"),
        ("lower", "At least", "number"),
        ("upper", "At most", "number"),
    ),
    "contrary": (
        ("title", "Indicator", "text"),
        ("correlation_with_rest_of_domain", "Goes with its domain", "correlation"),
        ("correlation_with_index", "Goes with the index", "correlation"),
        ("reasons", "As declared?", "text"),
    ),
}
