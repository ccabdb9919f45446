"""Reading YAML that is written by hand: a key that stands twice is a mistake, never a choice."""

from __future__ import annotations

from pathlib import Path

import yaml

# libyaml's, which is ten times as fast, where PyYAML was built with it
_SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_SafeLoader):
    """PyYAML's safe loader, which by itself keeps the last of two equal keys and says nothing."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        """Build a mapping, each key of which stands in it once."""
        seen = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    problem=f"the key {key.value!r} stands twice; remove one",
                    problem_mark=key.start_mark,
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def read_yaml(path: Path) -> object:
    """Read a YAML file.

    Parameters
    ----------
    path : Path
        The file, in UTF-8.

    Returns
    -------
    object
        What it holds.

    Raises
    ------
    yaml.YAMLError
        If it is not YAML, or a key stands twice in one mapping.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "one.yml")
    ...     _ = path.write_text("title: One", encoding="utf-8")
    ...     read_yaml(path)
    {'title': 'One'}
    """
    # a subclass of SafeLoader: it builds nothing but plain values
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
