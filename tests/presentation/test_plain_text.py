import html
import io
import warnings
from html.parser import HTMLParser

import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from matplotlib.text import Text
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from datacell_lib.presentation.plain_text import (
    escape_markdown,
    remove_escapes,
    show_text_as_it_is,
)
from tests.hostile import ALLOWED, REFUSED

EVERYTHING = {
    *("amsmath", "attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath"),
    *("fieldlist", "linkify", "strikethrough", "substitution", "tasklist"),
}
READERS = {
    "commonmark": MarkdownIt("commonmark"),
    "github": MarkdownIt("gfm-like", {"linkify": False}),
    "myst": create_md_parser(
        MdParserConfig(enable_extensions=EVERYTHING - {"linkify"}), RendererHTML
    ),
}
NAMES = [*ALLOWED.values(), *REFUSED.values()]
MARKS = st.text(st.sampled_from("\\`*_{}[]()<>&#!|~$:@^=%+-.1a 'é\n\""), min_size=1)


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.words = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        self.words.append(data)


def read(markdown, reader):
    page = Reader()
    page.feed(READERS[reader].render(markdown))
    return page.tags, "".join(page.words).strip("\n")


@pytest.mark.parametrize("reader", READERS)
class TestEscapeMarkdown:
    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize("form", ["{}", "in {}, twice", "# {}", "- {}", "**{}**"])
    def test_a_name_is_read_as_it_is(self, name, form, reader):
        text = " ".join(name.replace("\x00", "").split())
        plain = form.strip("#-* ").replace("{}", text)
        tags, words = read(form.replace("{}", escape_markdown(text)), reader)
        assert words.strip() == plain
        assert set(tags) <= {"p", "h1", "ul", "li", "strong"}

    @given(text=MARKS | st.text(min_size=1))
    def test_any_text_is_read_as_it_is(self, text, reader):
        text = " ".join(text.replace("\x00", "").split())
        assume(text)
        tags, words = read(escape_markdown(text), reader)
        assert (tags, words) == (["p"], text)

    @given(texts=st.lists(MARKS.map(lambda text: " ".join(text.split())), min_size=2))
    def test_names_side_by_side_do_not_make_markup_together(self, texts, reader):
        joined = "".join(map(escape_markdown, texts))
        assume(joined.strip())
        tags, words = read("In " + joined, reader)
        assert (tags, words) == (["p"], ("In " + "".join(texts)).rstrip())


class TestRemoveEscapes:
    @given(MARKS)
    def test_what_was_escaped_is_as_it_was(self, text):
        assert remove_escapes(escape_markdown(text)) == " ".join(text.split())


def draw(name):
    figure, axes = plt.subplots(figsize=(4, 2))
    axes.plot([0, 1], [0, 1], label=name)
    axes.set_title(name)
    axes.set_yticks([0, 1], [name, "b"])
    axes.annotate(name, (0.5, 0.5))
    figure.text(0, 0, name)
    figure.legend()
    return figure


def paint(figure):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure.canvas.draw()
    pixels = np.asarray(figure.canvas.buffer_rgba()).copy()
    plt.close(figure)
    return pixels


class TestShowTextAsItIs:
    @pytest.mark.parametrize("name", ALLOWED.values(), ids=ALLOWED)
    def test_names_are_drawn_without_complaint(self, name):
        figure = draw(name)
        show_text_as_it_is(figure)
        paint(figure)

    def test_no_text_of_a_figure_is_read_as_a_formula(self):
        figure = draw("$x^2$")
        show_text_as_it_is(figure)
        figure.savefig(io.BytesIO())
        named = [text for text in figure.findobj(Text) if "$" in text.get_text()]
        assert len(named) >= 5
        assert not any(text.get_parse_math() for text in named)
        plt.close(figure)

    def test_dollars_are_drawn_as_escaped_ones_are(self):
        plain = draw("$x^2$")
        show_text_as_it_is(plain)
        np.testing.assert_array_equal(paint(plain), paint(draw(r"\$x^2\$")))


class TestHtml:
    @given(MARKS)
    def test_the_standard_library_keeps_text_text(self, text):
        page = Reader()
        page.feed(f'<p title="{html.escape(text)}">{html.escape(text)}</p>')
        page.close()
        assert (page.tags, "".join(page.words)) == (["p"], text)
