"""The files that the atlas's page asks for, besides those that are kept in `book/_extra/atlas`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

FOLDER = Path("book", "_extra", "atlas")
POSTCODES = "postcodes"
LEAFLET = ("leaflet.js", "leaflet.css")  # its pictures are of markers and layers; there are none


def list_atlas_files(postcodes: Mapping[str, Mapping[str, str]]) -> dict[Path, bytes]:
    """List the files of a book's atlas that are not kept with the project.

    Parameters
    ----------
    postcodes : mapping of str to mapping of str to str
        For each postcode district (such as "CM1"), and in it for each neighbourhood by its code,
        the second halves of its postcodes, joined; nothing where there are none.

    Returns
    -------
    dict of Path to bytes
        By their place in the tree of the book's sources: Leaflet, a list of the postcode
        districts, and a file for each of them, which is loaded when somebody asks for it.

    Examples
    --------
    >>> made = list_atlas_files({"ZZ1": {"E01990001": "1AA1AB"}})
    >>> print(made[FOLDER / "postcodes" / "ZZ1.js"].decode())
    datacellAtlas.receivePostcodes("ZZ1",{"E01990001":"1AA1AB"});
    """
    shipped = files("xstatic.pkg.leaflet") / "data"
    made = {FOLDER / name: (shipped / name).read_bytes() for name in LEAFLET}
    index = f"window.datacellAtlas={{postcodeDistricts:{_write(sorted(postcodes))}}};"
    made[FOLDER / f"{POSTCODES}.js"] = index.encode()
    for district, places in postcodes.items():
        call = f"datacellAtlas.receivePostcodes({_write(district)},{_write(places)});"
        made[FOLDER / POSTCODES / f"{district}.js"] = call.encode()
    return made


def _write(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))
