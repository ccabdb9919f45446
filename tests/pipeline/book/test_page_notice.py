import json
from types import SimpleNamespace

import pytest

from datacell_lib.config import RUN_FACTS
from datacell_lib.pipeline.book.page_notice import TEMPLATES, describe_status, setup

PENDING = '<span id="report-status">Pending: nobody has approved this report yet.</span>'


class TestDescribeStatus:
    @pytest.mark.parametrize(
        ("facts", "said"),
        [
            ({"invented": False}, PENDING),
            (
                {"invented": False, "as_of": "2020-07-31", "reconstructed": True},
                f"As of 31 July 2020, reconstructed from later data. {PENDING}",
            ),
            ({"invented": False, "as_of": "2020-07-31"}, f"As of 31 July 2020. {PENDING}"),
            (
                {"invented": True},
                f"Invented data: no place or person on this page is real. {PENDING}",
            ),
        ],
    )
    def test_a_page_says_what_it_is_not(self, facts, said):
        assert describe_status(**facts) == said


class TestBrand:
    @pytest.fixture
    def header(self, tmp_path):
        def start(branding):
            facts = TEMPLATES | {"branding": branding}
            (tmp_path / RUN_FACTS).write_text(json.dumps(facts), encoding="utf-8")
            listeners, sheets = [], []
            app = SimpleNamespace(
                srcdir=tmp_path,
                connect=lambda event, call, **_: listeners.append((event, call)),
                add_css_file=lambda name, **_: sheets.append(name),
            )
            setup(app)
            settings = SimpleNamespace(html_theme_options={}, html_logo=None, html_title="")
            call = next(call for event, call in listeners if event == "config-inited")
            call(app, settings)
            return settings, sheets

        return start

    def test_a_councils_name_logo_and_colour_are_in_the_header(self, header):
        logo = "book/_static/logo.png"
        settings, sheets = header({"name": "<b> & Co", "logo": logo, "style": "brand.css"})
        options = settings.html_theme_options
        assert options["announcement"].startswith("<span>&lt;b&gt; &amp; Co.</span> Invented")
        assert (settings.html_logo, sheets) == (logo, ["brand.css"])
        assert options["logo"]["alt_text"] == "&lt;b&gt; &amp; Co"

    def test_without_one_the_header_is_as_it_was(self, header):
        settings, sheets = header(None)
        assert settings.html_theme_options["announcement"].startswith("Invented data")
        assert settings.html_logo is None and sheets == []
        assert "logo" not in settings.html_theme_options
