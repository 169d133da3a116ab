"""The formats of labelled text, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from nertag.errors import ConfigError
from nertag.formats.columnar import columns, conllu, germeval, segmented
from nertag.formats.json import cluener, doccano, label_studio, spacy
from nertag.formats.markup import brat, html, inline
from nertag.formats.markup import xml as xml_tags
from nertag.formats.source import Source
from nertag.formats.writing import Writing
from nertag.text import Annotated

Read = Callable[[Source], Iterator[Annotated]]
Write = Callable[[Iterable[Any], Writing], Iterator[tuple[str, ...]]]


@dataclass(frozen=True)
class Format:
    """What can be done with a format.

    Parameters
    ----------
    what : str
        In a few words.
    read, write : callable, optional
    holds : {"tags", "flat", "spans"}
        What `write` takes: tags; entities that do not overlap; any entities.
    suffixes : tuple of str
        Of files it is written to.
    files : int
        How many files hold it: each suffix is of one of them if more than one.
    """

    what: str
    read: Read | None = None
    write: Write | None = None
    holds: str = "flat"
    suffixes: tuple[str, ...] = ()
    files: int = 1


FORMATS = {
    "columns": Format(
        "a token and its tag on each line", columns.read, columns.write, "tags", (".conll", ".bio")
    ),
    "conllu": Format("CoNLL-U; --layer upos, xpos, words or a FEATS key", conllu.read),
    "germeval": Format("GermEval 2014; --layer 1 or 2", germeval.read),
    "doccano": Format(
        "JSON lines with spans, as doccano's", doccano.read, doccano.write, "spans", (".jsonl",)
    ),
    "spacy": Format(
        "JSON of [text, {entities}], as spaCy's", spacy.read, spacy.write, "spans", (".jsonl",)
    ),
    "cluener": Format(
        "JSON lines with inclusive ends", cluener.read, cluener.write, "spans", (".jsonl",)
    ),
    "label-studio": Format(
        "Label Studio's JSON export; written as predictions",
        label_studio.read,
        label_studio.write,
        "spans",
        (".json",),
    ),
    "brat": Format("a .txt and its .ann", brat.read, brat.write, "spans", (".txt", ".ann"), 2),
    "inline": Format("text with [北京|LOC]", inline.read, inline.write),
    "xml": Format("text with <LOC>北京</LOC>", xml_tags.read, xml_tags.write, "flat", (".xml",)),
    "segmented": Format("words parted by blanks", segmented.read, segmented.write),
    "html": Format("a page to look at", None, html.write, "flat", (".html",)),
}


def reader(name: str) -> Read:
    """What reads a format.

    Raises
    ------
    ConfigError
        There is none of that name.
    """
    read = FORMATS[name].read if name in FORMATS else None
    if read is None:
        known = ", ".join(name for name, format in FORMATS.items() if format.read)
        raise ConfigError(f"--from is {name!r}, expected one of: auto, {known}")
    return read


def writer(name: str) -> Write:
    """What writes a format.

    Raises
    ------
    ConfigError
        There is none of that name.
    """
    write = FORMATS[name].write if name in FORMATS else None
    if write is None:
        known = ", ".join(name for name, format in FORMATS.items() if format.write)
        raise ConfigError(f"--to is {name!r}, expected one of: {known}")
    return write
