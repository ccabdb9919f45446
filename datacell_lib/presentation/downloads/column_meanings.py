"""What columns that the library makes mean, and their units, for whoever opens a file of them.

Columns of a dataset are explained by its catalogue entry; these are explained here, once.
"""

from __future__ import annotations

from typing import NamedTuple


class Meaning(NamedTuple):
    """What is said of a column.

    Parameters
    ----------
    words : str
        What it means, in a sentence.
    unit : str
        What one of it is; nothing for words and codes.
    """

    words: str
    unit: str = ""


SHARE = "share from 0 to 1"
MEANINGS: dict[str, Meaning] = {
    # places and time
    "area_code": Meaning("Code of the area, by the nine-character scheme of ONS or a practice's."),
    "area_name": Meaning("Name of the area."),
    "neighbourhood": Meaning("Name of the neighbourhood, as pages write it."),
    "place_name": Meaning("Name of the place that the neighbourhood is part of."),
    "msoa_code": Meaning("Code of the larger area (MSOA) that it is part of."),
    "msoa_name": Meaning("Name of that larger area."),
    "ward_code": Meaning("Code of the ward that most of it lies in."),
    "ward_name": Meaning("Name of that ward."),
    "authority_code": Meaning("Code of the local authority district."),
    "district_code": Meaning("Code of the district that a page is about."),
    "district_name": Meaning("Name of the district that a page is about."),
    "authority_name": Meaning("Name of the local authority district."),
    "period": Meaning("What time the row is about; of a week, its last day."),
    "date": Meaning("The day; of a week that was counted, its last."),
    "iso_year": Meaning("The year that the day's ISO week belongs to."),
    "iso_week": Meaning("The number of its ISO week, which begins on a Monday."),
    "week": Meaning("Year and week as ISO 8601 writes them, which sort by time."),
    "week_ends": Meaning("The Sunday that ends its week."),
    "year": Meaning("Calendar year."),
    "quarter": Meaning("Quarter of the calendar year."),
    "month": Meaning("Month of the calendar year."),
    "provisional": Meaning("Whether reports are still expected to arrive."),
    # people and counts
    "population": Meaning("Residents.", "people"),
    "numerator": Meaning("What was counted.", "events or people"),
    "denominator": Meaning("What it is counted out of.", "people"),
    "denominator_period": Meaning("What time those people are of."),
    "age_band": Meaning("The ages that the row is of, as they were published."),
    "neighbourhoods": Meaning("How many neighbourhoods.", "neighbourhoods"),
    "neighbourhoods_in_all": Meaning(
        "How many neighbourhoods the place has, named or not.", "neighbourhoods"
    ),
    "in_tenth": Meaning(
        "Neighbourhoods among the most vulnerable tenth of the nation.", "neighbourhoods"
    ),
    "in_fifth": Meaning(
        "Neighbourhoods among the most vulnerable fifth of the nation.", "neighbourhoods"
    ),
    "ranked_people": Meaning("Residents, where the neighbourhood has a rank.", "people"),
    "people_in_fifth": Meaning("Residents of that fifth.", "people"),
    "people": Meaning("Those of them whom the index counts first.", "people"),
    "other_people": Meaning("Those of them whom it counts next.", "people"),
    "reasons": Meaning("Domains in whose most vulnerable fifth of the nation most of them live."),
    "kind": Meaning("What kind of service it is."),
    "service": Meaning("Its name, as its list has it."),
    "covers": Meaning("The larger place that a list ends at."),
    "authorities": Meaning("Codes of the districts that a list covers, where it is not all."),
    "at_hand": Meaning("Whether the list was there to be read."),
    "unplaced": Meaning("Of how many services nobody says where they are.", "services"),
    "first_period": Meaning("The first day or month that was added up."),
    "last_period": Meaning("The last one."),
    "own_most": Meaning("In the place's own most vulnerable fifth of neighbourhoods.", SHARE),
    "own_least": Meaning("In its own least vulnerable fifth of neighbourhoods.", SHARE),
    "own_gap": Meaning("The first less the second.", SHARE),
    "own_most_areas": Meaning("How many neighbourhoods that first fifth holds.", "neighbourhoods"),
    "own_least_areas": Meaning("How many that last fifth holds.", "neighbourhoods"),
    "firmness": Meaning("How often other methods put it in the most vulnerable fifth, in a word."),
    "suppressed": Meaning("Whether a value behind it is suppressed by its publisher."),
    "hidden": Meaning(
        "Neighbourhoods that lack a value, hidden by its publisher.", "neighbourhoods"
    ),
    "unknown": Meaning("Neighbourhoods that lack a value for another reason.", "neighbourhoods"),
    "treatment": Meaning("What the index does where a value is lacking."),
    "unranked": Meaning("Neighbourhoods without a rank.", "neighbourhoods"),
    "everywhere": Meaning("In all of the place.", "people"),
    "almost_always": Meaning("Where almost any method finds the most vulnerable fifth.", "people"),
    "at_least_sometimes": Meaning("Where some method finds the most vulnerable fifth.", "people"),
    "not_counted": Meaning("Neighbourhoods for which it is not known.", "neighbourhoods"),
    # the index
    "position": Meaning("Place in the list of the page: 1 comes first."),
    "listed": Meaning("How many places the whole list has.", "places"),
    "score": Meaning("Score of the index: higher is more vulnerable."),
    "rank": Meaning("Rank in the index: 1 is the most vulnerable."),
    "most_vulnerable_share": Meaning(
        "Rank as a share of the nation's neighbourhoods: 0.04 is among the most vulnerable 4%.",
        SHARE,
    ),
    "lower_share": Meaning("From here: nine methods in ten put it between the two.", SHARE),
    "upper_share": Meaning("To here: nine methods in ten put it between the two.", SHARE),
    "stability": Meaning("How far other methods that could be defended agree."),
    "share_of_draws_in_most_vulnerable_10": Meaning(
        "How often other methods put it in the most vulnerable tenth of the nation.", SHARE
    ),
    "share_of_draws_in_most_vulnerable_20": Meaning(
        "How often other methods put it in the most vulnerable fifth of the nation.", SHARE
    ),
    "leading_domains": Meaning("What it stands out for."),
    "deprivation_rank": Meaning("Rank of the Indices of Deprivation: 1 is the most deprived."),
    "fifth_within_area": Meaning("Fifth within the area: 1 is the most vulnerable."),
    "within": Meaning("The area that ranks are of."),
    "standing_within_area": Meaning("That fifth in words, or why there is none."),
    "given": Meaning("Who gave the counts behind it, under which agreement."),
    "only_for": Meaning("Whom it is for, and that it is not for publication."),
    "areas": Meaning("How many areas were ranked.", "areas"),
    "imputed": Meaning("Whether, or how often, a missing value was estimated."),
    "component": Meaning("Name of the index, of a domain or of an indicator."),
    "level": Meaning("Which of the three it is."),
    "parent": Meaning("What it is part of."),
    "title": Meaning("What it is called, in words."),
    "low_is_vulnerable": Meaning("Whether low values of it are the vulnerable ones."),
    "depth": Meaning("How deep it stands below the index, which is 0."),
    "nominal_weight": Meaning("The weight that it was given.", SHARE),
    "effective_weight": Meaning("The weight that it turns out to have.", SHARE),
    "contrary": Meaning("Whether its data pull against its declared direction."),
    "alpha": Meaning("Cronbach's alpha: 1 is perfect agreement of a domain's indicators."),
    # what was decided
    "action": Meaning("What was decided."),
    "place": Meaning("Where, or what it is about."),
    "owner_role": Meaning("The role that it is done by."),
    "decided_on": Meaning("The day that it was decided."),
    "due": Meaning("The day by which it is to be done."),
    "done_on": Meaning("The day that it was done; empty while it is open."),
    "outcome": Meaning("What came of it, or how far it is."),
    "overdue": Meaning("Whether it is still open after the day by which it was to be done."),
    "change": Meaning("What is other than before."),
    # statistics
    "value": Meaning("The figure itself, in the unit of its row or its table."),
    "lowest_place": Meaning("The lowest value of a single place."),
    "highest_place": Meaning("The highest value of a single place."),
    "quantile": Meaning("Fifth of the area's places: 1 holds the most vulnerable."),
    "ordered_by": Meaning("What the places are put into fifths by."),
    "difference": Meaning(
        "More at the most vulnerable end of a line through the fifths than at the least.",
        "deaths per 100,000 people",
    ),
    "difference_lower": Meaning("Lower end of its interval.", "deaths per 100,000 people"),
    "difference_upper": Meaning("Upper end of its interval.", "deaths per 100,000 people"),
    "ratio": Meaning("How many times as many at the most vulnerable end as at the least.", "times"),
    "ratio_lower": Meaning("Lower end of its interval.", "times"),
    "ratio_upper": Meaning("Upper end of its interval.", "times"),
    "lower_ci": Meaning("Lower end of the interval around the value."),
    "upper_ci": Meaning("Upper end of the interval around the value."),
    "confidence": Meaning("How sure the interval is: 0.95 is a 95% interval.", SHARE),
    "statistic": Meaning("What the value is."),
    "method": Meaning("How it was calculated."),
    "unit": Meaning("The unit of the row's figures."),
    "people_concerned": Meaning("Residents of the ages that the help is for.", "people"),
    "why": Meaning("Why the place comes where it does, in words."),
    "nearest": Meaning("The nearest service that may give such help."),
    "kilometres_to_nearest": Meaning("How far away it is in a straight line.", "kilometres"),
    "note": Meaning("What to know of the row, in words."),
    "help": Meaning("What one person gets."),
    "places": Meaning("Names of the places to go first, joined by semicolons."),
    "expected_need": Meaning(
        "How many of these people are expected to need the kind of help.", "people"
    ),
    "need_per_hour": Meaning(
        "How many people who need it an hour of turning to these people, one after the other, is "
        "expected to find.",
        "people",
    ),
    "contacts": Meaning("Calls or visits that a plan gives.", "people"),
    "units": Meaning("Whole units of a capacity that a plan gives."),
    "expected_helped": Meaning(
        "How many people who need the help these are expected to find.", "people"
    ),
    "share_of_need_met": Meaning("That number divided by the expected need."),
    "newly_covered": Meaning(
        "People expected to need the help who would have a service in time and have none.", "people"
    ),
    "left_out": Meaning("People expected to need the help who have no service in time.", "people"),
    "minutes_in_time": Meaning("What is in time, by car.", "minutes"),
    "expected": Meaning("What chance, the past or the average leads one to expect."),
    "upper_bound": Meaning("Above this a week stands out."),
    "alarm": Meaning("Whether it stands out."),
    "exceedance_score": Meaning("How far above what was expected: above 1 it stands out."),
    "growth": Meaning("Change in a week.", "per cent"),
    "growth_lower": Meaning("Lower end of the interval around it.", "per cent"),
    "growth_upper": Meaning("Upper end of the interval around it.", "per cent"),
    "doubling_time": Meaning("Weeks until it doubles; below 0, until it halves.", "weeks"),
    "benchmark": Meaning("The value that places are compared with."),
    "comparison": Meaning("How it compares with the benchmark."),
    "weeks_after": Meaning("Whole weeks from the week's end to the last day known.", "weeks"),
    "known_share": Meaning("Share of a week's cases that is usually known by then.", SHARE),
    "known_share_lower": Meaning("Lower end of the interval around it.", SHARE),
    "known_share_upper": Meaning("Upper end of the interval around it.", SHARE),
    "compared": Meaning("Counts that were seen then and a week later.", "counts"),
    "state": Meaning("Whether the week's file came, came late or is missing."),
    "fell": Meaning("Its weekly counts that were lower in the next file.", "counts"),
    # data quality
    "rows": Meaning("Rows that arrived.", "rows"),
    "matched": Meaning("Areas that found a row.", "areas"),
    "missing": Meaning("Areas without a row.", "areas"),
    "unmatched": Meaning("Codes that are of no known area.", "codes"),
    "set_aside": Meaning("Rows that are outside what the dataset is for.", "rows"),
    "checksum": Meaning("The beginning of the file's SHA-256."),
    "age_days": Meaning("Days since it was published.", "days"),
    "rating": Meaning("How far to trust the source: green, amber or red."),
    "licence": Meaning("The terms on which it may be used."),
    "publisher": Meaning("Who publishes it."),
    "published": Meaning("The day that it came out."),
}
OF_DOMAINS = "share_"  # how the names of columns of domains begin
DOMAIN = Meaning(
    "Rank in this domain as a share of the nation's neighbourhoods: 0.04 is among the most "
    "vulnerable 4%.",
    SHARE,
)
