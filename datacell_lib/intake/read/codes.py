"""The form of a code, wherever one is read: a damaged code would lose its row silently."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import pandas as pd

from datacell_lib.files.plain_yaml import clip
from datacell_lib.governance.catalogue.entries import Dataset
from datacell_lib.schema import AREA_CODE, CODE_PATTERNS, WITHOUT_COUNTRY, SourceError
from datacell_lib.wording import count_things

ROWS_NAMED = 5
SUFFIX = "_code"
# a well-formed code of another country of these islands, or of several: Northern Ireland, Scotland,
# Wales; England with Wales and what is wider; the Channel Islands; the Isle of Man
ELSEWHERE = r"([NSW]\d{2}|[JK]0\d|L93|M83)\d{6}"
# a code of which no more is known: capitals and digits, nothing that can't be seen
ANY = r"[A-Z0-9]+"
OFFICIAL = re.compile(rf"E\d{{8}}|{ELSEWHERE}", re.ASCII)
LOOKALIKES = str.maketrans("OoIl", "0011")
MARKS = re.compile(r"[\W_]")
# what columns besides the area's own hold, by their names
FORMS = {
    "authority_code": r"(E0[6789]|W06)\d{6}",
    "ccg_code": r"E38\d{6}",
    "constituency_code": r"(E14|W07)\d{6}",
    "county_code": r"(E0[689]|E10|W06)\d{6}",
    "icb_code": r"E54\d{6}",
    "lsoa2011_code": CODE_PATTERNS["LSOA 2011"],
    "lsoa2021_code": CODE_PATTERNS["LSOA 2021"],
    "msoa_code": r"[EWS]02\d{6}",
    "msoa2021_code": CODE_PATTERNS["MSOA 2021"],
    "practice_code": CODE_PATTERNS["practice"],
    "sub_icb_code": r"E38\d{6}",
    "ward_code": CODE_PATTERNS["ward 2024"],
}


def check_codes(table: pd.DataFrame, *, dataset: Dataset) -> None:
    """Refuse a table of a dataset in which a code does not have its form.

    Parameters
    ----------
    table : pandas.DataFrame
        `area_code` and the dataset's columns, other countries' rows among them.
    dataset : Dataset
        Its entry: which geography its areas are of, and which columns hold further codes, whose
        names end in `_code`.

    Raises
    ------
    SourceError
        If a code is in small letters, holds spaces or characters that can't be seen, is cut
        short, or is of another kind; names rows and codes. Codes that are missing pass.

    Notes
    -----
    Nothing is mended here: a code that was damaged on the way may be damaged in more ways.
    """
    own = CODE_PATTERNS[dataset.native_geography]
    elsewhere = "" if dataset.native_geography in WITHOUT_COUNTRY else f"|{ELSEWHERE}"
    called = f"{dataset.title} ({dataset.id})"
    areas = table[AREA_CODE]
    require_form(areas, form=own + elsewhere, called=called)
    for name in dataset.columns:
        if name.endswith(SUFFIX):
            require_form(table[name], form=FORMS.get(name, ANY), called=called, areas=areas)


def trim_codes(codes: pd.Series) -> tuple[pd.Series, int]:
    """Take the blanks off the ends of codes, as some publishers' programs leave them.

    Parameters
    ----------
    codes : pandas.Series
        The codes.

    Returns
    -------
    pandas.Series
        The same without plain blanks before and after: tabs and other white space stay, and are
        damage.
    int
        How many had any.

    Examples
    --------
    >>> trim_codes(pd.Series(["E01000001 ", "E01000002"]))[1]
    1
    """
    # each different code once: a table of patients names each of them many times
    known = [code for code in codes.dropna().unique().tolist() if isinstance(code, str)]
    blank = {code: code.strip(" ") for code in known if code != code.strip(" ")}
    if not blank:
        return codes, 0
    rows = codes.isin(list(blank))
    return codes.mask(rows, codes[rows].map(blank)), int(rows.sum())


def require_form(
    codes: pd.Series, *, form: str, called: str, areas: pd.Series | None = None
) -> None:
    """Refuse codes that do not have a form.

    Parameters
    ----------
    codes : pandas.Series
        The codes; missing ones pass.
    form : str
        A regular expression that fits a whole code.
    called : str
        What to call their table in an error.
    areas : pandas.Series, optional
        What names the rows, where it is not the codes themselves.

    Raises
    ------
    SourceError
        If any does not fit; names the first few.

    Examples
    --------
    >>> require_form(pd.Series(["E01000001"], name="area_code"), form=r"E01\\d{6}", called="Things")
    """
    # only digits of ASCII: others look alike and match nothing
    fits = re.compile(form, re.ASCII).fullmatch
    _refuse(codes, fits, called=called, areas=areas)


def require_undamaged(codes: pd.Series, *, called: str) -> None:
    """Refuse codes of any kind that were damaged on the way.

    Parameters
    ----------
    codes : pandas.Series
        Codes of areas of which nothing is known.
    called : str
        What to call their table in an error.

    Raises
    ------
    SourceError
        If one holds spaces at an end or characters that can't be seen; is like an official code
        but for small letters, marks such as an apostrophe, or letters for digits; or is no
        official code where most are.

    Examples
    --------
    >>> require_undamaged(pd.Series(["E01000001", "patch-1"], name="area_code"), called="Things")
    """
    known = [code for code in codes.dropna().unique().tolist() if isinstance(code, str)]
    official = sum(OFFICIAL.fullmatch(code) is not None for code in known)
    if 2 * official > len(known):
        _refuse(codes, OFFICIAL.fullmatch, called=called)
    _refuse(codes, lambda code: not _is_damaged(code), called=called)


def _is_damaged(code: str) -> bool:
    hidden = code != code.strip() or not code.isprintable()
    bare = MARKS.sub("", unicodedata.normalize("NFKC", code)).upper()
    meant = bare[:1] + bare[1:].translate(LOOKALIKES)
    return hidden or (meant != code and OFFICIAL.fullmatch(meant) is not None)


def _refuse(
    codes: pd.Series,
    is_right: Callable[[str], object],
    *,
    called: str,
    areas: pd.Series | None = None,
) -> None:
    known = codes.dropna().unique().tolist()
    damaged = {code for code in known if not (isinstance(code, str) and is_right(code))}
    if not damaged:
        return
    wrong, are = codes[codes.isin(damaged)], "is" if len(damaged) == 1 else "are"
    shown = wrong.drop_duplicates().head(ROWS_NAMED).map(lambda code: clip(ascii(code)))
    if areas is not None:
        shown = shown + " for " + areas[shown.index].astype("str")
    raise SourceError(
        f"{called}: {len(damaged)} of {len(known)} codes in {codes.name!r} {are} damaged or of "
        f"another kind, in {count_things(len(wrong), 'row')}, such as {'; '.join(shown)}. A code "
        "is written in capitals and digits alone, without spaces or characters that can't be seen, "
        "or its row would be lost. Correct the "
        "file, or fetch it again."
    )
