"""The one reader of files that are written by hand: YAML into a model, or an error that helps."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from datacell_lib.config import show_path
from datacell_lib.files.explanation import explain
from datacell_lib.files.yaml_file import read_yaml
from datacell_lib.schema import ConfigError
from datacell_lib.wording import ask_whether_meant


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
        faults = "\n".join(f"{called}: {fault}" for fault in explain(error, model=model))
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
        raise ConfigError(
            f"There is no {what} called {name!r} in {show_path(folder)}."
            f"{ask_whether_meant(name, known)} Known are: {', '.join(known) or 'none'}."
        )
    return path
