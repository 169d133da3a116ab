"""Label Studio's machine learning backend: tasks in, predictions out.

Offsets count code points, as Label Studio's do. Webhooks are acknowledged; a service that learns
keeps the annotations that they bring.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from nertag.serving.access import access_of, write_log
from nertag.serving.answers import REFUSALS
from nertag.serving.models import Asked, ServedModel
from nertag.serving.protocols.asked import check_text
from nertag.serving.protocols.label_studio_events import BadEvent, read_event
from nertag.serving.protocols.labelling_config import BadConfig, LabellingConfig, read_config
from nertag.serving.service import Service
from nertag.tagging import TaggedText

ASKED = Asked(scores=True, n_best=1)
EXAMPLE = (
    '<View><Labels name="label" toName="text"><Label value="PER"/></Labels>'
    '<Text name="text" value="$text"/></View>'
)


class Task(BaseModel):
    """A task; only its data are read."""

    data: dict[str, Any] = Field(examples=[{"text": "李雷在北京。"}])


class PredictRequest(BaseModel):
    """Tasks to label; what else Label Studio sends is not needed."""

    tasks: list[Task]
    label_config: str = Field(examples=[EXAMPLE])


class Predictions(BaseModel):
    """A prediction for each task, in order."""

    results: list[dict[str, Any]]


class SetupRequest(BaseModel):
    """A project that is connected; what else Label Studio sends is not needed."""

    label_config: str = Field(alias="schema", examples=[EXAMPLE])


class SetupAnswer(BaseModel):
    """The model that answers."""

    model_version: str


class BackendHealth(BaseModel):
    """A backend that answers."""

    status: str = "UP"
    model_class: str = "nertag"


class Acknowledged(BaseModel):
    """An event that was heard."""

    status: str = "ok"
    result: str


def routes(service: Service) -> APIRouter:
    """The routes of this protocol: at the root for the first model, and for each by its name.

    Parameters
    ----------
    service : Service
        The service.
    """
    router = APIRouter(tags=["Label Studio"])
    named = "/label-studio/{model}"
    unknown: dict[int | str, Any] = {status: REFUSALS[status] for status in (404, 422)}

    @router.get("/health", responses=unknown)
    @router.get(named + "/health", responses=unknown)
    async def health(model: str | None = None) -> BackendHealth:
        """Say that the backend answers."""
        service.models.named(model)
        return BackendHealth()

    @router.post("/setup", responses=REFUSALS)
    @router.post(named + "/setup", responses=REFUSALS)
    async def setup(project: SetupRequest, model: str | None = None) -> SetupAnswer:
        """Check the configuration of a project that is connected."""
        _read(project.label_config, "schema")
        return SetupAnswer(model_version=_version(service.models.named(model)))

    @router.post("/predict", responses=REFUSALS)
    @router.post(named + "/predict", responses=REFUSALS)
    async def predict(
        asked: PredictRequest, request: Request, model: str | None = None
    ) -> Predictions:
        """Label tasks by the project's own labels."""
        config, chosen = _read(asked.label_config, "label_config"), service.models.named(model)
        texts = [_text(task, number, config) for number, task in enumerate(asked.tasks)]
        tagged = await service.tag(request, chosen, texts, ASKED)
        found = Counter(entity.label for text in tagged for entity in text.entities)
        lacking = {label: count for label, count in found.items() if label not in config.labels}
        if lacking:
            write_log(id=access_of(request.scope).id, labels_the_project_lacks=lacking)
        version = _version(chosen)
        return Predictions(results=[_prediction(text, config, version) for text in tagged])

    @router.post("/webhook", responses=REFUSALS)
    @router.post(named + "/webhook", responses=REFUSALS)
    async def webhook(event: dict[str, Any], model: str | None = None) -> Acknowledged:
        """Hear of an event, such as an annotation that was made."""
        chosen = service.models.named(model)
        if service.learner is None:
            return Acknowledged(result="nothing is trained")
        try:
            heard = read_event(event, chosen.tagger.labels)
        except (BadEvent, BadConfig) as error:
            raise HTTPException(422, str(error)) from None
        await service.learner.change(heard.apply, now=heard.train)
        waiting = service.learner.annotations.waiting
        return Acknowledged(result=f"{waiting} annotations wait for a training")

    return router


def _read(xml: str, field: str) -> LabellingConfig:
    try:
        return read_config(xml)
    except BadConfig as error:
        raise HTTPException(422, f"{field}: {error}") from None


def _text(task: Task, number: int, config: LabellingConfig) -> str:
    text = task.data.get(config.key)
    if not isinstance(text, str):
        what = f"has no text under {config.key!r}, which the configuration names"
        raise HTTPException(422, f"tasks.{number}.data: {what}")
    try:
        return check_text(text)
    except ValueError as error:
        raise HTTPException(422, f"tasks.{number}.data: {error}") from None


def _version(model: ServedModel) -> str:
    return f"{model.name}-{model.version}"


def _prediction(tagged: TaggedText, config: LabellingConfig, version: str) -> dict[str, Any]:
    """A prediction; its score is the probability that all of it is right."""
    return {
        "model_version": version,
        "score": tagged.readings[0].probability,
        "result": list(_regions(tagged, config)),
    }


def _regions(tagged: TaggedText, config: LabellingConfig) -> Iterator[dict[str, Any]]:
    for number, entity in enumerate(tagged.entities, 1):
        if entity.label in config.labels:
            yield {
                "id": str(number),
                "type": "labels",
                "from_name": config.from_name,
                "to_name": config.to_name,
                "score": entity.score,
                "value": {
                    "start": entity.start,
                    "end": entity.end,
                    "text": entity.text,
                    "labels": [config.labels[entity.label]],
                },
            }
