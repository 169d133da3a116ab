"""Open Inference Protocol, version 2, as KServe, Triton's clients, Seldon and others speak it.

A model takes one tensor ``text`` of BYTES and gives one tensor ``tagged`` of BYTES: for each text
the JSON object that ``nertag tag`` writes. Texts may come as JSON, or after the JSON as Triton's
clients send them (its "binary tensor data extension").
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.exceptions import HTTPException

from nertag.model import versions
from nertag.serving.answers import REFUSALS, Refusal, refuse
from nertag.serving.models import Asked
from nertag.serving.protocols.asked import MinScore, NBest, Scores
from nertag.serving.protocols.schema import request_body
from nertag.serving.protocols.tensors import pack, unpack
from nertag.serving.service import Service
from nertag.tagging import WRITERS

HEADER_LENGTH = "inference-header-content-length"
"""Header that says how many bytes of a body are JSON; texts come after them."""
Dimension = Annotated[int, Field(ge=0)]


class Parameters(BaseModel):
    """What is asked of the tagger; parameters for other servers are ignored."""

    scores: Scores = False
    min_score: MinScore = 0.0
    n_best: NBest = 0
    binary_data_output: bool = False

    def asked(self) -> Asked:
        """What is asked of the tagger."""
        return Asked(self.scores, self.n_best, self.min_score)


class BinaryParameters(BaseModel):
    """Where the values of a tensor are, if not in the JSON."""

    binary_data_size: Dimension | None = None


class InputTensor(BaseModel):
    """The texts."""

    name: Literal["text"]
    datatype: Literal["BYTES"]
    shape: list[Dimension]
    data: list[str | list[str]] = []
    parameters: BinaryParameters = BinaryParameters()


class OutputParameters(BaseModel):
    """How a tensor is to be given."""

    binary_data: bool | None = None


class RequestedOutput(BaseModel):
    """An output that the client wants."""

    name: Literal["tagged"]
    parameters: OutputParameters = OutputParameters()


class InferenceRequest(BaseModel):
    """Texts to tag."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "inputs": [
                        {
                            "name": "text",
                            "datatype": "BYTES",
                            "shape": [1],
                            "data": ["李雷在北京。"],
                        }
                    ]
                }
            ]
        }
    )
    id: str | None = None
    inputs: Annotated[list[InputTensor], Field(min_length=1, max_length=1)]
    outputs: Annotated[list[RequestedOutput], Field(max_length=1)] = []
    parameters: Parameters = Parameters()

    def wants_binary(self) -> bool:
        """Whether the results are to come after the JSON."""
        wanted = self.outputs[0].parameters.binary_data if self.outputs else None
        return self.parameters.binary_data_output if wanted is None else wanted


class Tensor(BaseModel):
    """A tensor's name and kind."""

    name: str
    datatype: Literal["BYTES"] = "BYTES"
    shape: list[int]


class OutputTensor(Tensor):
    """The results, each a JSON object; in the JSON, or after it."""

    data: list[str] | None
    parameters: BinaryParameters | None = None


class InferenceAnswer(BaseModel):
    """Tagged texts."""

    model_name: str
    model_version: str
    id: str | None = None
    outputs: list[OutputTensor]


class ModelMetadata(BaseModel):
    """What a model takes and gives."""

    name: str
    versions: list[str]
    platform: str = "nertag"
    inputs: list[Tensor] = [Tensor(name="text", shape=[-1])]
    outputs: list[Tensor] = [Tensor(name="tagged", shape=[-1])]


class ServerMetadata(BaseModel):
    """What the server is."""

    name: str = "nertag"
    version: str
    extensions: list[str] = ["binary_tensor_data"]


class Live(BaseModel):
    """A server that answers."""

    live: bool = True


class Ready(BaseModel):
    """A server that is ready."""

    ready: bool = True


class ModelReady(Ready):
    """A model that is ready."""

    name: str


