"""What happened, for an atlas: known for larger areas only, and drawn and told as such."""

from __future__ import annotations

import pandas as pd

from datacell_lib.governance.release import Released
from datacell_lib.presentation.atlas.atlas_content import write_number
from datacell_lib.presentation.plain_text import upper_first
from datacell_lib.presentation.published import Shown, describe_shown
from datacell_lib.schema import AREA_CODE, AREA_NAME, FIRST_PERIOD, LAST_PERIOD, VALUE

OUTCOME = "outcome"  # the column and the group of such a layer
UNIT = "per 100,000 residents"
SHOWN = [AREA_CODE, AREA_NAME, VALUE, FIRST_PERIOD, LAST_PERIOD]


def describe_outcome(
    rates: Released, *, what: str, codes: pd.Series, afterwards: bool
) -> tuple[list[dict[str, object]], tuple[Shown, ...]]:
    """Describe an outcome of larger areas for the scripts that draw an atlas.

    Parameters
    ----------
    rates : Released
        What `list_place_rates` returns, released.
    what : str
        What was counted, such as "deaths due to COVID-19".
    codes : pandas.Series
        For each neighbourhood, in the order of the atlas, the code of its larger area.
    afterwards : bool
        Whether it happened after the day that the report looks at.

    Returns
    -------
    list of dict
        A layer, or none where there are no rates: `column`, `title`, `group`, `unit`, `low`, how
        its columns are `named`, and for each neighbourhood its larger area's value in `values`
        and what that area is called in `areas`.
    tuple of Shown
        What of the release it holds.
    """
    table = rates.table
    if table.empty:
        return [], ()
    found = pd.DataFrame(table).set_index(AREA_CODE).reindex(codes)
    months = " to ".join(f"{table[end].iloc[0]:%B %Y}" for end in (FIRST_PERIOD, LAST_PERIOD))
    title = upper_first(f"{'Afterwards: ' if afterwards else ''}{what}, {months}")
    layer = {
        "column": OUTCOME,
        "title": title,
        "group": OUTCOME,
        "unit": UNIT,
        "low": False,
        "named": f"{title}, {UNIT} of the larger area",
        "values": [write_number(value, UNIT) for value in found[VALUE].round()],
        "areas": [None if pd.isna(name) else str(name) for name in found[AREA_NAME]],
    }
    return [layer], (describe_shown(rates, columns=SHOWN),)
