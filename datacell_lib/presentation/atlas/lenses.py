"""Questions that people come to a map with, and the layers that answer them."""

from __future__ import annotations

from collections.abc import Collection

# For each question the columns that answer it, the best first: indices hold different ones.
LENSES = {
    "Older people": ("older_people_numerator", "older_people"),
    "Long-term illness": ("disability_numerator", "very_bad_health", "share_clinical"),
    "Money": ("income_deprivation", "older_people_in_poverty", "share_economic"),
    "Crowding": ("overcrowding_numerator", "overcrowding", "share_living_conditions"),
}


def list_lenses(columns: Collection[str]) -> list[dict[str, str]]:
    """List the questions that an atlas can answer with the layers that it has.

    Parameters
    ----------
    columns : collection of str
        The columns of its layers.

    Returns
    -------
    list of dict
        For each question its `title` and the `column` to draw; drawn with the most vulnerable
        fifth of the nation alone, it says where the index and this one need meet.

    Examples
    --------
    >>> list_lenses(["older_people", "share_economic"])[1]
    {'title': 'Money', 'column': 'share_economic'}
    """
    best = {
        title: next((column for column in wanted if column in columns), None)
        for title, wanted in LENSES.items()
    }
    return [{"title": title, "column": column} for title, column in best.items() if column]
