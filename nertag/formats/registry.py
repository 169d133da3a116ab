"""The formats of labelled text, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from nertag.errors import ConfigError
from nertag.formats.columnar import columns, comma, conllu, germeval, segmented
from nertag.formats.columnar.split_words import read_words
from nertag.formats.head import Head
from nertag.formats.json import (
    cluener,
    dataturks,
    displacy,
    doccano,
    label_studio,
    prodigy,
    spacy,
    tokens,
)
from nertag.formats.json.records import Move
from nertag.formats.json.values import read_values
from nertag.formats.markup import brat, html, inline
from nertag.formats.markup import xml as xml_tags
from nertag.formats.source import Source
from nertag.formats.writing import Writing
from nertag.text import Annotated, Entity, Sentence

Read = Callable[[Source], Iterator[Annotated]]
Write = Callable[[Iterable[Any], Writing], Iterator[tuple[str, ...]]]


@dataclass(frozen=True, kw_only=True)
class Format:
    """What is known about a format.

    Parameters
    ----------
    what : str
        The format in a few words.
    family : {"table", "records", "json", "line", "pair", "page"}
        How a file holds texts: as blocks of rows, as rows below their names, as values of JSON, as
        lines, as a file of text and one of marks, as a page of HTML.
    sniff : callable
        How sure it is that a file with this head is of the format, from 0 to 1.
    read, write : callable, optional
        What reads and what writes it.
    tokens : str or callable
        What the tokens of a file are, ``char`` or ``word``, or what finds that out.
    holds : {"tags", "flat", "spans"}
        What `write` takes: tags; entities that do not overlap; any entities.
    split_words : callable, optional
        What reads the tokens of a file without tags, which it need not have.
    suffixes : tuple of str
        The suffixes of files it is written to.
    files : int
        How many files hold it: each suffix is of one of them if more than one.
    settings : tuple of str
        The settings of reading that `read` uses and readers of other formats do not.
    values : callable
        The values of a file of JSON, one for each text that `read` gives.
    move : callable, optional
        What moves the spans in such a value.
    text_of : callable, optional
        What gives the text of such a value, or its words: they can be tagged.
    mark : callable, optional
        What gives such a value with other entities, or tags.
    scores : bool
        Whether `mark` writes the scores of entities.
    partial : bool
        Whether `write` can say that pieces of a text are not labelled.
    listed : bool
        Whether values are written as one list.
    tag_column : callable, optional
        What parts the columns of a table whose tags can be fixed, and the column of the tag.
    """

    what: str
    family: str
    sniff: Callable[[Head], float] = lambda _: 0
    read: Read | None = None
    write: Write | None = None
    tokens: str | Callable[[Source], str] = "char"
    holds: str = "flat"
    split_words: Callable[[Source], Iterator[Sentence]] | None = None
    suffixes: tuple[str, ...] = ()
    files: int = 1
    settings: tuple[str, ...] = ()
    values: Callable[[Source], Iterator[tuple[int, Any]]] = read_values
    move: Callable[[Any, Move], None] | None = None
    text_of: Callable[[Source, int, Any], str | Sentence] | None = None
    mark: Callable[[Any, Sequence[Entity], Sequence[str]], Any] | None = None
    scores: bool = False
    partial: bool = False
    listed: bool = False
    tag_column: Callable[[Sequence[str], Source], tuple[str, int]] | None = None


def _json(what: str, module: Any, **more: Any) -> Format:
    """A format of JSON, by the functions of its module."""
    return Format(
        what=what,
        family="json",
        sniff=module.sniff,
        read=module.read,
        write=module.write,
        move=module.move,
        text_of=module.text_of,
        mark=module.mark,
        holds="spans",
        **{"suffixes": (".jsonl",), "settings": ("offset_unit",), **more},
    )


FORMATS = {
    "columns": Format(
        what="a token and its tag on each line",
        family="table",
        sniff=columns.sniff,
        read=columns.read,
        write=columns.write,
        tokens=columns.token_kind,
        holds="tags",
        split_words=read_words,
        suffixes=(".conll", ".bio"),
        partial=True,
        settings=("token_column", "tag_column", "unknown_tag"),
        tag_column=columns.tag_column,
    ),
    "conllu": Format(
        what="CoNLL-U; `layer` is upos, xpos, words, a FEATS key or misc:KEY",
        family="table",
        sniff=conllu.sniff,
        read=conllu.read,
        tokens="word",
        settings=("layer",),
    ),
    "germeval": Format(
        what="GermEval 2014; `layer` is 1 or 2",
        family="table",
        sniff=germeval.sniff,
        read=germeval.read,
        tokens="word",
        settings=("layer",),
        tag_column=germeval.tag_column,
    ),
    "csv": Format(
        what="CSV with named columns: Sentence #, Word, Tag",
        family="records",
        sniff=comma.sniff,
        read=comma.read,
        tokens="word",
        settings=("unknown_tag",),
    ),
    "doccano": _json("JSON lines with spans, as doccano's", doccano, scores=True, partial=True),
    "prodigy": _json(
        "JSON lines as Prodigy exports them", prodigy, values=prodigy.values, scores=True
    ),
    "displacy": _json("JSON of {text, ents}, as displaCy's", displacy, scores=True),
    "tokens": Format(
        what="JSON of {tokens, ner_tags}, as Hugging Face's",
        family="json",
        sniff=tokens.sniff,
        read=tokens.read,
        tokens=tokens.token_kind,
        settings=("layer", "tag_names", "unknown_tag"),
        text_of=tokens.text_of,
        mark=tokens.mark,
    ),
    "spacy": _json("JSON of [text, {entities}], as spaCy's", spacy, values=spacy.values),
    "cluener": _json("JSON lines with inclusive ends", cluener),
    "dataturks": Format(
        what="JSON lines as DataTurks exports them",
        family="json",
        sniff=dataturks.sniff,
        read=dataturks.read,
        settings=("offset_unit",),
        move=dataturks.move,
        text_of=dataturks.text_of,
        mark=dataturks.mark,
    ),
    "label-studio": _json(
        "Label Studio's JSON export; written as predictions",
        label_studio,
        suffixes=(".json",),
        scores=True,
        listed=True,
        settings=("offset_unit", "unknown_tag"),
    ),
    "brat": Format(
        what="a .txt and its .ann",
        family="pair",
        sniff=brat.sniff,
        read=brat.read,
        write=brat.write,
        holds="spans",
        suffixes=(".txt", ".ann"),
        files=2,
        settings=("layer", "offset_unit"),
    ),
    "inline": Format(
        what="text with [北京|LOC]",
        family="line",
        sniff=inline.sniff,
        read=inline.read,
        write=inline.write,
    ),
    "xml": Format(
        what="text with <LOC>北京</LOC>",
        family="line",
        sniff=xml_tags.sniff,
        read=xml_tags.read,
        write=xml_tags.write,
        suffixes=(".xml",),
    ),
    "segmented": Format(
        what="words parted by blanks",
        family="line",
        read=segmented.read,
        write=segmented.write,
    ),
    "html": Format(what="a page to look at", family="page", write=html.write, suffixes=(".html",)),
}
"""The formats by name; where a file might be of several that are as sure, the first is taken."""


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
        raise ConfigError(f"`format` is {name!r}, expected one of: auto, {known}", setting="format")
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
        raise ConfigError(f"`to` is {name!r}, expected one of: {known}", setting="to")
    return write
