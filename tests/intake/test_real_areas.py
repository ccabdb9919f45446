"""Essex and Bolton from the publishers' real files; skipped where these are absent."""

import csv
import gzip
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from datacell_lib import config
from datacell_lib.files.area import load_area
from datacell_lib.governance.ledger import using_ledger
from datacell_lib.intake.link.linkage import Linked, link_area
from datacell_lib.intake.link.needs import list_needed_datasets

IOD = "mhclg-iod2025/File_7_IoD2025_All_Ranks_Scores_Deciles_Population_Denominators"
CODE = "LSOA code (2021)"
RANK = "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)"
MSOAS = "ons-geography/boundaries/msoa"
# Neighbourhoods of the area and of England, report districts: counted in the published lookups.
AREAS = [
    ("essex", 1_111, 33_755, 14),
    ("bolton", 177, 33_755, 20),
    ("essex-2020", 1_077, 32_844, 14),
    ("bolton-2020", 177, 32_844, 35),
]


@pytest.fixture(scope="module")
def link(mirror: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Linked]:
    """Return a function that links a real area from the mirror, once for all tests."""
    known: dict[str, Linked] = {}

    def link_once(name: str) -> Linked:
        if name not in known:
            folder = tmp_path_factory.mktemp(name)
            with pytest.MonkeyPatch.context() as patch, using_ledger(folder / "run"):
                patch.setenv("DATACELL_MIRROR", str(mirror))
                patch.setattr(config, "CACHE", folder / "cache")
                known[name] = link_area(load_area(name))
        return known[name]

    return link_once


@pytest.fixture(scope="module")
def published_ranks(mirror: Path) -> dict[str, int]:
    """IMD ranks straight from the file, by the standard library alone."""
    with gzip.open(mirror / f"{IOD}.rebuilt.csv.gz", "rt", encoding="utf-8-sig") as file:
        return {row[CODE]: int(row[RANK]) for row in csv.DictReader(file)}


class TestLinkedAreas:
    # Counts of LSOAs, districts and wards of 2024: the project's area definitions.
    @pytest.mark.parametrize(
        ("name", "neighbourhoods", "districts"), [("essex", 1111, 14), ("bolton", 177, 20)]
    )
    def test_every_neighbourhood_and_report_district_is_there(
        self, link: Callable, name: str, neighbourhoods: int, districts: int
    ) -> None:
        linked = link(name)
        assert len(linked.neighbourhoods) == linked.neighbourhoods["area_code"].nunique()
        assert (len(linked.neighbourhoods), len(linked.districts)) == (neighbourhoods, districts)
        assert set(linked.neighbourhoods["district_code"]) == set(linked.districts["district_code"])

    @pytest.mark.parametrize("name", ["essex", "bolton"])
    def test_every_rank_is_the_published_one(
        self, link: Callable, published_ranks: dict[str, int], name: str
    ) -> None:
        nation = link(name).nation
        assert len(nation) == len(published_ranks) == 33_755
        for table in (nation, link(name).neighbourhoods):
            found = dict(zip(table["area_code"], table["deprivation_rank"], strict=True))
            assert found == {code: published_ranks[code] for code in found}

    def test_every_dataset_matches_every_neighbourhood_of_england(self, link: Callable) -> None:
        coverage = link("essex").coverage
        assert set(coverage["matched"]) == {33_755}
        assert coverage["missing"].sum() == coverage["unmatched"].sum() == 0

    def test_residents_are_those_that_the_census_counted(self, link: Callable) -> None:
        # Census 2021, usual residents rounded to the nearest hundred (ONS, First results):
        # England 56,490,000; Basildon 187,600; Bolton 296,000; Southend-on-Sea 180,700.
        nation = link("essex").nation
        assert nation["population"].sum() == pytest.approx(56_490_000, abs=1_000)
        by_code = nation.groupby("authority_code")["population"].sum()
        for code, people in (
            ("E07000066", 187_600),
            ("E08000001", 296_000),
            ("E06000033", 180_700),
        ):
            assert by_code[code] == pytest.approx(people, abs=100), code

    @pytest.mark.parametrize("name", ["essex", "bolton"])
    def test_the_name_rule_puts_each_neighbourhood_in_the_msoa_it_lies_in(
        self, link: Callable, mirror: Path, name: str
    ) -> None:
        # The rule reads the MSOA off the neighbourhood's name; a point inside each neighbourhood
        # and the published MSOA polygons must say the same.
        neighbourhoods = link(name).neighbourhoods
        codes = load_area(name).authorities
        shapes = pd.concat(gpd.read_file(mirror / MSOAS / f"{code}.geojson") for code in codes)
        points = gpd.GeoDataFrame(
            neighbourhoods[["area_code", "msoa_code"]],
            geometry=neighbourhoods.representative_point(),
        )
        joined = points.sjoin(shapes.to_crs(points.crs), predicate="within", how="left")
        assert len(joined) == len(neighbourhoods)
        differing = joined[joined["msoa_code"] != joined["MSOA21CD"]]
        assert differing["area_code"].tolist() == []

    @pytest.mark.parametrize(("name", "own", "nation", "districts"), AREAS)
    def test_a_real_area_has_every_neighbourhood_and_says_what_each_dataset_covers(
        self, link, name, own, nation, districts
    ):
        linked = link(name)
        assert (len(linked.neighbourhoods), len(linked.nation)) == (own, nation)
        assert len(linked.districts) == districts
        assert linked.neighbourhoods["area_code"].is_monotonic_increasing
        assert linked.neighbourhoods.geometry.notna().all()
        coverage = linked.coverage
        assert (coverage["matched"] + coverage["missing"] == nation).all()
        assert coverage["missing"].sum() == coverage["unmatched"].sum() == 0

    def test_a_report_on_2020_is_marked_with_what_came_out_later(self, link):
        linked = link("bolton-2020")
        assert linked.reconstructed
        assert "population-2020-lsoa2011" in linked.reconstructed_from
        assert "iod2019-scores" not in linked.reconstructed_from

    def test_neighbourhoods_of_2011_are_in_the_msoa_that_their_names_say(self, link):
        places = link("bolton-2020").neighbourhoods
        assert (places["area_name"].str.slice(stop=-1) == places["msoa_name"]).all()
        assert places.set_index("area_code")["neighbourhood"]["E01004766"] == (
            "part of Astley Bridge & Waters Meeting (Bolton 005A)"
        )


class TestSharedFiles:
    def test_every_needed_dataset_has_a_copy_with_a_checksum(self, mirror: Path) -> None:
        for name in ("essex", "bolton"):
            for dataset in list_needed_datasets(load_area(name)):
                known = (copy for copy in dataset.copies if copy.sha256 or copy.checksums)
                paths = [copy.path.split("{")[0] for copy in known]
                assert any((mirror / path).exists() for path in paths), dataset.id
