"""What somebody should know of the files that only an area's local indices use."""

from __future__ import annotations

from datacell_lib.files.area import Area
from datacell_lib.intake.link.index_files import list_local_datasets
from datacell_lib.schema import DatacellError
from datacell_lib.worked_local import cover_local_indices


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
