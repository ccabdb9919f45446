import json
from types import SimpleNamespace

import pytest

from datacell_lib.config import RUN_FACTS
from datacell_lib.pipeline.book.page_notice import TEMPLATES, describe_status, setup
from datacell_lib.presentation.page_status import describe_day

PENDING = '<span id="report-status">Pending: nobody has approved this report yet.</span>'
CONTACT = {
    "owner": 'Ann & "B"',
    "role": "analyst & lead",
    "challenge": "Say which & why.",
    "email": "ann@council.example",
    "page": "https://council.example/?a=1&b=2",
}


class TestDescribeDay:
    @pytest.mark.parametrize(
        ("facts", "said"),
        [
            ({}, ""),
            ({"made_on": "2026-11-26"}, "Made on 26 November 2026."),
            (
                {"as_of": "2020-07-31", "reconstructed": True, "made_on": "2026-11-26"},
                "As of 31 July 2020, reconstructed from later data.",
            ),
            ({"as_of": "2020-07-31"}, "As of 31 July 2020."),
        ],
    )
    def test_a_report_is_of_its_last_day_or_of_that_on_which_it_was_made(self, facts, said):
        assert describe_day(**facts) == said


class TestDescribeStatus:
    @pytest.mark.parametrize(
        ("facts", "said"),
        [
            ({"invented": False}, PENDING),
            (
                {"invented": False, "day": "Made on 26 November 2026."},
                f"Made on 26 November 2026. {PENDING}",
            ),
            (
                {"invented": True},
                f"Invented data: no place or person on this page is real. {PENDING}",
            ),
        ],
    )
    def test_a_page_says_what_it_is_not(self, facts, said):
        assert describe_status(**facts) == said


@pytest.fixture
def start(tmp_path):
    """A function that starts the extension in a book of given facts, and calls one of its parts."""

    def start(**facts):
        (tmp_path / RUN_FACTS).write_text(json.dumps(TEMPLATES | facts), encoding="utf-8")
        app = SimpleNamespace(srcdir=tmp_path, listeners=[], sheets=[])
        app.connect = lambda event, call, **_: app.listeners.append((event, call))
        app.add_css_file = lambda name, **_: app.sheets.append(name)
        setup(app)
        app.config = SimpleNamespace(html_theme_options={}, html_logo=None, html_title="")
        next(call for event, call in app.listeners if event == "config-inited")(app, app.config)
        return app

    return start


def write_page(app, name="notebooks/overview", title="Overview"):
    """The head and the body that a page gets."""
    context = write_context(app, name, title)
    return context["metatags"], context["body"]


def write_context(app, name="notebooks/overview", title="Overview"):
    """All that the theme is handed for a page."""
    context = {"title": title, "metatags": "", "body": "<section>Text.</section>"}
    for event, call in app.listeners:
        if event == "html-page-context":
            call(app, name, "page.html", context, None)
    return context


class TestEveryPage:
    def test_its_head_holds_what_stands_on_every_printed_page(self, start):
        app = start(title='Moor "</style>" \\ x', made_on="2026-11-26", invented=False)
        head, _ = write_page(app)
        area = r"Moor \22 \3c \2f style\3e \22  \5c  x"
        assert f'--report-area:"{area}"' in head
        assert '--report-day:"Made on 26 November 2026."' in head
        assert '--report-note:""' in head
        pending = "Pending: nobody has approved this report yet."
        assert f'<style id="printed-status">html{{--report-status:"{pending}"}}</style>' in head

    def test_its_description_is_what_it_found(self, start):
        app = start(findings={"notebooks/overview": '4,410 "people" & more.'})
        head, _ = write_page(app, title="Head &amp; <em>lines</em>")
        said = "4,410 &quot;people&quot; &amp; more."
        assert f'<meta name="description" content="{said}" />' in head
        assert f'<meta property="og:description" content="{said}" />' in head
        assert '<meta property="og:title" content="Head &amp; lines" />' in head

    def test_a_long_finding_is_cut_at_a_word(self, start):
        head, _ = write_page(start(findings={"notebooks/overview": "word " * 100}))
        assert f'content="{"word " * 59}word…" />' in head

    def test_its_foot_says_who_answers_and_nothing_in_it_is_markup(self, start):
        footer = start(contact=CONTACT).config.html_theme_options["extra_footer"]
        assert footer.startswith(
            '<p id="report-contact">Ann &amp; &quot;B&quot; (analyst &amp; lead) '
            "answers for this report. "
            'Write to <a href="mailto:ann@council.example">ann@council.example</a> or go to '
            '<a href="https://council.example/?a=1&amp;b=2">'
        )
        assert "Is a figure wrong? Say which &amp; why.</p>" in footer

    def test_where_nobody_is_named_it_says_so(self, start):
        app = start()
        footer = app.config.html_theme_options["extra_footer"]
        assert footer.startswith('<p id="report-contact">Nobody is named to answer for this repo')
        assert "<p>Nobody is named to answer for this report yet" in write_page(app)[1]


