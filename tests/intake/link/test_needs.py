"""Which datasets a report needs: no more and no fewer than it reads."""

from pathlib import Path

import pytest

from datacell_lib.files.area import ColumnSource, load_area
from datacell_lib.governance.ledger import list_reads
from datacell_lib.intake.link.linkage import link_area
from datacell_lib.intake.link.needs import list_needed_datasets
from datacell_lib.intake.outcomes.daily_cases import load_daily_cases, load_snapshots
from datacell_lib.schema import ConfigError


class TestListNeededDatasets:
    def test_they_are_what_linking_and_cases_really_read(self, run: Path) -> None:
        area = load_area("sample")
        link_area(area)
        load_daily_cases(area)
        load_snapshots(area)
        needed = [dataset.id for dataset in list_needed_datasets(area)]
        assert needed == sorted({read.dataset for read in list_reads()})

    def test_without_cases_no_cases_are_needed(self) -> None:
        area = load_area("sample")
        fewer = {d.id for d in list_needed_datasets(area.model_copy(update={"cases": None}))}
        every = {d.id for d in list_needed_datasets(area)}
        assert every - fewer == {"covid-cases-daily"}

    def test_a_dataset_that_the_catalogue_does_not_know_is_refused(self) -> None:
        source = ColumnSource(dataset="census2021-agee", column="usual_residents")
        area = load_area("sample").model_copy(update={"population": source})
        with pytest.raises(ConfigError, match=r"no dataset called 'census2021-agee'.*mean"):
            list_needed_datasets(area)
