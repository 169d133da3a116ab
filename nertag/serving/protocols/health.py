"""Whether a service lives and is ready, and what it counts."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import BaseModel

from nertag.serving.answers import Refusal, refuse
from nertag.serving.service import Service


class Health(BaseModel):
    """A service that does what is asked."""

    status: Literal["ok"] = "ok"


def routes(service: Service) -> APIRouter:
    """The routes of this protocol.

    Parameters
    ----------
    service : Service
        The service.
    """
    router = APIRouter(tags=["health"])

    @router.get("/health/live")
    async def live() -> Health:
        """Say that the process answers."""
        return Health()

    @router.get("/health/ready", response_model=Health, responses={503: {"model": Refusal}})
    async def ready() -> Health | Response:
        """Say whether all models are loaded and warm."""
        return Health() if service.models.ready else refuse(503, "the models are not ready yet")

    @router.get("/metrics", response_class=Response)
    async def metrics() -> Response:
        """Give the counters in the format of Prometheus."""
        return Response(service.metrics.page(), media_type=CONTENT_TYPE_LATEST)

    return router
