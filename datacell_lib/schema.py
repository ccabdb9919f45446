"""The vocabulary: the names of columns, and the few exceptions that the library raises."""

from __future__ import annotations

# The keys of a tidy table: one row per area, period and group.
AREA_CODE = "area_code"
AREA_NAME = "area_name"
PERIOD = "period"
AGE_BAND = "age_band"
AGE_FROM = "age_from"  # the youngest age of a band; missing where it is open below
SEX = "sex"

# What statistics are made from.
NUMERATOR = "numerator"
DENOMINATOR = "denominator"
DENOMINATOR_PERIOD = "denominator_period"  # what time those people are of, in words
NUMERATOR_LOWER = "numerator_lower"
NUMERATOR_UPPER = "numerator_upper"

# What a statistic comes back with.
VALUE = "value"
LOWER_CI = "lower_ci"
UPPER_CI = "upper_ci"
CONFIDENCE = "confidence"
STATISTIC = "statistic"
METHOD = "method"
NOTE = "note"
REASONS = "reasons"  # why, in words

# The neighbourhood table.
POPULATION = "population"
GEOMETRY = "geometry"
LONGITUDE = "longitude"  # in degrees (WGS84), as latitude is
LATITUDE = "latitude"
NEIGHBOURHOOD = "neighbourhood"
MSOA_CODE = "msoa_code"
MSOA_NAME = "msoa_name"
PLACE_NAME = "place_name"
WARD_CODE = "ward_code"
WARD_NAME = "ward_name"
AUTHORITY_CODE = "authority_code"
AUTHORITY_NAME = "authority_name"
DISTRICT_CODE = "district_code"
DISTRICT_NAME = "district_name"

# A linked indicator that is a share: beside its own column what it is a share of.
NUMERATOR_SUFFIX = "_numerator"
IN_FIFTH_SUFFIX = "_in_fifth"  # the share of a district's neighbourhoods that are in it
DENOMINATOR_SUFFIX = "_denominator"
BEFORE_SUFFIX = "_before"  # a column as it was in the last report
OWN_SHARE, OTHERS_SHARES = "own_share", "others_shares"  # why a district has another number
SAME_INDEX, OTHER_INDEX, INDEX_NOT_KNOWN = "same", "other", "not_known"  # as in the last report
SUPPRESSED_SUFFIX = "_suppressed"  # a column of flags beside one with suppressed cells

# A composite index. In every one of its columns a HIGHER score is MORE vulnerable and
# rank 1 is the MOST vulnerable; a group counts from the most vulnerable.
SCORE = "score"
RANK = "rank"
MOST_VULNERABLE_SHARE = "most_vulnerable_share"
DEPRIVATION_RANK = "deprivation_rank"
FIFTH, TENTH = 0.2, 0.1  # of the nation: what pages call the most vulnerable 20% and 10%
DOMAIN = "domain"
INDICATOR = "indicator"
WEIGHT = "weight"
COMPONENT = "component"  # the name of the index, of a domain or of an indicator
LEVEL = "level"  # which of the three it is
AREAS = "areas"  # how many areas were ranked
IMPUTED = "imputed"  # whether a missing value was estimated on the way to the score
GROUP = "group"  # 1 is the most vulnerable group
WITHIN = "within"  # the area that ranks are of, where they are of one area alone
FIFTH_WITHIN_AREA = "fifth_within_area"  # 1 is the most vulnerable fifth of that area
STANDING_WITHIN_AREA = "standing_within_area"  # that fifth in words, or why there is none
SUPPRESSED = "suppressed"  # whether a count behind it is, and what stands instead
GIVEN = "given"  # by whom partner data were given, under which agreement
ONLY_FOR = "only_for"  # whom a table made of them is for

# What is said of an index: its tree, its weights, how its parts go together, how sure it is.
TITLE = "title"
PARENT = "parent"  # the component that one is part of
DEPTH = "depth"  # 0 is the index itself
NOMINAL_WEIGHT = "nominal_weight"
EFFECTIVE_WEIGHT = "effective_weight"
CONTRARY = "contrary"  # whether an indicator's data pull against its declared direction
ALPHA = "alpha"  # Cronbach's
MIXED = "mixed"  # whether the parts of a domain do not measure one thing
LOW_ALPHA = 0.5  # below it they do not
STABILITY = "stability"  # one of LABELS
LABELS = (
    "almost always in the most vulnerable 10%",
    "usually in the most vulnerable 10%",
    "almost always in the most vulnerable 20%",
    "usually in the most vulnerable 20%",
    "sometimes in the most vulnerable 20%",
    "rarely or never in the most vulnerable 20%",
)
LOWER_SHARE = "lower_share"  # the places that nine draws in ten lie between; low is vulnerable
UPPER_SHARE = "upper_share"
NEIGHBOURHOODS = "neighbourhoods"  # how many
NEIGHBOURHOODS_IN_ALL = "neighbourhoods_in_all"  # how many a place has, named or not
UNRANKED = "unranked"  # how many of them have no rank
IN_TENTH, IN_FIFTH = "in_tenth", "in_fifth"  # how many of them are in the nation's most vulnerable
RANKED_PEOPLE = "ranked_people"  # residents of those that have a rank

