"""Reading YAML that is written by hand: a key that stands twice is a mistake, never a choice."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from datacell_lib.config import show_path
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


class Strict(BaseModel):
    """Base of every file's model: unknown keys are errors, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Model = TypeVar("Model", bound=BaseModel)


def read_model(path: Path, model: type[Model]) -> Model:
    """Read a YAML file into its model.

    Parameters
    ----------
    path : Path
        The YAML file.
    model : type of BaseModel
        What it must look like.

    Returns
    -------
    BaseModel
        The file's content, checked.

    Raises
    ------
    ConfigError
        If the file is not YAML or not what the model asks for; names file, key and remedy.
    """
    try:
        content = read_yaml(path)
    except yaml.YAMLError as error:
        raise ConfigError(f"{show_path(path)} is not valid YAML: {error}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{show_path(path)} is not UTF-8: {error}. Save it as UTF-8.") from error
    if not isinstance(content, dict):
        raise ConfigError(
            f"{show_path(path)} must hold keys and values; found {type(content).__name__}."
        )
    try:
        return model.model_validate(content)
    except ValidationError as error:
        faults = "; ".join(_describe_fault(fault, model) for fault in error.errors())
        raise ConfigError(f"{show_path(path)}: {faults}. Mend the file and run again.") from error


def _describe_fault(fault: dict, model: type[BaseModel]) -> str:
    key = ".".join(str(part) for part in fault["loc"])
    if fault["type"] == "extra_forbidden" and len(fault["loc"]) == 1:
        close = difflib.get_close_matches(key, model.model_fields, n=1)
        hint = f" (did you mean {close[0]!r}?)" if close else ""
        return f"unknown key {key!r}{hint}; allowed are {', '.join(model.model_fields)}"
    if fault["type"] == "missing":
        return f"key {key!r} is missing"
    message = fault["msg"].removeprefix("Value error, ")
    if not key:
        return message
    return f"key {key!r}: {message[0].lower()}{message[1:]}; found {fault['input']!r}"


def find_named_file(folder: Path, name: str, what: str) -> Path:
    """Find the YAML file called `name` in a folder of them.

    Parameters
    ----------
    folder : Path
        Where the files are.
    name : str
        The file's name without its ending.
    what : str
        What the file describes, for the error.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    ConfigError
        If there is none of that name; lists those there are.
    """
    path = folder / f"{name}.yml"
    if not path.is_file():
        known = sorted(file.stem for file in folder.glob("*.yml"))
        close = difflib.get_close_matches(name, known, n=1)
        hint = f" Did you mean {close[0]!r}?" if close else ""
        raise ConfigError(
            f"There is no {what} called {name!r} in {show_path(folder)}.{hint} "
            f"Known are: {', '.join(known) or 'none'}."
        )
    return path
