"""The figures of an area's last report, kept beside its reports and handed to the next run."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from datacell_lib.config import find_inputs
from datacell_lib.schema import AREA_CODE, DISTRICT_CODE
from datacell_lib.wording import write_day

FOLDER = "last"  # in the folder of a run
ABOUT = "about.json"
INDEX = "index"  # a key of it
NEIGHBOURHOODS, DATASETS = "neighbourhoods.csv", "datasets.csv"


@dataclass(frozen=True)
class KeptIndex:
    """Which index a report ranked neighbourhoods by.

    Parameters
    ----------
    title : str
        Its title.
    digest : str
        That of all that its ranks depend on.
    """

    title: str
    digest: str


@dataclass(frozen=True)
class LastReport:
    """What was published of an area the last time.

    Parameters
    ----------
    neighbourhoods : pandas.DataFrame
        The neighbourhoods as that report's page *Downloads* offers them.
    datasets : pandas.DataFrame
        The files that it was made from, as its page on data quality lists them.
    day : date
        The day on which it was approved or, where nobody did, made.
    approved : bool
        Whether somebody approved it.
    index : KeptIndex, optional
        Its index; None where that was not kept.
    """

    neighbourhoods: pd.DataFrame
    datasets: pd.DataFrame
    day: date
    approved: bool
    index: KeptIndex | None = None

    def describe(self) -> str:
        """Say which report it is.

        Returns
        -------
        str
            Words that go on after "compared with".

        Examples
        --------
        >>> LastReport(pd.DataFrame(), pd.DataFrame(), date(2026, 6, 2), True).describe()
        'the report approved on 2 June 2026'
        """
        day = write_day(self.day)
        if self.approved:
            return f"the report approved on {day}"
        return f"the last report made here, on {day}, which nobody has approved"


def find_last_report() -> LastReport | None:
    """Find what the run was handed of the area's last report.

    Returns
    -------
    LastReport or None
        None where there is no run, as in JupyterLab, or no earlier report.
    """
    inputs = find_inputs()
    return read_last_report(inputs.parent / FOLDER) if inputs is not None else None


def read_last_report(folder: Path) -> LastReport | None:
    """Read the kept figures of a report.

    Parameters
    ----------
    folder : Path
        Where they are.

    Returns
    -------
    LastReport or None
        None where none are kept.
    """
    if not (folder / ABOUT).is_file():
        return None
    about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    codes = ("checksum", AREA_CODE, DISTRICT_CODE)  # "12e4567890" is no number, nor is "01"
    as_text = dict.fromkeys(codes, "str")
    tables = [
        pd.read_csv(folder / name, encoding="utf-8-sig", dtype=as_text)
        for name in (NEIGHBOURHOODS, DATASETS)
    ]
    return LastReport(
        *tables, date.fromisoformat(about["day"]), about["approved"], read_kept_index(folder)
    )


def read_kept_index(folder: Path) -> KeptIndex | None:
    """Read which index a kept report ranked neighbourhoods by.

    Parameters
    ----------
    folder : Path
        Where its figures are kept.

    Returns
    -------
    KeptIndex or None
        None where no report is kept, or it was before this was noted.
    """
    if not (folder / ABOUT).is_file():
        return None
    kept = json.loads((folder / ABOUT).read_text(encoding="utf-8")).get(INDEX)
    return None if kept is None else KeptIndex(**kept)