# Where to go first.
LISTED = "listed"  # how many places a list has of which a table holds the first
POSITION = "position"  # the number of a place in a list and on its map, from 1
JOINT = "joint"  # whether another has the same number, being equal
PEOPLE = "people"  # those whom an index counts first, such as people aged 65 and over
OTHER_PEOPLE = "other_people"  # those whom it counts next
PEOPLE_IN_FIFTH = "people_in_fifth"  # residents of the nation's most vulnerable fifth
FIRMNESS = "firmness"  # one of the three below: how often other defensible methods agree
FIRM, LIKELY, DEPENDS = "firm", "likely", "depends"
EXPECTED_NEED = "expected_need"  # residents who are expected to need a kind of help
NEED_PER_HOUR = "need_per_hour"  # of them, those whom an hour of turning to people finds

# Services, such as surgeries and pharmacies, and the lists that they are read from.
KIND = "kind"  # one of KINDS of datacell_lib.files.services
SERVICE = "service"  # its name
POSTCODE = "postcode"
EASTING = "easting"  # in metres on the British National Grid, as northing is
NORTHING = "northing"
COVERS = "covers"  # the larger place that a list ends at
AUTHORITIES = "authorities"  # codes of the districts that it covers, joined by blanks
AT_HAND = "at_hand"  # whether its file was there to be read
UNPLACED = "unplaced"  # of how many services near the area nobody says where they are
NEAREST_PREFIX = "nearest_"  # with a kind: the name of the nearest; how far away in a straight line
KILOMETRES_PREFIX = "kilometres_to_"

# Districts that are like each other.
DISTANCE = "distance"  # 0 is alike
DISTRICTS_COMPARED = "districts_compared"  # how many there were
SIMILAR_DISTRICTS = "similar_districts"  # their names, joined by semicolons
SIMILAR_VALUE = "similar_value"  # of the similar districts together
SPREADS_APART = "spreads_apart"  # a difference in standard deviations of the nation's districts

FIRST_PERIOD, LAST_PERIOD = "first_period", "last_period"  # that counts were added up over

# A district's own most and least vulnerable fifths.
OWN_MOST, OWN_LEAST = "own_most", "own_least"
OWN_GAP = "own_gap"  # the first less the second
OWN_MOST_AREAS, OWN_LEAST_AREAS = "own_most_areas", "own_least_areas"  # how many each holds

# The choices of method that an index is made again by, and what each does to its ranks.
CHOICE = "choice"  # one of the six below
WEIGHTS = "weights"
LEFT_OUT = "indicator_left_out"
SAMPLING_ERROR = "sampling_error"
INDICATOR_NORMALISATION = "indicator_normalisation"
DOMAIN_NORMALISATION = "domain_normalisation"
AGGREGATION = "aggregation"
FIRST_ORDER = "first_order"  # the share of the variance that a choice explains alone
TOTAL = "total"  # the share that it has a part in
TOTAL_MARGIN = "total_margin"  # half the width of its 95% interval


# What a code of each geography looks like, by the ONS nine-character scheme.
CODE_PATTERNS = {
    "LSOA 2011": r"[EW]01\d{6}",
    "LSOA 2021": r"[EW]01\d{6}",
    "MSOA 2011": r"[EW]02\d{6}",
    "MSOA 2021": r"[EW]02\d{6}",
    "ward 2024": r"[EW]05\d{6}",
    "district": r"(E0[6789]|W06)\d{6}",
    "district 2019": r"(E0[6789]|W06)\d{6}",
    "district 2020": r"(E0[6789]|W06)\d{6}",
    "district 2020, small ones joined": r"E0[6789]\d{6}(\+E0[6789]\d{6})?",
    "practice": r"[A-Z]\d{5}(\d{3})?",
    "site": r"[A-Z0-9]{5}",
    "postcode": r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}",
}
WITHOUT_COUNTRY = frozenset({"practice", "site", "postcode"})  # their codes don't tell it

# Practices, and what is modelled for neighbourhoods from where their patients live.
PRACTICE_CODE = "practice_code"
CONDITION = "condition"
PREVALENCE = "prevalence"
PATIENTS = "patients"
RESIDENTS = "residents"
COVERAGE = "coverage"  # the share of an area's patients for whom there is a value

