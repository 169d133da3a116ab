"""Tags what a feed gives of files, and writes the results, so that a stopped run can go on."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from nertag.cli.notes import print_notes
from nertag.cli.speed import Speed
from nertag.errors import DataError
from nertag.formats import Oddities
from nertag.io import LongLine, Output, read_in_order, resumable
from nertag.tagging import Feed, Tagger, model_of


class Block(NamedTuple):
    """Items of a file: lines, records or sentences.

    Parameters
    ----------
    file : str, optional
        The name of the file, where there are several.
    items : list of object
        The items.
    digest : str
        Hash of the input up to the end of the block.
    """

    file: str | None
    items: list[Any]
    digest: str


class Written(NamedTuple):
    """The results of a block.

    Parameters
    ----------
    content : iterable of str
        The results as they are written, in pieces.
    items : int
        Number of items of the block.
    characters : int
        Number of characters of the block.
    oddities : Oddities
        What was met in writing the results.
    digest : str
        Hash of the input up to the end of the block.
    """

    content: Iterable[str]
    items: int
    characters: int
    oddities: Oddities
    digest: str


def tag_feed(
    files: Sequence[Path],
    feed: Feed[Any],
    tagger: Tagger,
    output: Path | None,
    asked: dict[str, Any],
    how: dict[str, Any],
    resume: bool,
) -> None:
    """Tag what a feed gives of files, and write the results.

    Parameters
    ----------
    files : sequence of Path
        The files.
    feed : Feed
        Reads them.
    tagger : Tagger
        The tagger.
    output : Path, optional
        The file to write; standard output by default.
    asked : dict
        Arguments of `Tagger.tag_texts`.
    how : dict
        What else the results depend on, as JSON.
    resume : bool
        Go on with the output of a stopped run.
    """
    met = Oddities()

    def work(block: Block) -> Written:
        content, characters, oddities = feed.tag(tagger, block.items, block.file, asked)
        return Written(content, len(block.items), characters, oddities, block.digest)

    sums = {name: file.sha256 for name, file in model_of(tagger).manifest.files.items()}
    same = {"files": list(map(str, files)), "model": sums, **asked, **how}
    same |= {
        "encoding": feed.reading.encoding,
        "encoding_errors": feed.reading.encoding_errors,
    }
    shown = sys.stderr.isatty() and (output is not None or not sys.stdout.isatty())
    with _output(output, same, resume) as out, Speed(shown) as speed:
        blocks = _blocks(feed, files, out.done, out.digest)
        with closing(read_in_order(work, blocks, _is_long)) as results:
            for done in results:
                if done is None:
                    out.flush()
                    continue
                begin = feed.between if out.done else feed.before
                out.write(map(_encoded, chain([begin], done.content)), done.items, done.digest)
                speed.add(done.characters)
                met.add(done.oddities)
        out.write([_encoded(("" if out.done else feed.before) + feed.after)], 0, out.digest)
        out.flush()
    for source in feed.sources:
        print_notes(f"{source.path}: {oddity}" for oddity in source.oddities)
    print_notes(map(str, met))


def _is_long(block: Block) -> bool:
    return isinstance(block.items[0], LongLine)


def _encoded(content: str) -> bytes:
    return content.encode("utf-8", "backslashreplace")


def _output(path: Path | None, run: dict[str, Any], resume: bool) -> AbstractContextManager[Output]:
    if path is None:
        return nullcontext(Output(sys.stdout.buffer))
    return resumable(path, run, resume=resume)


def _blocks(feed: Feed[Any], files: Sequence[Path], done: int, digest: str) -> Iterator[Block]:
    """What is to be tagged after the first `done` items, whose hash is `digest`."""
    read = hashlib.blake2b(digest_size=16)
    for path in files:
        name = str(path) if len(files) > 1 else None
        for items in feed.blocks(path):
            before, rest = items[:done], items[done:]
            for piece in chain.from_iterable(map(feed.key, before)):
                read.update(piece)
            done -= len(before)
            if before and not done and read.hexdigest() != digest:
                what = "has other lines than those that were tagged before"
                raise DataError(path, 0, what, "leave `resume` out to begin anew")
            if rest:
                for piece in chain.from_iterable(map(feed.key, rest)):
                    read.update(piece)
                yield Block(name, rest, read.hexdigest())
    if done:
        what = f"{done:,} lines fewer than were tagged before"
        raise DataError(files[-1], 0, what, "leave `resume` out to begin anew")
