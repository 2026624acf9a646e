"""The rules of records and entries as JSON Schema (draft 2020-12), for editing programs. Pure.

The schema accepts what `check` accepts as far as JSON Schema can express it. Only `check` can look into other files: whether
an entry exists, whether a text contains a quotation.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from copy import deepcopy
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from colophon.model.entry import EntryFrontMatter
from colophon.model.record import Record
from colophon.model.values import FileModel

MODELS: dict[str, type[FileModel]] = {"record": Record, "entry": EntryFrontMatter}
"""What an editor writes, and its model."""
FOLDER = PurePosixPath(".vscode/colophon")
"""Where VS Code finds the schemas of a project."""


def json_schema(name: str, kinds: Iterable[str]) -> dict[str, Any]:
    """The schema of a `record` or an `entry` of a site that has these kinds of entries."""
    schema: dict[str, Any] = deepcopy(_schema_of(name))
    if name == "entry":
        schema["properties"]["kind"]["enum"] = list(kinds)
    return schema


@cache  # the editor asks for it at each change of a preview
def _schema_of(name: str) -> dict[str, Any]:
    schema = MODELS[name].model_json_schema(schema_generator=_Strict)
    for key, field in MODELS[name].model_fields.items():
        schema["properties"][field.alias or key]["title"] = field.title  # pydantic leaves it out beside a reference
    for model in schema["$defs"].values():
        if "value" in model["properties"]:  # inherited fields come first, and yet people write the value first
            model["properties"] = {"value": model["properties"].pop("value"), **model["properties"]}
    return {"$schema": GenerateJsonSchema.schema_dialect, **schema}


def schema_files(kinds: Iterable[str]) -> dict[PurePosixPath, bytes]:
    """Both schemas as files, by path in the project."""
    every = tuple(kinds)
    return {FOLDER / f"{name}.schema.json": as_json(json_schema(name, every)).encode() for name in MODELS}


def as_json(data: object) -> str:
    """JSON as people read it, ending in a line end."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


class _Strict(GenerateJsonSchema):
    """Refuses other keys where the rule of a key is a pattern, which pydantic leaves open."""

    def dict_schema(self, schema: core_schema.DictSchema) -> dict[str, Any]:
        emitted = super().dict_schema(schema)
        if "patternProperties" in emitted:
            emitted.pop("propertyNames", None)
            emitted["additionalProperties"] = False
        return emitted
