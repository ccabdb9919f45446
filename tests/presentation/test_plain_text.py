import html
from html.parser import HTMLParser

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from datacell_lib.presentation.plain_text import (
    ENDS,
    end_sentence,
    escape_markdown,
    remove_escapes,
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


class TestHtml:
    @given(MARKS)
    def test_the_standard_library_keeps_text_text(self, text):
        page = Reader()
        page.feed(f'<p title="{html.escape(text)}">{html.escape(text)}</p>')
        page.close()
        assert (page.tags, "".join(page.words)) == (["p"], text)


class TestEndSentence:
    @given(st.text())
    def test_words_end_once_and_keep_what_they_say(self, words):
        ended = end_sentence(words)
        assert ended.endswith(ENDS)
        assert end_sentence(ended) == ended
        assert ended in (words.rstrip(), f"{words.rstrip()}.")
