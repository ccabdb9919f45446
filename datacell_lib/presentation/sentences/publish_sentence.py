"""Words that may go on a page: with markup, or without any."""

from __future__ import annotations

from datetime import date

from datacell_lib.presentation.plain_text import escape_markdown, remove_escapes
from datacell_lib.presentation.published import Published, Shown
from datacell_lib.wording import write_day

NO_CASES = "No cases are published for this area."
NOTHING = "There is nothing to show."


def publish_sentence(text: str, *shown: Shown) -> Published:
    """Make sentences that may go on a page.

    Parameters
    ----------
    text : str
        In Markdown; names in it are escaped by `escape_markdown`.
    *shown : Shown
        What they tell, of each released table.

    Returns
    -------
    Published
        The sentences.
    """
    return Published("sentence", shown, {"text/markdown": text, "text/plain": remove_escapes(text)})


def publish_plain_sentence(text: str, *shown: Shown) -> Published:
    """Make a sentence without any markup that may go on a page.

    Parameters
    ----------
    text : str
        Plain text: whatever is in it is shown as it is.
    *shown : Shown
        What it tells, of each released table.

    Returns
    -------
    Published
        The sentence.
    """
    return publish_sentence(escape_markdown(text), *shown)


def describe_end(ended: date) -> str:
    """Say that a series has ended, and so is no news.

    Parameters
    ----------
    ended : date
        Its last day.

    Returns
    -------
    str
        A sentence.

    Examples
    --------
    >>> describe_end(date(2023, 12, 12))
    'The series ended on 12 December 2023: it says nothing about today.'
    """
    return f"The series ended on {write_day(ended)}: it says nothing about today."
