"""Indices of deprivation: underlying indicators, domains, and the index by the published method."""

from __future__ import annotations

import numpy as np
import pandas as pd

# Each hidden domain: how it follows the fields (poor, old, urban, student), and its own noise.
_DOMAINS = {
    "income": (0.95, 0.00, 0.10, -0.10, 0.25),
    "employment": (0.93, 0.08, 0.05, -0.50, 0.25),
    "children": (0.85, 0.00, 0.05, -0.30, 0.40),
    "adult": (0.85, 0.15, 0.10, -0.60, 0.35),
    "health": (0.88, 0.20, 0.15, -0.30, 0.30),
    "crime": (0.75, -0.15, 0.35, 0.50, 0.40),
    "distance": (-0.10, 0.15, -0.90, 0.00, 0.30),
    "wider": (0.55, -0.30, 0.35, 0.60, 0.50),
    "indoors": (0.20, 0.25, -0.10, 0.80, 0.80),
    "outdoors": (0.30, -0.10, 0.65, 0.30, 0.50),
}

# The indicators of File 8 in its order: domain, curve, middle, steepness, noise, decimals. The
# middles and spreads are those of England, so that the invented figures look like real ones.
_RATE = "_rate_per_1_000_at_risk_population"
_INDICATORS = (
    ("entry_to_higher_education_indicator", "children", "logit", 0.887, 0.40, 0.5, 3),
    ("acute_morbidity_indicator", "health", "log", 101.0, 0.24, 0.4, 3),
    ("comparative_illness_and_disability_ratio_indicator", "health", "log", 101.0, 0.42, 0.2, 3),
    ("mental_health_indicator", "health", "line", 0.0, 0.65, 0.4, 3),
    ("years_of_potential_life_lost_indicator", "health", "log", 56.0, 0.25, 0.4, 3),
    ("violence_with_injury" + _RATE, "crime", "log", 5.3, 0.62, 0.3, 1),
    ("violence_without_injury" + _RATE, "crime", "log", 7.4, 0.62, 0.3, 1),
    ("stalking_and_harassment" + _RATE, "crime", "log", 6.3, 0.60, 0.4, 1),
    ("burglary_rate_per_1_000_at_risk_properties", "crime", "log", 9.3, 0.40, 0.6, 1),
    ("theft" + _RATE, "crime", "log", 10.0, 0.55, 0.5, 1),
    ("criminal_damage" + _RATE, "crime", "log", 5.3, 0.62, 0.3, 1),
    ("public_order_and_possession_of_weapons" + _RATE, "crime", "log", 5.4, 0.70, 0.3, 1),
    ("anti_social_behaviour" + _RATE, "crime", "log", 8.9, 0.70, 0.5, 1),
    ("connectivity_score", "distance", "reach", 64.6, 16.6, 0.0, 3),
    (
        "owner_occupation_affordability_component_of_housing_affordability_indicator",
        *("wider", "logit", 0.554, 0.80, 0.5, 3),
    ),
    (
        "private_rental_affordability_component_of_housing_affordability_indicator",
        *("wider", "logit", 0.241, 1.00, 0.6, 3),
    ),
    ("housing_affordability_indicator", "wider", "line", 0.0, 0.80, 0.4, 3),
    (
        "digital_connectivity_broadband_download_and_upload_speeds",
        *("distance", "line", 0.0, 0.60, 0.8, 3),
    ),
    ("core_homelessness_rate_percent_of_households", "wider", "by district", 0.93, 0.59, 0.0, 3),
    ("patient_to_gp_ratio", "wider", "log", 1950.0, 0.25, 0.9, 3),
    ("homelessness_indicator_rate_per_1_000_households", "wider", "by district", 2.9, 0.43, 0.0, 3),
    ("household_overcrowding_indicator_rooms", "wider", "logit", 0.039, 0.85, 0.3, 3),
    ("household_overcrowding_indicator_bedrooms", "wider", "logit", 0.026, 0.90, 0.3, 3),
)
_OVERALL = "Index of Multiple Deprivation (IMD)"
_WEIGHTS = {
    "Income": 0.225,
    "Employment": 0.225,
    "Education, Skills and Training": 0.135,
    "Health Deprivation and Disability": 0.135,
    "Crime": 0.093,
    "Barriers to Housing and Services": 0.093,
    "Living Environment": 0.093,
}


