"""Partner data in an edition for partners: protected where they are read, before any use."""

from __future__ import annotations

import pandas as pd

from datacell_lib.config import Edition, find_edition
from datacell_lib.files.policy import load_policy
from datacell_lib.governance.catalogue.entries import Dataset
from datacell_lib.governance.suppression import protect_counts
from datacell_lib.governance.used_datasets import is_partner_data
from datacell_lib.intake.read.cells import find_hidden
from datacell_lib.schema import SUPPRESSED_SUFFIX

COUNT = "count"


def protect_reading(table: pd.DataFrame, *, dataset: Dataset) -> pd.DataFrame:
    """Protect what was read of partner data, so that nothing later can know more.

    Parameters
    ----------
    table : pandas.DataFrame
        What was read; not changed.
    dataset : Dataset
        Its entry.

    Returns
    -------
    pandas.DataFrame
        In a partner edition, of partner data: the keys, and each count as the policy of that
        edition leaves it, with `<column>_suppressed`, which tells a count that is suppressed (here
        or by the partner) from one that is not known. Anything else, such as a rate, would tell of
        the counts behind it, and is left out. Otherwise the table as it is: a release protects it.

    Raises
    ------
    DisclosureError
        If a count is no whole number.
    """
    edition = find_edition()
    if edition is Edition.OPEN or not is_partner_data(dataset.id):
        return table
    rules = load_policy(edition.value).partner_counts
    counts = [name for name, column in dataset.columns.items() if column.quantity == COUNT]
    safe = protect_counts(table[counts], name=dataset.id, rules=rules)
    kept, before = table[list(dataset.key)], find_hidden(table, dataset)
    for name in counts:
        hidden = before.get(name, False) | (table[name].notna() & safe[name].isna())
        kept = kept.assign(**{name: safe[name], f"{name}{SUPPRESSED_SUFFIX}": hidden})
    return kept
