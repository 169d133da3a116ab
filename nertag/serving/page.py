"""The page on which a model is tried, and the one that shows how the service is called."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any, NamedTuple

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from nertag.pages import render
from nertag.serving.protocols.asked import MOST_READINGS
from nertag.serving.service import Service


class Operation(NamedTuple):
    """One way to call the service.

    Parameters
    ----------
    method : str
        The method of HTTP.
    path : str
        The path, with names of parameters in braces.
    text : str
        What it does.
    example : str
        A body to send, as JSON; empty where there is none.
    """

    method: str
    path: str
    text: str
    example: str


def routes(service: Service) -> APIRouter:
    """The pages and their script.

    Parameters
    ----------
    service : Service
        The service.
    """
    router = APIRouter(include_in_schema=False)
    script = (files("nertag.serving") / "templates" / "page.js").read_bytes()
    page = render(
        "serving/page.html",
        title="nertag",
        models=list(service.models),
        most=service.settings.max_characters,
        most_readings=MOST_READINGS,
    )

    @router.get("/")
    async def show_page() -> HTMLResponse:
        return HTMLResponse(page)

    @router.get("/page.js")
    async def give_script() -> Response:
        return Response(script, media_type="text/javascript")

    @router.get("/docs")
    async def show_operations(request: Request) -> HTMLResponse:
        found = list(operations(request.app.openapi()))
        return HTMLResponse(render("serving/docs.html", title="nertag: HTTP", operations=found))

    return router


def operations(schema: Mapping[str, Any]) -> Iterator[Operation]:
    """The operations of an OpenAPI schema.

    Parameters
    ----------
    schema : mapping
        The schema.
    """
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            text = operation.get("description", operation["summary"])
            yield Operation(method.upper(), path, text, _example(operation, schema))


def _example(operation: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """A body to send: the example of the body, or of its parts."""
    for content in operation.get("requestBody", {}).get("content", {}).values():
        if "example" in content:
            return str(content["example"])
        name = content["schema"].get("$ref", "").rpartition("/")[2]
        body = schema["components"]["schemas"].get(name, content["schema"])
        examples = body.get("examples") or [
            {
                key: part["examples"][0]
                for key, part in body.get("properties", {}).items()
                if "examples" in part
            }
        ]
        return json.dumps(examples[-1], ensure_ascii=False, indent=1) if examples[-1] else ""
    return ""
