"""``nertag tag``."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from nertag.cli.highlight import Highlighter
from nertag.cli.quiet import loading_tensorflow
from nertag.errors import DataError
from nertag.files import replacing
from nertag.formats.tagged import WRITERS
from nertag.tagger import Tagger
from nertag.text import read_lines


def run(
    files: Sequence[Path],
    model: Path,
    *,
    output: Path | None,
    form: str,
    encoding: str,
    device: str,
) -> None:
    """Tag each line of the files and write one result a line, in order."""
    for path in files:
        if str(path) != "-" and not path.exists():
            raise DataError(path, 0, "is not there", "check the path")
    with loading_tensorflow():
        tagger = Tagger.load(model, device=device)
    if form == "auto":
        form = "highlight" if output is None and sys.stdout.isatty() else "json"
    write = Highlighter(tagger.bundle.labels) if form == "highlight" else WRITERS[form]
    with _sink(output) as sink:
        for path in files:
            name = str(path) if len(files) > 1 else None
            for tagged in tagger.tag_many(read_lines(path, encoding)):
                sink.write(write(tagged, name).encode("utf-8", "backslashreplace"))
        sink.flush()


@contextmanager
def _sink(output: Path | None) -> Iterator[BinaryIO]:
    if output is None:
        yield sys.stdout.buffer
    else:
        with replacing(output) as stream:
            yield stream
