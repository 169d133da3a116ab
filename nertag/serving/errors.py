"""Errors to refusals: which error gets which status."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from nertag.serving.answers import refuse, wrong_field
from nertag.serving.batching import QueueFull
from nertag.serving.models import UnknownModel
from nertag.serving.service import ClientGone, TooLong

STATUS = {UnknownModel: 404, TooLong: 413, ClientGone: 499}
RETRY_AFTER = "1"
"""Seconds after which a client may ask again."""


def add_error_handlers(app: FastAPI) -> None:
    """Answer each error of the service with its status.

    Parameters
    ----------
    app : FastAPI
        The application.
    """
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(QueueFull, _full)
    for kind, status in STATUS.items():
        app.add_exception_handler(kind, _handler(status))


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


def _handler(status: int) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def handle(request: Request, error: Exception) -> Response:
        return refuse(status, error)

    return handle
