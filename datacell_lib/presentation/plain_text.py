"""How text from a file leaves as text: in Markdown, and in pictures.

HTML has `html.escape` of the standard library.
"""

from __future__ import annotations

import re

from matplotlib.figure import Figure
from matplotlib.text import Text

# What Markdown, MyST or GitHub's Markdown may read as more than itself, anywhere in a line ...
_ANYWHERE = re.compile(r"[\\`*_{}\[\]<>&#!|~$:@^=%]")
# ... and at the beginning of one.
_AT_START = re.compile(r"^([-+])|^(\d+)([.)])")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def escape_markdown(text: str) -> str:
    """Escape text so that Markdown shows it as it is.

    Parameters
    ----------
    text : str
        A name, a title, or a whole sentence without markup.

    Returns
    -------
    str
        One line of Markdown: each run of white space is one space.

    Notes
    -----
    CommonMark lets every ASCII punctuation character be escaped by a backslash. Those that never
    mean anything inside a line stay as they are, for the sake of whoever reads the Markdown.

    Examples
    --------
    >>> escape_markdown("St. Mary's (north)")
    "St. Mary's (north)"
    >>> print(escape_markdown("*A* [b](c) $x$"))
    \\*A\\* \\[b\\](c) \\$x\\$
    """
    words = _ANYWHERE.sub(r"\\\g<0>", " ".join(text.split()))
    return _AT_START.sub(
        lambda found: rf"\{found[1]}" if found[1] else rf"{found[2]}\{found[3]}", words
    )


def remove_escapes(text: str) -> str:
    """Remove the backslashes that `escape_markdown` put, for where nobody reads Markdown.

    Parameters
    ----------
    text : str
        Markdown.

    Returns
    -------
    str
        The same with its names as they are.

    Examples
    --------
    >>> remove_escapes(escape_markdown("*A* [b](c) $x$"))
    '*A* [b](c) $x$'
    """
    return _ESCAPED.sub(r"\1", text)


def show_text_as_it_is(figure: Figure) -> None:
    """Keep matplotlib from reading the text of a figure as formulas, which it does between dollars.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The figure, ready but for being saved; changed in place.
    """
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            axis.get_ticklabels()  # makes those that were only promised
    for text in figure.findobj(Text):
        text.set_parse_math(False)
