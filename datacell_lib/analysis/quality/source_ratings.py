"""How far each source can be trusted, said in a colour and in words."""

from __future__ import annotations

from datetime import date

import pandas as pd

from datacell_lib.schema import REASONS
from datacell_lib.table_checks import check_columns
from datacell_lib.table_sources import carry_sources
from datacell_lib.wording import DAYS_A_YEAR, count_things, write_age, write_day

RATING = "rating"
AGE_DAYS = "age_days"
GREEN, AMBER, RED = "green", "amber", "red"
# Past these an analyst should doubt a source before using it.
RED_SHARE = 0.02  # of areas without a row, or of codes that nobody knows
AMBER_YEARS = 3
RED_YEARS = 8  # a census is used for ten years, and says little of people by the end of them
# Carried counts keep their total but for the last digits of a sum.
ROUNDING = 1e-6
NEEDED = [
    "areas",
    "missing",
    "unmatched",
    "suppressed",
    "carried_from",
    "affected",
    "total_change",
    "note",
    "later",
    "place",
    "published",
    "due",
    "ended",
]


def rate_sources(arrivals: pd.DataFrame, *, day: date | None) -> pd.DataFrame:
    """Rate each source red, amber or green, with its reasons in words.

    Parameters
    ----------
    arrivals : pandas.DataFrame
        One row a source: `areas` (how many it should have a row for; missing where it is not
        joined by area), `missing` and `unmatched` (areas without a row, codes that are no area),
        `suppressed` (cells that its publisher hides), `carried_from` (the other census, larger
        areas, or nothing) with `affected` (areas without a value of their own) and
        `total_change` (the largest change of a total by carrying, as a share), `note` (what else
        to know, or nothing), `later` (whether it came out after the day that the
        report looks at), `place` (whether it holds only a census's names,
        codes and shapes),
        `published`, `due` and `ended` (the last day of a closed series); dates, or missing.
    day : date, optional
        The day that age is counted to; no age is told without.

    Returns
    -------
    pandas.DataFrame
        The same rows with `age_days` since publication, `rating` and `reasons`.

    Raises
    ------
    TableError
        If a column is missing.

    Notes
    -----
    Red: more than 2% of areas lack a row or 2% of codes are unknown, a total was not kept, a
    newer issue is overdue, or it came out over 8 years before the report's day. Amber: anything
    missing, unknown, suppressed, modelled, or carried from the other census or larger areas;
    later than the report's own day; a series that had ended by then; over 3 years old. Green: none
    of these.
    One scale of age holds for all, lists of services too; only names, codes and shapes of a
    census do not age while it is in use. A colour is about the file, not
    about whether it measures what a reader needs: a green table can answer the wrong question.

    Examples
    --------
    >>> row = {"areas": 200, "missing": 1, "unmatched": 0, "suppressed": 0, "carried_from": "",
    ...        "affected": 0, "total_change": 0.0, "note": "", "later": False, "place": False,
    ...        "published": pd.Timestamp("2025-01-01"), "due": pd.NaT, "ended": pd.NaT}
    >>> rated = rate_sources(pd.DataFrame([row]), day=date(2025, 3, 2))
    >>> rated[["rating", "reasons"]].iloc[0].tolist()
    ['amber', '1 of 200 areas has no row.']
    """
    check_columns(arrivals, NEEDED)
    told = pd.Timestamp(day) if day is not None else pd.NaT
    ages = (told - pd.to_datetime(arrivals["published"])).dt.days.astype("float64")
    rated = arrivals.assign(**{AGE_DAYS: ages})
    found = [_list_reasons(row, day=told) for row in rated.to_dict("records")]
    rated[RATING] = [_find_worst(reasons) for reasons in found]
    rated[REASONS] = [" ".join(text for _, text in reasons) or "Complete." for reasons in found]
    return rated


def select_concerns(rated: pd.DataFrame) -> pd.DataFrame:
    """Select the sources that a reader should know something of, the worst first.

    Parameters
    ----------
    rated : pandas.DataFrame
        What `rate_sources` returns.

    Returns
    -------
    pandas.DataFrame
        The red rows, then the amber ones, each in their order; maybe none.

    Examples
    --------
    >>> rated = pd.DataFrame({"title": list("abc"), "rating": ["amber", "green", "red"]})
    >>> select_concerns(rated)["title"].tolist()
    ['c', 'a']
    """
    parts = [rated[rated[RATING] == colour] for colour in (RED, AMBER)]
    return carry_sources(pd.concat(parts, ignore_index=True), rated)


def count_ratings(rated: pd.DataFrame) -> pd.DataFrame:
    """Count the sources of each rating.

    Parameters
    ----------
    rated : pandas.DataFrame
        What `rate_sources` returns.

    Returns
    -------
    pandas.DataFrame
        `rating` and `sources`, the worst first, even where there is none.

    Examples
    --------
    >>> count_ratings(pd.DataFrame({"rating": ["amber", "amber", "green"]}))["sources"].tolist()
    [0, 2, 1]
    """
    worst_first = [RED, AMBER, GREEN]
    counts = rated[RATING].value_counts().reindex(worst_first, fill_value=0)
    table = pd.DataFrame({RATING: worst_first, "sources": counts.to_numpy()})
    return carry_sources(table, rated)


def _list_reasons(row: dict, *, day: pd.Timestamp) -> list[tuple[str, str]]:
    of_areas = f"of {row['areas']:,.0f} areas"
    gaps = (
        (row["missing"], f"{of_areas} has no row.", f"{of_areas} have no row."),
        (row["unmatched"], "row has a code of no area.", "rows have codes of no area."),
    )
    reasons = [
        (_judge_share(number / row["areas"]), f"{number:,.0f} {one if number == 1 else more}")
        for number, one, more in gaps
        if number > 0
    ]
    if row["suppressed"] > 0:
        hidden = count_things(row["suppressed"], "value")
        are = "is" if row["suppressed"] == 1 else "are"
        reasons.append((AMBER, f"{hidden} {are} suppressed by its publisher."))
    if row["carried_from"]:
        reasons.append((AMBER, _tell_origin(row)))
    if row["note"]:
        reasons.append((AMBER, row["note"]))
    if abs(row["total_change"]) > ROUNDING:
        reasons.append((RED, f"Carrying it changed a total by {row['total_change']:.2%}."))
    if row["later"]:
        reasons.append((AMBER, "It came out after the day that this report looks at."))
    if row["ended"] < day:
        said = f"The series ended on {write_day(row['ended'])}: it says nothing of any day since."
        reasons.append((AMBER, said))
    if row["due"] < day:
        reasons.append((RED, "A newer issue is overdue."))
    return reasons if row["place"] else [*reasons, *_judge_age(row[AGE_DAYS])]


def _tell_origin(row: dict) -> str:
    if row["affected"] == row["areas"]:
        return f"Known for {row['carried_from']} only: it can't tell their parts apart."
    differ = "differs" if row["affected"] == 1 else "differ"
    return f"Carried from {row['carried_from']}: {count_things(row['affected'], 'area')} {differ}."


def _judge_share(share: float) -> str:
    return RED if share > RED_SHARE else AMBER


def _judge_age(days: float) -> list[tuple[str, str]]:
    years = days / DAYS_A_YEAR
    if not years > AMBER_YEARS:
        return []
    return [
        (
            RED if years > RED_YEARS else AMBER,
            f"It came out {write_age(days)} before the report's day.",
        )
    ]


def _find_worst(reasons: list[tuple[str, str]]) -> str:
    levels = {level for level, _ in reasons}
    return next((level for level in (RED, AMBER) if level in levels), GREEN)
