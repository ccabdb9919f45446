"""Which columns each kind of table shows, under which headings, in which format."""

from __future__ import annotations

from datacell_lib.presentation.tables.quality_columns import QUALITY_LAYOUTS

_PLACES = (
    ("population", "Residents", "number"),
    ("most_vulnerable_share", "In the most vulnerable", "share"),
    ("leading_domains", "Stands out for", "text"),
    ("deprivation_rank", "Deprivation rank", "number"),
)
_SURENESS = ("stability", "How sure", "text")
# For each kind of table its columns in order: name, heading, format. The first names the row.
LAYOUTS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "priorities": (
        ("position", "No.", "number"),
        ("neighbourhood", "Neighbourhood", "text"),
        *_PLACES[:2],
        _SURENESS,
        *_PLACES[2:],
    ),
    "stability": (
        ("neighbourhood", "Neighbourhood", "text"),
        ("most_vulnerable_share", "In the most vulnerable", "share"),
        ("lower_share", "Nine draws in ten: from", "share"),
        ("upper_share", "to", "share"),
        ("share_of_draws_in_most_vulnerable_10", "Draws in the most vulnerable 10%", "portion"),
        ("share_of_draws_in_most_vulnerable_20", "Draws in the most vulnerable 20%", "portion"),
        _SURENESS,
    ),
    "reach": (
        ("indicator", "Who", "text"),
        ("everywhere", "In the whole district", "number"),
        ("value", "In the most vulnerable fifth", "number"),
        ("almost_always", "… by almost any method", "number"),
        ("at_least_sometimes", "… by some method", "number"),
        ("note", "Error of the counts", "text"),
    ),
    "labels": (
        ("stability", "How sure", "text"),
        ("neighbourhoods", "Neighbourhoods", "number"),
    ),
    "agreement": (
        ("title", "Domain", "text"),
        ("indicators", "Indicators", "number"),
        ("correlation_within", "Correlation within", "correlation"),
        ("correlation_between", "… with the other domains", "correlation"),
        ("alpha", "Cronbach's alpha", "correlation"),
    ),
    "directions": (
        ("indicator", "Indicator", "text"),
        ("domain", "Domain", "text"),
        ("correlation_with_rest_of_domain", "Correlation with its domain", "correlation"),
        ("correlation_with_index", "… with the index", "correlation"),
        ("contrary", "Pulls against", "flag"),
    ),
    "native": (
        ("title", "Score", "text"),
        ("value", "Known for the neighbourhood itself", "portion"),
    ),
    "area-priorities": (
        ("position", "No.", "number"),
        ("neighbourhood", "Neighbourhood", "text"),
        ("district_name", "District", "text"),
        *_PLACES,
    ),
    "districts": (
        ("district_name", "District", "text"),
        ("population", "Residents", "number"),
        ("neighbourhoods", "Neighbourhoods", "number"),
        ("in_tenth", "In the most vulnerable 10%", "number"),
        ("in_fifth", "In the most vulnerable 20%", "number"),
    ),
    "vintages": (
        ("title", "Dataset", "text"),
        ("publisher", "Publisher", "text"),
        ("period", "Describes", "text"),
        ("published", "Published", "text"),
        ("licence", "Licence", "text"),
    ),
    "coverage": (
        ("title", "Dataset", "text"),
        ("rows", "Neighbourhoods in it", "number"),
        ("matched", "Matched", "number"),
        ("missing", "Without a row", "number"),
        ("unmatched", "Unknown codes", "number"),
    ),
} | QUALITY_LAYOUTS
