"""An output that may be published: it says which released rows it shows, and what it says."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from IPython.display import display
from matplotlib.figure import Figure

from datacell_lib.governance.release import Released, calculate_digest
from datacell_lib.presentation.few_colours import write_in_few_colours
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.run_files import RunFile
from datacell_lib.presentation.style import show_text_as_it_is
from datacell_lib.presentation.titles import Title
from datacell_lib.schema import TableError

METADATA_KEY = "datacell"
DOTS_PER_INCH = 200


@dataclass(frozen=True)
class Shown:
    """What an output shows of a released table.

    Parameters
    ----------
    release : str
        The release's id.
    columns : tuple of str
        The columns shown.
    rows : int
        How many of its rows, from the first.
    digest : str
        Digest of those rows and columns.
    """

    release: str
    columns: tuple[str, ...]
    rows: int
    digest: str


@dataclass(frozen=True)
class Published:
    """A figure, table or sentence made from released tables, which shows itself in a notebook.

    Parameters
    ----------
    kind : "figure", "table", "sentence" or "download"
        What it is.
    shown : tuple of Shown
        What it shows.
    content : dict
        Its forms, by MIME type.
    alt : str
        What a picture says, for those who don't see it.
    files : tuple of RunFile
        The files that it links to.
    title : Title, optional
        What stands above a picture.
    """

    kind: str
    shown: tuple[Shown, ...]
    content: dict[str, str | bytes] = field(repr=False)
    alt: str = ""
    files: tuple[RunFile, ...] = ()
    title: Title | None = None

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, str | bytes], dict[str, object]]:
        about = {
            "kind": self.kind,
            "shown": [asdict(shown) | {"columns": list(shown.columns)} for shown in self.shown],
            "alt": self.alt,
            "files": [asdict(file) | {"releases": list(file.releases)} for file in self.files],
        }
        if self.title is not None:
            about |= {"title": self.title.finding, "subtitle": self.title.subtitle}
        return dict(self.content), {METADATA_KEY: about}


@dataclass(frozen=True)
class PublishedSection:
    """Several outputs made from released tables, which show themselves one below the other.

    Parameters
    ----------
    parts : tuple of Published
        The outputs, in the order in which a reader meets them.
    """

    parts: tuple[Published, ...]

    def _ipython_display_(self) -> None:
        display(*self.parts)


@refuse_unreleased
def describe_shown(released: Released, *, columns: Sequence[str]) -> Shown:
    """Describe what an output shows of a released table.

    Parameters
    ----------
    released : Released
        The table.
    columns : sequence of str
        The columns that are shown, of every row.

    Returns
    -------
    Shown
        With the digest of what is shown.

    Raises
    ------
    TableError
        If the table lacks one of the columns.
    """
    missing = [column for column in columns if column not in released.table]
    if missing:
        raise TableError(
            f"{released.id} has no column {', '.join(missing)}; it has "
            f"{', '.join(map(str, released.table))}. Release a table that has it."
        )
    part = pd.DataFrame(released.table)[list(columns)]
    return Shown(released.id, tuple(columns), len(part), digest_shown(part))


def digest_shown(part: pd.DataFrame) -> str:
    """Calculate the digest of the part of a released table that is shown.

    Parameters
    ----------
    part : pandas.DataFrame
        The rows and columns shown.

    Returns
    -------
    str
        The digest.
    """
    return calculate_digest(part)


def publish_figure(
    figure: Figure, *, shown: Sequence[Shown], alt: str, title: Title | None = None
) -> Published:
    """Turn a figure into an output, and close it.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The figure.
    shown : sequence of Shown
        What it shows.
    alt : str
        What it says, in words.
    title : Title, optional
        What stands above it.

    Returns
    -------
    Published
        A PNG image with its alt text.

    Raises
    ------
    TableError
        If there is no alt text.
    """
    if not alt.strip():
        plt.close(figure)
        raise TableError("a figure needs alt text that says what it shows.")
    show_text_as_it_is(figure)
    file = io.BytesIO()
    figure.set_dpi(DOTS_PER_INCH)
    figure.savefig(file, format="rgba", dpi=DOTS_PER_INCH)
    width, height = figure.canvas.get_width_height()
    plt.close(figure)
    pixels = np.frombuffer(file.getbuffer(), dtype=np.uint8).reshape(height, width, -1)
    picture = write_in_few_colours(pixels)
    content = {"image/png": picture, "text/plain": alt}
    return Published("figure", tuple(shown), content, alt, title=title)
