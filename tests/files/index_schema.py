"""The JSON Schema by which an editor completes and checks index files.

Run ``python -m tests.files.index_schema`` after a change of the models.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from datacell_lib.files.index_spec import IndexSpec

SCHEMA_FILE = Path(__file__).parents[2] / "data" / "indices" / "index.schema.json"


def build_index_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of an index file, from the models that read it."""
    schema = IndexSpec.model_json_schema()
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return dialect | schema | {"title": "Composite index"}


if __name__ == "__main__":
    text = json.dumps(build_index_schema(), indent=2, ensure_ascii=False)
    SCHEMA_FILE.write_text(text + "\n", encoding="utf-8")
