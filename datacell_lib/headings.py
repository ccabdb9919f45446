"""When two headings are the same: the one place that says so, for files and their entries alike."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

HEADINGS_KEPT = 10_000


@lru_cache(maxsize=HEADINGS_KEPT)
def tidy_heading(text: str) -> str:
    """Write a heading as it is compared: two are the same if this makes the same of both.

    Parameters
    ----------
    text : str
        A heading, as it stands in a file, or as an entry writes it.

    Returns
    -------
    str
        Without characters that can't be seen, such as a byte order mark, without blanks around it,
        and with one blank for several, for a no-break blank or for the end of a line. Capitals
        stay: headings that differ by these are two.

    Examples
    --------
    >>> tidy_heading("\\ufeffParcels\\u00a0 given \\n(in all) ")
    'Parcels given (in all)'
    """
    seen = "".join(mark for mark in text if mark.isprintable() or mark.isspace())
    return unicodedata.normalize("NFC", " ".join(seen.split()))
