"""Requests without the service's key are refused."""

from __future__ import annotations

import base64
import binascii
import hmac

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from nertag.serving.answers import refuse
from nertag.serving.paths import path_of

OPEN = ("/health", "/health/live", "/health/ready", "/v2/health/live", "/v2/health/ready")
"""Paths that need no key."""


class KeyCheck:
    """Asks for a key, as a bearer token, in ``X-API-Key``, or as the password of basic access.

    Basic access lets a browser ask for the key, and Label Studio send it.

    Parameters
    ----------
    app : ASGI application
        What answers.
    key : str
        The key.
    """

    def __init__(self, app: ASGIApp, key: str) -> None:
        self._app, self._key = app, key.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or path_of(scope) in OPEN or self._has_key(scope):
            await self._app(scope, receive, send)
            return
        headers = {"WWW-Authenticate": 'Basic realm="nertag", charset="UTF-8"'}
        what = "the key is missing or wrong: send Authorization: Bearer KEY"
        await refuse(401, what, headers)(scope, receive, send)

    def _has_key(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        kind, _, value = headers.get("authorization", "").partition(" ")
        given = headers.get("x-api-key", "").encode()
        if kind.lower() == "bearer":
            given = value.strip().encode()
        elif kind.lower() == "basic":
            given = _password(value)
        return hmac.compare_digest(given, self._key)


def _password(value: str) -> bytes:
    try:
        return base64.b64decode(value.strip(), validate=True).partition(b":")[2]
    except (binascii.Error, ValueError):
        return b""
