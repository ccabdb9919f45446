"""How words stand in sentences, and how text from a file leaves Markdown as text.

HTML has `html.escape` of the standard library, pictures `style.show_text_as_it_is`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from datacell_lib.presentation.formats import format_proportion

# What Markdown, MyST or GitHub's Markdown may read as more than itself, anywhere in a line ...
_ANYWHERE = re.compile(r"[\\`*_{}\[\]<>&#!|~$:@^=%]")
# ... and at the beginning of one.
_AT_START = re.compile(r"^([-+])|^(\d+)([.)])")
# A full stop before a capital ends a sentence, but not that of "St. Osyth".
_END = re.compile(r"(?<!\bSt)[.!?](?=\s+[A-Z]|\s*$)")
ENDS = (".", "?", "!", "…")
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


def join_names(names: Sequence[str]) -> str:
    """Join names as a sentence does.

    Examples
    --------
    >>> join_names(["a"]), join_names(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def end_sentence(words: str) -> str:
    """End words with a full stop, unless they end a sentence already.

    Examples
    --------
    >>> end_sentence("Where is it?"), end_sentence("Parcels by ward ")
    ('Where is it?', 'Parcels by ward.')
    """
    words = words.rstrip()
    return words if words.endswith(ENDS) else f"{words}."


def lower_first(words: str) -> str:
    """Write the first letter small, for the middle of a sentence.

    Examples
    --------
    >>> lower_first("People aged 65")
    'people aged 65'
    """
    return words[:1].lower() + words[1:]


def upper_first(words: str) -> str:
    """Write the first letter large, for the beginning of a sentence.

    Examples
    --------
    >>> upper_first("an unknown number")
    'An unknown number'
    """
    return words[:1].upper() + words[1:]


def tell_share(share: float, *, of: str) -> str:
    """Tell a share of people or things in the words of a sentence, as its subject.

    Examples
    --------
    >>> [tell_share(share, of="residents") for share in (0.0, 0.002, 0.2, 0.998, 1.0)]
    ... # doctest: +NORMALIZE_WHITESPACE
    ['None of the residents', 'Fewer than 1% of the residents', '20% of residents',
     'More than 99% of the residents', 'All of the residents']
    """
    all_of_them = f"the {of.removeprefix('the ')}"
    if share in (0, 1):
        return f"None of {all_of_them}" if share == 0 else f"All of {all_of_them}"
    if not 0.005 <= share <= 0.995:
        return f"{'Fewer than 1%' if share < 0.5 else 'More than 99%'} of {all_of_them}"
    return f"{format_proportion(share)} of {of}"


def take_first_sentence(text: str) -> str:
    """Take the first of several sentences, without the marks of emphasis.

    Parameters
    ----------
    text : str
        Sentences, in which ``**`` sets off what matters.

    Returns
    -------
    str
        One sentence.

    Examples
    --------
    >>> take_first_sentence("**4,410 people** live in St. Osyth. Start there.")
    '4,410 people live in St. Osyth.'
    """
    plain = " ".join(text.replace("**", "").split())
    end = _END.search(plain)
    return plain[: end.end()] if end else plain
