"""Reading YAML that is written by hand: plain and bounded, a key that stands twice a mistake."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml

from datacell_lib.schema import ConfigError

MOST_BYTES = 1_000_000
MOST_NODES = 20_000
DEEPEST = 32
LONGEST_NUMBER = 40
LONGEST_MESSAGE = 600
LONGEST_FAULTS = 1_200

# libyaml's, which is ten times as fast, where PyYAML was built with it
_SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NUMBERS = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")


class _Loader(_SafeLoader):
    """PyYAML's safe loader, which by itself keeps the last of two equal keys and says nothing."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        """Build a mapping, each key of which is one word or number and stands in it once."""
        seen = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _refuse("a key must be a word or a number, not a list or a mapping", key)
            if key.value in seen:
                raise _refuse(f"the key {clip(key.value)!r} stands twice; remove one", key)
            seen.add(key.value)
        return super().construct_mapping(node, deep)

    def construct_scalar(self, node: yaml.ScalarNode) -> str:
        """Return a text, refusing numbers of more digits than any of ours has."""
        if node.tag in _NUMBERS and len(node.value) > LONGEST_NUMBER:
            raise _refuse(f"a number may have {LONGEST_NUMBER} characters at most", node)
        return super().construct_scalar(node)


def read_yaml(path: Path, *, called: str | None = None) -> object:
    """Read a YAML file.

    Parameters
    ----------
    path : Path
        The file, in UTF-8.
    called : str, optional
        What to call it in an error; its path unless told.

    Returns
    -------
    object
        What it holds: mappings, lists, texts, numbers, days.

    Raises
    ------
    ConfigError
        If it can't be read, is not plain YAML in UTF-8, is larger or deeper than a file written
        by hand, or a key stands twice in one mapping; names file, line and remedy.

    Notes
    -----
    Anchors, aliases and tags are refused, and size and depth checked, before anything is built:
    a few lines with aliases can stand for more than any memory holds.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "one.yml")
    ...     _ = path.write_text("title: One", encoding="utf-8")
    ...     read_yaml(path)
    {'title': 'One'}
    """
    called = clip(called or str(path), most=300)
    text = _read_text(path, called)
    try:
        _check_events(yaml.parse(text, Loader=_Loader))
        # a subclass of SafeLoader: it builds nothing but plain values
        return yaml.load(text, Loader=_Loader)
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        said = clip(str(error), most=LONGEST_MESSAGE)
        raise ConfigError(
            f"{called} is not valid YAML: {said}. Mend the file and run again."
        ) from error


def clip(text: str, *, most: int = 80) -> str:
    """Shorten a text for an error, in which a whole file would drown what is wrong.

    Parameters
    ----------
    text : str
        The text.
    most : int
        Characters to keep.

    Returns
    -------
    str
        The text, its end left out where it is longer.

    Examples
    --------
    >>> clip("a" * 100, most=5)
    'aaaa…'
    """
    return text if len(text) <= most else text[: most - 1] + "…"


def join_faults(faults: Iterable[str], *, total: int, between: str = "; ") -> str:
    """Join what is wrong with a file, the first few faults of many, each shortened.

    Parameters
    ----------
    faults : iterable of str
        One fault each; no more of them are made than are told.
    total : int
        How many there are.
    between : str
        What to put between two.

    Returns
    -------
    str
        Short enough for a paragraph.

    Examples
    --------
    >>> join_faults(["one is missing", "two is wrong"], total=2)
    'one is missing; two is wrong'
    """
    told, left = [], LONGEST_FAULTS
    for fault in faults:
        shortened = clip(fault, most=LONGEST_MESSAGE)
        if told and len(shortened) > left:
            break
        told.append(shortened)
        left -= len(shortened)
    more = [f"and {total - len(told)} more faults"] if len(told) < total else []
    return between.join([*told, *more])


def _read_text(path: Path, called: str) -> str:
    try:
        # a pipe or a device might never end
        if not stat.S_ISREG(path.stat().st_mode):
            raise ConfigError(f"{called} is no file: it may be a folder. Name a YAML file.")
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ConfigError(f"{called} cannot be read ({reason}). Check its path.") from error
    if len(content) > MOST_BYTES:
        raise ConfigError(
            f"{called} has more than {MOST_BYTES:,} bytes, which no file written by hand has. "
            "Is it another file?"
        )
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{called} is not UTF-8: {error}. Save it as UTF-8.") from error


def _check_events(events: Iterator[yaml.Event]) -> None:
    """Refuse a file that is not plain, or holds more than one that is written by hand."""
    depth = nodes = 0
    for event in events:
        if isinstance(event, yaml.NodeEvent):
            nodes += 1
            if event.anchor is not None:
                raise _refuse("anchors (&) and aliases (*) are not read; write it out", event)
            if getattr(event, "tag", None) is not None:
                raise _refuse("tags (!) are not read; write the plain value", event)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise _refuse(f"lists and mappings stand more than {DEEPEST} deep in each other", event)
        if nodes > MOST_NODES:
            raise _refuse(f"it holds more than {MOST_NODES:,} values; is it another file?", event)


def _refuse(problem: str, where: yaml.Node | yaml.Event) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=where.start_mark)
