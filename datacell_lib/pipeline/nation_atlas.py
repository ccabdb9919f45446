"""The atlas of a nation: linked, released, written, read back, and only then put in its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import geopandas as gpd
import pandas as pd

from datacell_lib.analysis.index.district_standing import summarise_districts
from datacell_lib.analysis.index.standing import add_standing
from datacell_lib.config import AREAS, BUILD, ROOT
from datacell_lib.desk import Report
from datacell_lib.files.area import Area, load_area
from datacell_lib.files.area_surveillance import Surveillance
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.governance.ledger import using_ledger
from datacell_lib.governance.recall import read_released
from datacell_lib.governance.release import Released
from datacell_lib.intake.link.needs import list_needed_datasets
from datacell_lib.intake.places.geography import load_places
from datacell_lib.intake.read.fetch import find_copy
from datacell_lib.pipeline.book.atlas_files import FOLDER, list_atlas_files
from datacell_lib.pipeline.book.gate import find_false_figure
from datacell_lib.pipeline.book.nation_gate import PAGE, check_nation_files
from datacell_lib.pipeline.book.nation_html import STYLES, write_nation_page
from datacell_lib.pipeline.new_area import describe_area
from datacell_lib.pipeline.workspace import (
    Workspace,
    empty_folder,
    lock_workspace,
    recover_folder,
    replace_folder,
)
from datacell_lib.presentation import tables
from datacell_lib.presentation.atlas.atlas_content import PLACE
from datacell_lib.presentation.atlas.nation_page import show_nation
from datacell_lib.presentation.imprint import make_imprint
from datacell_lib.schema import (
    AREA_CODE,
    AUTHORITY_CODE,
    DISTRICT_CODE,
    GEOMETRY,
    RANK,
    ConfigError,
    DisclosureError,
)
from datacell_lib.table_sources import carry_sources, mark_sources
from datacell_lib.uk_days import UK
from datacell_lib.wording import ask_whether_meant, make_slug

ENGLAND = "England"
OF_A_BOOK = {"area.js", "asked.js"}  # start the atlas of an area, on a page of its book
STATIC = Path("book", "_static")


def describe_nation(named: str) -> Area:
    """Describe a nation as an area with all of its local authority districts.

    Parameters
    ----------
    named : str
        "england", for the handbook's own index; or an area, whose nation is meant, by its index.

    Returns
    -------
    Area
        It reports by district and has no cases, outcomes, groups or indices of its own. A run must
        be under way (`using_ledger`).

    Raises
    ------
    ConfigError
        If there is no such area.
    SourceError
        If the lookup of places can't be had.
    """
    base = _load_base(named)
    plain = {
        "name": make_slug(base.nation),
        "title": base.nation,
        "report_by": "district",
        "groups": None,
        "totals": (),
        "cases": None,
        "outcomes": (),
        "surveillance": Surveillance(),
        "registrations": None,
        "district_facts": (),
        "local_indices": (),
    }
    area = base.model_copy(update=plain)
    districts = tuple(sorted(load_places(area)[AUTHORITY_CODE].unique()))
    return area.model_copy(update={"authorities": districts})


def _load_base(named: str) -> Area:
    """Load the area whose index, census and contact a nation's atlas has."""
    if make_slug(named) == make_slug(ENGLAND):
        return describe_area(make_slug(ENGLAND), f"All of {ENGLAND}")
    try:
        return load_area(named)
    except ConfigError as error:
        meant = ask_whether_meant(named, [make_slug(ENGLAND)])
        if (AREAS / f"{named}.yml").is_file():
            raise  # it is an area's, and something is wrong inside
        raise ConfigError(
            f"{error}{meant} The atlas of the whole nation is called {make_slug(ENGLAND)!r}: "
            f"python datacell.py atlas {make_slug(ENGLAND)}"
        ) from error


