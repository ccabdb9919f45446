"""What is wrong in a file that somebody wrote: the key, what was found, what is allowed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError

from datacell_lib.files.plain_yaml import LONGEST_MESSAGE, clip
from datacell_lib.wording import ask_whether_meant, quote_names

Step = str | int
# what is wanted where text must have a form, by the form
FORMS = {
    r"^E0[6789]\d{6}$": "the code of a local authority district of England, such as E08000001",
    r"^[0-9a-f]{64}$": "a SHA-256 checksum: 64 digits and letters from a to f",
    r"^https?://": "an address that begins with https:// or http://",
    r"^https?://[\w.-]+[^\s<>\"'`\\]*$": "an address that begins with https:// or http://",
    r"\{name\}": "an address with {name} where the district's name goes",
    r"^[\w.+-]+@[\w-]+(\.[\w-]+)+$": "an email address",
    r"^[\w-]+\.csv$": "the name of a CSV file in the same folder, such as patches.csv",
    r"^[\w-]+\.(png|svg)$": "the name of a picture in the same folder, such as logo.svg",
    r"^#[0-9a-fA-F]{6}$": "a colour such as #005ea5",
    r"^\[[a-z]{1,12}\]$": "small letters in square brackets, such as [c]",
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "small letters and digits, with hyphens between words",
    r"^[a-z][a-z0-9_-]*$": "small letters, digits, hyphens and underscores, a letter first",
    r"^[a-z][a-z0-9-]*$": "small letters, digits and hyphens, a letter first",
}
PERCENTAGE = r"\s*\d+(\.\d+)?\s*%\s*"


def explain(error: ValidationError, *, model: type[BaseModel], content: object = None) -> list[str]:
    """Explain every fault of a file.

    Parameters
    ----------
    error : pydantic.ValidationError
        What is wrong with its content.
    model : type of BaseModel
        What it must look like.
    content : object, optional
        What the file holds, where what has a name in it should be called by that.

    Returns
    -------
    list of str
        For each fault: the key, what was found, what is allowed, and the known key that
        was probably meant. A fault of the whole file is told without a key.

    Examples
    --------
    >>> class Page(BaseModel, extra="forbid"):
    ...     title: str
    >>> try:
    ...     Page.model_validate({"tilte": "One"})
    ... except ValidationError as error:
    ...     for fault in explain(error, model=Page):
    ...         print(fault)
    key 'title' is missing. Add it.
    unknown key 'tilte'. Did you mean 'title'? Allowed are 'title'.
    """
    return [_explain_fault(fault, model, content) for fault in error.errors()]


def _explain_fault(fault: dict[str, Any], model: type[BaseModel], content: object) -> str:
    steps = fault["loc"]
    key = f"key '{clip('.'.join(str(step) for step in steps))}'{_name_holder(steps, content)}"
    context = fault.get("ctx", {})
    match fault["type"]:
        case "missing":
            return f"{key} is missing. Add it."
        case "extra_forbidden":
            return f"unknown {key}.{_list_allowed(steps, model)}"
        case "union_tag_invalid":
            return f"{key}: {_offer(context['tag'], context['expected_tags'])}"
        case "union_tag_not_found":
            return f"{key} must name its {context['discriminator']}. Add it."
        case "literal_error" | "enum":
            return f"{key}: {_offer(fault['input'], context['expected'])}"
        case "value_error":
            # a fault between several keys: the whole of what holds them says nothing more
            told = clip(str(context["error"]), most=LONGEST_MESSAGE)
            found = "" if isinstance(fault["input"], dict | BaseModel) else _show(fault["input"])
            return f"{key}: {told}{found}." if steps else f"{told}."
        case "string_pattern_mismatch" if context["pattern"] in FORMS:
            return f"{key}: must be {FORMS[context['pattern']]}{_show(fault['input'])}."
        case "too_short":
            least, found = context["min_length"], context["actual_length"]
            return f"{key}: must have at least {least} of them; it has {found or 'none'}."
        case "float_parsing" if re.fullmatch(PERCENTAGE, str(fault["input"])):
            share = float(str(fault["input"]).rstrip("% ")) / 100
            return f"{key}: must be a number{_show(fault['input'])}. Write {share:g} instead."
        case _:
            said = fault["msg"]
            return f"{key}: {said[0].lower()}{said[1:]}{_show(fault['input'])}."


def _name_holder(steps: tuple[Step, ...], content: object) -> str:
    """Name the innermost part of a list that a key is in, such as a domain, by its own name."""
    called = ""
    for step in steps:
        try:
            content = content[step]  # type: ignore[index]
        except (LookupError, TypeError):
            break
        if isinstance(step, int) and isinstance(content, dict) and "name" in content:
            called = f" (of {clip(str(content['name']))})"
    return called


def _offer(found: object, choices: str) -> str:
    meant = ask_whether_meant(clip(str(found)), re.findall(r"'([^']*)'", choices))
    return f"found {clip(repr(found))}.{meant} Choose one of {choices}."


def _show(found: object) -> str:
    return f"; found {clip(repr(found))}"


def _list_allowed(steps: tuple[Step, ...], model: type[BaseModel]) -> str:
    """List the keys allowed where one is unknown, and the one that was probably meant."""
    homes = [model]
    for step in steps[:-1]:
        homes = _enter(homes, step)
    allowed = list(dict.fromkeys(name for home in homes for name in home.model_fields))
    return f"{ask_whether_meant(clip(str(steps[-1])), allowed)} Allowed are {quote_names(allowed)}."


def _enter(homes: list[type[BaseModel]], step: Step) -> list[type[BaseModel]]:
    """List the models that a step of a fault's place leads to: a key, a position, or a tag."""
    fields = [home.model_fields[step] for home in homes if step in home.model_fields]
    inside = [model for field in fields for model in _find_models(field.annotation)]
    tagged = [home for home in homes if step in _list_tags(home)]
    return inside or tagged or homes


def _list_tags(home: type[BaseModel]) -> set[object]:
    return {tag for field in home.model_fields.values() for tag in _list_choices(field.annotation)}


def _list_choices(annotation: object) -> tuple[object, ...]:
    return get_args(annotation) if get_origin(annotation) is Literal else ()


def _find_models(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _find_models(part)
