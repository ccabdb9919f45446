from docutils import nodes

from datacell_lib.pipeline.book.page_folds import fold_for_analysts
from datacell_lib.pipeline.book.page_folds import setup as connect


def write_section(title, *children):
    section = nodes.section("", nodes.title("", title), ids=[title.lower()])
    section += list(children)
    return section


def make_page(*sections):
    page = nodes.document(None, None)
    page += write_section("Headlines", *sections)
    return page


def read_folds(page):
    return [node.astext() for node in page.findall(nodes.raw)]


class TestFoldForAnalysts:
    def test_each_part_below_the_heading_opens_at_a_click_on_its_own_heading(self):
        part = write_section("Which choice <b> matters?", nodes.paragraph("", "Sobol's."))
        page = make_page(write_section("For analysts", part))
        fold_for_analysts(page)
        opened = '<details class="for-analysts"><summary>Which choice &lt;b&gt; matters?</summary>'
        assert read_folds(page) == [opened, "</details>"]
        assert [child.astext() for child in part.children] == [opened, "Sobol's.", "</details>"]
        assert part["ids"] == ["which choice <b> matters?"]

    def test_the_rest_of_a_page_stays_open(self):
        page = make_page(write_section("Where?", write_section("Part", nodes.paragraph("", "x"))))
        before = page.pformat()
        fold_for_analysts(page)
        assert page.pformat() == before

    def test_pages_that_people_wrote_stay_open(self):
        calls = {}
        app = type("App", (), {"connect": lambda self, event, call: calls.update({event: call})})()
        connect(app)
        page = make_page(write_section("For analysts", write_section("Part")))
        calls["doctree-resolved"](app, page, "book/methods/index")
        assert read_folds(page) == []
        calls["doctree-resolved"](app, page, "notebooks/overview")
        assert len(read_folds(page)) == 2
