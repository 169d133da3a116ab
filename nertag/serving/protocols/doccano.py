"""doccano's auto-labelling: a text in, labels with offsets out."""

from __future__ import annotations

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from nertag.serving.answers import REFUSALS
from nertag.serving.protocols.asked import Text
from nertag.serving.service import Service


class DoccanoText(BaseModel):
    """A text, as doccano sends it."""

    model_config = ConfigDict(extra="forbid")
    text: Text = Field(examples=["李雷在北京。"])


class DoccanoLabel(BaseModel):
    """An entity as doccano has it; offsets count code points."""

    label: str = Field(examples=["PER"])
    start_offset: int = Field(examples=[0])
    end_offset: int = Field(examples=[2])


def routes(service: Service) -> APIRouter:
    """The routes of this protocol.

    Parameters
    ----------
    service : Service
        The service.
    """
    router = APIRouter(tags=["doccano"])

    @router.post("/doccano", responses=REFUSALS)
    async def doccano(
        asked: DoccanoText, request: Request, model: str | None = None
    ) -> list[DoccanoLabel]:
        """Label a text as doccano's auto-labelling asks for."""
        (tagged,) = await service.tag(request, service.models.named(model), [asked.text])
        return [
            DoccanoLabel(label=one.label, start_offset=one.start, end_offset=one.end)
            for one in tagged.entities
        ]

    return router
