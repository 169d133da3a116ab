"""Runs a service in this process, or in several."""

from __future__ import annotations

import json
import logging
import os
import socket
import sys
import tempfile
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import asdict, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from nertag.errors import ConfigError, needs
from nertag.io import check_folder, only_writer
from nertag.model import read_manifest
from nertag.serving.access import LOG
from nertag.serving.app import make_app
from nertag.serving.metrics import SHARED_FOLDER
from nertag.serving.settings import ServiceSettings

DRAIN_SECONDS = 30
"""How long requests may still take after the service was told to stop."""
BACKLOG = 2048
"""Connections that may wait to be taken."""
SETTINGS = "NERTAG_SERVICE_SETTINGS"
"""Environment variable in which the settings reach processes of the same service."""
HOW: dict[str, Any] = {
    "access_log": False,
    "log_config": None,
    "server_header": False,
    "timeout_graceful_shutdown": DRAIN_SECONDS,
}
"""How uvicorn runs; the service has a log of its own."""


def serve(settings: ServiceSettings, listening: Callable[[str], None]) -> None:
    """Answer requests until the process is told to stop; those under way are finished.

    Parameters
    ----------
    settings : ServiceSettings
        How the service runs.
    listening : callable
        Called with the address of the page once connections are taken.

    Raises
    ------
    NertagError
        A model cannot be used, or the address cannot be listened on.
    """
    for folder in settings.models.values():
        read_manifest(folder)
    learning = settings.learning
    if learning:
        with needs("train"):
            if find_spec("tensorflow") is None:
                raise ModuleNotFoundError("it trains", name="tensorflow")
        check_folder(learning.folder)
    only_one = only_writer(learning.folder) if learning else nullcontext()
    with only_one, _bind(settings.host, settings.port) as bound:
        settings = replace(settings, port=bound.getsockname()[1])
        address = f"http://{_shown(settings.host)}:{settings.port}/"
        if settings.workers == 1:
            app = _logged(settings)
            listening(address)
            uvicorn.Server(uvicorn.Config(app, **HOW)).run(sockets=[bound])
        else:
            listening(address)
            _serve_in_processes(settings, bound)


def _serve_in_processes(settings: ServiceSettings, bound: socket.socket) -> None:
    values = {**asdict(settings), "models": {k: str(v) for k, v in settings.models.items()}}
    with tempfile.TemporaryDirectory(prefix="nertag-") as folder:
        os.environ[SETTINGS] = json.dumps(values)
        os.environ.setdefault(SHARED_FOLDER, folder)
        uvicorn.run(
            f"{__name__}:app_of_environment",
            factory=True,
            fd=bound.fileno(),
            workers=settings.workers,
            **HOW,
        )


def app_of_environment() -> ASGIApp:
    """The application in one of several processes of a service."""
    values = json.loads(os.environ[SETTINGS])
    models = {name: Path(folder) for name, folder in values.pop("models").items()}
    cors = tuple(values.pop("cors"))
    return _logged(ServiceSettings(models=models, cors=cors, **values))


def _logged(settings: ServiceSettings) -> ASGIApp:
    """The application; what it logs goes to standard error, a line each."""
    app = make_app(settings)
    LOG.setLevel(logging.INFO)
    LOG.propagate = False
    LOG.handlers = [logging.StreamHandler(sys.stderr)]
    return app


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        bound = socket.create_server((host, port), family=family, backlog=BACKLOG)
    except (OSError, OverflowError) as error:
        what = f"`host` {host}, `port` {port}: cannot be listened on: {error}"
        raise ConfigError(what, setting="port") from None
    # Connections inherit it; asyncio sees no TCP in this socket and would leave it out.
    bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return bound


def _shown(host: str) -> str:
    """A host as a browser on this machine takes it."""
    if host in ("0.0.0.0", "::"):
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
