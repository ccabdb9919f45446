"""What editors and people need to know of the files written by hand: JSON Schemas, a page of keys.

Run ``python -m tests.files.file_keys`` after a change of the models.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from datacell_lib.files.actions import ActionRegister
from datacell_lib.files.area import Area
from datacell_lib.files.index_spec import IndexSpec
from datacell_lib.files.policy import Policy
from datacell_lib.files.purposes import Purposes
from datacell_lib.files.reader import Strict
from datacell_lib.governance.catalogue.entries import Dataset

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "book" / "developers" / "keys.md"
DIALECT = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
# For each schema its file, its model, its title, and what the page says of such files.
FILES = {
    "data/areas/area.schema.json": (Area, "Area", "An area file says what a report is about."),
    "data/catalogue/dataset.schema.json": (
        Dataset,
        "Catalogue entry",
        "A catalogue entry says what a dataset is, what it may be used for, what it looks like.",
    ),
    "data/indices/index.schema.json": (
        IndexSpec,
        "Composite index",
        "An index file says what an index is made of, and how.",
    ),
    "data/governance/policies/policy.schema.json": (
        Policy,
        "Disclosure policy",
        "A policy says what may go out, and how.",
    ),
    "data/governance/actions/actions.schema.json": (
        ActionRegister,
        "Register of actions",
        "A register of actions says what was decided for an area, and what came of it.",
    ),
    "data/governance/purposes.schema.json": (
        Purposes,
        "Purposes",
        "The file of purposes says what plans are for, who needs it, and how likely.",
    ),
}
INTRODUCTION = """\
# Every key of the files

Areas, datasets, indices, policies, registers of actions and purposes are YAML files. This page
lists every key that they may have; a key that is not here is an error, and says which was meant. It
is made from the models that read the files, as are the JSON Schemas beside these: an editor with a
YAML language server completes and checks a file whose first line names its schema.
"""
SECTION = re.compile(r"(?m)^(\w+)\n-+$")
ENTRY = re.compile(r"(?m)^(\w[\w, ]*?) : .*\n((?:[ ]+.*\n?|\n)+)")


def build_schema(file: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a kind of file, from the models that read it."""
    model, title, _ = FILES[file]
    schema = model.model_json_schema()
    models = {found.__name__: found for found in list_models(Strict)}
    for name, part in {**schema.get("$defs", {}), model.__name__: schema}.items():
        if name in models:
            describe(part, models[name])
    return DIALECT | schema | {"title": title}


def list_models(model: type) -> Iterator[type]:
    """Every model of a file or a part of one."""
    for found in model.__subclasses__():
        yield found
        yield from list_models(found)


def describe(schema: dict[str, Any], model: type) -> None:
    """Put what a docstring says of each key where editors look for it."""
    meanings = read_meanings(model)
    if meanings:
        schema["description"] = inspect.getdoc(model).split("\n\n")[0]
    for key, part in schema.get("properties", {}).items():
        if key in meanings:
            part.setdefault("description", meanings[key])


def read_meanings(model: type) -> dict[str, str]:
    """What the Parameters of a model's docstring, and of those it extends, say of each key."""
    found: dict[str, str] = {}
    for owner in reversed([cls for cls in model.__mro__ if issubclass(cls, Strict)]):
        sections = SECTION.split(inspect.cleandoc(owner.__doc__ or ""))
        parts = dict(zip(sections[1::2], sections[2::2], strict=True))
        for names, text in ENTRY.findall(parts.get("Parameters", "") + "\n"):
            found |= dict.fromkeys(names.split(", "), " ".join(text.split()))
    return found


def write_page() -> str:
    """The page of the book that lists every key."""
    sections = [INTRODUCTION]
    for file, (_, title, says) in FILES.items():
        folder, name = file.rsplit("/", 1)
        sections.append(
            f"## {title}\n\n{says} They are in `{folder}`; their first line is\n"
            f"`# yaml-language-server: $schema={name}`.\n"
        )
        schema = build_schema(file)
        parts = {name: part for name, part in schema["$defs"].items() if "properties" in part}
        sections.append(write_table(schema))
        for part_name, part in sorted(parts.items()):
            says = " ".join(part.get("description", "").split())
            sections.append(f"### {call(part_name)}\n\n{says}\n\n{write_table(part)}")
    return "\n".join(sections)


def write_table(schema: dict[str, Any]) -> str:
    """A table of the keys of one model."""
    rows = ["| key | what it is | unless given | what it means |", "|---|---|---|---|"]
    needed = set(schema.get("required", ()))
    for key, part in schema["properties"].items():
        default = "required" if key in needed else write_default(part.get("default"))
        meaning = part.get("description") or ("Says that it is this." if "const" in part else "")
        cells = (f"`{key}`", write_type(part), default, meaning)
        tidy = (" ".join(cell.replace("|", r"\|").split()) for cell in cells)
        rows.append(f"| {' | '.join(tidy)} |")
    return "\n".join(rows) + "\n"


def write_default(default: object) -> str:
    """What a key is where a file does not give it."""
    return "nothing" if default in (None, [], {}) else f"`{json.dumps(default)}`"


def write_type(part: dict[str, Any]) -> str:
    """What a key's value may be, in words."""
    if "$ref" in part:
        return call(part["$ref"].rsplit("/", 1)[1])
    for several in ("anyOf", "oneOf"):
        if several in part:
            kinds = [write_type(kind) for kind in part[several] if kind.get("type") != "null"]
            return " or ".join(dict.fromkeys(kinds))
    if "const" in part or "enum" in part:
        return ", ".join(f"`{value}`" for value in part.get("enum", [part.get("const")]))
    if part.get("type") == "array":
        items = part.get("items") or {"anyOf": part.get("prefixItems", [])}
        return f"list of {write_type(items)}"
    if part.get("type") == "object":
        return f"keys with {write_type(part.get('additionalProperties') or {})}"
    kinds = {"string": "text", "integer": "whole number", "boolean": "true or false"}
    kind = part.get("format", part.get("type", "anything"))
    return kinds.get(kind, kind)


def call(model: str) -> str:
    """A model's name in words."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", model).capitalize()


def write_schema(file: str) -> str:
    """The text of a schema's file."""
    return json.dumps(build_schema(file), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for name in FILES:
        (ROOT / name).write_text(write_schema(name), encoding="utf-8")
    PAGE.write_text(write_page(), encoding="utf-8")
