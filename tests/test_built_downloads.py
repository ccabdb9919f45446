"""The files of a whole report: what pages show is in them, and they add up to what pages say."""

import json
import re
from functools import cache
from html import escape, unescape
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from csvw import CSVW

from datacell_lib.files.actions import load_actions
from datacell_lib.governance.recall import read_released
from datacell_lib.pipeline.book.page_downloads import list_published
from datacell_lib.pipeline.workspace import Workspace

LINK = re.compile(r'<a [^>]*href="\.\./(downloads/[^"]+)" data-release="([^"]*)"')
MARKUP = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
FIGURES = (".csv", ".parquet", ".geojson", ".xlsx", ".zip")
PAGES = ("overview", "plans", "district-sandrigby", "vulnerability", "surveillance", "quality")
PAGES += ("downloads",)


def read_links(html: Path, page: str) -> dict[str, set[str]]:
    """For each release that a built page links to, its files."""
    found: dict[str, set[str]] = {}
    for path, releases in LINK.findall((html / "notebooks" / f"{page}.html").read_text("utf-8")):
        for release in unescape(releases).split():
            found.setdefault(release, set()).add(unescape(path))
    return found


def find_workspace(html: Path) -> Workspace:
    return Workspace(html.parent if html.is_symlink() else html.parents[2])


@cache
def read_table(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, encoding="utf-8-sig")


@pytest.fixture(params=PAGES)
def page(request):
    return request.param


class TestFiguresOfPages:
    def test_every_figure_that_a_page_shows_is_in_a_file_of_that_page(self, sample_report, page):
        workspace, links = find_workspace(sample_report), read_links(sample_report, page)
        executed = nbformat.read(workspace.executed / f"{page}.ipynb", as_version=4)
        shown = {part["release"] for about in list_published(executed) for part in about["shown"]}
        assert len(shown) > 1
        for release in shown:
            if read_released(workspace.ledger, release).empty:
                continue
            files = {path for path in links[release] if path.endswith(FIGURES)}
            assert files, release
            assert all((sample_report / path).is_file() for path in files)

    def test_every_table_that_a_page_links_to_is_what_the_ledger_holds(self, sample_report, page):
        workspace, compared = find_workspace(sample_report), 0
        for release, files in read_links(sample_report, page).items():
            true = read_released(workspace.ledger, release).drop(
                columns="geometry", errors="ignore"
            )
            for path in files:
                described = sample_report / f"{path}-metadata.json"
                if not path.endswith(".csv") or "/by-district/" in path:
                    continue
                assert json.loads(described.read_text("utf-8"))["dc:identifier"] == release
                there = read_table(sample_report / path)
                assert list(there) == list(true)
                for column in true.select_dtypes("number"):
                    numbers = true[column].astype(float).reset_index(drop=True)
                    pd.testing.assert_series_equal(there[column].astype(float), numbers)
                compared += 1
        assert compared > 0


class TestCsvOnTheWeb:
    def test_every_table_is_as_its_metadata_say(self, sample_report):
        described = sorted((sample_report / "downloads").rglob("*-metadata.json"))
        assert len(described) > 50
        for path in described:
            assert CSVW(str(path), validate=True).is_valid, path


class TestDatasetMarkup:
    @pytest.mark.parametrize("page", ["overview", "downloads"])
    def test_its_files_are_there_with_the_size_and_checksum_that_it_names(
        self, sample_report, page
    ):
        text = (sample_report / "notebooks" / f"{page}.html").read_text("utf-8")
        (about,) = map(json.loads, MARKUP.findall(text))
        assert about["@type"] == "Dataset"
        assert len(about["description"]) >= 50  # as search engines for data ask
        assert about["license"]
        assert about["publisher"]["name"] == "The data cell of Brackenshire"
        assert about["dateModified"] in text
        for file in about["distribution"]:
            path = sample_report / "notebooks" / file["contentUrl"]
            assert f"{path.stat().st_size} B" == file["contentSize"]

    def test_other_pages_do_not_claim_to_be_data(self, sample_report):
        text = (sample_report / "notebooks" / "quality.html").read_text("utf-8")
        assert not MARKUP.findall(text)