def make_indices(
    table: pd.DataFrame, fields: pd.DataFrame, ages: pd.DataFrame, rng: np.random.Generator
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Files 7 and 8 of the indices for every LSOA of `table`."""
    base = fields[["poor", "old", "urban", "student"]].to_numpy()
    hidden = {
        name: (base @ weights + rng.normal(0, noise, len(base))).round(9)
        for name, (*weights, noise) in _DOMAINS.items()
    }
    people = _count_people(ages, rng)
    rates = {
        "Income": _logit(hidden["income"], 0.184, 0.95),
        "Employment": _logit(hidden["employment"], 0.110, 0.75),
        "IDACI": _logit(hidden["income"] + rng.normal(0, 0.2, len(base)), 0.27, 0.95),
        "IDAOPI": _logit(hidden["income"] + rng.normal(0, 0.3, len(base)), 0.15, 0.80),
    }
    adult = _logit(hidden["adult"], 0.223, 0.55)
    scores = {
        **{name: rates[name] for name in ("Income", "Employment")},
        "Education, Skills and Training": _blend(hidden["children"], adult, 0.5),
        "Health Deprivation and Disability": 0.85 * hidden["health"],
        "Crime": 0.80 * hidden["crime"],
        "Barriers to Housing and Services": _blend(hidden["distance"], hidden["wider"], 0.5),
        "Living Environment": _blend(hidden["indoors"], hidden["outdoors"], 2 / 3),
        "Income Deprivation Affecting Children Index (IDACI)": rates["IDACI"],
        "Income Deprivation Affecting Older People (IDAOPI)": rates["IDAOPI"],
        "Children and Young People Sub-domain": 0.85 * hidden["children"],
        "Adult Skills Sub-domain": adult,
        "Geographical Barriers Sub-domain": 100 - _reach(hidden["distance"], 64.6, 16.6),
        "Wider Barriers Sub-domain": 3.0 * hidden["wider"],
        "Indoors Sub-domain": 0.62 * hidden["indoors"],
        "Outdoors Sub-domain": 0.74 * hidden["outdoors"],
    }
    overall = sum(weight * _transform(scores[name]) for name, weight in _WEIGHTS.items())
    file_7 = _lay_out_file_7(table, {_OVERALL: overall, **scores}, people)
    return file_7, _lay_out_file_8(table, hidden, rates, adult, people, rng)


def _lay_out_file_7(table: pd.DataFrame, scores: dict, people: pd.DataFrame) -> pd.DataFrame:
    columns = {
        "LSOA code (2021)": table["lsoa_code"],
        "LSOA name (2021)": table["lsoa_name"],
        "Local Authority District code (2024)": table["lad_code"],
        "Local Authority District name (2024)": table["lad_name"],
    }
    for name, score in scores.items():
        rank = _rank(score)
        unit = " (rate)" if name in ("Income", "Employment") or "Affecting" in name else ""
        columns[f"{name} Score{unit}"] = score.round(3)
        columns[f"{name} Rank (where 1 is most deprived)"] = rank
        decile = np.ceil(rank * 10 / len(rank)).astype(int)
        columns[f"{name} Decile (where 1 is most deprived 10% of LSOAs)"] = decile
    return pd.concat([pd.DataFrame(columns), people], axis=1)


def _lay_out_file_8(
    table: pd.DataFrame,
    hidden: dict,
    rates: dict,
    adult: np.ndarray,
    people: pd.DataFrame,
    rng: np.random.Generator,
) -> pd.DataFrame:
    total, children, older, working = people.to_numpy().T
    affecting = "income_deprivation_affecting"
    columns = {
        "lsoa21_code": table["lsoa_code"],
        "income_domain_numerator": _to_five(rates["Income"] * total),
        f"{affecting}_children_index_idaci_numerator": _to_five(rates["IDACI"] * children),
        f"{affecting}_older_people_index_idaopi_numerator": _to_five(rates["IDAOPI"] * older),
        "employment_domain_numerator": _to_five(rates["Employment"] * working),
        "adult_skills_and_english_language_proficiency_indicator": adult.round(3),
    }
    curves = {"log": _log, "logit": _logit, "line": _line, "reach": _reach, "by district": _log}
    for name, domain, curve, middle, steepness, noise, decimals in _INDICATORS:
        level = hidden[domain] + rng.normal(0, noise, len(table))
        if curve == "by district":
            level = 2 * pd.Series(level).groupby(table["lad_code"]).transform("mean").to_numpy()
        columns[name] = curves[curve](level, middle, steepness).round(decimals)
    return pd.DataFrame(columns)


def _count_people(ages: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Mid-2022 denominators: the census a year on, with births, moves and deaths."""
    bands = ages.iloc[:, 1:].to_numpy() * rng.normal(1.01, 0.015, (len(ages), 1))
    working = bands[:, 3:14].sum(axis=1) - 0.6 * bands[:, 3] - 0.6 * bands[:, 13]
    counts = {
        "Total population: mid 2022": bands.sum(axis=1),
        "Dependent Children aged 0-15: mid 2022": bands[:, :3].sum(axis=1) + 0.2 * bands[:, 3],
        "Older population aged 60 and over: mid 2022": bands[:, 12:].sum(axis=1),
        "Working age population 18-66 (for use with Employment Deprivation Domain): mid 2022": (
            working
        ),
    }
    return pd.DataFrame({name: count.round().astype(int) for name, count in counts.items()})


def _rank(score: np.ndarray) -> np.ndarray:
    """Rank 1 is the highest score: the most deprived."""
    return pd.Series(-score).rank(method="first").astype(int).to_numpy()


def _transform(score: np.ndarray) -> np.ndarray:
    """The exponential transformation of the technical report: 0 to 100, 100 most deprived."""
    scaled = 1 - (_rank(score) - 1) / (len(score) - 1)
    return -23 * np.log(1 - scaled * (1 - np.exp(-100 / 23)))


def _blend(first: np.ndarray, second: np.ndarray, share: float) -> np.ndarray:
    return share * _transform(first) + (1 - share) * _transform(second)


def _to_five(count: np.ndarray) -> pd.Series:
    """Rounded to 5 and blank below 10, as the publisher does."""
    rounded = pd.Series((count / 5).round() * 5)
    return rounded.where(rounded >= 10)


def _log(level: np.ndarray, middle: float, steepness: float) -> np.ndarray:
    return middle * np.exp(steepness * level)


def _logit(level: np.ndarray, middle: float, steepness: float) -> np.ndarray:
    return 1 / (1 + (1 - middle) / middle * np.exp(-steepness * level))


def _line(level: np.ndarray, middle: float, steepness: float) -> np.ndarray:
    return middle + steepness * level


def _reach(level: np.ndarray, middle: float, steepness: float) -> np.ndarray:
    return np.clip(middle - steepness * level, 2.0, 98.0)