# A grouping of neighbourhoods that a place makes for itself: its codes name pages.
GROUP_CODE = "group_code"
GROUP_NAME = "group_name"
GROUP_PATTERN = r"[A-Za-z0-9][A-Za-z0-9-]{0,31}"

LOWEST_PLACE, HIGHEST_PLACE = "lowest_place", "highest_place"  # the value of a single place

# Deaths by fifths of places: how far the most vulnerable end is from the least.
ORDERED_BY = "ordered_by"  # what places are put into fifths by
DIFFERENCE = "difference"  # slope index of inequality
DIFFERENCE_LOWER, DIFFERENCE_UPPER = "difference_lower", "difference_upper"
RATIO = "ratio"  # relative index of inequality
RATIO_LOWER, RATIO_UPPER = "ratio_lower", "ratio_upper"

# How complete the latest weeks are.
WEEKS_AFTER = "weeks_after"  # how many whole weeks after its own a count was known
KNOWN_SHARE = "known_share"  # the share of it that is usually known by then
KNOWN_SHARE_LOWER, KNOWN_SHARE_UPPER = "known_share_lower", "known_share_upper"
COMPARED = "compared"  # how many counts were seen then and a week later
KNOWN_ON = "known_on"  # the day that a file came out
FELL = "fell"  # how many counts of it were lower in a later file
STATE = "state"  # what became of a week's file, one of the three below
STATES = ("came", "came late", "missing")

# The two censuses: one row for each pair of neighbourhoods that share ground.
LSOA2011_CODE = "lsoa2011_code"
LSOA2021_CODE = "lsoa2021_code"
CHANGE = "change"  # how one became the other, by ONS's letter

# Events that happen to the same people again: how often to each, and the count's variance.
EVENTS_PER_PERSON = "events_per_person"
NUMERATOR_VARIANCE = "numerator_variance"

# Comparison, inequality, trends. Quantile 1 holds the MOST vulnerable. A funnel's or chart's
# limits are for values to be expected; an estimate's own are LOWER_CI and UPPER_CI.
BENCHMARK = "benchmark"
COMPARISON = "comparison"
QUANTILE = "quantile"
TREND = "trend"
ARROW = "arrow"
PROVISIONAL = "provisional"
CENTRE = "centre"
LOWER_LIMIT = "lower_limit"
UPPER_LIMIT = "upper_limit"
OUTSIDE_LIMITS = "outside_limits"
SHIFT = "shift"
RISE_OR_FALL = "rise_or_fall"
NEAR_LIMIT = "near_limit"
TARGET = "target"
VARIATION = "variation"  # common cause, or special cause: improving, concerning, neither
ASSURANCE = "assurance"  # whether the usual variation hits, misses or straddles the target
RELIABILITY = "reliability"
INTERCEPT = "intercept"  # the fitted value at the most vulnerable end of a slope

# Outbreak detection and the reproduction number. An exceedance score ABOVE 1 is above the bound.
EXPECTED = "expected"  # what chance, the past or the average leads one to expect
UPPER_BOUND = "upper_bound"
ALARM = "alarm"
EXCEEDANCE_SCORE = "exceedance_score"
WINDOW_START = "window_start"
POSTERIOR_SD = "posterior_sd"

# Where things cluster, and how an outcome goes with its indicators.
NEIGHBOUR_CODE = "neighbour_code"
P_VALUE = "p_value"
ADJUSTED_P_VALUE = "adjusted_p_value"  # corrected for having tested every area
LABEL = "label"
MEANING = "meaning"  # the label in plain words
CLUSTER = "cluster"  # the circle of a scan: 1 is the most likely; missing is in none


class DatacellError(Exception):
    """Base of every error that is the user's to mend: says what is wrong and what to do."""


class ConfigError(DatacellError):
    """An area, catalogue, index or policy file does not say what it should."""


class SourceError(DatacellError):
    """A publisher's file is missing, damaged, or not what its catalogue entry describes."""


class UnreachableError(SourceError):
    """A publisher's server can't be reached at all, as where there is no network.

    Parameters
    ----------
    message : str
        What is wrong, and what to do.
    host : str
        The server.
    advice : str
        What to do, the same words for every server that can't be reached for the same reason.
    """

    def __init__(self, message: str, *, host: str = "", advice: str = "") -> None:
        super().__init__(message)
        self.host, self.advice = host, advice


class TableError(DatacellError):
    """A table has the wrong columns, codes or values for what is asked of it."""


class LawfulnessError(DatacellError):
    """A dataset may not be used for this purpose in this edition."""


class DisclosureError(DatacellError):
    """Something would be published that its disclosure policy does not allow."""


class ParameterError(DatacellError):
    """A notebook was given a parameter it does not know, or not given one that it needs."""


class RunError(DatacellError):
    """A run could not be completed; what was published before it stands."""
