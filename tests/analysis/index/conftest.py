"""What the tests of composite indices share: a small spec to vary, and the real files."""

from pathlib import Path

import pandas as pd
import pytest

from datacell_lib.files.index_spec import IndexSpec
from tests.example_index import content, indicator

ROOT = Path(__file__).parents[3]


def build_spec(names=("a", "b"), **changes):
    """The smallest spec: indicators without domains, percentile ranks, equal weights."""
    made_of = content(indicators=[indicator(name) for name in names])
    return IndexSpec.model_validate(made_of | changes)


@pytest.fixture
def make_spec():
    return build_spec


@pytest.fixture
def indices():
    return ROOT / "data" / "indices"


@pytest.fixture
def areas():
    """Five areas with two indicators that agree."""
    return pd.DataFrame(
        {
            "area_code": [f"E0100000{i}" for i in range(1, 6)],
            "a": [10.0, 20.0, 30.0, 40.0, 50.0],
            "b": [1.0, 4.0, 2.0, 3.0, 5.0],
        }
    )
