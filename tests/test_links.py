"""The check of links, on small folders of pages."""

import pytest

from tests.links import list_broken_links


@pytest.fixture
def check(tmp_path):
    """A function that writes a page with a link beside another page, and checks both."""

    def check(link):
        (tmp_path / "notebooks").mkdir()
        (tmp_path / "notebooks" / "a b.html").write_text('<h2 id="end">End</h2>', "utf-8")
        (tmp_path / "index.html").write_text(f'<p id="here"><a href="{link}">x</a>', "utf-8")
        return list_broken_links(tmp_path)

    return check


class TestListBrokenLinks:
    @pytest.mark.parametrize(
        "link",
        [
            "notebooks/a%20b.html",
            "notebooks/a%20b.html#end",
            "./notebooks/../index.html#here",
            "#here",
            "#",
            "https://example.org/nowhere",
            "mailto:a@example.org",
        ],
    )
    def test_what_leads_somewhere_or_outside_passes(self, check, link):
        assert check(link) == []

    @pytest.mark.parametrize(
        "link", ["b.html", "notebooks/a%20b.html#start", "#there", "notebooks", "../a.html"]
    )
    def test_what_leads_nowhere_is_named_with_its_page(self, check, link):
        assert check(link) == [f"index.html: {link}"]
