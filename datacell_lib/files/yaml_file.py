"""Reading YAML that is written by hand: a key that stands twice is a mistake, never a choice."""

from __future__ import annotations

from pathlib import Path

import yaml

from datacell_lib.schema import ConfigError

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
        What it holds, as plain values.

    Raises
    ------
    ConfigError
        If it can't be read, is not YAML in UTF-8, or a key stands twice in one mapping; names
        file, line and remedy.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "one.yml")
    ...     _ = path.write_text("title: One", encoding="utf-8")
    ...     read_yaml(path)
    {'title': 'One'}
    """
    called = called or str(path)
    try:
        # a subclass of SafeLoader: it builds nothing but plain values
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except OSError as error:
        raise ConfigError(f"{called} cannot be read ({error.strerror}). Check its path.") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{called} is not UTF-8: {error}. Save it as UTF-8.") from error
    except yaml.YAMLError as error:
        raise ConfigError(
            f"{called} is not valid YAML: {error}. Mend the file and run again."
        ) from error
