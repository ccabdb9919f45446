"""The files of a book that show whose report it is: a logo, and a style sheet for one colour."""

from __future__ import annotations

from pathlib import Path

from datacell_lib.files.area import Area
from datacell_lib.files.branding import read_logo
from datacell_lib.files.contrast import lighten_for

STATIC = Path("book", "_static")
STYLE = "brand.css"
# Words on the bar are white on the council's own colour; marks on dark pages are lighter.
SHEET = """\
html[data-theme="light"] {{ --pst-color-primary: {colour}; }}
html[data-theme="dark"] {{ --pst-color-primary: {lighter}; }}
.bd-header-announcement {{ background-color: {colour}; color: #fff; }}
.bd-article h1 {{ border-bottom: 3px solid var(--pst-color-primary); padding-bottom: 0.3rem; }}
"""


def describe_brand(area: Area) -> dict[str, str | None] | None:
    """Describe whose report it is, for the pages' header.

    Parameters
    ----------
    area : Area
        The area; its file may say nothing of it.

    Returns
    -------
    dict of str to str, or None
        `name`; `logo` and `style`: where in the book these files are, where there are any.
    """
    brand = area.branding
    if brand is None:
        return None
    logo = (STATIC / _name_logo(brand.logo)).as_posix() if brand.logo else None
    return {"name": brand.name, "logo": logo, "style": STYLE if brand.colour else None}


def list_brand_files(area: Area) -> dict[Path, bytes]:
    """List the files that a book needs to show whose report it is.

    Parameters
    ----------
    area : Area
        The area; its file may say nothing of it.

    Returns
    -------
    dict of Path to bytes
        For each file in the book its content.

    Raises
    ------
    ConfigError
        If the logo is not there, or not fit to be shown.
    """
    brand, files = area.branding, {}
    if brand and brand.logo:
        files[STATIC / _name_logo(brand.logo)] = read_logo(brand)
    if brand and brand.colour:
        sheet = SHEET.format(colour=brand.colour, lighter=lighten_for(brand.colour))
        files[STATIC / STYLE] = sheet.encode()
    return files


def _name_logo(logo: str) -> str:
    return f"logo{Path(logo).suffix}"
