"""An example of each public function of the rates that takes a table, for the tests of kinds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd

from datacell_lib.analysis import rates

AREAS = ["north", "south", "west"]
BANDS = ["0-64", "65+"]


@dataclass(frozen=True)
class Case:
    """A call that gives an answer.

    Attributes
    ----------
    function : callable
        The public function.
    table : pandas.DataFrame
        Whole numbers of at most 127 in every column of numbers.
    arguments : dict
        What else it needs; tables too.
    numbers : tuple of str
        The table's columns of numbers.
    by : str
        The argument that names its key columns, if there is one.
    """

    function: Callable[..., pd.DataFrame]
    table: pd.DataFrame
    arguments: dict[str, object] = field(default_factory=dict)
    numbers: tuple[str, ...] = ("numerator", "denominator")
    by: str = "by"

    def call(self, table: pd.DataFrame | None = None, **changes: object) -> pd.DataFrame:
        """The answer, with another table or other arguments."""
        table = self.table if table is None else table
        return self.function(table, **(self.arguments | changes))


counts = pd.DataFrame({"area_code": AREAS, "numerator": [20, 30, 11], "denominator": [100, 90, 80]})
banded = pd.DataFrame(
    {
        "area_code": [area for area in AREAS for _ in BANDS],
        "age_band": BANDS * 3,
        "numerator": [20, 30, 15, 40, 12, 50],
        "denominator": [100, 50, 120, 60, 90, 70],
    }
)
standard = pd.DataFrame({"age_band": BANDS, "population": [100, 30]})
reference = pd.DataFrame({"age_band": BANDS, "numerator": [20, 60], "denominator": [120, 70]})
lives = pd.DataFrame(
    {
        "area_code": [area for area in AREAS for _ in BANDS],
        "age_band": BANDS * 3,
        "numerator": [10, 90, 12, 80, 9, 110],
        "denominator": [8000, 1800] * 3,
    }
)
fifths = pd.DataFrame(
    {
        "area_code": [area for area in AREAS for _ in range(5)],
        "quantile": [1, 2, 3, 4, 5] * 3,
        "denominator": [100, 120, 90, 100, 110] * 3,
        "value": [50, 45, 44, 38, 30, 60, 50, 44, 38, 35, 30, 32, 38, 40, 44],
    }
)
fifths = fifths.assign(lower_ci=fifths["value"] - 5, upper_ci=fifths["value"] + 5)
stays = pd.DataFrame(
    {
        "area_code": [area for area in AREAS for _ in range(2)],
        "events_per_person": [1, 60] * 3,
        "numerator": [20, 30, 10, 40, 5, 6],
        "denominator": [100, 100, 120, 120, 90, 90],
    }
)
limits = pd.DataFrame(
    {
        "area_code": AREAS,
        "value": [12, 9, 8],
        "lower_ci": [11, 8, 6],
        "upper_ci": [13, 11, 9],
    }
)
ranked = pd.DataFrame({"area_code": [*AREAS, "east"], "value": [5, 1, 3, 4]})
observations = pd.DataFrame({"area_code": AREAS * 3, "value": [100, 90, 80, 20, 110, 7, 9, 8, 3]})
standardised = pd.DataFrame(
    {"area_code": AREAS, "numerator": [100, 90, 120], "value": [70, 50, 64]}
)
slope = {"by": ["area_code"], "repetitions": 1000, "limits_confidence": 0.95}

CASES = {
    "proportion": Case(rates.calculate_proportion, counts, {"by": ["area_code"]}),
    "crude rate": Case(rates.calculate_crude_rate, counts, {"by": ["area_code"]}),
    "mean": Case(rates.calculate_mean, observations, {"by": ["area_code"]}, ("value",)),
    "standardised rate": Case(
        rates.calculate_directly_standardised_rate,
        banded,
        {"standard": standard, "by": ["area_code"]},
    ),
    "standardised ratio": Case(
        rates.calculate_indirectly_standardised_ratio,
        banded,
        {"reference": reference, "by": ["area_code"]},
    ),
    "indirect rate": Case(
        rates.calculate_indirectly_standardised_rate,
        banded,
        {"reference": reference, "by": ["area_code"]},
    ),
    "life expectancy": Case(
        rates.calculate_life_expectancy, lives, {"age_bands": BANDS, "by": ["area_code"]}
    ),
    "slope index": Case(
        rates.calculate_slope_index_of_inequality,
        fifths,
        slope,
        ("quantile", "denominator", "value", "lower_ci", "upper_ci"),
    ),
    "relative index": Case(
        rates.calculate_relative_index_of_inequality,
        fifths,
        slope,
        ("quantile", "denominator", "value", "lower_ci", "upper_ci"),
    ),
    "repeated events": Case(
        rates.count_repeated_events,
        stays,
        {},
        ("events_per_person", "numerator", "denominator"),
        by="",
    ),
    "proportion funnel": Case(rates.calculate_proportion_funnel, counts, by=""),
    "rate funnel": Case(rates.calculate_rate_funnel, counts, by=""),
    "standardised funnel": Case(
        rates.calculate_directly_standardised_rate_funnel,
        standardised,
        {},
        ("numerator", "value"),
        by="",
    ),
    "comparison": Case(
        rates.compare_with_benchmark,
        limits,
        {
            "benchmark": pd.DataFrame({"area_code": AREAS, "value": [10, 10, 10]}),
            "higher_is": "worse",
            "on": ["area_code"],
        },
        ("value", "lower_ci", "upper_ci"),
        by="on",
    ),
    "quantiles": Case(
        rates.assign_quantiles,
        ranked,
        {"most_vulnerable": "highest", "quantiles": 2},
        ("value",),
        by="",
    ),
    "rate by deprivation": Case(
        rates.calculate_rate_by_deprivation,
        counts.assign(period=[1, 1, 1]),
        {
            "deprivation": pd.DataFrame({"area_code": AREAS, "value": [5, 1, 3]}),
            "most_vulnerable": "highest",
            "quantiles": 2,
            "by": ["period"],
        },
    ),
}
OF_ARRAYS = {
    "calculate_byar_interval",
    "calculate_exact_poisson_interval",
    "calculate_poisson_interval",
    "calculate_wilson_interval",
}
WITHOUT_TABLE = {"calculate_normal_quantile", "get_european_standard_population"}
