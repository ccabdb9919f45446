import numpy as np
import pandas as pd
import pytest

from datacell_lib.analysis.space.neighbour_labels import MEANINGS, label_areas
from datacell_lib.schema import ParameterError


def label(p_values, rate=0.05, permutations=9_999):
    table = pd.DataFrame({"area_code": [f"A{number}" for number in range(len(p_values))]})
    return label_areas(
        table,
        islands=np.zeros(len(p_values), dtype=bool),
        statistics=np.ones(len(p_values)),
        p_values=np.array(p_values),
        labels=np.array(["hot spot"] * len(p_values)),
        false_discovery_rate=rate,
        permutations=permutations,
    )


class TestLabelAreas:
    def test_the_published_example_of_false_discovery_is_met(self, validate):
        # Benjamini and Hochberg 1995, section 3.2: of these 15 p-values, four are significant
        # at a false discovery rate of 5%, where Bonferroni's correction keeps three.
        p_values = [
            0.0001,
            0.0004,
            0.0019,
            0.0095,
            0.0201,
            0.0278,
            0.0298,
            0.0344,
            0.0459,
            0.3240,
            0.4262,
            0.5719,
            0.6528,
            0.7590,
            1.0000,
        ]
        labels = label(p_values)["label"]
        validate(
            method="false discovery rate, significant of 15 tests",
            source="Benjamini and Hochberg 1995, section 3.2",
            expected=4,
            obtained=labels.eq("hot spot").sum(),
            tolerance=0.5,
        )
        assert labels.iloc[:4].eq("hot spot").all()

    def test_an_adjusted_value_by_hand(self):
        # The second of four: min(0.02 * 4/2, 0.03 * 4/3, 0.9) = 0.04.
        assert label([0.001, 0.02, 0.03, 0.9])["adjusted_p_value"].tolist() == pytest.approx(
            [0.004, 0.04, 0.04, 0.9]
        )

    def test_every_label_is_explained(self):
        found = label([0.001, 0.9])
        assert found["meaning"].tolist() == [MEANINGS["hot spot"], MEANINGS["not significant"]]
        assert set(MEANINGS) >= {"high-high", "low-low", "high-low", "low-high", "no neighbours"}

    @pytest.mark.parametrize("rate", [0, 1, 5])
    def test_a_rate_that_is_no_share_is_refused(self, rate):
        with pytest.raises(ParameterError, match="Write 5% as 0\\.05"):
            label([0.1, 0.2], rate=rate)
