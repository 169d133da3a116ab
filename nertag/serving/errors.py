"""Errors to refusals: which error gets which status."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from nertag.errors import ArgumentError
from nertag.serving.access import fault_answer
from nertag.serving.answers import refuse, wrong_field
from nertag.serving.batching import QueueFull
from nertag.serving.models import UnknownModel
from nertag.serving.service import ClientGone, TooLong

Handler = Callable[[Request, Exception], Awaitable[Response]]

RETRY_AFTER = "1"
"""Seconds after which a client may ask again."""


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    errors = error.errors()
    if errors[0]["type"] == "json_invalid":
        return refuse(400, f"the body is no JSON: {errors[0]['ctx']['error']}")
    return refuse(422, wrong_field(errors))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return refuse(error.status_code, error.detail, error.headers)


async def _full(request: Request, error: Exception) -> Response:
    what = "too much waits already, ask again later"
    return refuse(503, what, {"Retry-After": RETRY_AFTER})


def _handler(status: int) -> Handler:
    async def handle(request: Request, error: Exception) -> Response:
        return refuse(status, error)

    return handle


async def fault(request: Request, error: Exception) -> Response:
    """Answer a request that met a fault of the service."""
    return fault_answer(request.scope)


HANDLERS: dict[type[Exception], Handler] = {
    RequestValidationError: _invalid,
    HTTPException: _http,
    QueueFull: _full,
    UnknownModel: _handler(404),
    ArgumentError: _handler(422),
    TooLong: _handler(413),
    ClientGone: _handler(499),
}
"""What answers each error of the service."""


async def answer_error(request: Request, error: Exception) -> Response:
    """Answer a request with an error that is one of `HANDLERS`.

    Parameters
    ----------
    request : Request
        The request.
    error : Exception
        The error.
    """
    handler = next(handle for kind, handle in HANDLERS.items() if isinstance(error, kind))
    return await handler(request, error)