_INFER: dict[str, Any] = {
    "response_class": Response,
    "responses": {200: {"model": InferenceAnswer}, **REFUSALS},
    "openapi_extra": request_body(InferenceRequest),
}
"""What the OpenAPI schema tells of an operation that reads its body itself."""


def routes(service: Service) -> APIRouter:
    """The routes of this protocol.

    Parameters
    ----------
    service : Service
        The service.
    """
    router = APIRouter(prefix="/v2", tags=["Open Inference Protocol"])
    unknown: dict[int | str, Any] = {status: REFUSALS[status] for status in (404, 422)}

    @router.get("")
    async def server() -> ServerMetadata:
        """Describe the server."""
        return ServerMetadata(version=versions().get("nertag", "unknown"))

    @router.get("/health/live")
    async def live() -> Live:
        """Say that the server answers."""
        return Live()

    @router.get("/health/ready", response_model=Ready, responses={503: {"model": Refusal}})
    async def ready() -> Any:
        """Say whether all models are loaded and warm."""
        return Ready() if service.models.ready else refuse(503, "the models are not ready yet")

    @router.get("/models/{name}", responses=unknown)
    @router.get("/models/{name}/versions/{version}", responses=unknown)
    async def metadata(name: str, version: str | None = None) -> ModelMetadata:
        """Describe a model."""
        model = service.models.named(name, version)
        return ModelMetadata(name=name, versions=[model.version])

    @router.get("/models/{name}/ready", responses=unknown)
    @router.get("/models/{name}/versions/{version}/ready", responses=unknown)
    async def model_ready(name: str, version: str | None = None) -> ModelReady:
        """Say whether a model is ready."""
        return ModelReady(name=service.models.named(name, version).name)

    @router.post("/models/{name}/infer", **_INFER)
    @router.post("/models/{name}/versions/{version}/infer", **_INFER)
    async def infer(name: str, request: Request, version: str | None = None) -> Response:
        """Tag the texts of a tensor; each result is a JSON object."""
        model = service.models.named(name, version)
        asked, texts = await _read(request)
        tagged = await service.tag(request, model, texts, asked.parameters.asked())
        write = WRITERS["json"]
        data = [write(one, None).rstrip("\n") for one in tagged]
        output = OutputTensor(name="tagged", shape=asked.inputs[0].shape, data=data)
        answer = InferenceAnswer(
            model_name=model.name, model_version=model.version, id=asked.id, outputs=[output]
        )
        return _binary(answer) if asked.wants_binary() else _json(answer)

    return router


async def _read(request: Request) -> tuple[InferenceRequest, list[str]]:
    """What a request asks for, and its texts."""
    body = await request.body()
    length = request.headers.get(HEADER_LENGTH, "")
    end = int(length[:20]) if length.isdecimal() else len(body)
    try:
        asked = InferenceRequest.model_validate_json(body[:end])
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from None
    tensor = asked.inputs[0]
    size = tensor.parameters.binary_data_size
    try:
        texts = list(_flat(tensor.data)) if size is None else unpack(body[end : end + size])
    except ValueError as error:
        raise HTTPException(422, f"inputs.0: {error}") from None
    if math.prod(tensor.shape) != len(texts):
        what = f"is {tensor.shape}, but there are {len(texts)} texts"
        raise HTTPException(422, f"inputs.0.shape: {what}")
    return asked, texts


def _flat(data: list[str | list[str]]) -> Iterator[str]:
    for one in data:
        if isinstance(one, str):
            yield one
        else:
            yield from one


def _json(answer: InferenceAnswer) -> Response:
    return Response(answer.model_dump_json(exclude_none=True), media_type="application/json")


def _binary(answer: InferenceAnswer) -> Response:
    """The answer with its texts after the JSON."""
    output = answer.outputs[0]
    packed = pack(output.data or ())
    output.parameters, output.data = BinaryParameters(binary_data_size=len(packed)), None
    head = answer.model_dump_json(exclude_none=True).encode()
    headers = {HEADER_LENGTH: str(len(head))}
    return Response(head + packed, 200, headers, "application/octet-stream")
