"""A service put together from its parts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

from nertag.io import cores
from nertag.serving import page
from nertag.serving.access import AccessLog
from nertag.serving.batching import Limits
from nertag.serving.errors import HANDLERS, fault
from nertag.serving.keys import KeyCheck
from nertag.serving.learning import Learner
from nertag.serving.limits import BodyLimits
from nertag.serving.metrics import Metrics
from nertag.serving.models import Loader, Models
from nertag.serving.ndjson import BYTES_PER_CHARACTER
from nertag.serving.paths import RootPath
from nertag.serving.protocols import PROTOCOLS
from nertag.serving.protocols.native import STREAM, TAG, TagRequest, answering
from nertag.serving.service import Service
from nertag.serving.settings import ServiceSettings
from nertag.serving.shortcut import Shortcut

BYTES_BESIDE_TEXT = 65_536
"""Bytes that a body may have for all but its text."""


def make_app(settings: ServiceSettings) -> ASGIApp:
    """The application of a service, with its models loaded.

    Parameters
    ----------
    settings : ServiceSettings
        How the service runs.

    Raises
    ------
    NertagError
        A model cannot be used.
    """
    threads = max(1, cores() // settings.workers)
    pool = ThreadPoolExecutor(threads, "nertag")
    limits = Limits(
        wait=settings.wait_ms / 1000,
        batch=settings.batch_characters,
        waiting=settings.max_waiting,
        threads=threads,
    )
    metrics = Metrics()
    loader = Loader(settings.precision, pool, limits, metrics)
    folders, learner = dict(settings.models), None
    if settings.learning:
        ((name, given),) = folders.items()
        learner = Learner(settings.learning, given, metrics)
        folders[name] = learner.served
    models = Models([loader.load(name, folder) for name, folder in folders.items()])
    service = Service(settings, models, metrics, learner)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await asyncio.get_running_loop().run_in_executor(pool, models.warm_up)
        if learner:
            learner.start(models, partial(loader.load, name))
        yield
        if learner:
            await learner.stop()
        pool.shutdown()

    api = FastAPI(
        title="nertag",
        version="1",
        description="Finds entities in texts.",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        servers=[{"url": settings.root_path}] if settings.root_path else None,
        strict_content_type=False,
    )
    for error, handler in HANDLERS.items():
        api.add_exception_handler(error, handler)
    api.add_exception_handler(Exception, fault)
    for protocol in PROTOCOLS:
        api.include_router(protocol.routes(service))
    api.include_router(page.routes(service))
    # FastAPI's own layers come last: a request that takes the short way meets none of them.
    app: ASGIApp = Shortcut(api, TAG, TagRequest, answering(service))
    most = settings.max_characters * BYTES_PER_CHARACTER + BYTES_BESIDE_TEXT
    app = BodyLimits(app, most, unlimited=(STREAM,))
    if settings.api_key is not None:
        app = KeyCheck(app, settings.api_key)
    if settings.cors:
        app = CORSMiddleware(
            app,
            allow_origins=settings.cors,
            allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type", "X-API-Key"],
        )
    return RootPath(AccessLog(app, metrics), settings.root_path)
