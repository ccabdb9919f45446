"""Published indices, made again from the publishers' own files."""

import numpy as np
import pandas as pd
import pytest

from datacell_lib.analysis.index import calculate_index
from datacell_lib.analysis.index.aggregate import calculate_weighted_sum
from datacell_lib.analysis.index.normalise import calculate_percentile_ranks
from datacell_lib.equal_values import rank_values
from datacell_lib.files.index_spec import load_index_spec
from datacell_lib.schema import TableError

DEPRIVATION_FILES = {
    2019: "mhclg-iod2019/File_7_-_All_IoD2019_Scores__Ranks__Deciles_and_Population_"
    "Denominators_3.rebuilt.csv.gz",
    2025: "mhclg-iod2025/File_7_IoD2025_All_Ranks_Scores_Deciles_Population_"
    "Denominators.rebuilt.csv.gz",
}
AREAS_IN = {2019: 32_844, 2025: 33_755}
RANK = "{} Rank (where 1 is most deprived)"
DEPRIVATION_DOMAINS = {
    "income": "Income",
    "employment": "Employment",
    "education": "Education, Skills and Training",
    "health": "Health Deprivation and Disability",
    "crime": "Crime",
    "barriers": "Barriers to Housing and Services",
    "living_environment": "Living Environment",
}
RED_CROSS_DOMAINS = {
    "clinical": "Clinical",
    "health_and_wellbeing": "Health/Wellbeing",
    "economic": "Economic",
    "social": "Social",
    "british-red-cross-2020-04": "",
}


def take(result, component):
    """One component's rows, by area."""
    return result[result["component"] == component].set_index("area_code")


class TestIndexOfMultipleDeprivation:
    @pytest.mark.parametrize("year", [2019, 2025])
    def test_equals_the_published_scores_and_ranks_of_every_lsoa(
        self, year, mirror, indices, validate
    ):
        file = pd.read_csv(mirror / DEPRIVATION_FILES[year])
        table = pd.DataFrame(
            {name: file[RANK.format(title)] for name, title in DEPRIVATION_DOMAINS.items()}
        ).assign(area_code=file.iloc[:, 0])
        result = calculate_index(table, spec=load_index_spec(indices / f"imd-{year}.yml"))
        index = take(result, f"imd-{year}")
        published = file.set_index(file.columns[0])
        score = published["Index of Multiple Deprivation (IMD) Score"]
        rank = published[RANK.format("Index of Multiple Deprivation (IMD)")]
        assert len(index) == AREAS_IN[year]
        source = f"English Indices of Deprivation {year}, File 7, from its domains' ranks"
        for told, published, obtained, tolerance in (
            ("score", score, index["score"], 0.002),
            ("rank", rank, index["rank"], 2),
        ):
            validate(
                method=f"Index of Multiple Deprivation {year}, {told} of every LSOA",
                source=source,
                expected=published,
                obtained=obtained[published.index],
                tolerance=tolerance,
            )


@pytest.fixture(scope="module")
def red_cross(mirror):
    """The published file of April 2020, most vulnerable last."""
    return pd.read_csv(mirror / "british-red-cross/vulnerability-MSOA-England.csv.gz")


def name_indicators(file, spec):
    """The file's 35 indicators come in the order of the index file: name them by it."""
    results = file.columns.str.contains("Vulnerability|Code|Name", regex=True)
    indicators = file.loc[:, ~results]
    names = [indicator.name for indicator in spec.list_indicators()]
    assert len(indicators.columns) == len(names) == 35
    return indicators.set_axis(names, axis=1).assign(area_code=file["Code"])


def rank_as_published(table):
    """Put the 19 missing distances below all others, each below the next, as R's rank() did."""
    table = table.copy()
    missing = table["distance_to_hospital"].isna()
    table.loc[missing, "distance_to_hospital"] = np.arange(-missing.sum(), 0.0)
    return table


