"""nertag's own protocol: texts in, what ``nertag tag`` writes out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator
from pydantic.config import JsonDict

from nertag.serving.answers import REFUSALS
from nertag.serving.models import Asked, ServedModel
from nertag.serving.ndjson import NdjsonAnswer, tag_lines
from nertag.serving.protocols.asked import MinScore, NBest, Scores, Text
from nertag.serving.service import Service
from nertag.text import Entity

TAG, STREAM = "/v1/tag", "/v1/tag/stream"

ModelName = Annotated[str | None, Field(description="Name of the model; the first by default.")]


def _kind(text: Any) -> str:
    return "many" if isinstance(text, list) else "one"


class Piece(BaseModel):
    """A piece of the text; offsets count code points."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    start: int
    end: int
    label: str = ""

    def of(self, text: str) -> Entity:
        """The piece as an entity of a text."""
        return Entity(self.start, self.end, self.label, text[self.start : self.end])


class TagRequest(BaseModel):
    """Texts to tag."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"text": "李雷在北京。"},
                {"text": ["李雷在北京。", "今天下雨。"], "scores": True, "min_score": 0.5},
            ]
        },
    )
    text: Annotated[
        Annotated[Text, Tag("one")] | Annotated[list[Text], Tag("many")], Discriminator(_kind)
    ] = Field(description="A text, or several.")
    scores: Scores = False
    min_score: MinScore = 0.0
    n_best: NBest = 0
    model: ModelName = None
    known: list[Piece] = Field(
        [], description="Entities of a single text that are right; the rest is tagged given these."
    )
    forbidden: list[Piece] = Field(
        [],
        description="Pieces of a single text that no entity of this label touches; none at all "
        "where the label is empty.",
    )

    @model_validator(mode="after")
    def _of_one_text(self) -> TagRequest:
        """Refuse what is known of several texts."""
        if isinstance(self.text, list) and (self.known or self.forbidden):
            raise ValueError("known and forbidden are of a single text, not of a list")
        return self


class StreamOptions(BaseModel):
    """What is asked for all texts of a stream."""

    model_config = ConfigDict(extra="forbid")
    scores: Scores = False
    min_score: MinScore = 0.0
    n_best: NBest = 0
    model: ModelName = None


class FoundEntity(BaseModel):
    """An entity; offsets count code points of the text."""

    model_config = ConfigDict(extra="forbid")
    start: int
    end: int
    label: str
    text: str
    score: float | None = Field(None, description="Its probability, where scores were asked for.")


class FoundReading(BaseModel):
    """One of the most probable ways to tag the text."""

    model_config = ConfigDict(extra="forbid")
    probability: float
    entities: list[FoundEntity]


_FOUND: JsonDict = {
    "text": "李雷在北京。",
    "entities": [{"start": 0, "end": 2, "label": "PER", "text": "李雷"}],
}


class Found(BaseModel):
    """A tagged text, as the command nertag tag writes it."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_FOUND]})
    text: str
    entities: list[FoundEntity]
    readings: list[FoundReading] | None = Field(None, description="Where they were asked for.")


class ModelFacts(BaseModel):
    """A model of the service."""

    name: str
    version: str
    labels: list[str]
    tokens: str = Field(description="What gets a tag: char or word.")


def answering(service: Service) -> Callable[[TagRequest, Request], Awaitable[Response]]:
    """What answers a request to tag texts.

    Parameters
    ----------
    service : Service
        The service.
    """

    async def tag(asked: TagRequest, request: Request) -> Response:
        """Tag a text, or several; the answer has the same shape."""
        model = service.models.named(asked.model)
        texts = [asked.text] if isinstance(asked.text, str) else asked.text
        tagged = await service.tag(request, model, texts, _asked(asked))
        found = [one.to_dict() for one in tagged]
        body = msgspec.json.encode(found[0] if isinstance(asked.text, str) else found)
        return Response(body, media_type="application/json")

    return tag


def routes(service: Service) -> APIRouter:
    """The routes of this protocol.

    Parameters
    ----------
    service : Service
        The service.
    """
    router = APIRouter(tags=["nertag"])
    router.post(
        TAG,
        response_class=Response,
        responses={
            200: {"model": Found | list[Found], "description": "A result for each text, in order."},
            **REFUSALS,
        },
    )(answering(service))

    @router.post(
        STREAM,
        response_class=Response,
        responses={
            200: {
                "description": "A result a line, in order; an object with error for a bad line.",
                "content": {"application/x-ndjson": {"schema": {"type": "string"}}},
            },
            **{status: REFUSALS[status] for status in (401, 404, 422)},
        },
        openapi_extra={
            "requestBody": {
                "content": {
                    "application/x-ndjson": {
                        "schema": {"type": "string"},
                        "example": '{"text": "李雷在北京。"}\n',
                    },
                },
                "required": True,
            }
        },
    )
    async def stream(options: Annotated[StreamOptions, Query()], request: Request) -> Response:
        """Tag any number of texts, a JSON object with the key text a line, in bounded memory."""
        model = service.models.named(options.model)
        return NdjsonAnswer(tag_lines(service, request, model, _asked(options)))

    @router.get("/v1/models")
    async def models() -> list[ModelFacts]:
        """List the models; the first answers where none is named."""
        return [_facts(model) for model in service.models.values()]

    return router


def _asked(options: TagRequest | StreamOptions) -> Asked:
    plain = Asked(options.scores, options.n_best, options.min_score)
    if isinstance(options, StreamOptions) or not isinstance(options.text, str):
        return plain
    text = options.text
    known, forbidden = (
        tuple(piece.of(text) for piece in pieces) for pieces in (options.known, options.forbidden)
    )
    return plain._replace(known=known, forbidden=forbidden)


def _facts(model: ServedModel) -> ModelFacts:
    tagger = model.tagger
    return ModelFacts(
        name=model.name,
        version=model.version,
        labels=tagger.labels,
        tokens=tagger.settings.reading.tokens,
    )
