"""What stands above each picture of the sample county's built report.

A title is a finding: it differs from the heading over it, its numbers and days are in the released
tables behind the picture, and the picture's alt text, as it is built, says it.
"""

import re
from functools import cache
from html import unescape
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from datacell_lib.governance.recall import read_released
from datacell_lib.presentation.formats import format_number, format_proportion, format_weight
from datacell_lib.presentation.published import METADATA_KEY
from datacell_lib.wording import write_day
from tests.wording_faults import find_faults

DAY = re.compile(r"\b\d{1,2} [A-Z][a-z]+ \d{4}\b")
NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?%?")
# What a title's words hold whatever the figures are.
ALWAYS = re.compile(r"per 100,000 people|most vulnerable 20%")
SHORTEST = 12


def list_figures(root):
    """Each picture of a run: its page, the heading over it, what it says of itself."""
    figures = []
    for path in sorted((root / "executed").glob("*.ipynb")):
        heading = ""
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "markdown" and cell.source.startswith("#"):
                heading = cell.source.partition("\n")[0].lstrip("# ")
            for output in cell.get("outputs", []):
                about = output.get("metadata", {}).get(METADATA_KEY, {})
                if about.get("kind") == "figure":
                    figures.append((path.stem, heading, about))
    return figures


def list_words(table):
    """Every way in which a title may write what a table holds, or how many rows are alike."""
    words = set()
    for name in table:
        column = table[name]
        if pd.api.types.is_datetime64_any_dtype(column):
            words |= set(map(write_day, column))
        elif pd.api.types.is_numeric_dtype(column):
            for value in column.dropna():
                words |= {format_number(value), format_number(value, 1), format_weight(value)}
                words.add(format_proportion(value))
        else:
            kinds = column.map(lambda value: str(value).partition(" in ")[0])
            words |= set(map(format_number, kinds.value_counts()))
    if {"alarm", "area_name"} <= set(table):
        words |= set(map(format_number, table[table["alarm"].eq(True)]["area_name"].value_counts()))
    return words | {format_number(len(table))}


@cache
def read_words(ledger, release, columns):
    plain = [name for name in columns if name != "geometry"]
    return list_words(pd.DataFrame(read_released(ledger, release))[plain])


@pytest.fixture(scope="module")
def root(sample_report):
    return sample_report.parents[2]


@pytest.fixture(scope="module")
def figures(root):
    return list_figures(root)


class TestPublishedTitles:
    def test_every_kind_of_page_with_pictures_is_read(self, figures):
        pages = {page.partition("-")[0] for page, _, _ in figures}
        assert pages == {"overview", "district", "vulnerability", "surveillance", "downloads"}
        assert len(figures) > 30

    def test_a_title_differs_from_its_heading_and_asks_nothing(self, figures):
        for page, heading, about in figures:
            title = about["title"]
            assert title.casefold().strip("?. ") != heading.casefold().strip("?. "), page
            assert find_faults(title) == [], title
            assert len(title) >= SHORTEST and not title.endswith("?"), (page, title)

    def test_a_subtitle_says_measure_place_and_time(self, figures):
        for page, _, about in figures:
            parts = about["subtitle"].split(" · ")
            dated = len(parts) >= 3 and re.search(r"\b20\d\d\b", about["subtitle"])
            assert dated or about["alt"].startswith("Diagram."), (page, about["subtitle"])

    def test_numbers_and_days_of_a_title_are_in_the_tables_behind_it(self, figures, root):
        told = 0
        for page, _, about in figures:
            if about["alt"].startswith("Diagram."):
                continue
            known = set()
            for shown in about["shown"]:
                known |= read_words(root / "ledger", shown["release"], tuple(shown["columns"]))
            title = ALWAYS.sub("", about["title"])
            numbers = [*DAY.findall(title), *NUMBER.findall(DAY.sub("", title))]
            assert set(numbers) <= known, (page, about["title"])
            told += bool(numbers)
        assert told > 30

    def test_alt_text_on_the_built_page_says_the_title_and_its_subtitle(
        self, figures, sample_report: Path
    ):
        for page, _, about in figures:
            html = unescape((sample_report / "notebooks" / f"{page}.html").read_text("utf-8"))
            assert f'alt="{about["alt"]}"' in html.replace("\n", " ")
            assert about["title"] in about["alt"]
            assert about["subtitle"].replace(" · ", "; ") in about["alt"]
