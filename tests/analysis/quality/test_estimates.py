import pandas as pd

from datacell_lib.analysis.index.steps import follow_steps
from datacell_lib.analysis.quality.estimates import describe_estimates, explain_directions
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


def describe(missing):
    """Describe what is estimated where the given values of area and indicator are missing."""
    codes = [*"abc", *"pqrstuvw"]
    table = pd.DataFrame({"area_code": codes} | {name: range(len(codes)) for name in "xyz"})
    table = table.astype({name: "float64" for name in "xyz"})
    for code, name in missing:
        table.loc[table["area_code"] == code, name] = None
    return describe_estimates(follow_steps(table, spec=SPEC), neighbourhoods=NEIGHBOURHOODS)


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
