"""Which columns each kind of table shows, under which headings, in which format."""

from __future__ import annotations

from datacell_lib.presentation.formats import (
    format_change,
    format_correlation,
    format_coverage,
    format_expected,
    format_interval,
    format_known_share,
    format_number,
    format_p_value,
    format_part,
    format_portion,
    format_proportion,
    format_share,
    format_share_range,
    format_weight,
)
from datacell_lib.presentation.tables.column import (
    Figures,
    FiguresOfPlaces,
    Layout,
    WhereAny,
    Words,
)
from datacell_lib.presentation.word_formats import (
    format_beside,
    format_circle,
    format_day,
    format_fifth,
    format_files,
    format_flag,
    format_origin,
    format_rating,
    format_trend_and_change,
)
from datacell_lib.wording import write_age


def _count_beside_bound(number: float, bound: float) -> str:
    return f"{format_number(number)} over {format_number(bound, 1)}"


def _count_both(first: float, second: float) -> str:
    return f"{format_number(first)}; {format_number(second)}"


def _correlate_both(first: float, second: float) -> str:
    return f"{format_correlation(first)}; {format_correlation(second)}"


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
    "neighbourhoods": (
        Words("neighbourhood", "Neighbourhood"),
        Figures("population", "Residents"),
        Figures("most_vulnerable_share", "In the most vulnerable", format_share),
        Words("firmness", "How firm"),
    ),
    "atlas": (
        Words("neighbourhood", "Neighbourhood"),
        Words("district_name", "District"),
        Figures("most_vulnerable_share", "In the most vulnerable", format_share),
        Figures("population", "Residents"),
    ),
    "nation": (
        Words("district_name", "District"),
        Figures("neighbourhoods", "Neighbourhoods"),
        Figures(
            "most_vulnerable_share_in_fifth", "Among the most vulnerable fifth", format_proportion
        ),
        Figures("population", "Residents"),
    ),
    "districts": (
        Words("district_name", "District"),
        Figures(
            ("people_in_fifth", "population"),
            "Residents in the most vulnerable fifth, of all",
            format_part,
        ),
        Figures("value", "Their share", format_proportion),
        Figures(
            ("in_fifth", "neighbourhoods"), "Neighbourhoods in that fifth, of all", format_part
        ),
        WhereAny(Figures("unranked", "Not ranked")),
    ),
    "stability": (
        Words("neighbourhood", "Neighbourhood"),
        Figures("most_vulnerable_share", "In the most vulnerable", format_share),
        Figures(("lower_share", "upper_share"), "Nine draws in ten", format_share_range),
        Figures(
            "share_of_draws_in_most_vulnerable_20",
            "Draws in the most vulnerable 20%",
            format_portion,
        ),
    ),
    "local-index": (
        Words("neighbourhood", "Neighbourhood"),
        Words("title", "Index"),
        Figures("rank", "Rank within the area"),
        Figures("areas", "Of its ranked neighbourhoods"),
        Figures("fifth_within_area", "Fifth within the area (1: most vulnerable)"),
        Words("within", "Ranked within"),
    ),
    "area-local-index": (
        Words("neighbourhood", "Neighbourhood"),
        Words("district_name", "District"),
        Words("title", "Index"),
        Figures("rank", "Rank within the area"),
        Figures("areas", "Of its ranked neighbourhoods"),
        Figures("fifth_within_area", "Fifth within the area (1: most vulnerable)"),
        Words("within", "Ranked within"),
    ),
    "fifths": (
        Words("neighbourhood", "Neighbourhood"),
        Words("title", "Index"),
        Words("standing_within_area", "Fifth within the area"),
        Words("within", "Within"),
        Words("given", "Counts given by"),
    ),
    "area-fifths": (
        Words("neighbourhood", "Neighbourhood"),
        Words("district_name", "District"),
        Words("title", "Index"),
        Words("standing_within_area", "Fifth within the area"),
        Words("within", "Within"),
        Words("given", "Counts given by"),
    ),
    "reach": (
        Words("indicator", "Who"),
        Figures("everywhere", "In the whole district"),
        Figures(
            ("value", "almost_always", "at_least_sometimes"),
            "In the most vulnerable fifth (by any method to by some)",
            format_interval,
        ),
        Words("note", "Error of the counts"),
    ),
}
INDEX: dict[str, Layout] = {
    "first-example": (
        Words("title", "Part of the index"),
        Figures("nominal_weight", "Counts for", format_weight),
        Figures("value", "Among the most vulnerable", format_share),
    ),
    "labels": (
        Words("stability", "How sure"),
        Figures("neighbourhoods", "Neighbourhoods"),
    ),
    "agreement": (
        Words("title", "Domain"),
        Figures("indicators", "Indicators"),
        Figures(
            ("correlation_within", "correlation_between"),
            "Correlation within; with the other domains",
            _correlate_both,
        ),
        Figures("alpha", "Cronbach's alpha", format_correlation),
    ),
    "directions": (
        Words(("indicator", "domain"), "Indicator (domain)", format_beside),
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
KNOWN_SHARES = ("known_share", "known_share_lower", "known_share_upper")
EXPECTED = ("numerator", "value", "lower_ci", "upper_ci")
SURVEILLANCE: dict[str, Layout] = {
    "growth": (
        Words("area_name", "Where"),
        Figures("numerator", "Cases in the week"),
        Figures(("value", "lower_ci", "upper_ci"), "Per 100,000 (95% interval)", format_interval),
        Words(
            ("arrow", "trend", "growth", "growth_lower", "growth_upper"),
            "So cases are (change a week, %)",
            format_trend_and_change,
        ),
    ),
    "late-reports": (
        Words("period", "Week to", format_day),
        Figures("numerator", "Cases reported so far"),
        Figures(KNOWN_SHARES, "Usually known by then (95% interval)", format_known_share),
        Figures(EXPECTED, "Expected (95% interval)", format_expected),
    ),
    "death-fifths": (
        Words(("quantile", "ordered_by"), "Fifth of the area's places", format_fifth),
        Figures(("numerator", "denominator"), "Deaths, of residents", format_part),
        Figures(("value", "lower_ci", "upper_ci"), "Per 100,000 (95% interval)", format_interval),
    ),
    "doses-by-age": (
        Words("age_band", "Age"),
        Figures("numerator", "With a first dose"),
        Figures("denominator", "Residents"),
        Figures("value", "Share", format_coverage),
    ),
    "doses-by-fifth": (
        Words(("quantile", "ordered_by"), "Fifth of the area's places", format_fifth),
        Figures(("numerator", "denominator"), "With a first dose, of residents", format_part),
        Figures(("value", "lower_ci", "upper_ci"), "Share (95% interval)", format_coverage),
    ),
    "circles": (
        Words(("cluster", "area_name", "places"), "Circle", format_circle),
        Figures(("observed", "expected"), "Deaths, of those to be expected", format_part),
        Figures("relative_risk", "Times the rate elsewhere", _two_decimals),
        Figures("p_value", "Chance of such a circle", format_p_value),
    ),
    "unusual-weeks": (
        Words("area_name", "Place"),
        Words("period", "Seven days to", format_day),
        Figures(("numerator", "upper_bound"), "Cases, and their bound", _count_beside_bound),
        Figures("times_bound", "Times the bound", _one_decimal),
    ),
}
SOURCES: dict[str, Layout] = {
    "vintages": (
        Words(("title", "publisher"), "Dataset", format_beside),
        Words("period", "Describes"),
        Words("published", "Published"),
        Words("licence", "Licence"),
    ),
    "ratings": (
        Words("title", "Source"),
        Words("rating", "Rating", format_rating),
        Words("reasons", "Why"),
    ),
    "arrivals": (
        Words(("title", "layout"), "Source (copy)", format_beside),
        Words(("files", "checksum"), "Files (checksum begins)", format_files),
        Figures("rows", "Rows"),
        Figures("set_aside", "Set aside"),
    ),
    "ages": (
        Words("title", "Source"),
        Words("period", "Describes"),
        Words("published", "Came out", format_day),
        Words("age_days", "Age", write_age),
    ),
    "matches": (
        Words(("title", "geography"), "Source (published for)", format_beside),
        Figures("matched", "Matched"),
        Figures(("missing", "unmatched"), "Without a row; unknown codes", _count_both),
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
