"""What all protocols share: a request's texts to tagged texts, within the limits."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from nertag.serving.access import access_of
from nertag.serving.learning import Learner
from nertag.serving.metrics import Metrics
from nertag.serving.models import Asked, Models, ServedModel
from nertag.serving.settings import ServiceSettings
from nertag.tagging import TaggedText

PLAIN = Asked()
UNWATCHED = 0.05
"""Seconds of work before its client is watched."""


class TooLong(Exception):
    """A request has more text than the service takes at once; the message says how much."""


class ClientGone(Exception):
    """The client has closed its connection."""


@dataclass(frozen=True)
class Service:
    """A running service.

    Parameters
    ----------
    settings : ServiceSettings
        How it runs.
    models : Models
        The models.
    metrics : Metrics
        What it counts.
    learner : Learner, optional
        Trains its model further.
    """

    settings: ServiceSettings
    models: Models
    metrics: Metrics
    learner: Learner | None = None

    async def tag(
        self, request: Request, model: ServedModel, texts: Sequence[str], asked: Asked = PLAIN
    ) -> list[TaggedText]:
        """Tag the texts of a request whose body has been read.

        Parameters
        ----------
        request : Request
            The request; if its client leaves, texts that still wait are not tagged.
        model : ServedModel
            The model.
        texts : sequence of str
            The texts.
        asked : Asked
            What is asked of the tagger.

        Raises
        ------
        TooLong
            There is more text than the service takes at once.
        QueueFull
            Too much waits already.
        ClientGone
            The client has left.
        """
        self.check_length(texts)
        tagging = model.tag(texts, asked)
        watch = ClientWatch(request, tagging)
        try:
            tagged = await tagging
        except asyncio.CancelledError:
            if watch.gone:
                raise ClientGone from None
            raise
        finally:
            watch.stop()
        _count(request, texts)
        return tagged

    async def tag_piece(
        self, request: Request, model: ServedModel, texts: Sequence[str], asked: Asked
    ) -> list[TaggedText]:
        """Tag some texts of a request whose body may still arrive.

        Parameters
        ----------
        request : Request
            The request.
        model : ServedModel
            The model.
        texts : sequence of str
            The texts.
        asked : Asked
            What is asked of the tagger.

        Raises
        ------
        QueueFull
            Too much waits already.
        """
        tagged = await model.tag(texts, asked)
        _count(request, texts)
        return tagged

    def check_length(self, texts: Sequence[str]) -> None:
        """Refuse more text than the service takes at once; an empty text counts as one character.

        Parameters
        ----------
        texts : sequence of str
            The texts.

        Raises
        ------
        TooLong
            There is more.
        """
        characters = sum(len(text) or 1 for text in texts)
        most = self.settings.max_characters
        if characters > most:
            raise TooLong(f"the request has {characters:,} characters, at most {most:,} are taken")


def _count(request: Request, texts: Sequence[str]) -> None:
    access_of(request.scope).characters += sum(map(len, texts))


class ClientWatch:
    """Cancels work for a client that leaves before it is done; the body must have been read.

    Most work is done before there is anything to watch for, so that it begins late.

    Parameters
    ----------
    request : Request
        The client's request.
    work : Future
        What is cancelled.
    """

    def __init__(self, request: Request, work: asyncio.Future[Any]) -> None:
        self._request, self._work = request, work
        self._loop = asyncio.get_running_loop()
        self._timer = self._loop.call_later(UNWATCHED, self._begin)
        self._watching: asyncio.Task[None] | None = None
        self.gone = False

    def stop(self) -> None:
        """Watch no more."""
        self._timer.cancel()
        if self._watching:
            self._watching.cancel()

    def _begin(self) -> None:
        self._watching = self._loop.create_task(self._watch())

    async def _watch(self) -> None:
        while (await self._request.receive())["type"] != "http.disconnect":
            pass
        self.gone = self._work.cancel()
