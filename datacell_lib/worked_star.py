"""An area's figures as a star of dimensions and facts, worked out from what its pages share."""

from __future__ import annotations

import pandas as pd

from datacell_lib.analysis.need.star_tables import make_star
from datacell_lib.worked_index import WorkedIndex
from datacell_lib.worked_weeks import WorkedWeeks


def work_star(
    neighbourhoods: pd.DataFrame, *, index: WorkedIndex, weeks: WorkedWeeks
) -> dict[str, pd.DataFrame]:
    """Work out the dimensions and facts of an area.

    Parameters
    ----------
    neighbourhoods : pandas.DataFrame
        The area's, as the front desk hands them out.
    index : WorkedIndex
        Its index.
    weeks : WorkedWeeks
        Its weeks of cases.

    Returns
    -------
    dict of str to pandas.DataFrame
        What `make_star` returns; without outcomes where the area names no cases.
    """
    weekly = weeks.known if weeks.area.cases else pd.DataFrame()
    return make_star(neighbourhoods, layers=index.layers, index=index.spec.name, weekly=weekly)
