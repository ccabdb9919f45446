"""The smallest index file there is, which tests change to what they are about."""


def indicator(name, **changes):
    """One indicator: a column of the same name, of which more is more vulnerable."""
    return {
        "name": name,
        "dataset": "census",
        "column": name,
        "direction": "higher_is_more_vulnerable",
    } | changes


def content(**changes):
    """The file's keys, but for what it is made of: percentile ranks, equal weights, averages."""
    return {
        "name": "example",
        "title": "An example",
        "purpose": "Tests the engine.",
        "geography": "LSOA 2021",
        "missing": {"rule": "refuse"},
        "normalisation": {
            "indicators": {"method": "percentile_rank"},
            "domains": {"method": "exponential"},
        },
        "weighting": {"method": "equal"},
        "aggregation": {"method": "arithmetic_mean"},
    } | changes
