"""What the parts of an area that have pages of their own are called: district, ward, hub patch."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from datacell_lib.wording import make_plural

DISTRICT = "district"
REPORT_NOUNS = {"district": DISTRICT, "ward": "ward", "msoa": "MSOA"}
# A local authority district is one whatever the report is by.
_DISTRICT = re.compile(r"\b(an? )?(?<!authority )(?:report )?(district)(s?)\b", re.IGNORECASE)
# Sounds that "an" stands before: single letters by their names, and vowels but for "unit", "use".
_AFTER_AN = re.compile(r"[AEFHILMNORSX]([A-Z]|$)|[aeio]|[AEIO][a-z]|u(?!ni|se)", re.ASCII)


@dataclass(frozen=True)
class Noun:
    """What one of something is called, and what several are.

    Parameters
    ----------
    one : str
        The singular, such as "hub patch".
    irregular : str, optional
        The plural, where it follows no rule.

    Examples
    --------
    >>> Noun("hub patch").many, Noun("half", "halves").many
    ('hub patches', 'halves')
    """

    one: str
    irregular: str | None = None

    @property
    def many(self) -> str:
        """The plural."""
        return self.irregular or make_plural(self.one)

    @property
    def article(self) -> str:
        """The word before one of them: "a" or "an"."""
        return "an" if _AFTER_AN.match(self.one) else "a"

    def rewrite(self, text: str, *, escape: Callable[[str], str] = str) -> str:
        """Put the noun in the place of "district" in words that are written for districts.

        Parameters
        ----------
        text : str
            Words of our own, with no name from a file in them.
        escape : callable
            What makes the noun text, in Markdown or HTML; nothing unless told.

        Returns
        -------
        str
            The same with "district" and "report district" replaced, whether one or several; a
            local authority district remains one.

        Examples
        --------
        >>> Noun("MSOA").rewrite("A district's page. Districts side by side.")
        "An MSOA's page. MSOAs side by side."
        """

        if self.one == DISTRICT:
            return text

        def put(found: re.Match[str]) -> str:
            before, _, several = found.groups()
            words = escape(self.many if several else self.one)
            words = f"{self.article} {words}" if before else words
            return words[:1].upper() + words[1:] if found[0][0].isupper() else words

        return _DISTRICT.sub(put, text)
