"""Bodies that are too long, or that stop arriving, are refused before they are held."""

from __future__ import annotations

import asyncio

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nertag.serving.paths import header_of, path_of

SECONDS = 60
"""How long a body may pause."""


class BodyLimits:
    """Bounds the bytes of a body, and the time that each part of it may take.

    Parameters
    ----------
    app : ASGI application
        What answers.
    most : int
        Bytes that a body may have.
    unlimited : tuple of str
        Paths whose bodies may have any length.
    seconds : float
        Seconds that a body may pause.
    """

    def __init__(
        self, app: ASGIApp, most: int, unlimited: tuple[str, ...] = (), seconds: float = SECONDS
    ) -> None:
        self._app, self._most, self._seconds = app, most, seconds
        self._unlimited = unlimited

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        free = path_of(scope) in self._unlimited
        declared = header_of(scope, b"content-length")
        length, more = 0, True

        async def receive_within_limits() -> Message:
            nonlocal length, more
            if not more:
                return await receive()
            if not free and declared.isdigit() and int(declared[:20]) > self._most:
                raise self._too_long()
            try:
                message = await asyncio.wait_for(receive(), self._seconds)
            except asyncio.TimeoutError:
                raise HTTPException(408, f"the body paused for {self._seconds} seconds") from None
            length += len(message.get("body", b""))
            if not free and length > self._most:
                raise self._too_long()
            more = bool(message.get("more_body"))
            return message

        await self._app(scope, receive_within_limits, send)

    def _too_long(self) -> HTTPException:
        return HTTPException(413, f"the body is longer than {self._most} bytes")
