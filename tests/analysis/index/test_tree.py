import pandas as pd
import pytest

from datacell_lib.analysis.index.steps import follow_steps
from datacell_lib.analysis.index.tree import list_components
from tests.example_index import indicator


@pytest.fixture
def nested(make_spec):
    """A domain with a domain in it, and a domain with one indicator."""
    inner = {"name": "inner", "title": "Inner", "indicators": [indicator("a"), indicator("b")]}
    return make_spec(
        indicators=[],
        domains=[
            {"name": "outer", "domains": [inner], "indicators": [indicator("c", title="Beds")]},
            {"name": "other", "indicators": [indicator("d")]},
        ],
    )


@pytest.fixture
def table(areas):
    return areas.assign(c=[5.0, 1.0, 2.0, 4.0, 3.0], d=[1.0, 2.0, 4.0, 3.0, 5.0])


class TestListComponents:
    def test_every_component_names_its_parent_and_depth(self, nested, table):
        result = list_components(follow_steps(table, spec=nested)).set_index("component")
        assert result.index.tolist() == ["example", "outer", "inner", "a", "b", "c", "other", "d"]
        parents = [None, "example", "outer", "inner", "inner", "outer", "example", "other"]
        assert result["parent"].replace({float("nan"): None}).tolist() == parents
        assert result["depth"].tolist() == [0, 1, 2, 3, 3, 2, 1, 2]
        assert result.loc[["example", "inner", "a"], "level"].tolist() == [
            "index",
            "domain",
            "indicator",
        ]

    def test_titles_are_for_readers_and_names_stand_in_for_them(self, nested, table):
        result = list_components(follow_steps(table, spec=nested)).set_index("component")["title"]
        assert result[["example", "inner", "c", "a"]].tolist() == [
            "An example",
            "Inner",
            "Beds",
            "a",
        ]

    def test_weights_multiply_down_and_add_up(self, nested, table):
        # equal halves at each step: outer 1/2, inner 1/4, a and b 1/8 each
        result = list_components(follow_steps(table, spec=nested)).set_index("component")
        expected = [1, 0.5, 0.25, 0.125, 0.125, 0.25, 0.5, 0.5]
        assert result["nominal_weight"].tolist() == pytest.approx(expected)
        effective = result["effective_weight"]
        assert effective["example"] == pytest.approx(1)
        assert effective["outer"] == pytest.approx(effective[["a", "b", "c"]].sum())

    def test_leaves_its_input_unchanged(self, nested, table):
        before = table.copy()
        list_components(follow_steps(table, spec=nested))
        pd.testing.assert_frame_equal(table, before)
