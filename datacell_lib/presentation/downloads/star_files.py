"""An area's figures as dimensions and facts, offered with the model that joins them."""

from __future__ import annotations

from datacell_lib.governance.release import Released
from datacell_lib.presentation.downloads.offering import WRITERS, make_path, publish_files
from datacell_lib.presentation.downloads.star_model import write_star_model
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.published import Published
from datacell_lib.presentation.run_files import RunFile, keep_file
from datacell_lib.star_schema import FACTS

FORMATS = ("csv", "parquet")
MODEL = "model.star.json"


@refuse_unreleased
def offer_star(*released: Released, title: str, folder: str) -> Published:
    """Offer a star of dimensions and facts: each table as CSV and Parquet, and the model.

    Parameters
    ----------
    *released : Released
        The tables, as the front desk releases them; the first fact gives the source line.
    title : str
        What they are about.
    folder : str
        The folder of the files, in that of downloads.

    Returns
    -------
    Published
        Links with format and size.

    Raises
    ------
    DisclosureError
        If a table was not released, or a name is taken.
    """
    place = make_path(folder)
    model = write_star_model(*released, title=title)
    behind = tuple(each.id for each in released)
    words = f"{title}: keys, joins and measures"
    files: list[RunFile] = [keep_file(f"{place}/{MODEL}", model, releases=behind, title=words)]
    for each in released:
        name = each.name
        for wanted in FORMATS:
            files += WRITERS[wanted](each, path=f"{place}/{name}", title=name)
    about = next(each for each in released if each.name in FACTS)
    return publish_files(about, files, title=title)
