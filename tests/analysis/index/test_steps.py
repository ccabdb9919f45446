import pandas as pd
import pytest

from datacell_lib.analysis.index.steps import follow_steps


def indicator(name):
    return {
        "name": name,
        "dataset": "census",
        "column": name,
        "direction": "higher_is_more_vulnerable",
    }


class TestFollowSteps:
    def test_keeps_weights_and_components_of_every_composite(self, make_spec, areas):
        spec = make_spec(
            indicators=[],
            domains=[{"name": "one", "indicators": [indicator("a"), indicator("b")]}],
        )
        steps = follow_steps(areas, spec=spec)
        assert steps.weights["one"].to_dict() == {"a": 0.5, "b": 0.5}
        assert steps.weights["example"].to_dict() == {"one": 1.0}
        assert list(steps.comparable["one"].columns) == ["a", "b"]
        assert steps.comparable["example"]["one"].max() == pytest.approx(100)
        assert steps.scores["one"].max() == pytest.approx(1)

    def test_keeps_values_before_and_after_their_transformation(self, make_spec):
        table = pd.DataFrame({"area_code": list("xyz"), "a": [1.0, 4.0, 9.0]})
        spec = make_spec(indicators=[indicator("a") | {"transformation": "square_root"}])
        steps = follow_steps(table, spec=spec)
        assert steps.filled["a"].tolist() == [1, 4, 9]
        assert steps.prepared["a"].tolist() == [1, 2, 3]

    def test_leaves_its_input_unchanged(self, make_spec, areas):
        before = areas.copy()
        follow_steps(areas, spec=make_spec())
        pd.testing.assert_frame_equal(areas, before)
