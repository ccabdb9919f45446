"""The strip at the foot of a picture to share: how the report stands with its approval.

A picture leaves its page. So that it never goes on saying that it is pending, an approval replaces
the strip, and nothing else of it.
"""

from __future__ import annotations

import io
import textwrap

from matplotlib import font_manager
from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

from datacell_lib.presentation.style import INK
from datacell_lib.schema import DisclosureError

WIDTH, HEIGHT = 1080, 1350  # pixels: what fills the screen of a phone in a message
STRIP = 110  # pixels of it, from below
GROUND = "#f3e3b3"
STATUS, DESCRIPTION, RELEASE = "Status", "Description", "Release"  # what is said inside the file
SIZES = (30, 26, 22)
LINES = 2


def stamp_picture(content: bytes, *, status: str) -> bytes:
    """Write how the report stands into the strip at the foot of a picture.

    Parameters
    ----------
    content : bytes
        A picture to share, PNG, with or without words in its strip.
    status : str
        A sentence of plain text; what does not fit is cut, and stands whole inside the file.

    Returns
    -------
    bytes
        The same picture with the sentence in its strip, and in its field `Status`.

    Raises
    ------
    DisclosureError
        If it is not of the size of a picture to share.
    """
    with Image.open(io.BytesIO(content), formats=["PNG"]) as opened:
        said, picture = dict(opened.text), opened.convert("RGB")
    if picture.size != (WIDTH, HEIGHT):
        raise DisclosureError(
            f"a picture to share has {WIDTH} × {HEIGHT} pixels; found {picture.width} × "
            f"{picture.height}. Make it with datacell_lib.presentation.downloads."
        )
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, HEIGHT - STRIP, WIDTH, HEIGHT), fill=GROUND)
    words, font = _fit(status)
    draw.text((WIDTH / 2, HEIGHT - STRIP / 2), words, fill=INK, font=font, anchor="mm")
    about = PngInfo()
    for name, text in (said | {STATUS: status}).items():
        about.add_itxt(name, text)
    file = io.BytesIO()
    picture.save(file, format="PNG", compress_level=8, pnginfo=about)
    return file.getvalue()


def read_picture(content: bytes) -> dict[str, str]:
    """Read what a picture to share says of itself.

    Parameters
    ----------
    content : bytes
        PNG.

    Returns
    -------
    dict of str to str
        Text by the name of its field; `Status` among them where there is one.

    Raises
    ------
    DisclosureError
        If it is no PNG picture.
    """
    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as opened:
            opened.load()
            return dict(opened.text)
    except (OSError, SyntaxError, ValueError) as error:
        raise DisclosureError(f"this is no PNG picture ({error}). Make it again.") from error


def _fit(status: str) -> tuple[str, ImageFont.FreeTypeFont]:
    """Set a sentence in as large a type as two lines have room for."""
    path = font_manager.findfont("DejaVu Sans:bold")
    for size in SIZES:
        font = ImageFont.truetype(path, size)
        letters = int(WIDTH * 0.92 / font.getlength("n"))
        lines = textwrap.wrap(status, letters)
        if len(lines) <= LINES:
            break
    lines = textwrap.wrap(status, letters, max_lines=LINES, placeholder=" …")
    return "\n".join(lines), font