class TestBritishRedCrossIndex:
    @pytest.mark.parametrize("component", RED_CROSS_DOMAINS)
    def test_equals_the_published_scores_and_ranks_of_every_msoa(
        self, component, red_cross, indices, validate
    ):
        spec = load_index_spec(indices / "british-red-cross-2020-04.yml")
        table = rank_as_published(name_indicators(red_cross, spec))
        found = take(calculate_index(table, spec=spec), component)
        title = f"{RED_CROSS_DOMAINS[component]} Vulnerability".strip()
        published = red_cross.set_index("Code")
        assert len(found) == 6791
        # The published rank 1 is the least vulnerable.
        for told, expected, tolerance in (
            ("score", published[f"{title} score"], 1e-9),
            ("rank", 6792 - published[f"{title} rank"], 0.0),
        ):
            validate(
                method=f"{title}: {told} of every MSOA",
                source="British Red Cross, COVID-19 Vulnerability Index of April 2020",
                expected=expected,
                obtained=found[told][expected.index],
                tolerance=tolerance,
            )

    def test_is_refused_with_its_missing_distances_named(self, red_cross, indices):
        spec = load_index_spec(indices / "british-red-cross-2020-04.yml")
        table = name_indicators(red_cross, spec)
        with pytest.raises(TableError, match=r"'distance_to_hospital' for 19 areas such as E02"):
            calculate_index(table, spec=spec)

    def test_frailty_counted_once_gives_other_ranks_than_published(self, red_cross, indices):
        spec = load_index_spec(indices / "british-red-cross-2020-04.yml")
        health = spec.domains[1]
        once = [indicator.model_copy(update={"weight": 1.0}) for indicator in health.indicators]
        corrected = health.model_copy(update={"indicators": tuple(once)})
        spec = spec.model_copy(update={"domains": (spec.domains[0], corrected, *spec.domains[2:])})
        table = rank_as_published(name_indicators(red_cross, spec))
        found = take(calculate_index(table, spec=spec), "health_and_wellbeing")
        published = red_cross.set_index("Code")["Health/Wellbeing Vulnerability rank"]
        assert (found["rank"] != 6792 - published).mean() > 0.99


class TestSocialVulnerabilityIndex:
    def test_equals_the_worked_example_of_its_ranking_rules(self, indices, validate):
        published = load_index_spec(indices / "cdc-svi-2022.yml")
        content = published.model_dump(exclude={"domains", "indicators"})
        indicator = {"dataset": "example", "direction": "higher_is_more_vulnerable"}
        theme = {
            "name": "theme",
            "indicators": [indicator | {"name": n, "column": n} for n in ("ep1", "ep2")],
        }
        spec = type(published).model_validate(content | {"domains": [theme]})
        table = pd.DataFrame(
            {"area_code": list("vwxyz"), "ep1": [10, 20, 30, 30, 50], "ep2": [20, 20, 5, 40, 60]}
        )
        result = calculate_index(table, spec=spec)
        sums = take(result, "theme")["score"]
        validate(
            method="sums of percentile ranks of two indicators in one theme",
            source="CDC/ATSDR SVI documentation's rules, worked by hand",
            expected=[0.25, 0.5, 0.5, 1.25, 2.0],
            obtained=sums,
        )
        ranked = calculate_percentile_ranks(
            sums, scaling="rank_minus_one_over_n_minus_one", ties="minimum"
        )
        assert ranked.tolist() == [0.0, 0.25, 0.25, 0.75, 1.0]
        assert take(result, "cdc-svi-2022")["score"].tolist() == sums.tolist()

    def test_ties_the_two_counties_that_cdc_ties(self, validate):
        # CDC/ATSDR SVI 2022, Pennsylvania by county: SPL_THEME1 to SPL_THEME4 as published. Their
        # SPL_THEMES is 8.8181 in both counties, their RPL_THEMES 0.7121.
        counties = pd.DataFrame(
            {
                "Lancaster": [2.6970, 2.3182, 0.7879, 3.0150],
                "Potter": [2.9848, 3.2121, 0.0758, 2.5454],
                "Northampton": [1.8484, 2.3484, 0.8788, 2.5909],
            },
            index=["socioeconomic", "household", "minority", "housing"],
        ).T
        sums = calculate_weighted_sum(counties, weights=pd.Series(1.0, index=counties.columns))
        assert sums["Lancaster"] != sums["Potter"]
        validate(
            method="Ties of sums, three counties of Pennsylvania",
            source="CDC/ATSDR SVI 2022: SPL_THEMES 8.8181, 8.8181 and 7.6665",
            expected=[1, 1, 3],
            obtained=rank_values(sums, ascending=False).to_numpy(dtype=int),
        )
