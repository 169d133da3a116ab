"""Paths of a service that a proxy offers under a prefix."""

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


def path_of(scope: Scope) -> str:
    """The path of a request without its prefix.

    Parameters
    ----------
    scope : dict
        The request's scope.
    """
    path: str = scope["path"]
    return path.removeprefix(scope["root_path"])
