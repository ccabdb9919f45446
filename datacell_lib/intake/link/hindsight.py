"""Which inputs came out only after the day that a report describes."""

from __future__ import annotations

from collections.abc import Iterable

from datacell_lib.files.area import Area
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.schema import SourceError


def list_later_inputs(dataset_ids: Iterable[str], *, area: Area) -> tuple[str, ...]:
    """List the datasets that nobody could have had on the area's as-of date.

    Parameters
    ----------
    dataset_ids : iterable of str
        Catalogue ids of what is used.
    area : Area
        Its `as_of` is the last day known of; without one nothing is later.

    Returns
    -------
    tuple of str
        The ids published after that day, sorted.

    Raises
    ------
    SourceError
        If there are any and the area refuses them.

    Notes
    -----
    Judged by the day of first publication that each catalogue entry gives, not by the period
    that the figures describe: an estimate of mid-2020 that came out in 2021 is hindsight.

    Examples
    --------
    >>> from datacell_lib.files.area import load_area
    >>> list_later_inputs(["iod2019-scores"], area=load_area("sample"))
    ()
    """
    if area.as_of is None:
        return ()
    published = {name: load_dataset(name).published for name in sorted(set(dataset_ids))}
    later = tuple(name for name, day in published.items() if day > area.as_of)
    if later and area.later_data == "refuse":
        listed = ", ".join(f"{name} ({published[name]})" for name in later)
        raise SourceError(
            f"{area.title} is reported as of {area.as_of}, but these came out later: {listed}. "
            f"Leave them out, or set 'later_data: mark' in data/areas/{area.name}.yml, so that "
            "the pages say that it is reconstructed from later data."
        )
    return later
