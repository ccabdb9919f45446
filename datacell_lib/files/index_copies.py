"""What an index file says that was true of the file that it was copied from."""

from __future__ import annotations

from collections.abc import Iterable

from datacell_lib.files.index_spec import IndexSpec

KEYS = ("purpose", "tested", "misses")  # what nobody can say of two indices in the same words


def find_copied_words(spec: IndexSpec, *, others: Iterable[IndexSpec]) -> dict[str, IndexSpec]:
    """Find what an index says of its purpose, its test and what it misses in another's words.

    Parameters
    ----------
    spec : IndexSpec
        An index.
    others : iterable of IndexSpec
        Those that it may be copied from; itself among them does not count.

    Returns
    -------
    dict of str to IndexSpec
        For each such key the index whose words they are. None for an index that comes with the
        handbook: it was there first.
    """
    if spec.comes_with_handbook:
        return {}
    known = [other for other in others if other.file != spec.file]
    return {
        key: other
        for other in reversed(known)
        for key in KEYS
        if (said := getattr(spec, key)) and _flatten(said) == _flatten(getattr(other, key) or "")
    }


def _flatten(text: str) -> str:
    return " ".join(text.split()).casefold()
