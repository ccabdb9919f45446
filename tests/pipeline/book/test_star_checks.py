"""The model of a star, read back: tables, keys and joins that do not hold are found by name."""

import json

import pandas as pd
import pytest

from datacell_lib.config import Edition
from datacell_lib.governance.release import Released
from datacell_lib.pipeline.book.read_back import find_difference
from datacell_lib.presentation.downloads.star_model import write_star_model

DISTRICTS = pd.DataFrame({"district_code": ["d", "e"], "district_name": ["Dale", "Edge"]})
COMPONENTS = pd.DataFrame({"component": ["money"], "title": ["Money"]})
FACTS = pd.DataFrame(
    {
        "area_code": ["a", "b"],
        "district_code": ["d", "e"],
        "component": ["money", "money"],
        "people_in_fifth": [3, 4],
        "ranked_people": [5, 6],
    }
)


def make_star(districts=DISTRICTS, facts=FACTS):
    tables = {"dim_district": districts, "dim_indicator": COMPONENTS, "fact_domain": facts}
    return [
        Released(table, f"{name}-0f", ("census2021-age",), "open", Edition.OPEN, True)
        for name, table in tables.items()
    ]


def find(star, change=lambda about: None):
    about = json.loads(write_star_model(*star, title="Figures"))
    change(about)
    return find_difference(json.dumps(about).encode(), ending="star.json", released=star)


class TestFindModelDifference:
    def test_what_was_written_is_found_to_hold(self):
        assert find(make_star()) is None

    def test_a_fact_of_a_code_that_its_dimension_lacks_is_named(self):
        star = make_star(facts=FACTS.assign(district_code=["d", "lost"]))
        assert find(star) == "fact_domain names lost, which dim_district does not have"

    def test_a_dimension_with_a_code_that_no_fact_names_is_named(self):
        more = pd.DataFrame({"district_code": ["d", "e", "idle"], "district_name": "x"})
        assert find(make_star(more)) == "dim_district has idle, which no fact names"

    def test_a_key_that_stands_twice_is_named(self):
        twice = pd.DataFrame({"district_code": ["d", "e", "e"], "district_name": ["x", "y", "z"]})
        assert find(make_star(twice)).startswith("dim_district has ['e'] twice, its key")

    def test_a_row_without_its_key_is_found(self):
        lost = FACTS.assign(component=["money", None])
        assert find(make_star(facts=lost)).startswith("fact_domain has a row without its key")

    @pytest.mark.parametrize(
        ("change", "told"),
        [
            (lambda about: about["tables"][0].update(rows=3), "dim_district is said to have 3"),
            (lambda about: about["tables"][2]["columns"].pop(), "fact_domain is said to have the"),
            (lambda about: about["tables"].pop(), "it describes the tables"),
            (
                lambda about: about["measures"][0].update(sum="component"),
                "Share of people in the fifth of a domain adds up 'component', which is no number",
            ),
            (lambda about: about.pop("measures"), "it can't be read back"),
        ],
        ids=["rows", "columns", "tables", "measures", "nothing said of measures"],
    )
    def test_a_model_that_says_something_else_is_refused(self, change, told):
        assert find(make_star(), change).startswith(told)
