"""``nertag tag``."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from nertag.cli.load_tagger import load_tagger
from nertag.cli.notes import print_notes
from nertag.cli.speed import Speed
from nertag.cli.terminal import say
from nertag.config import ReadingSettings
from nertag.errors import ConfigError, DataError
from nertag.formats import FORMATS, Oddities, marks_beside, refuse_unused
from nertag.io import (
    HEAD_OF_A_PIPE,
    LONGEST_LINE,
    LongLine,
    Output,
    read_in_order,
    reading_pipes_again,
    resumable,
)
from nertag.tagging import (
    WRITERS,
    Feed,
    LabelledFeed,
    LineFeed,
    TaggedText,
    Tagger,
    choose,
    model_of,
)


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


@reading_pipes_again(HEAD_OF_A_PIPE)
def run(
    files: Sequence[Path],
    model: Path,
    *,
    output: Path | None,
    to: str,
    reading: ReadingSettings,
    longest: int,
    resume: bool,
    asked: dict[str, Any],
    loading: dict[str, Any],
) -> None:
    """Tag the texts of files and write one result a text, in order.

    Parameters
    ----------
    files : sequence of Path
        The files, text or labelled; ``-`` is standard input.
    model : Path
        The model directory.
    output : Path, optional
        The file to write; standard output by default.
    to : str
        The format to write.
    reading : ReadingSettings
        How the files are read.
    longest : int
        Bytes that a line of text may have at most.
    resume : bool
        Go on with the output of a stopped run.
    asked : dict
        Arguments of `Tagger.tag_texts`: ``scores``, ``n_best``, ``min_score``.
    loading : dict
        Arguments of `load_tagger`: ``device``, ``engine``, ``precision``, ``raw_scores``.
    """
    _check(files, output, resume)
    name, perhaps = choose(files, reading)
    _check_reading(name, reading, longest)
    to = _form(to, name, output, asked)
    if loading["raw_scores"] and not any(asked.values()):
        raise ConfigError(
            "--raw-scores has no scores to leave raw: give --scores, --min-score or --n-best"
        )
    _tell(files, name, to, reading)
    if perhaps:
        say(f"lines that look like {perhaps} are tagged as text; --from {perhaps} reads them")
    tagger = load_tagger(model, **loading)
    feed = _feed(name, to, reading, longest, tagger)
    met = Oddities()

    def work(block: Block) -> Written:
        content, characters, oddities = feed.tag(tagger, block.items, block.file, asked)
        return Written(content, len(block.items), characters, oddities, block.digest)

    sums = {name: file.sha256 for name, file in model_of(tagger).manifest.files.items()}
    same: dict[str, Any] = {"files": list(map(str, files)), "model": sums}
    same |= {
        "to": to,
        "format": name,
        "encoding": reading.encoding,
        "encoding_errors": reading.encoding_errors,
    }
    same |= {"token_column": reading.token_column, **asked, **loading}
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


def _check(files: Sequence[Path], output: Path | None, resume: bool) -> None:
    for path in files:
        if str(path) == "-":
            if resume:
                raise ConfigError("--resume: standard input cannot be read again, give files")
        elif not path.exists():
            raise DataError(path, 0, "is not there", "check the path")
    if resume and output is None:
        raise ConfigError("--resume goes on with the file of --output: give that too")


def _check_reading(name: str, reading: ReadingSettings, longest: int) -> None:
    """Refuse what would be ignored."""
    refuse_unused(reading, [name or "text"])
    if longest != LONGEST_LINE and name:
        raise ConfigError(f"--max-line-bytes is of plain text, these files are {name}")


def _form(to: str, name: str, output: Path | None, asked: dict[str, Any]) -> str:
    """The format to write, empty for that of the files; it must hold all that is asked for."""
    if to == "auto":
        if name and _keeps(name):
            to = ""
        else:
            shown = output is None and sys.stdout.isatty() and not asked["n_best"]
            to = "highlight" if shown else "json"
    if asked["n_best"] and to != "json":
        what = f"--n-best: {to or name} holds one reading only"
        raise ConfigError(f"{what}, take --format json")
    holds = FORMATS[name].scores if not to else to in ("json", "highlight")
    if asked["scores"] and not holds:
        what = f"--scores: {to or name} holds no scores"
        raise ConfigError(f"{what}, take --format json or highlight")
    return to


def _keeps(name: str) -> bool:
    """Whether results are written in the format of the files."""
    format = FORMATS[name]
    return format.mark is not None or format.tokens != "char"


def _tell(files: Sequence[Path], name: str, to: str, reading: ReadingSettings) -> None:
    """Say what is not read as plain text, and what is not kept of it."""
    if name and reading.format == "auto":
        others = f" and {len(files) - 1:,} more" * (len(files) > 1)
        say(f"{files[0]}{others}: read as {name}; --from text tags the lines as they are")
    if name and to and FORMATS[name].mark:
        say(f"--format {to}: of each record only its text is kept; without --format all of it is")
    for path in files:
        marks = None if name else marks_beside(path)
        if marks:
            say(f"{path}: its lines are tagged as text, {marks} is not read")


def _feed(name: str, to: str, reading: ReadingSettings, longest: int, tagger: Tagger) -> Feed[Any]:
    write = _writer(to, tagger) if to else None
    if not name:
        assert write
        return LineFeed(reading, write, longest)
    own = replace(reading, format=name, tokens=tagger.settings.reading.tokens)
    return LabelledFeed(name, own, write)


def _writer(form: str, tagger: Tagger) -> Callable[[TaggedText, str | None], str]:
    if form != "highlight":
        return WRITERS[form]
    from nertag.cli.highlight import Highlighter

    return Highlighter(tagger.labels)


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
