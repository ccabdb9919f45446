"""A Sphinx extension: every page says what it is about, and can be read by everybody."""

from __future__ import annotations

import json
from datetime import date
from functools import partial
from html import escape, unescape
from pathlib import Path

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.config import Config

from datacell_lib.config import RUN_FACTS
from datacell_lib.files.contact import Contact
from datacell_lib.pipeline.book.dataset_markup import write_dataset_markup
from datacell_lib.pipeline.book.page_front import ATLAS, FRONT, SCRIPT, add_front
from datacell_lib.pipeline.book.page_head import write_description, write_running_words
from datacell_lib.presentation.page_status import (
    INVENTED,
    PENDING,
    describe_day,
    describe_edition,
    list_status_forms,
)
from datacell_lib.presentation.who_answers import write_contact, write_last_section
from datacell_lib.wording import write_day

# The theme lets wide tables scroll, by mouse alone.
SCROLLING = '<div class="pst-scrollable-table-container">'
REACHABLE = SCROLLING.replace(">", ' tabindex="0" role="region" aria-label="Table">')
# What sphinx-thebe would run for every page, whether or not the book has live code.
THEBE = {"init_thebe_core", "update_thebe_context"}
# What the theme hands to its templates as plain text, for the page's head and for print.
TITLES = {"author", "docstitle", "pagetitle", "root_title"}
AFTER_THE_THEME = 900
# Pages that people act on end with who answers for them.
ACTED_ON = ("notebooks/overview", "notebooks/district")
TEMPLATES = {
    "title": "Templates, with the sample county",
    "edition": "open",
    "parties": [],
    "invented": True,
    "as_of": None,
    "made_on": None,
    "reconstructed": False,
    "branding": None,
    "parts": "districts",
    "contact": None,
    "findings": {},
    "datasets": {},
    "pictures": {},
    "postcodes": False,
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


def read_facts(app: Sphinx) -> dict:
    """Read what a book says of its run; of templates without one, what stands instead.

    Parameters
    ----------
    app : Sphinx
        The application.

    Returns
    -------
    dict
        The facts by name: see `assemble_book`.
    """
    path = Path(app.srcdir) / RUN_FACTS
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else TEMPLATES


def _set_notice(app: Sphinx, config: Config) -> None:
    facts = read_facts(app)
    app.connect("html-page-context", partial(_say_what_it_is, facts))
    config.html_title = f"{facts['title']}: neighbourhood intelligence"
    options = config.html_theme_options
    footer = f"{write_contact(_find_contact(facts))}\n{options.get('extra_footer', '')}"
    config.html_theme_options = {
        **options,
        "announcement": describe_status(
            invented=facts["invented"],
            day=describe_day(**_date(facts)),
            edition=describe_edition(facts["parties"]),
        ),
        "extra_footer": footer,
    }
    if facts["branding"] is not None:
        _show_brand(app, config, facts["branding"])


def _show_brand(app: Sphinx, config: Config, brand: dict[str, str | None]) -> None:
    """Put a council's name before the notice and at the foot, its logo and colour above."""
    notice = config.html_theme_options["announcement"]
    config.author = brand["name"]
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


def _find_contact(facts: dict) -> Contact | None:
    return Contact.model_validate(facts["contact"]) if facts["contact"] else None


def _date(facts: dict) -> dict:
    return {name: facts[name] for name in ("as_of", "made_on", "reconstructed")}


def _say_what_it_is(
    facts: dict,
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict,
    doctree: nodes.document | None,
) -> None:
    """Tell finders, printers and readers what a page is, and who answers for it."""
    day, edition = describe_day(**_date(facts)), describe_edition(facts["parties"])
    note = INVENTED if facts["invented"] else ""
    place = f"{facts['title']}. {edition}" if edition else facts["title"]
    page, report = unescape(Markup(context.get("title", "")).striptags()), app.config.html_title
    finding = facts["findings"].get(pagename) or _find_first_words(doctree)
    shared = {
        "address": context.get("pageurl") or "",
        "picture": facts["pictures"].get(pagename, ""),
    }
    context["metatags"] = (
        context.get("metatags", "")
        + write_description(title=page, report=report, finding=finding, **shared)
        + write_running_words(area=place, day=day, note=note, status="" if edition else PENDING)
        + write_dataset_markup(
            facts["datasets"].get(pagename, {}), name=f"{report}, {page}", description=finding
        )
    )
    if facts["made_on"]:
        context["last_updated"] = write_day(date.fromisoformat(facts["made_on"]))
    if pagename == FRONT and "body" in context:
        contact, postcodes = _find_contact(facts), facts["postcodes"]
        context["body"] = add_front(context["body"], contact=contact, postcodes=postcodes)
    if pagename == ATLAS and "body" in context:
        context["body"] += SCRIPT
    if pagename.startswith(ACTED_ON) and "body" in context:
        when = " ".join(filter(None, (day, edition)))
        about = {"report": report, "page": page, "day": when, "invented": facts["invented"]}
        about["pending"] = not edition
        context["body"] += write_last_section(_find_contact(facts), **about)


def _find_first_words(doctree: nodes.document | None) -> str:
    """Find the first paragraph of a page that is written by hand."""
    first = next(doctree.findall(nodes.paragraph), None) if doctree is not None else None
    return " ".join(first.astext().split()) if first is not None else ""


def _escape_titles(
    app: Sphinx, pagename: str, templatename: str, context: dict, doctree: object
) -> None:
    """Keep titles text where the theme's templates write them as if they were HTML."""
    for name in TITLES & set(context):
        context[name] = Markup(escape(context[name]))


def describe_status(*, invented: bool, day: str = "", edition: str = "") -> str:
    """Say what a reader must know before reading any page.

    Parameters
    ----------
    invented : bool
        Whether the data are the embedded sample's.
    day : str
        A sentence on the day that the report is of, as `describe_day` says it; may be empty.
    edition : str
        Whom it is for, as `describe_edition` says it; may be empty.

    Returns
    -------
    str
        One to five sentences, as HTML. That nobody has approved it is marked, so that an approval
        can replace it; an edition for partners is never published, and says so instead.

    Examples
    --------
    >>> describe_status(invented=False)
    '<span id="report-status">Pending: nobody has approved this report yet.</span>'
    """
    known = [edition, INVENTED if invented else "", day]
    waits = "" if edition else list_status_forms(PENDING)["screen"]
    sentences = [*map(escape, known), waits]
    return " ".join(sentence for sentence in sentences if sentence)
