"""One line of log and some counts a request, and no request that ends without an answer."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import time
import traceback
from dataclasses import dataclass
from datetime import datetime, timezone
from random import getrandbits
from typing import Any

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nertag.serving.answers import refuse
from nertag.serving.metrics import Metrics
from nertag.serving.paths import header_of

LOG = logging.getLogger("nertag.serving")
ID = b"x-request-id"
FRAMES = 8
"""Calls of a traceback that are logged."""
UNMATCHED = "unmatched"
"""What is logged for a path that is none of the service's."""

_GOOD_ID = re.compile(r"[\w.:/+=-]{1,128}", re.ASCII)


@dataclass
class Access:
    """What is known of a request while it is answered.

    Parameters
    ----------
    id : str
        Identifies the request: its own ``X-Request-ID``, or a new one.
    characters : int
        Characters that were tagged for it.
    route : str
        The template of its path, where that is known to others than FastAPI.
    """

    id: str
    characters: int = 0
    route: str = ""


def access_of(scope: Scope) -> Access:
    """What is known of a request.

    Parameters
    ----------
    scope : dict
        The request's scope.
    """
    access: Access = scope["nertag"]
    return access


def write_log(**values: Any) -> None:
    """Write a line of JSON to the log.

    Parameters
    ----------
    **values
        What the line holds; never a text of a user.
    """
    LOG.info(_line(values))


def _line(values: dict[str, Any]) -> str:
    now = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
    return json.dumps({"time": now, **values})


class AccessLog:
    """Logs and counts each request when its answer has been sent; a fault becomes status 500.

    Parameters
    ----------
    app : ASGI application
        What answers.
    metrics : Metrics
        Counts the requests.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics
        self._lines: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = header_of(scope, ID).decode("latin-1")
        access = Access(given if _GOOD_ID.fullmatch(given) else f"{getrandbits(128):032x}")
        scope["nertag"] = access
        start, status = time.perf_counter(), 0
        described: dict[str, Any] = {}

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (ID, access.id.encode())]
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        except Exception as fault:
            described = _described(fault)
            if not status:
                await fault_answer(scope)(scope, receive, send_and_note)
        finally:
            seconds = time.perf_counter() - start
            route = access.route or getattr(scope.get("route"), "path", UNMATCHED)
            self._metrics.count_request(route, status, seconds)
            self._note(
                id=access.id,
                method=scope["method"],
                route=route,
                status=status,
                ms=round(1000 * seconds, 2),
                characters=access.characters,
                **described,
            )

    def _note(self, **values: Any) -> None:
        """Log the lines of requests that end together at once, which saves writing each."""
        if not self._lines:
            asyncio.get_running_loop().call_soon(self._flush)
        self._lines.append(_line(values))

    def _flush(self) -> None:
        LOG.info("\n".join(self._lines))
        self._lines.clear()


def fault_answer(scope: Scope) -> Response:
    """What a request gets that met a fault of the service.

    Parameters
    ----------
    scope : dict
        The request's scope.
    """
    return refuse(500, f"a fault of the service, see {access_of(scope).id} in its log")


def _described(error: Exception) -> dict[str, Any]:
    """A fault for the log, without its message, which may hold what the user sent."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    return {"fault": type(error).__name__, "at": [f"{at.filename}:{at.lineno}" for at in frames]}
