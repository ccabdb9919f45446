"""Where things are, and how the files that are written by hand are read."""

from __future__ import annotations

import difflib
import os
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from datacell_lib.area_file import Area
from datacell_lib.area_file import AreaTotal as AreaTotal
from datacell_lib.area_file import AuthorityCode as AuthorityCode
from datacell_lib.area_file import ColumnSource as ColumnSource
from datacell_lib.area_file import Strict as Strict
from datacell_lib.schema import ConfigError
from datacell_lib.yaml_file import read_yaml

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
AREAS = DATA / "areas"
CATALOGUE = DATA / "catalogue"
INDICES = DATA / "indices"
POLICIES = DATA / "governance" / "policies"
SAMPLE = DATA / "sample"
CACHE = DATA / "cache"
BUILD = ROOT / "_build"
RUN_FACTS = "run.json"  # what a book says of its run, beside its sources


class Edition(StrEnum):
    """Who a report is for. The open edition is for everyone."""

    OPEN = "open"


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


def show_path(path: Path) -> str:
    """Name a path as its reader knows it: relative to the project where it lies inside.

    Examples
    --------
    >>> show_path(ROOT / "data" / "areas" / "sample.yml")
    'data/areas/sample.yml'
    """
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)


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


def load_area(name: str, *, folder: Path | None = None) -> Area:
    """Load an area file.

    Parameters
    ----------
    name : str
        The area's name, such as "sample".
    folder : Path, optional
        Where area files are; `data/areas` unless told.

    Returns
    -------
    Area
        The area, checked.

    Raises
    ------
    ConfigError
        If there is no such file, or something in it is wrong.

    Examples
    --------
    >>> load_area("sample").report_by
    'district'
    """
    path = find_named_file(folder or AREAS, name, "area")
    area = read_model(path, Area)
    if area.name != name:
        raise ConfigError(
            f"{show_path(path)}: key 'name' must be the file's own name, {name!r}; "
            f"found {area.name!r}."
        )
    return area


def find_mirror() -> Path | None:
    """Find the folder of published files named by the environment variable DATACELL_MIRROR.

    Returns
    -------
    Path or None
        The folder, or None where the variable is not set.

    Raises
    ------
    ConfigError
        If the variable names a folder that is not there.
    """
    named = os.environ.get("DATACELL_MIRROR")
    if not named:
        return None
    folder = Path(named).expanduser().resolve()
    if not folder.is_dir():
        raise ConfigError(
            f"DATACELL_MIRROR names {named!r}, which is not a folder. "
            "Set it to the folder that holds the publishers' files, or unset it."
        )
    return folder
