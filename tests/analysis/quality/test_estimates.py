import pandas as pd
import pytest

from datacell_lib.analysis.index.steps import follow_steps
from datacell_lib.analysis.quality.estimates import (
    count_local_gaps,
    describe_estimates,
    explain_directions,
)
from datacell_lib.files.index_methods import MissingRule
from datacell_lib.files.index_spec import IndexSpec
from tests.example_index import content, indicator

NEIGHBOURHOODS = pd.DataFrame(
    {
        "area_code": ["a", "b", "c"],
        "district_code": ["1", "1", "2"],
        "district_name": ["West", "West", "East"],
    }
)
TITLES = {"x": "Crowding", "y": "Illness", "z": "Age"}
INDICATORS = [indicator(name, title=title) for name, title in TITLES.items()]
SPEC = IndexSpec.model_validate(
    content(
        missing={"rule": "neighbours_median", "neighbours": 1},
        domains=[{"name": "d", "indicators": INDICATORS}],
    )
)


def describe(missing, spec=SPEC):
    """Describe what is estimated where the given values of area and indicator are missing."""
    codes = [*"abc", *"pqrstuvw"]
    table = pd.DataFrame({"area_code": codes} | {name: range(len(codes)) for name in "xyz"})
    table = table.astype({name: "float64" for name in "xyz"})
    for code, name in missing:
        table.loc[table["area_code"] == code, name] = None
    return describe_estimates(follow_steps(table, spec=spec), neighbourhoods=NEIGHBOURHOODS)


class TestDescribeEstimates:
    def test_a_district_with_every_value_says_so(self):
        found = describe(set())
        assert found["district_name"].tolist() == ["East", "West"]
        assert found["imputed"].tolist() == [0, 0]
        assert found["neighbourhoods"].tolist() == [1, 2]
        assert found["reasons"].str.startswith("Every value is known").all()

    def test_an_estimate_is_counted_once_a_neighbourhood_and_named(self):
        west = describe({("a", "x"), ("a", "y")}).set_index("district_name").loc["West"]
        assert west["imputed"] == 1
        assert west["reasons"].startswith(
            "One neighbourhood has an estimate in place of: Crowding; Illness. Ask for"
        )

    def test_several_neighbourhoods_are_several(self):
        west = describe({("a", "x"), ("b", "x")}).set_index("district_name").loc["West"]
        assert west["reasons"].startswith("2 neighbourhoods have an estimate")
        assert west["reasons"].endswith("acting on their rank alone.")

    def test_under_leave_unranked_it_is_a_want_and_no_estimate_and_never_all_known(self):
        spec = SPEC.model_copy(update={"missing": MissingRule(rule="leave_unranked")})
        found = describe({("a", "x"), ("b", "x")}, spec).set_index("district_name")
        assert found.loc["West", ["imputed", "unranked"]].tolist() == [0, 2]
        assert found.loc["West", "reasons"] == (
            "2 neighbourhoods have no rank for want of: Crowding."
        )
        assert found.loc["East", "reasons"].startswith("Every value is known")


class TestCountLocalGaps:
    @pytest.mark.parametrize(
        ("rule", "words"),
        [("leave_unranked", "left without a rank, not"), ("neighbours_median", "estimated from")],
    )
    def test_hidden_and_unknown_are_counted_apart_once_a_neighbourhood(self, rule, words):
        spec = SPEC.model_copy(update={"missing": MissingRule(rule=rule)})
        lost = float("nan")
        table = pd.DataFrame(
            {"x": [1.0, lost, lost, lost], "y": [1.0, 2, 3, lost], "z": [1.0, 2, lost, 4]}
        ).assign(suppressed=[True, True, False, False])  # of the first, a value nobody needs
        (row,) = count_local_gaps(table, spec=spec).to_dict("records")
        assert (row["neighbourhoods"], row["hidden"], row["unknown"]) == (4, 1, 2)
        assert row["treatment"].startswith(words)


class TestExplainDirections:
    def test_what_is_contrary_comes_first(self):
        found = pd.DataFrame(
            {
                "indicator": ["Crowding", "Illness"],
                "correlation_with_rest_of_domain": [0.5, -0.1],
                "correlation_with_index": [0.6, 0.2],
                "contrary": [False, True],
            }
        )
        told = explain_directions(found)
        assert told["title"].tolist() == ["Illness", "Crowding"]
        assert told["reasons"].str.split(r"[.:]").str[0].tolist() == ["No", "Yes"]
