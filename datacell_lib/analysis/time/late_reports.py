"""How complete the latest weeks are, from what earlier files said of earlier weeks."""

from __future__ import annotations

import pandas as pd

from datacell_lib.analysis.time.chain_ladder import (
    WEEKS_SEEN,
    fit_development_factors,
    project_counts,
)
from datacell_lib.analysis.time.weeks import DAYS, calculate_weekly_counts
from datacell_lib.schema import (
    AREA_CODE,
    COMPARED,
    CONFIDENCE,
    FELL,
    KNOWN_ON,
    KNOWN_SHARE,
    KNOWN_SHARE_LOWER,
    KNOWN_SHARE_UPPER,
    LOWER_CI,
    METHOD,
    NUMERATOR,
    PERIOD,
    STATE,
    STATES,
    STATISTIC,
    UPPER_CI,
    VALUE,
    WEEKS_AFTER,
    TableError,
)
from datacell_lib.table_checks import check_columns, check_confidence
from datacell_lib.table_sources import carry_sources
from datacell_lib.uk_days import require_uk_days

FEWEST_WEEKS = 2  # that must have been seen at both of two ages
OLDEST = 4  # weeks after which a count is held whole, where files go back as far
CAME, CAME_LATE, MISSING_FILE = STATES
COLUMNS = [
    "place",
    PERIOD,
    WEEKS_AFTER,
    NUMERATOR,
    VALUE,
    LOWER_CI,
    UPPER_CI,
    KNOWN_SHARE,
    KNOWN_SHARE_LOWER,
    KNOWN_SHARE_UPPER,
    COMPARED,
]


def expect_late_reports(
    snapshots: pd.DataFrame, *, title: str, confidence: float = 0.95
) -> pd.DataFrame:
    """Say how many cases of the latest weeks are known, and how many to expect in the end.

    Parameters
    ----------
    snapshots : pandas.DataFrame
        Weekly files of daily cases, one below the other: `area_code`, `date`, `known_on` (the day
        that the file came out), `cases`.
    title : str
        What the areas are called together.
    confidence : float
        Coverage of the intervals as a share.

    Returns
    -------
    pandas.DataFrame
        The weeks of the last file that reports may still come for, the latest first: `place`,
        `period` (the Sunday that ends the week), `weeks_after` (how many whole weeks after it the
        last file reaches), `numerator` (known so far), `value`, `lower_ci`, `upper_ci` (expected
        in the end), `known_share` with `known_share_lower` and `known_share_upper` (usually known
        by then), `compared` (how many counts of areas were seen at that age and a week later),
        `confidence`, `statistic`, `method`. A week is held whole four weeks after it, or as far
        back as two weeks were compared. Empty where there are too few files: fewer than two
        weeks were seen both when they were new and a week later. A week that the last file lacks
        an area of is left out.

    Raises
    ------
    TableError
        If files are not weekly, two of them reach to the same day, or one has a gap; as
        `calculate_weekly_counts`.
    ParameterError
        If `confidence` is no share.

    Notes
    -----
    The chain ladder over all areas and weeks, with Mack's errors: `fit_development_factors` and
    `project_counts` give the formulae. A file that is missing takes the comparisons of its week
    away; none is filled in. Nothing is corrected: what is known so far stands beside what is
    expected. Not where all areas are delayed together, or reports come faster or slower than
    they did: the interval does not hold that.

    References
    ----------
    Mack T. Distribution-free calculation of the standard error of chain ladder reserve estimates.
    ASTIN Bulletin 1993;23:213-25.

    Examples
    --------
    >>> days = pd.date_range("2026-09-07", periods=21)
    >>> first, second = (pd.DataFrame({"area_code": "E1", "date": days[:end], "cases": 4.0,
    ...     "known_on": days[end - 1]}) for end in (14, 21))
    >>> expect_late_reports(pd.concat([first, second]), title="Here").empty
    True
    """
    check_confidence(confidence)
    known = _arrange_by_age(snapshots, files=_list_files(snapshots))
    factors = fit_development_factors(known[known[WEEKS_AFTER] <= OLDEST])
    enough = (factors[WEEKS_SEEN] >= FEWEST_WEEKS) & factors[VALUE].gt(0)
    factors = factors[enough.cummin()]
    last = known[known[KNOWN_ON] == known[KNOWN_ON].max()]
    by_week = last.groupby([PERIOD, WEEKS_AFTER])
    everywhere = by_week[AREA_CODE].nunique() == known[AREA_CODE].nunique()
    totals = by_week[NUMERATOR].sum()[everywhere].reset_index()
    open_weeks = totals[totals[WEEKS_AFTER] < len(factors)].sort_values(PERIOD, ascending=False)
    counts = open_weeks.merge(factors[[WEEKS_AFTER, COMPARED]], on=WEEKS_AFTER, how="left")
    projected = project_counts(counts, factors=factors, confidence=confidence)
    projected = projected.assign(place=title)[COLUMNS].assign(
        **{CONFIDENCE: confidence, STATISTIC: "count expected in the end", METHOD: "chain ladder"}
    )
    return carry_sources(projected, snapshots)


