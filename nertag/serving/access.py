"""One line of log and some counts a request, and no request that ends without an answer."""

from __future__ import annotations

import json
import logging
import re
import time
import traceback
import uuid
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nertag.serving.answers import refuse
from nertag.serving.metrics import Metrics

LOG = logging.getLogger("nertag.serving")
ID = "x-request-id"
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
    """

    id: str
    characters: int = 0


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
    now = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
    LOG.info(json.dumps({"time": now, **values}))


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

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(ID, "")
        access = Access(given if _GOOD_ID.fullmatch(given) else uuid.uuid4().hex)
        scope["nertag"] = access
        start, status = time.perf_counter(), 0
        fault: dict[str, Any] = {}

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[ID] = access.id
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        except Exception as error:
            fault = _described(error)
            if not status:
                answer = refuse(500, f"a fault of the service, see {access.id} in its log")
                await answer(scope, receive, send_and_note)
        finally:
            seconds = time.perf_counter() - start
            route = getattr(scope.get("route"), "path", UNMATCHED)
            self._metrics.count_request(route, status, seconds)
            write_log(
                id=access.id,
                method=scope["method"],
                route=route,
                status=status,
                ms=round(1000 * seconds, 2),
                characters=access.characters,
                **fault,
            )


def _described(error: Exception) -> dict[str, Any]:
    """A fault for the log, without its message, which may hold what the user sent."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    return {"fault": type(error).__name__, "at": [f"{at.filename}:{at.lineno}" for at in frames]}
