"""What tests of kinds of faults share: a file's content, read as its dataset."""

from collections.abc import Callable

import pandas as pd
import pytest
from hypothesis import HealthCheck, settings

from datacell_lib import config
from datacell_lib.files.area import load_area
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.intake.read.seen_files import SEEN

settings.register_profile(
    "kinds",
    settings.get_profile("datacell"),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
settings.load_profile("kinds")


@pytest.fixture
def read(catalogue: Callable) -> Callable[..., pd.DataFrame]:
    """Return a function that puts a file where that of ``things`` belongs, and reads it."""
    area = load_area("sample").model_copy(update={"data": "published"})

    def put_and_read(text: str, *, path: str = "office/things.csv") -> pd.DataFrame:
        target = config.CACHE / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        (config.CACHE / SEEN).unlink(missing_ok=True)
        return read_dataset("things", area=area)

    return put_and_read
