"""A request's path, which a proxy may offer under a prefix, and its headers."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send


class RootPath:
    """Tells a request's prefix from its path, whether the proxy has kept or cut it.

    Parameters
    ----------
    app : ASGI application
        What answers.
    prefix : str
        The prefix; empty if there is none.
    """

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self._app, self._prefix = app, prefix.rstrip("/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "http":
            path: str = scope["path"]
            if not path.startswith(self._prefix + "/"):
                path = self._prefix + path
            scope = {**scope, "path": path, "root_path": self._prefix}
        await self._app(scope, receive, send)


def header_of(scope: Scope, name: bytes) -> bytes:
    """The value of a header; empty if the request has none.

    Parameters
    ----------
    scope : dict
        The request's scope.
    name : bytes
        The header's name, in lower case.
    """
    for given, value in scope["headers"]:
        if given == name:
            return bytes(value)
    return b""


def path_of(scope: Scope) -> str:
    """The path of a request without its prefix.

    Parameters
    ----------
    scope : dict
        The request's scope.
    """
    path: str = scope["path"]
    return path.removeprefix(scope["root_path"])
