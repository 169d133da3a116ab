"""A stream of JSON lines in, a stream of JSON lines out, in bounded memory.

Results are sent while lines still arrive. A client must therefore read while it sends, as curl
does; one that sends all before it reads is cut off once nothing moves any more.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from nertag.serving.answers import wrong_field
from nertag.serving.batching import QueueFull
from nertag.serving.limits import SECONDS
from nertag.serving.models import Asked, ServedModel
from nertag.serving.service import Service
from nertag.tagging import WRITERS

LINES, CHARACTERS = 64, 4096
"""Lines, and their characters, that are tagged together."""
PIECES = 4
"""Such pieces under way at once."""
BYTES_PER_CHARACTER = 12
"""Bytes of a character in JSON at most: two escapes of six."""
PAUSE = 0.05
"""Seconds between two looks at a queue that is full."""


class NdjsonAnswer(Response):
    """Sends lines as they come.

    Parameters
    ----------
    lines : async iterator of str
        The lines.
    """

    media_type = "application/x-ndjson"

    def __init__(self, lines: AsyncIterator[str]) -> None:
        super().__init__()
        del self.headers["content-length"]
        self._lines = lines

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the lines until there are no more, or the client has left or reads none."""
        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        await send(start)
        try:
            async for line in self._lines:
                body = {"type": "http.response.body", "body": line.encode(), "more_body": True}
                await asyncio.wait_for(send(body), SECONDS)
        except ClientDisconnect:
            return
        await send({"type": "http.response.body", "body": b""})


class Line(BaseModel):
    """A line of a stream."""

    model_config = ConfigDict(extra="forbid")
    text: str


class LineError(Exception):
    """A line that cannot be tagged; the message says why."""


async def tag_lines(
    service: Service, request: Request, model: ServedModel, asked: Asked
) -> AsyncIterator[str]:
    """The results of a stream of JSON objects with ``text``, a line each, in order.

    Parameters
    ----------
    service : Service
        The service.
    request : Request
        The request, whose body is read line by line.
    model : ServedModel
        The model.
    asked : Asked
        What is asked of the tagger.

    Yields
    ------
    str
        Some lines of results; for a line that cannot be tagged an object with ``error``.
    """
    under_way: asyncio.Queue[asyncio.Task[str] | None] = asyncio.Queue(PIECES)

    async def read() -> None:
        try:
            async for piece in _pieces(request.stream(), service.settings.max_characters):
                tagging = _tag_piece(service, request, model, asked, piece)
                await under_way.put(asyncio.create_task(tagging))
        finally:
            await under_way.put(None)

    reading = asyncio.create_task(read())
    try:
        while (tagging := await under_way.get()) is not None:
            yield await tagging
        await reading
    except HTTPException as error:  # the body does not go on
        yield _line_of(LineError(error.detail))
    finally:
        reading.cancel()
        while not under_way.empty():
            if left := under_way.get_nowait():
                left.cancel()


async def _pieces(body: AsyncIterator[bytes], most: int) -> AsyncIterator[list[str | LineError]]:
    """The texts of a body, some together."""
    piece: list[str | LineError] = []
    characters = number = 0
    async for lines in _lines(body, most * BYTES_PER_CHARACTER):
        for line in lines:
            number += 1
            found = _text_of(line, number, most)
            piece.append(found)
            characters += len(found) if isinstance(found, str) else 0
            if len(piece) == LINES or characters >= CHARACTERS:
                yield piece
                piece, characters = [], 0
        if piece:  # what has arrived is not held back
            yield piece
            piece, characters = [], 0


async def _lines(body: AsyncIterator[bytes], most: int) -> AsyncIterator[list[bytes | None]]:
    """The lines that each part of a body completes; None for one of more than `most` bytes."""
    kept, too_long = b"", False
    async for part in body:
        *lines, rest = part.split(b"\n")
        found: list[bytes | None] = []
        for line in lines:
            found.append(None if too_long or len(kept) + len(line) > most else kept + line)
            kept, too_long = b"", False
        too_long = too_long or len(kept) + len(rest) > most
        kept = b"" if too_long else kept + rest
        yield found
    if kept or too_long:
        yield [None if too_long else kept]


def _text_of(line: bytes | None, number: int, most: int) -> str | LineError:
    if line is not None:
        try:
            text = Line.model_validate_json(line).text
        except ValidationError as error:
            return LineError(f"line {number}: {wrong_field(error.errors(include_input=False))}")
        if len(text) <= most:
            return text
    return LineError(f"line {number}: it has more than {most:,} characters")


async def _tag_piece(
    service: Service,
    request: Request,
    model: ServedModel,
    asked: Asked,
    piece: list[str | LineError],
) -> str:
    texts = [text for text in piece if isinstance(text, str)]
    while True:
        try:
            tagged = iter(await service.tag_piece(request, model, texts, asked))
            break
        except QueueFull:  # the client waits meanwhile: nothing more of its body is read
            await asyncio.sleep(PAUSE)
    write = WRITERS["json"]
    return "".join(
        _line_of(text) if isinstance(text, LineError) else write(next(tagged), None)
        for text in piece
    )


def _line_of(error: LineError) -> str:
    return json.dumps({"error": str(error)}) + "\n"
