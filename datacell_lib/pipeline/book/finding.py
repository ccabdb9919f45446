"""What a notebook found, in its first sentence: for those who find a page or are sent one."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat

from datacell_lib.presentation.published import METADATA_KEY

# A full stop before a capital ends a sentence, but not that of "St. Osyth".
END = re.compile(r"(?<!\bSt)[.!?](?=\s+[A-Z]|\s*$)")


def find_first_sentence(path: Path) -> str:
    """Find the first sentence that an executed notebook publishes.

    Parameters
    ----------
    path : Path
        The notebook.

    Returns
    -------
    str
        Plain text; nothing where it publishes no sentence.
    """
    for cell in nbformat.read(path, as_version=4).cells:
        for output in cell.get("outputs", []):
            if output.get("metadata", {}).get(METADATA_KEY, {}).get("kind") == "sentence":
                return take_first_sentence(output["data"]["text/plain"])
    return ""


def take_first_sentence(text: str) -> str:
    """Take the first of several sentences, without the marks of emphasis.

    Parameters
    ----------
    text : str
        Sentences, in which ``**`` sets off what matters.

    Returns
    -------
    str
        One sentence.

    Examples
    --------
    >>> take_first_sentence("**4,410 people** live in St. Osyth. Start there.")
    '4,410 people live in St. Osyth.'
    """
    plain = " ".join(text.replace("**", "").split())
    end = END.search(plain)
    return plain[: end.end()] if end else plain
