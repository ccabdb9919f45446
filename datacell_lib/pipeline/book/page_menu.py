"""A Sphinx extension: the pages of districts stand in the menu behind one word."""

from __future__ import annotations

import re
from functools import partial
from html import escape

from sphinx.application import Sphinx
from sphinx.config import Config

from datacell_lib.pipeline.book.page_notice import read_facts
from datacell_lib.presentation.plain_text import upper_first

DISTRICT = "notebooks/district"
FEWEST = 3  # districts; two are as short as the word
# What a menu holds for a page; the page that is open is where its link leads nowhere.
ITEM = r'<li class="toctree-l1[^"]*"><a class="[^"]*" href="{}">[^<]*</a></li>\s*'
ADDRESS = r"(?:[^\"]*/)?district-[^\"/]*\.html"
FOLD = (
    '<li class="toctree-l1 of-districts"><details><summary>{}</summary>'
    "<ul>\n{}</ul></details></li>\n"
)


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
    app.connect("config-inited", _offer_fold)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _offer_fold(app: Sphinx, config: Config) -> None:
    words = upper_first(read_facts(app)["parts"])
    app.connect("html-page-context", partial(_offer_on_page, words))


def _offer_on_page(
    words: str, app: Sphinx, pagename: str, templatename: str, context: dict, doctree: object
) -> None:
    here = pagename.startswith(DISTRICT)
    context["fold_districts"] = partial(fold_districts, words=words, here=here)


def fold_districts(menu: str, *, words: str, here: bool) -> str:
    """Put the pages of districts, which follow each other in a menu, behind one word.

    Parameters
    ----------
    menu : str
        The menu, as HTML.
    words : str
        What they are called.
    here : bool
        Whether the page that is open is one of them.

    Returns
    -------
    str
        The menu, in which the word opens them without a script; as it was, where there are fewer
        than three.

    Examples
    --------
    >>> item = '<li class="toctree-l1"><a class="internal" href="district-{}.html">{}</a></li>\\n'
    >>> menu = "".join(item.format(name, name) for name in ("a", "b", "c"))
    >>> folded = fold_districts(menu, words="Wards", here=False)
    >>> folded.startswith('<li class="toctree-l1 of-districts"><details><summary>Wards</summary>')
    True
    >>> menu in folded
    True
    """
    item = ITEM.format(f"(?:{ADDRESS}|#)" if here else ADDRESS)
    return re.sub(
        f"(?:{item}){{{FEWEST},}}", lambda found: FOLD.format(escape(words), found[0]), menu
    )
