"""``nertag tag``."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from nertag.cli.load_tagger import load_tagger
from nertag.cli.speed import Speed
from nertag.errors import ConfigError, DataError
from nertag.io import Line, LongLine, Output, ahead, in_order, read_blocks, resumable
from nertag.tagging import (
    WRITERS,
    TaggedText,
    Tagger,
    model_of,
    tag_in_parts,
    to_json_in_parts,
)

Writer = Callable[[TaggedText, str | None], str]


class Block(NamedTuple):
    """Lines of a file.

    Parameters
    ----------
    file : str, optional
        The name of the file, where there are several.
    lines : list of Line
        The lines.
    digest : str
        Hash of the input up to the end of the block.
    """

    file: str | None
    lines: list[Line]
    digest: str


class Written(NamedTuple):
    """The results of a block.

    Parameters
    ----------
    content : iterable of str
        The results as they are written, in pieces.
    lines : int
        Number of lines of the block.
    characters : int
        Number of characters of the block.
    digest : str
        Hash of the input up to the end of the block.
    """

    content: Iterable[str]
    lines: int
    characters: int
    digest: str


def run(
    files: Sequence[Path],
    model: Path,
    *,
    output: Path | None,
    form: str,
    encoding: str,
    longest: int,
    resume: bool,
    asked: dict[str, Any],
    loading: dict[str, Any],
) -> None:
    """Tag each line of the files and write one result a line, in order.

    Parameters
    ----------
    files : sequence of Path
        The text files; ``-`` is standard input.
    model : Path
        The model directory.
    output : Path, optional
        The file to write; standard output by default.
    form : str
        The format to write.
    encoding : str
        How the files are encoded.
    longest : int
        Bytes that a line may have at most.
    resume : bool
        Go on with the output of a stopped run.
    asked : dict
        Arguments of `Tagger.tag_texts`: ``scores``, ``n_best``, ``min_score``.
    loading : dict
        Arguments of `load_tagger`: ``device``, ``engine``, ``precision``, ``raw_scores``.
    """
    _check(files, output, resume)
    form = _form(form, output, asked)
    if loading["raw_scores"] and not any(asked.values()):
        raise ConfigError(
            "--raw-scores has no scores to leave raw: give --scores, --min-score or --n-best"
        )
    tagger = load_tagger(model, **loading)
    write = _writer(form, tagger)

    def work(block: Block) -> Written:
        content: Iterable[str]
        if _is_long(block) and not asked["n_best"]:
            content = _in_parts(block, tagger, asked, write)
        else:
            tagged = tagger.tag_texts(list(map(str, block.lines)), **asked)
            content = ["".join([write(one, block.file) for one in tagged])]
        characters = sum(map(len, block.lines))
        return Written(content, len(block.lines), characters, block.digest)

    sums = {name: file.sha256 for name, file in model_of(tagger).manifest.files.items()}
    same = {"files": list(map(str, files)), "model": sums, "format": form, "encoding": encoding}
    shown = sys.stderr.isatty() and (output is not None or not sys.stdout.isatty())
    with _output(output, {**same, **asked, **loading}, resume) as out, Speed(shown) as speed:
        read = _blocks(files, encoding, longest, out.done, out.digest)
        blocks = ahead(read, large=_is_long)
        with closing(in_order(work, blocks)) as results:
            for done in results:
                if done is None:
                    out.flush()
                else:
                    pieces = (piece.encode("utf-8", "backslashreplace") for piece in done.content)
                    out.write(pieces, done.lines, done.digest)
                    speed.add(done.characters)
        out.flush()


def _check(files: Sequence[Path], output: Path | None, resume: bool) -> None:
    for path in files:
        if str(path) == "-":
            if resume:
                raise ConfigError("--resume: standard input cannot be read again, give files")
        elif not path.exists():
            raise DataError(path, 0, "is not there", "check the path")
    if resume and output is None:
        raise ConfigError("--resume goes on with the file of --output: give that too")


def _form(form: str, output: Path | None, asked: dict[str, Any]) -> str:
    """The format to write; it must hold all that is asked for."""
    if form == "auto":
        shown = output is None and sys.stdout.isatty() and not asked["n_best"]
        form = "highlight" if shown else "json"
    if asked["n_best"] and form != "json":
        raise ConfigError(f"--n-best: {form} holds one reading only, take --format json")
    if asked["scores"] and form not in ("json", "highlight"):
        raise ConfigError(f"--scores: {form} holds no scores, take --format json or highlight")
    return form


def _is_long(block: Block) -> bool:
    return isinstance(block.lines[0], LongLine)


def _in_parts(block: Block, tagger: Tagger, asked: dict[str, Any], write: Writer) -> Iterator[str]:
    """What is written of a long line, while it is tagged."""
    pieces = _pieces(block.lines[0])
    parts = tag_in_parts(pieces, partial(tagger.tag, **asked))
    if write is WRITERS["json"]:
        yield from to_json_in_parts(pieces, parts, block.file)
        return
    for part in parts:
        yield write(part, block.file).removesuffix("\n")
    yield "\n"


def _writer(form: str, tagger: Tagger) -> Writer:
    if form != "highlight":
        return WRITERS[form]
    from nertag.cli.highlight import Highlighter

    return Highlighter(tagger.labels)


def _output(path: Path | None, run: dict[str, Any], resume: bool) -> AbstractContextManager[Output]:
    if path is None:
        return nullcontext(Output(sys.stdout.buffer))
    return resumable(path, run, resume=resume)


def _blocks(
    files: Sequence[Path], encoding: str, longest: int, done: int, digest: str
) -> Iterator[Block]:
    """What is to be tagged after the first `done` lines, whose hash is `digest`."""
    read = hashlib.blake2b(digest_size=16)
    for path in files:
        name = str(path) if len(files) > 1 else None
        for lines in read_blocks(path, encoding, longest):
            before, rest = lines[:done], lines[done:]
            _add(read, before)
            done -= len(before)
            if before and not done and read.hexdigest() != digest:
                what = "has other lines than those that were tagged before"
                raise DataError(path, 0, what, "leave `resume` out to begin anew")
            if rest:
                _add(read, rest)
                yield Block(name, rest, read.hexdigest())
    if done:
        what = f"{done:,} lines fewer than were tagged before"
        raise DataError(files[-1], 0, what, "leave `resume` out to begin anew")


def _add(read: hashlib.blake2b, lines: list[Line]) -> None:
    for line in lines:
        for piece in _pieces(line):
            read.update(piece.encode("utf-8", "surrogatepass"))
        read.update(b"\n")


def _pieces(line: Line) -> list[str]:
    return line.pieces if isinstance(line, LongLine) else [line]
