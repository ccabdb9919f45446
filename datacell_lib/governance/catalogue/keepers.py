"""Who keeps a file that no publisher's page offers: a council's own, or a partner's."""

from __future__ import annotations

from datacell_lib.governance.catalogue.entries import Dataset

OWN = "own"  # the folder of the cache where a council's own files lie


def tell_keeper(dataset: Dataset) -> str:
    """Tell whom to ask for a file that can't be had from any page.

    Parameters
    ----------
    dataset : Dataset
        Its catalogue entry.

    Returns
    -------
    str
        A sentence without its full stop; nothing where the file is published on the entry's page.

    Examples
    --------
    >>> from datacell_lib.governance.catalogue.entries import load_dataset
    >>> tell_keeper(load_dataset("census2021-age"))
    ''
    """
    if dataset.agreement is not None:
        reference = dataset.agreement.reference
        return f"Ask {dataset.publisher}, who gives it under agreement {reference}"
    if dataset.copies and all(copy.path.startswith(f"{OWN}/") for copy in dataset.copies):
        return f"Ask {dataset.publisher}, or whoever sent it to you: it can't be downloaded"
    return ""
