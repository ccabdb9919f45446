"""What a notebook found, in its first sentence: for those who find a page or are sent one."""

from __future__ import annotations

from pathlib import Path

import nbformat

from datacell_lib.presentation.plain_text import take_first_sentence
from datacell_lib.presentation.published import METADATA_KEY


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
