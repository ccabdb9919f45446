"""A chart of how many people each case infected, week by week."""

from __future__ import annotations

from datacell_lib.governance.release import Released
from datacell_lib.presentation.charts.own_lines import line
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.published import Published, describe_shown
from datacell_lib.presentation.sentences.case_titles import title_reproduction
from datacell_lib.presentation.sentences.publish_sentence import NO_CASES, publish_plain_sentence
from datacell_lib.schema import PERIOD, VALUE

FEW = "In none of these weeks were there cases enough to say."
MEASURE = "People infected by each case"


@refuse_unreleased
def plot_reproduction(reproduction: Released) -> Published:
    """Draw the reproduction number of each week with its interval.

    Parameters
    ----------
    reproduction : Released
        What `follow_reproduction_number` returns.

    Returns
    -------
    Published
        A line with a band, and gaps where there are too few cases; or a sentence where there are
        none.
    """
    if reproduction.table.empty:
        return publish_plain_sentence(
            NO_CASES, describe_shown(reproduction, columns=[PERIOD, VALUE])
        )
    said = title_reproduction(reproduction)
    words = {"title": said.finding, "subtitle": said.subtitle, "measure": MEASURE}
    return line(reproduction, value=VALUE, absent=FEW, **words)
