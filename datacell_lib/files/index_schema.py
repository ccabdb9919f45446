"""The JSON Schema by which an editor completes and checks index files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from datacell_lib.files.index_spec import IndexSpec

SCHEMA_FILE = "index.schema.json"


def build_index_schema() -> dict[str, Any]:
    """Return the JSON Schema of an index file, generated from the models that read it.

    Returns
    -------
    dict
        JSON Schema, draft 2020-12.

    Examples
    --------
    >>> build_index_schema()["title"]
    'Composite index'
    """
    schema = IndexSpec.model_json_schema()
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return dialect | schema | {"title": "Composite index"}


def write_index_schema(folder: str | Path) -> Path:
    """Write the schema beside the index files.

    Parameters
    ----------
    folder : str or Path
        Such as ``data/indices``.

    Returns
    -------
    Path
        The file, index.schema.json.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_index_schema(folder).name
    'index.schema.json'
    """
    path = Path(folder) / SCHEMA_FILE
    text = json.dumps(build_index_schema(), indent=2, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
    return path
