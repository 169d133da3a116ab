"""What all protocols share: a request's texts to tagged texts, within the limits."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request

from nertag.serving.access import access_of
from nertag.serving.metrics import Metrics
from nertag.serving.models import Asked, Models, ServedModel
from nertag.serving.settings import ServiceSettings
from nertag.tagging import TaggedText

PLAIN = Asked()


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
    """

    settings: ServiceSettings
    models: Models
    metrics: Metrics

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
        tagging = asyncio.ensure_future(self.tag_piece(request, model, texts, asked))
        watching = asyncio.ensure_future(_left(request))
        watching.add_done_callback(lambda _: tagging.cancel())
        try:
            return await tagging
        except asyncio.CancelledError:
            if watching.done() and not watching.cancelled():
                raise ClientGone from None
            raise
        finally:
            watching.cancel()

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
        access_of(request.scope).characters += sum(map(len, texts))
        model.metrics.tagged(tagged)
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


async def _left(request: Request) -> None:
    """Wait until the client has left."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
