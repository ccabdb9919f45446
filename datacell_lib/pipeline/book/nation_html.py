"""The page around a nation's atlas: what it is, of which day, whose data, who answers for it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from datacell_lib.pipeline.book.page_head import write_description, write_running_words
from datacell_lib.pipeline.book.page_notice import describe_status
from datacell_lib.presentation.imprint import Imprint
from datacell_lib.presentation.published import Published
from datacell_lib.presentation.who_answers import write_contact

STYLES = ("handbook.css", "nation.css")


def write_nation_page(
    view: Published,
    *,
    table: Published,
    sources: Published,
    credits: Sequence[str],
    imprint: Imprint,
) -> str:
    """Write the page of a nation's atlas.

    Parameters
    ----------
    view : Published
        The atlas.
    table : Published
        Its districts as a table, for browsers without scripts.
    sources : Published
        The datasets behind it as a table.
    credits : sequence of str
        The words in which their publishers ask to be named.
    imprint : Imprint
        What the nation is called, the day that it is of, and who answers for it.

    Returns
    -------
    str
        HTML that asks nobody but the files beside it.
    """
    title, day, note = imprint.area, imprint.day, imprint.note
    name = f"Atlas of {escape(title)}"
    lead = (
        f"Every neighbourhood of {escape(title)}, one district at a time. Pick a district on the "
        "map or in the table, or type the name of a place: its card says where it stands, why, and "
        "how many people live there. It describes neighbourhoods, not households."
    )
    head = write_description(title=f"Atlas of {title}", report=f"Atlas of {title}", finding=lead)
    head += write_running_words(area=f"Atlas of {title}", day=day, note=note)
    links = "".join(f'<link rel="stylesheet" href="{style}">\n' for style in STYLES)
    named = "".join(f"<li>{escape(credit)}</li>\n" for credit in credits)
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{name}</title>\n{head}{links}</head>\n<body>\n"
        f'<header class="bd-header-announcement">{describe_status(invented=bool(note), day=day)}'
        f"</header>\n<main>\n<h1>{name}</h1>\n<p>{lead}</p>\n"
        f"{view.content['text/html']}"
        f'<div class="atlas-rows"></div><noscript>{table.content["text/html"]}</noscript>\n'
        f'<section class="atlas-about">\n<h2>Sources and licences</h2>\n'
        f"{sources.content['text/html']}\n<ul>\n{named}</ul>\n</section>\n</main>\n"
        f"<footer>{write_contact(imprint.contact)}</footer>\n</body>\n</html>\n"
    )
