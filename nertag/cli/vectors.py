"""``nertag vectors``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from nertag.cli.console import console
from nertag.errors import ConfigError
from nertag.features.vectors import (
    PassCheckpoint,
    TokenLines,
    VectorProgress,
    check_vectors_name,
    read_lexicon,
    subwords_file,
    train_vectors,
    train_word_vectors,
    write_vectors,
)
from nertag.io import check_folder, reading_pipes_again, replacing_all
from nertag.model import versions


@reading_pipes_again()
def run(
    texts: Sequence[Path],
    output: Path,
    *,
    encoding: str,
    tokens: str,
    bigrams: bool,
    subwords: bool,
    lexicon: Sequence[Path],
    word_size: int,
    resume: bool,
    **how: Any,
) -> None:
    """Train vectors on text files and write them; vectors of words get a file of their own.

    Parameters
    ----------
    texts : sequence of Path
        The text files, a sentence a line.
    output : Path
        The file to write.
    encoding : str
        How the files are encoded.
    tokens : str
        What a token is: ``char`` or ``word``.
    bigrams : bool
        Whether bigrams of characters get vectors too.
    subwords : bool
        Whether pieces of words get vectors too.
    lexicon : sequence of Path
        Word lists, or folders of lists, whose words get vectors too.
    word_size : int
        Dimensions of the vectors of words.
    resume : bool
        Go on with a stopped run after its last whole pass.
    **how
        More arguments of `nertag.features.vectors.train_vectors`.
    """
    if tokens not in ("char", "word"):
        raise ConfigError(f"--tokens is {tokens!r}, expected char or word")
    if lexicon and tokens != "char":
        raise ConfigError("--lexicon cuts characters into words: it needs --tokens char")
    lines = TokenLines(texts, tokens, encoding)
    check_folder(check_vectors_name(output).parent)
    words = read_lexicon(lexicon, encoding)
    shown = console(highlight=False)
    pairs = bigrams and tokens == "char"
    kept = {
        sort: PassCheckpoint(output.with_name(f"{output.name}.{sort}.part"), resume=resume)
        for sort in ("tokens", "pairs", "words")
    }
    if resume and not any(one.path.exists() for one in kept.values()):
        raise ConfigError(
            f"`resume`: {kept['tokens'].path} is not there, no run to go on with", setting="resume"
        )
    try:
        with _Passes(shown, {"tokens": "characters"} if tokens == "char" else {}) as watch:
            how_watched = {**how, "watch": watch, "keep": kept.__getitem__}
            trained = train_vectors(lines, bigrams=pairs, subwords=subwords, **how_watched)
            made = {output: trained}
            if words:
                beside = words_file(output)
                made[beside] = train_word_vectors(
                    lines, words, **{**how_watched, "size": word_size}
                )
    except ConfigError:  # nothing to go on with, unless the user gave other settings with --resume
        if not resume:
            _remove(kept.values())
        raise
    shown.print(f"{lines.lines:,} lines, {lines.repeated:,} of them repeated and ignored")
    facts = {
        "texts": list(map(str, texts)),
        "lines": lines.lines,
        "repeated_lines": lines.repeated,
        "encoding": encoding,
        "tokens": tokens,
        "pairs": pairs,
        "subwords": subwords,
        "words": "by longest match over a lexicon" if words else "none",
        "lexicon": list(map(str, lexicon)),
        "word_size": word_size,
        **how,
        "written_by": versions(),
    }
    note = output.with_name(output.name + ".json")
    pieces = [subwords_file(output)] if trained.subwords else []
    with replacing_all([note, *made, *pieces]) as (note_stream, *streams):
        for stream, (path, of) in zip(streams, made.items()):
            write_vectors(of, stream, path)
        if trained.subwords:
            streams[-1].write(trained.subwords.to_bytes())
        # Paths may hold what is not UTF-8, as lone surrogates.
        text = json.dumps(facts, ensure_ascii=False, indent=1) + "\n"
        note_stream.write(text.encode("utf-8", "surrogatepass"))
    _remove(kept.values())
    if not pieces:
        # It belongs to the file that was there before.
        subwords_file(output).unlink(missing_ok=True)
    for path, of in made.items():
        shown.print(f"{path}: {len(of.tokens):,} vectors of {of.matrix.shape[1]} dimensions")
    if trained.subwords:
        shown.print(f"{pieces[0]}: vectors of {len(trained.subwords.kept):,} pieces of words")
    if words:
        found = len(set(words).intersection(made[beside].tokens))
        shown.print(f"{found:,} of the {len(words):,} words of the lexicon are among them")


def _remove(checkpoints: Iterable[PassCheckpoint]) -> None:
    for one in checkpoints:
        one.path.unlink(missing_ok=True)


class _Passes:
    """A line for each sort of vectors; on a terminal also a live bar with the time left."""

    def __init__(self, console: Console, names: Mapping[str, str]) -> None:
        self.console, self.names = console, names
        columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
        self._bar = Progress(*columns, console=console, transient=True)
        self._task = self._bar.add_task("reading")

    def __enter__(self) -> _Passes:
        if self.console.is_terminal:
            self._bar.start()
        return self

    def __exit__(self, *error: object) -> None:
        if self.console.is_terminal:
            self._bar.stop()

    def __call__(self, reading: VectorProgress) -> None:
        sort = self.names.get(reading.sort, reading.sort)
        if not reading.passes:
            self._bar.reset(self._task, total=None, description=f"{sort}: {reading.row:,} lines")
            return
        if (reading.number, reading.row) == (1, 0):
            self.console.print(f"{sort}: passes over the text: {reading.passes}")
            self._bar.reset(self._task, total=reading.passes * reading.rows)
        done = (reading.number - 1) * reading.rows + reading.row
        where = f"{sort}: pass {reading.number} of {reading.passes}"
        self._bar.update(self._task, description=where, completed=done)


def words_file(output: Path) -> Path:
    """Where the vectors of words are written: ``V.words.txt`` beside ``V.txt``.

    Parameters
    ----------
    output : Path
        The file of the other vectors.
    """
    name, dot, ending = output.name.partition(".")
    return output.with_name(f"{name}.words{dot}{ending}")
