"""Whose report it is: the name, logo and colour of a council, as an area file gives them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Self

from defusedxml import DefusedXmlException, ElementTree
from pydantic import StringConstraints, model_validator

from datacell_lib import config
from datacell_lib.files.contrast import ENOUGH, WHITE, calculate_contrast, darken_for
from datacell_lib.files.reader import Strict
from datacell_lib.names import Name
from datacell_lib.schema import ConfigError

LARGEST = 200_000
PNG = b"\x89PNG\r\n\x1a\n"
OWN_ADDRESS = re.compile(r"#|data:image/(png|jpeg);")
ACTIVE = {"script", "foreignobject", "iframe", "style", "animate", "set", "use", "image"}


class Branding(Strict):
    """Whose report it is: what stands at the top of every page.

    Parameters
    ----------
    name : str
        What the council is called at the top of every page.
    logo : str, optional
        A picture beside the area file: PNG, or SVG without scripts, of 200 kB at most.
    colour : str, optional
        The colour of the bar at the top and of its words' marks, as #rrggbb: white words on it
        must have a contrast of 4.5 to 1. On dark pages its nearest lighter shade that can be read
        there is used for marks.
    """

    name: Name
    logo: Annotated[str, StringConstraints(pattern=r"^[\w-]+\.(png|svg)$")] | None = None
    colour: Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")] | None = None

    @model_validator(mode="after")
    def _can_be_read(self) -> Self:
        if self.colour and (contrast := calculate_contrast(self.colour, WHITE)) < ENOUGH:
            raise ValueError(
                f"key 'colour' must stand out from white by {ENOUGH} to 1; found {self.colour}, "
                f"which does by {contrast:.1f}. The nearest colour that does is "
                f"'{darken_for(self.colour)}'"
            )
        return self


def read_logo(branding: Branding, *, folder: Path | None = None) -> bytes:
    """Read the logo that an area file names.

    Parameters
    ----------
    branding : Branding
        It names a logo.
    folder : Path, optional
        Where area files are; `data/areas` unless told.

    Returns
    -------
    bytes
        A PNG or SVG picture.

    Raises
    ------
    ConfigError
        If it is not there, too large, no such picture, or could do more than be looked at.
    """
    path = (folder or config.AREAS) / branding.logo
    called = f"the logo {config.show_path(path)}"
    if not path.is_file():
        raise ConfigError(f"{called} is not there. Put it beside the area file.")
    content = path.read_bytes()
    if len(content) > LARGEST:
        raise ConfigError(
            f"{called} must have {LARGEST:,} bytes at most; found {len(content):,}. "
            "Make it smaller."
        )
    fault = _find_svg_fault(content) if path.suffix == ".svg" else _find_png_fault(content)
    if fault:
        raise ConfigError(f"{called} {fault}. Save the picture again as plain PNG.")
    return content


def _find_png_fault(content: bytes) -> str:
    return "" if content.startswith(PNG) else "is no PNG picture, though its name says so"


def _find_svg_fault(content: bytes) -> str:
    """Say what of a picture is not just lines, shapes and words."""
    try:
        root = ElementTree.fromstring(content, forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException, ValueError):
        return "is no SVG picture that can be read safely"
    if _drop_namespace(root.tag) != "svg":
        return "is no SVG picture, though its name says so"
    for element in root.iter():
        if (tag := _drop_namespace(element.tag)) in ACTIVE:
            return f"holds <{tag}>, and must hold nothing but shapes and words"
        for key, value in element.attrib.items():
            name = _drop_namespace(key)
            fetches = name == "href" and not OWN_ADDRESS.match(value.strip())
            if name.startswith("on") or fetches or "url(" in value.replace("url(#", ""):
                return f"has the attribute {name!r}, which runs or fetches something"
    return ""


def _drop_namespace(tag: object) -> str:
    return str(tag).rpartition("}")[2].lower()
