"""What somebody should know of the files that only an area's local indices use."""

from __future__ import annotations

import re

from datacell_lib import config
from datacell_lib.files.area import Area
from datacell_lib.intake.link.index_files import list_local_datasets, load_index
from datacell_lib.intake.link.linkage import link_area
from datacell_lib.intake.read.changed_files import MisfitError
from datacell_lib.schema import DatacellError
from datacell_lib.worked_local import cover_local_indices

DATED = re.compile(r"^(?:period|published|  due):.*$", re.MULTILINE)  # lines of an entry


def list_local_notes(area: Area) -> tuple[str, ...]:
    """List what is noted of the datasets of an area's local indices, as the quality page has it.

    Parameters
    ----------
    area : Area
        The area; it may have no local indices.

    Returns
    -------
    tuple of str
        A line a dataset that something is noted of, such as codes outside the area.

    Raises
    ------
    DatacellError
        As `cover_local_indices`.
    """
    covered = cover_local_indices(area)
    return tuple(f"{row.title}: {row.note}" for row in covered.itertuples() if row.note)


def judge_fit(dataset: str, *, area: Area) -> None:
    """Judge whether a dataset fits an area, by joining it as the area's report does.

    Parameters
    ----------
    dataset : str
        Its catalogue id; only what an index of the area is made from can be judged.
    area : Area
        The area.

    Raises
    ------
    MisfitError
        If it does not. What else is wrong is told when the report is made.
    """
    try:
        if dataset in list_local_datasets(area):
            cover_local_indices(area)
        elif dataset in load_index(area).list_datasets():
            link_area(area)
    except MisfitError as error:
        if error.dataset == dataset:
            raise
    except DatacellError:
        return  # nobody can tell yet, which is told once it is taken


def describe_accepted_dataset(dataset: str, *, area: Area) -> tuple[str, ...]:
    """Describe what is noted of a dataset whose changed file was just taken.

    Parameters
    ----------
    dataset : str
        Its catalogue id.
    area : Area
        The area; where no local index of it uses the dataset, there is nothing to say.

    Returns
    -------
    tuple of str
        As `list_local_notes`, of this dataset alone; or why nobody can tell yet: the file is
        taken all the same.
    """
    try:
        if dataset not in list_local_datasets(area):
            return ()
        covered = cover_local_indices(area)
    except DatacellError as error:
        return (f"Whether it fits {area.title} can't be told yet. {error}",)
    own = covered[(covered["dataset"] == dataset) & (covered["note"] != "")]
    return tuple(own["note"])


def describe_dated_lines(dataset: str) -> str:
    """Say which lines of an entry tell the time of a file, when another has taken its place.

    Parameters
    ----------
    dataset : str
        Its catalogue id.

    Returns
    -------
    str
        The entry's file, and the lines as they stand in it: nobody else changes them.

    Examples
    --------
    >>> "period: 21 March 2021" in describe_dated_lines("census2021-age")
    True
    """
    path = config.CATALOGUE / f"{dataset}.yml"
    text = path.read_text(encoding="utf-8")
    lines = [
        f"    line {text.count(chr(10), 0, found.start()) + 1}, {found[0].strip()}"
        for found in DATED.finditer(text)
    ]
    return "\n".join(
        [
            f"Look at {config.show_path(path)}, which this command leaves as it is. It says:",
            *lines,
            "Where the new file is of another time, change these lines: until then reports say "
            "this of it.",
        ]
    )
