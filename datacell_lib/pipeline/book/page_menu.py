"""A Sphinx extension: the pages of districts stand in the menu behind one word."""

from __future__ import annotations

import json
import re
from functools import partial
from html import escape
from pathlib import Path

from sphinx.application import Sphinx

from datacell_lib.config import RUN_FACTS
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
    app.connect("html-page-context", _offer_fold)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _offer_fold(
    app: Sphinx, pagename: str, templatename: str, context: dict, doctree: object
) -> None:
    path = Path(app.srcdir) / RUN_FACTS
    facts = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    words = upper_first(facts.get("parts", "districts"))
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
