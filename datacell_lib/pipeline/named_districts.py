"""Which local authority districts somebody means, by code or by name."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

import pandas as pd

from datacell_lib.files.area import Area
from datacell_lib.intake.places.former_districts import describe_former
from datacell_lib.intake.places.geography import load_places, select_area
from datacell_lib.schema import DISTRICT_CODE, DISTRICT_NAME, ConfigError, ParameterError
from datacell_lib.wording import guess_name, make_slug, quote_names

CODE = re.compile(r"E0[6-9]\d{6}")
OF = re.compile(r", (?:city|county) of$", re.IGNORECASE)
SUGGESTED = 3


def find_districts(
    given: Sequence[str],
    *,
    known: Mapping[str, str],
    load_former: Callable[[], pd.DataFrame] | None = None,
) -> tuple[str, ...]:
    """Find the local authority districts that are meant by codes or names.

    Parameters
    ----------
    given : sequence of str
        Codes and names in any mixture, in capitals or not; each may hold several with commas
        between them, although some names have a comma of their own.
    known : mapping
        The name of every district by its code.
    load_former : callable, optional
        Loads what `load_former_districts` does, where one is unknown.

    Returns
    -------
    tuple of str
        Their codes, each once, in the order given.

    Raises
    ------
    ConfigError
        If one is no district; those that took its place, or else those with names most like it,
        are named with their codes.

    Examples
    --------
    >>> known = {"E06000023": "Bristol, City of", "E07000148": "Norwich"}
    >>> find_districts(["norwich, Bristol, City of", "e07000148"], known=known)
    ('E07000148', 'E06000023')
    """
    spellings = {
        make_slug(spelling): code for code, name in known.items() for spelling in _spell(name)
    }
    meant = spellings | {make_slug(code): code for code in known}
    texts = ([part.strip() for part in text.split(",") if part.strip()] for text in given)
    try:
        return tuple(dict.fromkeys(code for parts in texts for code in _read(parts, meant)))
    except _UnknownError as error:
        text = error.args[0]
        former = "" if load_former is None else describe_former(text, load_former=load_former)
        advice = former or _advise(text, known, spellings)
        kind = "code" if CODE.fullmatch(text.upper()) else "name"
        raise ConfigError(
            f"{text!r} is the {kind} of no local authority district of England in 2024. {advice}"
        ) from None


class _UnknownError(Exception):
    """A code or name that is of no district."""


def find_report_districts(
    given: Sequence[str], *, known: Mapping[str, str], title: str
) -> tuple[str, ...]:
    """Find the report districts of an area that are meant by codes or names.

    Parameters
    ----------
    given : sequence of str
        A code or a name each, in capitals or not.
    known : mapping
        The name of each of the area's report districts by its code.
    title : str
        What the area is called, for the error.

    Returns
    -------
    tuple of str
        Their codes, each once, in the order given.

    Raises
    ------
    ParameterError
        If one is none of them, or the name of several.

    Examples
    --------
    >>> known = {"E06000023": "Bristol, City of", "E07000148": "Norwich"}
    >>> find_report_districts(["bristol", "E07000148"], known=known, title="Two cities")
    ('E06000023', 'E07000148')
    """
    codes = {code.upper(): code for code in known}
    found, unknown = {}, {}
    for text in given:
        plain = text.strip()
        slug = make_slug(plain)
        named = [c for c, name in known.items() if slug in map(make_slug, _spell(name)) and slug]
        meant = [codes[plain.upper()]] if plain.upper() in codes else named
        (found if len(meant) == 1 else unknown)[text] = meant
    if unknown:
        listed = ", ".join(f"{code} ({name})" for code, name in known.items())
        verb = "is not a report district" if len(unknown) == 1 else "are not report districts"
        raise ParameterError(
            f"{quote_names(unknown)} {verb} of {title}.{_suggest(unknown, known)} It has {listed}."
        )
    return tuple(dict.fromkeys(code for meant in found.values() for code in meant))


def choose_report_districts(given: Sequence[str], *, area: Area) -> tuple[str, ...]:
    """Choose report districts of an area, by its lookup of places alone.

    Parameters
    ----------
    given : sequence of str
        A code or a name each; maybe none.
    area : Area
        The area.

    Returns
    -------
    tuple of str
        Their codes, as `find_report_districts`; none where none are given.

    Raises
    ------
    ParameterError
        As `find_report_districts`.
    SourceError
        As `load_places`.
    """
    if not given:
        return ()
    own = select_area(load_places(area), area=area)[[DISTRICT_CODE, DISTRICT_NAME]]
    known = own.dropna().drop_duplicates().sort_values(DISTRICT_NAME)
    return find_report_districts(given, known=dict(known.itertuples(index=False)), title=area.title)


def _suggest(unknown: Mapping[str, list[str]], known: Mapping[str, str]) -> str:
    by_name = {name: code for code, name in known.items()}
    told = []
    for text, several in unknown.items():
        guessed = guess_name(text, by_name)
        alike = several or ([by_name[guessed]] if guessed else [])
        told += [f"{known[code]} ({code})" for code in alike]
    return f" Did you mean {'; '.join(dict.fromkeys(told))}?" if told else ""


def _spell(name: str) -> tuple[str, ...]:
    """Spell a name as it is, and as people say it: Bristol for Bristol, City of."""
    return name, OF.sub("", name)


def _read(parts: list[str], spellings: Mapping[str, str]) -> Iterator[str]:
    while parts:
        for length in (2, 1):  # the longest name has one comma
            code = spellings.get(make_slug(", ".join(parts[:length])))
            if code:
                break
        else:
            raise _UnknownError(parts[0])
        yield code
        parts = parts[length:]


def _advise(text: str, known: Mapping[str, str], spellings: Mapping[str, str]) -> str:
    slug = make_slug(text)
    part_of = [spelling for spelling in spellings if f"-{slug}-" in f"-{spelling}-"]
    alike = [*part_of, *difflib.get_close_matches(slug, spellings, n=SUGGESTED)][:SUGGESTED]
    meant = dict.fromkeys(spellings[spelling] for spelling in alike)
    told = "; ".join(f"{known[code]} ({code})" for code in meant)
    if told:
        return f"Did you mean {told}?"
    return (
        "Districts are given by name or by code (E06, E07, E08 or E09 and six digits); those "
        "that were merged have a new one, which the Open Geography portal lists."
    )
