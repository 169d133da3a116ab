"""A shorter way to the route that most requests are for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nertag.serving.access import access_of
from nertag.serving.errors import HANDLERS, answer_error
from nertag.serving.paths import header_of, path_of

JSON = (b"application/json", b"")
"""Types of a body that are taken; FastAPI knows more names of JSON."""

Body = TypeVar("Body", bound=BaseModel)


class Shortcut(Generic[Body]):
    """Answers good requests to one route itself, for FastAPI takes longer than tagging a sentence.

    All other requests take FastAPI's way, also those of which something is wrong: FastAPI alone
    says what.

    Parameters
    ----------
    app : ASGI application
        What answers all other requests, and would answer these alike.
    path : str
        The route's path; its method is POST.
    body : type of BaseModel
        What the route takes, as JSON.
    answer : callable
        Answers a request with such a body.
    """

    def __init__(
        self,
        app: ASGIApp,
        path: str,
        body: type[Body],
        answer: Callable[[Body, Request], Awaitable[Response]],
    ) -> None:
        self._app, self._path, self._body, self._answer = app, path, body, answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if (
            scope["type"] != "http"
            or scope["method"] != "POST"
            or path_of(scope) != self._path
            or header_of(scope, b"content-type") not in JSON
        ):
            await self._app(scope, receive, send)
            return
        access_of(scope).route = self._path
        request = Request(scope, receive)
        try:
            messages = await _read(receive)
            try:
                body = self._body.model_validate_json(
                    b"".join(message.get("body", b"") for message in messages)
                )
            except ValidationError:
                await self._app(scope, _again(messages, receive), send)
                return
            response = await self._answer(body, request)
        except tuple(HANDLERS) as error:
            response = await answer_error(request, error)
        await response(scope, receive, send)


async def _read(receive: Receive) -> list[Message]:
    """The messages that bring the body."""
    messages = [await receive()]
    while messages[-1].get("more_body"):
        messages.append(await receive())
    return messages


def _again(messages: list[Message], receive: Receive) -> Receive:
    """Gives messages that were read once more, then those that follow."""
    left = iter(messages)

    async def receive_again() -> Message:
        for message in left:
            return message
        return await receive()

    return receive_again
