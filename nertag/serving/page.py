"""The page on which a model is tried."""

from __future__ import annotations

from importlib.resources import files

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from nertag.pages import render
from nertag.serving.service import Service


def routes(service: Service) -> APIRouter:
    """The page and its script.

    Parameters
    ----------
    service : Service
        The service.
    """
    router = APIRouter(include_in_schema=False)
    folder = files("nertag.serving") / "templates"
    script = (folder / "page.js").read_bytes()
    page = render(
        "serving/page.html",
        title="nertag",
        models=[(model.name, model.tagger.labels) for model in service.models.values()],
        most=service.settings.max_characters,
    )

    @router.get("/", response_class=HTMLResponse)
    async def show_page() -> HTMLResponse:
        return HTMLResponse(page)

    @router.get("/page.js")
    async def give_script() -> Response:
        return Response(script, media_type="text/javascript")

    return router