def make_nation_atlas(named: str, *, on_step: Callable[[str], None] = lambda step: None) -> Path:
    """Make a nation's atlas and put it where readers open it, or leave the last one as it is.

    Parameters
    ----------
    named : str
        As in `describe_nation`.
    on_step : callable
        Told what begins.

    Returns
    -------
    Path
        Its page, in a folder that can be copied anywhere and opened from a disk.

    Raises
    ------
    DatacellError
        If a file is missing or anything is wrong. The last atlas stands then.
    """
    nation = _load_base(named).nation
    folder = BUILD / make_slug(nation)
    workspace, shown = Workspace(folder / "atlas-run"), folder / "atlas"
    with lock_workspace(workspace), using_ledger(workspace.ledger):
        recover_folder(shown)
        empty_folder(workspace.ledger)
        area = describe_nation(named)
        needed = list_needed_datasets(area)
        on_step(f"Finding the files of {len(needed)} datasets")
        for dataset in needed:
            find_copy(dataset, area=area)
        on_step(f"Linking the neighbourhoods of {area.title}")
        report = Report(area)
        releases = _release(report)
        on_step("Drawing the atlas")
        made = empty_folder(workspace.folder / "made")
        names = _write_files(made, report, releases, ledger=workspace.ledger)
        on_step("Checking what it shows")
        told = {
            name: read_released(workspace.ledger, releases[name].id)
            for name in ("neighbourhoods", "districts", "layers")
        }
        check_nation_files(made, expected=names, **told)
        made.chmod(0o755)  # for everyone, as a report is
        return replace_folder(made, shown=shown) / PAGE


def _release(report: Report) -> dict[str, Released]:
    """Release the neighbourhoods, their districts, the layers, and whose data they are."""
    layers = report.index.layers
    known = layers[layers["native"]]
    standing = add_standing(report.linked.neighbourhoods, index=report.index.scores)
    ranked = standing.sort_values([DISTRICT_CODE, RANK, AREA_CODE], ignore_index=True)
    summary = summarise_districts(
        ranked,
        standings=list(known.loc[known["unit"] == "standing", "column"]),
        counts=list(known.loc[known["group"] == "count", "column"]),
    )
    outlines = report.outlines.set_index(DISTRICT_CODE)[GEOMETRY]
    shapes = outlines.loc[summary[DISTRICT_CODE]].array
    shaped = gpd.GeoDataFrame(summary, geometry=shapes, crs=outlines.crs)
    tables_of = {
        "neighbourhoods": ranked[[*PLACE, *known["column"]]],
        "districts": carry_sources(shaped, summary),
        "layers": layers,
    }
    released = {name: report.release(table, name=name) for name, table in tables_of.items()}
    behind = mark_sources(standing, released["neighbourhoods"].datasets)
    return {**released, "sources": report.release(report.list_ages(behind), name="sources")}


def _write_files(
    made: Path, report: Report, releases: dict[str, Released], *, ledger: Path
) -> list[str]:
    """Write the atlas's files; returns their places. What the page shows is compared here."""
    area = report.area
    atlas = show_nation(
        releases["neighbourhoods"],
        districts=releases["districts"],
        layers=releases["layers"],
        title=area.title,
        noun=area.noun,
    )
    caption = f"All {area.noun.many} of {area.title}"
    table = tables.show_table(releases["districts"], caption=caption, kind="nation")
    sources = tables.show_table(releases["sources"], caption="Datasets", kind="vintages")
    read: dict[str, pd.DataFrame] = {}
    for shown in (atlas.view, table, sources):
        fault = find_false_figure(map(asdict, shown.shown), ledger=ledger, released=read)
        if fault:
            raise DisclosureError(f"{PAGE}: {fault}. Make it again.")
    imprint = make_imprint(
        area,
        made_on=datetime.now(ZoneInfo(UK)).date(),
        reconstructed=report.linked.reconstructed,
    )
    page = write_nation_page(
        atlas.view,
        table=table,
        sources=sources,
        credits=_list_credits(releases["neighbourhoods"]),
        imprint=imprint,
    )
    files = {PAGE: page.encode(), **atlas.files, **_list_kept_files()}
    for name, content in files.items():
        (made / name).parent.mkdir(exist_ok=True)
        (made / name).write_bytes(content)
    return list(files)


def _list_kept_files() -> dict[str, bytes]:
    """List the scripts and styles that the page shares with an area's atlas, and its own."""
    kept = [path for path in sorted((ROOT / FOLDER).iterdir()) if path.name not in OF_A_BOOK]
    shared = {path.name: path.read_bytes() for path in kept}
    shipped = {path.name: content for path, content in list_atlas_files(None).items()}
    book_style = STYLES[0]
    return {**shared, **shipped, book_style: (ROOT / STATIC / book_style).read_bytes()}


def _list_credits(released: Released) -> list[str]:
    """List in which words publishers ask to be named, for data of theirs."""
    if released.invented:
        return ["Every figure is invented; the layouts are the publishers'."]
    return sorted({load_dataset(dataset).attribution for dataset in released.datasets})
