"""How old datasets are, whose, and on what terms: the words of their entries, as a table."""

from __future__ import annotations

import pandas as pd

from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.wording import write_day


def list_vintages(dataset_ids: tuple[str, ...], *, invented: bool) -> pd.DataFrame:
    """List how old the datasets behind a page are.

    Parameters
    ----------
    dataset_ids : tuple of str
        Catalogue ids.
    invented : bool
        Whether the data are the embedded sample's, laid out as the publishers' are.

    Returns
    -------
    pandas.DataFrame
        One row a dataset, sorted by title: `title`, `publisher`, `period`, `published`
        (a date), `licence`.
    """
    entries = sorted((load_dataset(name) for name in dataset_ids), key=lambda entry: entry.title)
    rows = [
        (
            entry.title,
            entry.publisher if invented else entry.credit,
            entry.period,
            write_day(entry.published),
            entry.licence,
        )
        for entry in entries
    ]
    table = pd.DataFrame(rows, columns=["title", "publisher", "period", "published", "licence"])
    if not invented:
        return table
    made_up = {"period": "invented", "published": "invented", "licence": "MIT, as this project"}
    return table.assign(publisher="invented, laid out as " + table["publisher"], **made_up)
