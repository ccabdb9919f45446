"""The files that the atlas's page asks for, besides those that are kept in `book/_extra/atlas`."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pandas as pd

from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.governance.release import Released
from datacell_lib.schema import AREA_CODE

FOLDER = Path("book", "_extra", "atlas")
POSTCODES = "postcodes"
LEAFLET = ("leaflet.js", "leaflet.css")  # its pictures are of markers and layers; there are none


def list_atlas_files(postcodes: Released | None) -> dict[Path, bytes]:
    """List the files of a book's atlas that are not kept with the project.

    Parameters
    ----------
    postcodes : Released, optional
        What `place_postcodes` returns, released; none where there are none.

    Returns
    -------
    dict of Path to bytes
        By their place in the tree of the book's sources: Leaflet, a list of the postcode
        districts with whose they are, and a file for each of them, which is loaded when somebody
        asks for it: for each neighbourhood the second halves of its postcodes, joined.
    """
    shipped = files("xstatic.pkg.leaflet") / "data"
    made = {FOLDER / name: (shipped / name).read_bytes() for name in LEAFLET}
    by_district = {} if postcodes is None else _part_by_district(postcodes.table)
    about = {"postcodeDistricts": sorted(by_district), "postcodeSource": _credit(postcodes)}
    made[FOLDER / f"{POSTCODES}.js"] = f"window.datacellAtlas={_write(about)};".encode()
    for district, places in by_district.items():
        call = f"datacellAtlas.receivePostcodes({_write(district)},{_write(places)});"
        made[FOLDER / POSTCODES / f"{district}.js"] = call.encode()
    return made


def _part_by_district(table: pd.DataFrame) -> dict[str, dict[str, str]]:
    halves = table["postcode"].str.split(" ", expand=True)
    joined = halves[1].groupby([halves[0], table[AREA_CODE]]).agg("".join)
    return {district: places.droplevel(0).to_dict() for district, places in joined.groupby(level=0)}


def _credit(postcodes: Released | None) -> str:
    if postcodes is None:
        return ""
    if postcodes.invented:
        return "Postcodes are invented."
    credits = [load_dataset(dataset).attribution for dataset in postcodes.datasets]
    return f"Postcodes: {' '.join(credits)}"


def _write(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))
