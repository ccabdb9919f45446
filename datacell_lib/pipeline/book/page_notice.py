"""A Sphinx extension: every page says what it is about, and can be read by everybody."""

from __future__ import annotations

import json
from datetime import date
from html import escape
from pathlib import Path

from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.config import Config

from datacell_lib.config import RUN_FACTS
from datacell_lib.wording import write_day

# The theme lets wide tables scroll, by mouse alone.
SCROLLING = '<div class="pst-scrollable-table-container">'
REACHABLE = SCROLLING.replace(">", ' tabindex="0" role="region" aria-label="Table">')
# What sphinx-thebe would run for every page, whether or not the book has live code.
THEBE = {"init_thebe_core", "update_thebe_context"}
# What the theme hands to its templates as plain text, for the page's head and for print.
TITLES = {"docstitle", "pagetitle", "root_title"}
AFTER_THE_THEME = 900
PENDING = "Pending: nobody has approved this report yet."
STATUS = '<span id="report-status">{}</span>'  # nothing else on a page is written like this
TEMPLATES = {
    "title": "Templates, with the sample county",
    "edition": "open",
    "invented": True,
    "as_of": None,
    "reconstructed": False,
    "branding": None,
}


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
    app.connect("config-inited", _leave_thebe_out)
    app.connect("html-page-context", _let_keyboards_scroll)
    app.connect("html-page-context", _escape_titles, priority=AFTER_THE_THEME)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _set_notice(app: Sphinx, config: Config) -> None:
    path = Path(app.srcdir) / RUN_FACTS
    facts = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else TEMPLATES
    config.html_title = f"{facts['title']}: neighbourhood intelligence"
    config.html_theme_options = {
        **config.html_theme_options,
        "announcement": describe_status(
            invented=facts["invented"],
            as_of=facts["as_of"],
            reconstructed=facts["reconstructed"],
        ),
    }
    if facts["branding"] is not None:
        _show_brand(app, config, facts["branding"])


def _show_brand(app: Sphinx, config: Config, brand: dict[str, str | None]) -> None:
    """Put a council's name before the notice, its logo above the contents, its colour on both."""
    notice = config.html_theme_options["announcement"]
    name = escape(brand["name"])
    config.html_theme_options["announcement"] = f"<span>{name}.</span> {notice}"
    if brand["logo"]:
        config.html_logo = brand["logo"]
        words = {"alt_text": name, "text": escape(config.html_title)}
        config.html_theme_options["logo"] = words
    if brand["style"]:
        app.add_css_file(brand["style"], priority=AFTER_THE_THEME)


def _leave_thebe_out(app: Sphinx, config: Config) -> None:
    """Keep sphinx-thebe, which Jupyter Book always loads, from naming its server on every page."""
    for listeners in app.events.listeners.values():
        for listener in list(listeners):
            if getattr(listener.handler, "__name__", "") in THEBE:
                listeners.remove(listener)


def _let_keyboards_scroll(
    app: Sphinx, pagename: str, templatename: str, context: dict, doctree: object
) -> None:
    """Let what scrolls be reached by keyboard, too, as WCAG 2.1.1 asks."""
    if "body" in context:
        context["body"] = context["body"].replace(SCROLLING, REACHABLE)


def _escape_titles(
    app: Sphinx, pagename: str, templatename: str, context: dict, doctree: object
) -> None:
    """Keep titles text where the theme's templates write them as if they were HTML."""
    for name in TITLES & set(context):
        context[name] = Markup(escape(context[name]))


def describe_status(
    *, invented: bool, as_of: str | None = None, reconstructed: bool = False
) -> str:
    """Say what a reader must know before reading any page.

    Parameters
    ----------
    invented : bool
        Whether the data are the embedded sample's.
    as_of : str, optional
        The last day that the report knows of, as in an ISO date; none for the latest there is.
    reconstructed : bool
        Whether it is made with data that came out after that day.

    Returns
    -------
    str
        One to three sentences, as HTML; the last is marked, so that an approval can replace it.

    Examples
    --------
    >>> describe_status(invented=False)
    '<span id="report-status">Pending: nobody has approved this report yet.</span>'
    >>> describe_status(invented=False, as_of="2020-07-31", reconstructed=True).split(". ")[0]
    'As of 31 July 2020, reconstructed from later data'
    """
    sentences = []
    if invented:
        sentences.append("Invented data: no place or person on this page is real.")
    if as_of:
        known = ", reconstructed from later data" if reconstructed else ""
        sentences.append(f"As of {write_day(date.fromisoformat(as_of))}{known}.")
    sentences.append(STATUS.format(PENDING))
    return " ".join(sentences)
