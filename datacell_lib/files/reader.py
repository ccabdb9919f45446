"""The one reader of files that are written by hand: YAML into a model, or an error that helps."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from datacell_lib.config import show_path
from datacell_lib.files.explanation import explain
from datacell_lib.files.plain_yaml import clip, join_faults, read_yaml
from datacell_lib.schema import ConfigError
from datacell_lib.wording import ask_whether_meant

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
        If the file is not YAML or not what the model asks for; has a line for each fault, which
        names file, key, what was found and what is allowed.
    """
    called = show_path(path)
    content = read_yaml(path, called=called)
    if not isinstance(content, dict):
        raise ConfigError(
            f"{called} must hold keys and values, such as {next(iter(model.model_fields))!r}; "
            f"found {type(content).__name__}. Write a key, a colon and its value on each line."
        )
    try:
        return model.model_validate(content)
    except ValidationError as error:
        faults = join_faults(
            (f"{called}: {fault}" for fault in explain(error, model=model, content=content)),
            total=error.error_count(),
            between="\n",
        )
        raise ConfigError(f"{faults} Mend the file and run again.") from error


def read_named_model(
    folder: Path, name: str, model: type[Model], *, what: str, key: str = "name"
) -> Model:
    """Read the file called `name` in a folder, which says in a key what it is called.

    Parameters
    ----------
    folder : Path
        Where the files are.
    name : str
        The file's name without its ending.
    model : type of BaseModel
        What it must look like.
    what : str
        What the file describes, for the error.
    key : str
        The key that holds the file's own name.

    Returns
    -------
    BaseModel
        The file's content, checked.

    Raises
    ------
    ConfigError
        If there is no such file, something in it is wrong, or it is called something else.
    """
    path = find_named_file(folder, name, what)
    content = read_model(path, model)
    if (found := getattr(content, key)) != name:
        raise ConfigError(
            f"{show_path(path)}: key {key!r} must be the file's own name, {name!r}; "
            f"found {found!r}. Change either."
        )
    return content


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
        If there is none of that name, or it is no name; names the one that is like it, or
        lists those there are.
    """
    require_name(name, what)
    path = folder / f"{name}.yml"
    if not path.is_file():
        known = sorted(file.stem for file in folder.glob("*.yml"))
        meant = ask_whether_meant(name, known)
        listed = f" Known are: {', '.join(known) or 'none'}."
        raise ConfigError(
            f"There is no {what} called {name!r} in {show_path(folder)}.{meant or listed}"
        )
    return path
