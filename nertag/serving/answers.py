"""What a refused request gets: one line that says why, in one shape for all protocols."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, Field
from starlette.responses import Response


class Refusal(BaseModel):
    """Why a request was refused."""

    error: str = Field(examples=["text: Input should be a valid string"])


REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": Refusal, "description": why}
    for status, why in {
        400: "The body is no JSON.",
        401: "The key is missing or wrong.",
        404: "There is no such model.",
        408: "The body stopped arriving.",
        413: "There is more text than the service takes at once.",
        422: "A field is wrong; the message names it.",
        503: "Too much waits already; Retry-After says when to ask again.",
    }.items()
}
"""The refusals of an operation that takes text, for the OpenAPI schema."""
NO_NAMES = frozenset({"body", "query", "path", "header", "one", "many"})
"""Parts of an error's location that name no field."""


def refuse(status: int, error: object, headers: Mapping[str, str] | None = None) -> Response:
    """The answer to a request that is refused.

    Parameters
    ----------
    status : int
        Status of the answer.
    error : object
        Why, on one line. It may hold signs that UTF-8 has not, as names in a request may.
    headers : mapping of str to str, optional
        More headers.
    """
    return Response(json.dumps({"error": str(error)}), status, headers, "application/json")


def wrong_field(errors: Sequence[Any]) -> str:
    """The first of pydantic's errors on one line that names the field; the value is not repeated.

    Parameters
    ----------
    errors : sequence of dict
        The errors.
    """
    field = ".".join(str(part) for part in errors[0]["loc"] if part not in NO_NAMES)
    return f"{field or 'the body'}: {errors[0]['msg']}"
