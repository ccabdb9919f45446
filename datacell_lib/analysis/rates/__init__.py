"""Rates, proportions, standardisation, inequality and funnels, with their intervals.

Here belongs what compares areas or groups at one time.
Series do not (`time`), nor maps of neighbours (`space`).
Look first at `proportions_and_rates`.
"""

from datacell_lib.analysis.rates.comparison import compare_with_benchmark
from datacell_lib.analysis.rates.deprivation import calculate_rate_by_deprivation
from datacell_lib.analysis.rates.direct_standardisation import (
    calculate_directly_standardised_rate,
    count_repeated_events,
)
from datacell_lib.analysis.rates.funnel import calculate_proportion_funnel, calculate_rate_funnel
from datacell_lib.analysis.rates.indirect_standardisation import (
    calculate_indirectly_standardised_rate,
    calculate_indirectly_standardised_ratio,
)
from datacell_lib.analysis.rates.inequality import (
    calculate_relative_index_of_inequality,
    calculate_slope_index_of_inequality,
)
from datacell_lib.analysis.rates.intervals import (
    calculate_byar_interval,
    calculate_exact_poisson_interval,
    calculate_normal_quantile,
    calculate_poisson_interval,
    calculate_wilson_interval,
)
from datacell_lib.analysis.rates.life_expectancy import calculate_life_expectancy
from datacell_lib.analysis.rates.proportions_and_rates import (
    calculate_crude_rate,
    calculate_mean,
    calculate_proportion,
)
from datacell_lib.analysis.rates.quantiles import assign_quantiles
from datacell_lib.analysis.rates.standard_populations import get_european_standard_population
from datacell_lib.analysis.rates.standardised_funnel import (
    calculate_directly_standardised_rate_funnel,
)

__all__ = [
    "assign_quantiles",
    "calculate_byar_interval",
    "calculate_crude_rate",
    "calculate_directly_standardised_rate",
    "calculate_directly_standardised_rate_funnel",
    "calculate_exact_poisson_interval",
    "calculate_indirectly_standardised_rate",
    "calculate_indirectly_standardised_ratio",
    "calculate_life_expectancy",
    "calculate_mean",
    "calculate_normal_quantile",
    "calculate_poisson_interval",
    "calculate_proportion",
    "calculate_proportion_funnel",
    "calculate_rate_by_deprivation",
    "calculate_rate_funnel",
    "calculate_relative_index_of_inequality",
    "calculate_slope_index_of_inequality",
    "calculate_wilson_interval",
    "compare_with_benchmark",
    "count_repeated_events",
    "get_european_standard_population",
]
