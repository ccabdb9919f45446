"""Reading what people write by hand into its model, with errors that name file, key and remedy."""

from __future__ import annotations

import difflib
import re
import reprlib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from datacell_lib.config import show_path
from datacell_lib.files.plain_yaml import clip, join_faults, read_yaml
from datacell_lib.schema import ConfigError

LONGEST_NAME = 100
NAME = re.compile(rf"(?=.{{1,{LONGEST_NAME}}}$)[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_-])?")

Model = TypeVar("Model", bound=BaseModel)


class Strict(BaseModel):
    """Base of every file's model: unknown keys are errors, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


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
    content = read_yaml(path, called=show_path(path))
    if not isinstance(content, dict):
        raise ConfigError(
            f"{show_path(path)} must hold keys and values; found {type(content).__name__}."
        )
    try:
        return model.model_validate(content)
    except ValidationError as error:
        faults = join_faults(
            (_describe_fault(fault, model) for fault in error.errors()), total=error.error_count()
        )
        raise ConfigError(f"{show_path(path)}: {faults}. Mend the file and run again.") from error


def _describe_fault(fault: dict, model: type[BaseModel]) -> str:
    key = clip(".".join(str(part) for part in fault["loc"]))
    if fault["type"] == "extra_forbidden" and len(fault["loc"]) == 1:
        close = difflib.get_close_matches(key, model.model_fields, n=1)
        hint = f" (did you mean {close[0]!r}?)" if close else ""
        return f"unknown key {key!r}{hint}; allowed are {', '.join(model.model_fields)}"
    if fault["type"] == "missing":
        return f"key {key!r} is missing"
    message = fault["msg"].removeprefix("Value error, ")
    if not key:
        return message
    return f"key {key!r}: {message[0].lower()}{message[1:]}; found {reprlib.repr(fault['input'])}"


def require_name(name: str, what: str) -> None:
    """Refuse what can't be the name of a file inside a folder, such as a path to another one.

    Parameters
    ----------
    name : str
        What should be a name: letters, digits, hyphens, underscores, dots inside.
    what : str
        What it names, for the error.

    Raises
    ------
    ConfigError
        If it is anything else.

    Examples
    --------
    >>> require_name("imd-2019", "index")
    """
    if not NAME.fullmatch(name):
        raise ConfigError(
            f"the name of {what} files is made of letters, digits, hyphens, underscores and dots "
            f"inside, {LONGEST_NAME} at most; found {clip(name)!r}. Give the name alone, "
            "never a path."
        )


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
        If there is none of that name, or it is no name; lists those there are.
    """
    require_name(name, what)
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