class TestHeadlines:
    @pytest.fixture
    def text(self, sample_report):
        return (sample_report / "notebooks" / "overview.html").read_text("utf-8")

    def test_actions_stand_with_owner_and_outcome_the_open_ones_first(self, text):
        told = [each.action for each in load_actions("sample").actions]
        places = {action: text.find(escape(action)) for action in told}
        first, second, done, long_ago = told
        assert 0 < places[second] < places[first] < places[done]
        assert places[long_ago] == -1
        assert "Voluntary sector coordinator" in text
        assert "These actions are invented" in text

    def test_the_first_report_of_an_area_is_compared_with_none(self, text):
        assert "What changed since last time?" not in text


class TestStar:
    @pytest.fixture
    def folder(self, sample_report):
        return sample_report / "downloads" / "sample" / "star"

    @pytest.fixture
    def model(self, folder):
        return json.loads((folder / "model.star.json").read_text("utf-8"))

    @pytest.fixture
    def measure(self, folder, model):
        """Add up as the model says, of the facts that are chosen by columns of dimensions."""
        tables = {
            table["name"]: pd.read_parquet(folder / table["files"][0]) for table in model["tables"]
        }

        def add_up(name, **chosen):
            said = next(each for each in model["measures"] if each["name"] == name)
            facts = tables[said["table"]]
            for join in model["relationships"]:
                if join["from"]["table"] == said["table"]:
                    other, key = tables[join["to"]["table"]], join["to"]["column"]
                    facts = facts.merge(other, on=key, validate="many_to_one", suffixes=("", "_d"))
            for column, value in chosen.items():
                facts = facts[facts[column] == value]
            assert len(facts)
            total = facts[said["sum"]].sum()
            return total / facts[said["divided_by_sum"]].sum() if said["divided_by_sum"] else total

        return add_up

    def test_its_districts_are_those_of_the_page(self, sample_report, measure):
        table = read_table(sample_report / "downloads" / "sample" / "sample-districts.csv")
        columns = {
            "Residents": "population",
            "Neighbourhoods": "neighbourhoods",
            "Neighbourhoods in the most vulnerable fifth": "in_fifth",
            "Neighbourhoods without a rank": "unranked",
            "People in the most vulnerable fifth": "people_in_fifth",
            "Share of people in the most vulnerable fifth": "value",
        }
        assert len(table) == 6
        for row in table.to_dict("records"):
            for name, column in columns.items():
                added = measure(name, district_name=row["district_name"])
                assert added == pytest.approx(row[column], rel=1e-12), (name, row)

    @pytest.mark.parametrize("district", ["Sandrigby", "Hexelby"])
    def test_its_shares_are_the_key_figures_and_domains_of_a_page(
        self, sample_report, measure, model, district
    ):
        folder = sample_report / "downloads" / f"district-{district.lower()}"
        told = read_table(folder / f"{district.lower()}-key-figures.csv").set_index("indicator")
        names = read_table(sample_report / "downloads/sample/star/dim_indicator.csv")
        compared = 0
        for row in names.itertuples():
            if row.level == "indicator" and row.title in told.index:
                where = {"component": row.component, "district_name": district}
                share = 100 * measure("Share of people or households", **where)
                assert share == pytest.approx(told.loc[row.title, district], rel=1e-9)
                compared += 1
        assert compared >= 5
        domains = read_table(folder / f"{district.lower()}-domains.csv").set_index("domain")
        for row in names[names["level"] == "domain"].itertuples():
            where = {"component": row.component, "district_name": district}
            share = measure("Share of people in the fifth of a domain", **where)
            assert share == pytest.approx(domains.loc[row.title, district], rel=1e-9)

    def test_its_weeks_are_those_of_a_page(self, sample_report, measure):
        folder = sample_report / "downloads" / "district-hexelby"
        told = read_table(folder / "hexelby-cases.csv")
        rows = told[told["place"] == "Hexelby"].tail(5)
        assert len(rows) == 5
        for row in rows.itertuples():
            where = {"authority_name": "Hexelby", "date": pd.Timestamp(row.period)}
            rate = 100_000 * measure("Cases for each resident in a week", **where)
            assert rate == pytest.approx(row.value, rel=1e-9)