class TestFoot:
    def test_the_day_is_written_as_it_is_read_here(self, start):
        context = write_context(start(made_on="2026-11-26"))
        assert context["last_updated"] == "26 November 2026"

    def test_a_council_that_has_a_name_is_its_author(self, start):
        app = start(branding={"name": "<b> & Co", "logo": "", "style": ""})
        assert app.config.author == "<b> & Co"


class TestPartnerEdition:
    NOTICE = "Partner edition: for A &amp; B and C only. Not for publication."

    def test_screen_paper_and_citation_say_whom_it_is_for(self, start):
        app = start(parties=["A & B", "C"], title="Moor", edition="partner")
        assert app.config.html_theme_options["announcement"].startswith(f"{self.NOTICE} Invented")
        head, body = write_page(app)
        printed = r"Moor. Partner edition: for A \26  B and C only. Not for publication."
        assert f'--report-area:"{printed}"' in head
        assert self.NOTICE in body

    def test_it_is_not_pending_too_as_it_is_never_published(self, start):
        app = start(parties=["A & B", "C"], title="Moor", edition="partner")
        said = app.config.html_theme_options["announcement"], *write_page(app)
        assert [text for text in said if "Pending" in text] == []
        assert "<strong>Cite it as:</strong>" in said[2]

    def test_the_open_edition_says_nothing_of_it(self, start):
        app = start()
        assert "edition" not in app.config.html_theme_options["announcement"]
        assert "edition" not in "".join(write_page(app))


class TestLastSection:
    @pytest.mark.parametrize("name", ["notebooks/overview", "notebooks/district-moor"])
    def test_pages_to_act_on_end_with_who_answers_and_how_to_cite_them(self, start, name):
        app = start(title="Moorshire", contact=CONTACT, made_on="2026-11-26", invented=False)
        _, body = write_page(app, name, title="Moor & Fen")
        assert body.startswith("<section>Text.</section>")
        assert '<section id="who-answers">' in body
        assert "<strong>Is a figure wrong?</strong> Say which &amp; why." in body
        assert (
            "Moorshire: neighbourhood intelligence. Moor &amp; Fen. Made on 26 November 2026. "
            '<span id="cited-status">Pending: nobody has approved this report yet.</span> '
            "Contains public sector information licensed under the Open Government Licence v3.0."
        ) in body

    def test_other_pages_have_no_such_section(self, start):
        assert write_page(start(), "book/index")[1] == "<section>Text.</section>"


class TestBrand:
    def test_a_councils_name_logo_and_colour_are_in_the_header(self, start):
        logo = "book/_static/logo.png"
        app = start(branding={"name": "<b> & Co", "logo": logo, "style": "brand.css"})
        settings = app.config
        options = settings.html_theme_options
        assert options["announcement"].startswith("<span>&lt;b&gt; &amp; Co.</span> Invented")
        assert (settings.html_logo, app.sheets) == (logo, ["brand.css"])
        assert options["logo"]["alt_text"] == "&lt;b&gt; &amp; Co"

    def test_without_one_the_header_is_as_it_was(self, start):
        app = start()
        settings = app.config
        assert settings.html_theme_options["announcement"].startswith("Invented data")
        assert settings.html_logo is None and app.sheets == []
        assert "logo" not in settings.html_theme_options