def judge_snapshots(snapshots: pd.DataFrame) -> pd.DataFrame:
    """Say which weekly files came, which are missing or were late, and where counts fell.

    Parameters
    ----------
    snapshots : pandas.DataFrame
        As `expect_late_reports` takes it.

    Returns
    -------
    pandas.DataFrame
        A row for each week between the first file and the last: `period` (the last day that the
        file reaches, or should), `state` ("came", "came late", "missing") and `fell` (how many of
        its weekly counts of areas were lower in the next file that came: cases were taken back).
        A file is late that came out more days after its last day than most.

    Raises
    ------
    TableError
        As `expect_late_reports`.

    Examples
    --------
    >>> days = pd.date_range("2026-09-07", periods=21)
    >>> first, last = (pd.DataFrame({"area_code": "E1", "date": days[:end], "cases": cases,
    ...     "known_on": days[end - 1]}) for end, cases in ((7, 4.0), (21, 3.0)))
    >>> judge_snapshots(pd.concat([first, last]))[["state", "fell"]].values.tolist()
    [['came', 1], ['missing', 0], ['came', 0]]
    """
    files = _list_files(snapshots)
    known = _arrange_by_age(snapshots, files=files).sort_values(KNOWN_ON)
    later = known.groupby([AREA_CODE, PERIOD])[NUMERATOR].shift(-1)
    fell = (later < known[NUMERATOR]).groupby(known[KNOWN_ON]).sum()
    waited = (files[KNOWN_ON] - files[PERIOD]).dt.days
    late = waited > waited.median()
    judged = files.assign(**{STATE: late.map({True: CAME_LATE, False: CAME})})
    judged[FELL] = judged[KNOWN_ON].map(fell).fillna(0)
    if len(judged):
        every = pd.date_range(judged[PERIOD].min(), judged[PERIOD].max(), freq=f"{DAYS}D")
        judged = judged.set_index(PERIOD).reindex(every).rename_axis(PERIOD).reset_index()
    told = judged.assign(
        **{STATE: judged[STATE].fillna(MISSING_FILE), FELL: judged[FELL].fillna(0)}
    )
    return carry_sources(told[[PERIOD, STATE, FELL]].astype({FELL: "int64"}), snapshots)


def _list_files(snapshots: pd.DataFrame) -> pd.DataFrame:
    """List the files by the day that they came out, with the last day that each reaches."""
    check_columns(snapshots, [AREA_CODE, "date", KNOWN_ON, "cases"])
    days = require_uk_days(require_uk_days(snapshots, column="date"), column=KNOWN_ON)
    files = days.groupby(KNOWN_ON)["date"].max().rename(PERIOD).reset_index()
    apart = files[PERIOD].diff().dt.days.dropna()
    wrong = apart[(apart <= 0) | (apart % DAYS != 0)]
    if len(wrong):
        row = files.loc[wrong.index[0]]
        raise TableError(
            f"files must be weekly, each reaching to the same day of a week; that of "
            f"{row[KNOWN_ON]:%d %B %Y} reaches {int(wrong.iloc[0])} days further than the one "
            "before. Leave out what is not one of the weekly files."
        )
    return files


def _arrange_by_age(snapshots: pd.DataFrame, *, files: pd.DataFrame) -> pd.DataFrame:
    """Arrange weekly counts by area, week and age, each with the file that it is from."""
    days = require_uk_days(snapshots, column=KNOWN_ON)
    weekly = [
        calculate_weekly_counts(days.loc[days[KNOWN_ON] == day]).assign(
            **{KNOWN_ON: day, WEEKS_AFTER: lambda table, last=last: _count_weeks(last, table)}
        )
        for day, last in files[[KNOWN_ON, PERIOD]].itertuples(index=False)
    ]
    columns = [AREA_CODE, PERIOD, KNOWN_ON, WEEKS_AFTER, NUMERATOR]
    if not weekly:
        return pd.DataFrame(columns=columns).astype({WEEKS_AFTER: "int64", NUMERATOR: "float64"})
    return pd.concat(weekly, ignore_index=True)[columns]


def _count_weeks(last: pd.Timestamp, weekly: pd.DataFrame) -> pd.Series:
    return (last - weekly[PERIOD]).dt.days // DAYS
