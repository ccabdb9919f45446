"""A headline as one picture, of the size that a message on a phone shows."""

from __future__ import annotations

import io
from collections.abc import Mapping

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle

from datacell_lib.files.contact import Contact
from datacell_lib.governance.release import Released
from datacell_lib.presentation.downloads.offering import make_path
from datacell_lib.presentation.downloads.picture_status import (
    DESCRIPTION,
    HEIGHT,
    RELEASE,
    STRIP,
    WIDTH,
    stamp_picture,
)
from datacell_lib.presentation.formats import format_part
from datacell_lib.presentation.imprint import Imprint
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.page_status import PENDING
from datacell_lib.presentation.run_files import PICTURE, RunFile, keep_file
from datacell_lib.presentation.style import HERE, INK, show_text_as_it_is
from datacell_lib.presentation.tables.place_tables import name_list
from datacell_lib.schema import (
    DISTRICT_NAME,
    NEIGHBOURHOODS,
    PEOPLE,
    PLACE_NAME,
    POPULATION,
    REASONS,
)
from datacell_lib.wording import count_people, count_things, make_slug

FOLDER = "pictures"
DOTS = 100  # an inch
PLACES = 3
START = "Start at"
ABOUT_PLACES = "About places, not about households."
MARGIN = 64
SPACING = 1.28
QUICKLY = {"compress_level": 1}  # it is written once more, with its strip
LARGEST, SMALLEST, SMALLER = 1.5, 0.4, 0.95  # how much larger the type is, and by what it shrinks


@refuse_unreleased
def keep_picture(
    released: Released,
    *,
    finding: str,
    title: str,
    code: str,
    titles: Mapping[str, str],
    imprint: Imprint,
) -> RunFile:
    """Keep a page's finding in the run as a picture to share, 1080 × 1350 pixels.

    Parameters
    ----------
    released : Released
        What `WorkedPlaces.sheet` returns, released: the first three are in the picture.
    finding : str
        The first sentence that the page publishes, plain text.
    title, code : str
        What the page is about, and its code or the area's name.
    titles : mapping of str to str
        As `show_places` takes them.
    imprint : Imprint
        Whose report it is from.

    Returns
    -------
    RunFile
        The PNG file, which holds all that it says as text, too.

    Raises
    ------
    DisclosureError
        If the table was not released, or another picture has the same name.
    """
    places = _describe_places(released, titles)
    lead = name_list(released, caption=START, titles=titles)
    said = {"finding": finding, "lead": lead, "places": places, "imprint": imprint}
    drawn = _save(_draw(title, **said), alt=_write_alt(title, **said), release=released.id)
    path = make_path(f"{FOLDER}/{make_slug(title)}-{code}")
    return keep_file(
        f"{path}.{PICTURE}",
        stamp_picture(drawn, status=PENDING),
        releases=(released.id,),
        title=f"Picture to share: {title}",
    )


def _describe_places(released: Released, titles: Mapping[str, str]) -> list[tuple[str, str]]:
    """Say of each of the first places what it is called, and how many people are there."""
    first = released.table.head(PLACES)
    counted = REASONS not in first and bool(titles)
    several = DISTRICT_NAME in first and released.table[DISTRICT_NAME].nunique() > 1
    told = []
    for _, row in first.iterrows():
        people = f"{count_things(row[NEIGHBOURHOODS], 'neighbourhood')}, "
        people += count_people(row[POPULATION])
        if counted:
            people = f"{format_part(row[PEOPLE], row[POPULATION])} residents"
        where = f"{row[DISTRICT_NAME]}: " if several else ""
        told.append((row[PLACE_NAME], where + people))
    return told


def _write_alt(
    title: str, *, finding: str, lead: str, places: list[tuple[str, str]], imprint: Imprint
) -> str:
    listed = "; ".join(f"{name} ({people})" for name, people in places)
    parts = [f"{title}, {imprint.area}." if title != imprint.area else f"{title}.", finding]
    parts += [f"{lead}: {listed}." if places else "", ABOUT_PLACES, imprint.day, imprint.note]
    return " ".join(filter(None, [*parts, _reach(imprint.contact)]))


def _reach(contact: Contact | None) -> str:
    """Say whom to ask, as short as a picture can."""
    if contact is None:
        return ""
    return f"Questions: {contact.owner}, {contact.email or contact.page}"


def _draw(
    title: str, *, finding: str, lead: str, places: list[tuple[str, str]], imprint: Imprint
) -> Figure:
    """Draw the picture but for its strip, in as large a type as there is room for."""
    scale = LARGEST
    while True:
        figure = Figure(figsize=(WIDTH / DOTS, HEIGHT / DOTS), dpi=DOTS)
        page = _Page(figure, scale)
        band = Rectangle((0, 1), 1, 0, transform=figure.transFigure, color=HERE, zorder=-1)
        figure.add_artist(band)
        page.write(title, size=34, weight="bold", colour="white")
        above = imprint.area if title != imprint.area else ""
        page.write(" · ".join(filter(None, (above, imprint.day))), size=18, colour="white")
        page.skip(24)
        band.set_bounds(0, 1 - page.top / HEIGHT, 1, page.top / HEIGHT)
        page.skip(30)
        page.write(finding, size=26, weight="bold")
        page.skip(30)
        page.write(f"{lead}:" if places else "", size=21, colour=HERE, weight="bold")
        for number, (name, people) in enumerate(places, start=1):
            page.skip(12)
            page.write(f"{number}. {name}", size=23, weight="bold")
            page.write(people, size=19, indent=44)
        page.skip(28)
        foot = (ABOUT_PLACES, imprint.note, _reach(imprint.contact))
        for words in filter(None, foot):
            page.write(words, size=15)
        if page.top <= HEIGHT - STRIP - MARGIN / 2 or scale < SMALLEST:
            return figure
        scale *= SMALLER


class _Page:
    """Writes lines below each other, wrapped by their measured width."""

    def __init__(self, figure: Figure, scale: float) -> None:
        self.figure, self.scale, self.top = figure, scale, MARGIN * 0.6
        self.measure = FigureCanvasAgg(figure).get_renderer().get_text_width_height_descent

    def skip(self, pixels: float) -> None:
        self.top += pixels * self.scale

    def write(
        self,
        words: str,
        *,
        size: float,
        weight: str = "normal",
        colour: str = INK,
        indent: float = 0,
    ) -> None:
        font = FontProperties(size=size * self.scale, weight=weight)
        height = size * self.scale * DOTS / 72 * SPACING
        for line in self._wrap(words, font, WIDTH - 2 * MARGIN - indent):
            at = ((MARGIN + indent) / WIDTH, 1 - self.top / HEIGHT)
            self.figure.text(*at, line, fontproperties=font, color=colour, va="top")
            self.top += height

    def _wrap(self, words: str, font: FontProperties, room: float) -> list[str]:
        lines: list[str] = []
        for word in words.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.measure(longer, font, False)[0] <= room:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines


def _save(figure: Figure, *, alt: str, release: str) -> bytes:
    show_text_as_it_is(figure)
    file = io.BytesIO()
    said = {DESCRIPTION: alt, RELEASE: release, "Software": None}
    figure.savefig(file, format="png", dpi=DOTS, metadata=said, pil_kwargs=QUICKLY)
    return file.getvalue()
