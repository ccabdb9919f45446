"""Which columns each kind of table shows, under which headings, in which format."""

from __future__ import annotations

from datacell_lib.presentation.formats import (
    format_change,
    format_correlation,
    format_day,
    format_doubling,
    format_flag,
    format_interval,
    format_number,
    format_origin,
    format_p_value,
    format_portion,
    format_rating,
    format_share,
    format_signed_interval,
    format_trend,
)
from datacell_lib.presentation.tables.column import (
    Figures,
    FiguresOfPlaces,
    Layout,
    WhereAny,
    Words,
)


def _one_decimal(value: float) -> str:
    return format_number(value, 1)


def _two_decimals(value: float) -> str:
    return format_number(value, 2)


# For each kind of table its columns in order; the first names the row.
NEED: dict[str, Layout] = {
    "key-figures": (
        Words("indicator", "Key figure"),
        FiguresOfPlaces(unit="unit", beside=("indicator", "unit")),
    ),
    "priorities": (
        Figures("position", "No."),
        Words("neighbourhood", "Neighbourhood"),
        Figures("population", "Residents"),
        Figures("most_vulnerable_share", "In the most vulnerable", format_share),
        Words("stability", "How sure"),
        Words("leading_domains", "Stands out for"),
        Figures("deprivation_rank", "Deprivation rank"),
    ),
    "area-priorities": (
        Figures("position", "No."),
        Words("neighbourhood", "Neighbourhood"),
        Words("district_name", "District"),
        Figures("population", "Residents"),
        Figures("most_vulnerable_share", "In the most vulnerable", format_share),
        Words("leading_domains", "Stands out for"),
        Figures("deprivation_rank", "Deprivation rank"),
    ),
    "atlas": (
        Words("neighbourhood", "Neighbourhood"),
        Words("district_name", "District"),
        Figures("most_vulnerable_share", "In the most vulnerable", format_share),
        Figures("population", "Residents"),
    ),
    "districts": (
        Words("district_name", "District"),
        Figures("population", "Residents"),
        Figures("neighbourhoods", "Neighbourhoods"),
        Figures("in_tenth", "In the most vulnerable 10%"),
        Figures("in_fifth", "In the most vulnerable 20%"),
        WhereAny(Figures("unranked", "Not ranked")),
    ),
    "stability": (
        Words("neighbourhood", "Neighbourhood"),
        Figures("most_vulnerable_share", "In the most vulnerable", format_share),
        Figures("lower_share", "Nine draws in ten: from", format_share),
        Figures("upper_share", "to", format_share),
        Figures(
            "share_of_draws_in_most_vulnerable_10",
            "Draws in the most vulnerable 10%",
            format_portion,
        ),
        Figures(
            "share_of_draws_in_most_vulnerable_20",
            "Draws in the most vulnerable 20%",
            format_portion,
        ),
        Words("stability", "How sure"),
    ),
    "local-index": (
        Words("neighbourhood", "Neighbourhood"),
        Words("title", "Index"),
        Figures("rank", "Rank within the area"),
        Figures("areas", "Of its ranked neighbourhoods"),
        Figures("fifth_within_area", "Fifth within the area (1: most vulnerable)"),
        Words("within", "Ranked within"),
    ),
    "reach": (
        Words("indicator", "Who"),
        Figures("everywhere", "In the whole district"),
        Figures("value", "In the most vulnerable fifth"),
        Figures("almost_always", "… by almost any method"),
        Figures("at_least_sometimes", "… by some method"),
        Words("note", "Error of the counts"),
    ),
}
INDEX: dict[str, Layout] = {
    "labels": (
        Words("stability", "How sure"),
        Figures("neighbourhoods", "Neighbourhoods"),
    ),
    "agreement": (
        Words("title", "Domain"),
        Figures("indicators", "Indicators"),
        Figures("correlation_within", "Correlation within", format_correlation),
        Figures("correlation_between", "… with the other domains", format_correlation),
        Figures("alpha", "Cronbach's alpha", format_correlation),
    ),
    "directions": (
        Words("indicator", "Indicator"),
        Words("domain", "Domain"),
        Figures(
            "correlation_with_rest_of_domain", "Correlation with its domain", format_correlation
        ),
        Figures("correlation_with_index", "… with the index", format_correlation),
        Words("contrary", "Pulls against", format_flag),
    ),
    "native": (
        Words("title", "Score"),
        Figures("value", "Known for the neighbourhood itself", format_portion),
    ),
}
SURVEILLANCE: dict[str, Layout] = {
    "growth": (
        Words("area_name", "District"),
        Figures("numerator", "Cases in the week"),
        Figures(("value", "lower_ci", "upper_ci"), "Per 100,000 (95% interval)", format_interval),
        Figures(
            ("growth", "growth_lower", "growth_upper"),
            "Change a week, % (95% interval)",
            format_signed_interval,
        ),
        Words(("arrow", "trend"), "So cases are", format_trend),
        Words("doubling_time", "Weeks until they double or halve", format_doubling),
    ),
    "circles": (
        Figures("cluster", "Circle"),
        Words("area_name", "Around"),
        Figures("places", "Places"),
        Figures("observed", "Deaths"),
        Figures("expected", "To be expected"),
        Figures("relative_risk", "Times the rate elsewhere", _two_decimals),
        Figures("p_value", "p-value", format_p_value),
    ),
    "unusual-weeks": (
        Words("area_name", "Place"),
        Words("period", "Seven days to", format_day),
        Figures("numerator", "Cases"),
        Figures("upper_bound", "Bound", _one_decimal),
        Figures("times_bound", "Times the bound", _one_decimal),
    ),
}
SOURCES: dict[str, Layout] = {
    "vintages": (
        Words("title", "Dataset"),
        Words("publisher", "Publisher"),
        Words("period", "Describes"),
        Words("published", "Published"),
        Words("licence", "Licence"),
    ),
    "coverage": (
        Words("title", "Dataset"),
        Figures("rows", "Neighbourhoods in it"),
        Figures("matched", "Matched"),
        Figures("missing", "Without a row"),
        Figures("unmatched", "Unknown codes"),
    ),
    "ratings": (
        Words("title", "Source"),
        Words("rating", "Rating", format_rating),
        Words("reasons", "Why"),
    ),
    "arrivals": (
        Words("title", "Source"),
        Words("layout", "Copy"),
        Figures("files", "Files"),
        Words("checksum", "Checksum begins"),
        Figures("rows", "Rows"),
        Figures("set_aside", "Set aside"),
    ),
    "ages": (
        Words("title", "Source"),
        Words("period", "Describes"),
        Words("published", "Came out", format_day),
        Figures("age_days", "Age in days"),
    ),
    "matches": (
        Words("title", "Source"),
        Words("geography", "Published for"),
        Figures("matched", "Matched"),
        Figures("missing", "Without a row"),
        Figures("unmatched", "Unknown codes"),
        Words("carried_from", "Carried from", format_origin),
    ),
    "estimates": (
        Words("district_name", "District"),
        Figures("neighbourhoods", "Neighbourhoods"),
        Figures("imputed", "With an estimate"),
        Words("reasons", "What that means"),
    ),
    "totals": (
        Words("title", "Count"),
        Figures("numerator", "Counted"),
        Figures("denominator", "Residents"),
        Figures("value", "Difference", format_change),
    ),
    "list-inflation": (
        Words("district_name", "District"),
        Figures("numerator", "Patients on lists"),
        Figures("denominator", "Residents"),
        Figures("value", "Difference", format_change),
    ),
    "outcomes": (
        Words("title", "What"),
        Words("district_name", "Where"),
        Figures("lower", "At least"),
        Figures("upper", "At most"),
    ),
    "contrary": (
        Words("title", "Indicator"),
        Figures("correlation_with_rest_of_domain", "Goes with its domain", format_correlation),
        Figures("correlation_with_index", "Goes with the index", format_correlation),
        Words("reasons", "As declared?"),
    ),
}
LAYOUTS: dict[str, Layout] = NEED | INDEX | SURVEILLANCE | SOURCES
