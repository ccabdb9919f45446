import pandas as pd
import pytest

from datacell_lib.analysis.index.native import (
    list_native_shares,
    mark_wider_domains,
)
from datacell_lib.analysis.index.steps import follow_steps
from datacell_lib.schema import TableError


class TestListNativeShares:
    def test_each_score_has_its_own_share(self, make_spec, areas):
        def indicator(name):
            return {
                "name": name,
                "dataset": "census",
                "column": name,
                "direction": "higher_is_more_vulnerable",
            }

        spec = make_spec(
            indicators=[],
            weighting={"method": "given"},
            domains=[
                {
                    "name": "one",
                    "weight": 0.6,
                    "weighting": {"method": "equal"},
                    "indicators": [indicator("a"), indicator("c")],
                },
                {
                    "name": "two",
                    "weight": 0.4,
                    "weighting": {"method": "equal"},
                    "indicators": [indicator("b")],
                },
            ],
        )
        table = areas.assign(c=[5.0, 1.0, 2.0, 4.0, 3.0])
        result = list_native_shares(follow_steps(table, spec=spec), native=["a"])
        assert result["component"].tolist() == ["example", "one", "two"]
        assert result["value"].tolist() == pytest.approx([0.3, 0.5, 0.0])

    def test_names_what_is_not_an_indicator(self, make_spec, areas):
        with pytest.raises(TableError, match="'z' is not one of its indicators"):
            list_native_shares(follow_steps(areas, spec=make_spec()), native=["z"])


class TestMarkWiderDomains:
    def test_only_a_domain_without_anything_of_its_own_is_marked(self):
        shares = pd.DataFrame({"component": ["whole", "ill", "poor"], "value": [0.5, 0.0, 0.01]})
        marked = mark_wider_domains({"ill": "Illness", "poor": "Poverty"}, shares=shares)
        assert marked == {"ill": "Illness (wider area)", "poor": "Poverty"}
