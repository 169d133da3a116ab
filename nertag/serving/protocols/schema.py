"""OpenAPI of operations that read their body themselves."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel


def request_body(model: type[BaseModel]) -> dict[str, Any]:
    """What the OpenAPI schema tells of a body.

    Parameters
    ----------
    model : type of BaseModel
        The body's type.
    """
    schema = model.model_json_schema()
    content = {"schema": _inlined(schema, schema.pop("$defs", {}))}
    return {"requestBody": {"content": {"application/json": content}, "required": True}}


def _inlined(schema: Any, definitions: dict[str, Any]) -> Any:
    """A schema with what it refers to in its place."""
    if isinstance(schema, list):
        return [_inlined(one, definitions) for one in schema]
    if not isinstance(schema, dict):
        return schema
    schema = dict(schema)
    definition = definitions.get(schema.pop("$ref", "").rpartition("/")[2], {})
    return {key: _inlined(one, definitions) for key, one in {**definition, **schema}.items()}
