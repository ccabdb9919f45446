"""Whether a dataset is late, carried forward or a reason to stop; and whether it has ended."""

from __future__ import annotations

from datetime import date

from datacell_lib.governance.catalogue.entries import Dataset
from datacell_lib.governance.catalogue.keepers import tell_keeper
from datacell_lib.schema import SourceError
from datacell_lib.wording import write_day


def is_late(dataset: Dataset, *, today: date | None = None) -> bool:
    """Tell whether a newer edition of a dataset was due before today.

    Parameters
    ----------
    dataset : Dataset
        The catalogue entry.
    today : date, optional
        The day to judge by; the clock's unless told.

    Returns
    -------
    bool
        False where the entry names no day.
    """
    due = dataset.refresh.due
    return due is not None and due < (today or date.today())


def require_fresh(dataset: Dataset, *, today: date | None = None) -> None:
    """Refuse a dataset that is late, where its entry says to stop.

    Parameters
    ----------
    dataset : Dataset
        The catalogue entry.
    today : date, optional
        The day to judge by; the clock's unless told.

    Raises
    ------
    SourceError
        If a newer edition was due and the entry does not allow the last one to be carried
        forward.
    """
    if dataset.refresh.when_late == "stop" and is_late(dataset, today=today):
        raise SourceError(
            f"{dataset.title} ({dataset.id}) is out of date: a newer edition was due on "
            f"{write_day(dataset.refresh.due)}, and its entry says to stop. "
            f"{tell_keeper(dataset) or f'Get it from {dataset.page}'}, and record it in "
            f"data/catalogue/{dataset.id}.yml, or allow 'carry forward' there."
        )


def describe_lateness(dataset: Dataset, *, today: date | None = None) -> str:
    """Mark a dataset that is carried forward, for the line under a figure.

    Parameters
    ----------
    dataset : Dataset
        The catalogue entry.
    today : date, optional
        The day to judge by; the clock's unless told.

    Returns
    -------
    str
        Nothing where it is not late.
    """
    if not is_late(dataset, today=today):
        return ""
    return f" (carried forward; a newer one was due on {write_day(dataset.refresh.due)})"


def find_end(dataset: Dataset, *, day: date | None) -> date | None:
    """Find the last day of a series that had ended by a day.

    Parameters
    ----------
    dataset : Dataset
        The catalogue entry.
    day : date, optional
        The day that is looked from; nothing has ended where there is none.

    Returns
    -------
    date or None
        None where the series goes on, or still went on then.

    Examples
    --------
    >>> from datacell_lib.governance.catalogue.entries import load_dataset
    >>> find_end(load_dataset("covid-cases-daily"), day=date(2026, 1, 5))
    datetime.date(2023, 12, 12)
    >>> find_end(load_dataset("covid-cases-daily"), day=date(2020, 7, 31)) is None
    True
    """
    ended = dataset.refresh.ended
    return ended if ended is not None and day is not None and ended < day else None
