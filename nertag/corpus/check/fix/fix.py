"""A repaired copy of a labelled file, and a list of what was changed in it.

Mended are broken tags (by their scheme: what cannot go on an entity opens one), empty tags (O),
blanks at the ends of spans (trimmed), and spans that are empty or of blanks only (taken out).
Nothing else changes: lines that need no mending keep their bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from nertag.config import Settings
from nertag.corpus.check.checks import tags
from nertag.corpus.check.fix.change import Change
from nertag.corpus.check.fix.json import mend_json
from nertag.corpus.check.fix.markup import mend_markup
from nertag.corpus.check.fix.raw import Raw, read_raw
from nertag.corpus.check.fix.tags import mend_tags
from nertag.errors import ConfigError
from nertag.formats import Source, stream_labelled
from nertag.io import reading_pipes_again, replacing
from nertag.text import MarkedText, Sentence

JSON = ("doccano", "spacy", "cluener", "label-studio")
MARKUP = ("inline", "xml")
TAGS = ("columns", "germeval")


@reading_pipes_again()
def fix(path: str | Path, target: str | Path, settings: Settings) -> list[Change]:
    """Write a repaired copy of a labelled file; it appears when it is complete.

    Parameters
    ----------
    path : path
        A file of any format but brat's, whose files are two.
    target : path
    settings : Settings
        Those of reading.

    Returns
    -------
    list of Change
        In the order of the file. In CoNLL-U and segmented text there is nothing that is mended.

    Raises
    ------
    DataError
        The file cannot be read, or the copy cannot be written.
    ConfigError
        The target is the file itself, or the format is brat's.
    """
    if Path(path).resolve() == Path(target).resolve():
        raise ConfigError(f"--fix writes a copy: give another name than {path}")
    source, format, _ = stream_labelled(path, settings)
    if format == "brat":
        raise ConfigError("--fix writes one file, brat has two: convert it first")
    raw = read_raw(path, settings.encoding)
    changes = list(_mended(raw, source, format, settings))
    with replacing(target) as file:
        file.write(raw.encode())
    return changes


def _mended(raw: Raw, source: Source, format: str, settings: Settings) -> Iterator[Change]:
    """Mend the text of a file."""
    tokens = "word" if format in TAGS else "char"
    source, _, found = stream_labelled(source.path, replace(settings, format=format, tokens=tokens))
    marked = (text for text in found if isinstance(text, MarkedText))
    if format in JSON:
        yield from mend_json(raw, marked, source, format)
    elif format in MARKUP:
        yield from mend_markup(raw.lines, marked, source, format)
    elif format in TAGS:
        rows = [text for text in found if isinstance(text, Sentence)]
        scheme = settings.scheme
        if scheme == "auto":
            scheme = tags.detect(row.tags for row in rows)
        yield from mend_tags(raw.lines, rows, source, format, scheme)
