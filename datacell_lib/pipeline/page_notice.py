"""A Sphinx extension: every page says what it is about, and what it is not."""

from __future__ import annotations

import json
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

RUN_FACTS = "run.json"
TEMPLATES = {"title": "Templates, with the sample county", "edition": "open", "invented": True}


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the extension to Sphinx.

    Parameters
    ----------
    app : Sphinx
        The application.

    Returns
    -------
    dict
        That pages may be read and written in parallel.
    """
    app.connect("config-inited", _set_notice)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _set_notice(app: Sphinx, config: Config) -> None:
    path = Path(app.srcdir) / RUN_FACTS
    facts = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else TEMPLATES
    config.html_title = f"{facts['title']}: neighbourhood intelligence"
    config.html_theme_options = {
        **config.html_theme_options,
        "announcement": describe_status(invented=facts["invented"]),
    }


def describe_status(*, invented: bool) -> str:
    """Say what a reader must know before reading any page.

    Parameters
    ----------
    invented : bool
        Whether the data are the embedded sample's.

    Returns
    -------
    str
        One or two sentences.

    Examples
    --------
    >>> describe_status(invented=False)
    'Pending: nobody has approved this report yet.'
    """
    pending = "Pending: nobody has approved this report yet."
    if not invented:
        return pending
    return f"Invented data: no place or person on this page is real. {pending}"
