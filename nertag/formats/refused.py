"""Formats that are known and not read: how their files begin, and the keys of their records."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

ELSE = "export it as CoNLL or as JSON lines"
UNPACK = "unpack it"

BYTES = (
    (0, b"PK\x03\x04", "an archive, as .zip, .docx and .xlsx are", UNPACK),
    (257, b"ustar", "a tar archive", UNPACK),
    (0, b"\x1f\x8b", "packed by gzip", "end its name in .gz, or unpack it (a .tgz is an archive)"),
    (0, b"\xfd7zXZ\0", "packed by xz", "end its name in .xz, or unpack it"),
    (0, b"\x28\xb5\x2f\xfd", "packed by zstd", "end its name in .zst, or unpack it"),
    (4, b"1AY&SY", "packed by bzip2", UNPACK),
    (0, b"7z\xbc\xaf\x27\x1c", "an archive of 7-Zip", UNPACK),
    (0, b"Rar!\x1a", "a RAR archive", UNPACK),
    (0, b"\xd0\xcf\x11\xe0", "a document of Word or Excel", "save it as text or CSV"),
    (0, b"%PDF-", "a PDF", "take out its text"),
    (0, b"ARROW1\0\0", "Arrow", "save it as Parquet or JSON"),
    (0, b"\xff\xff\xff\xff", "Arrow, as save_to_disk writes it", "save it as Parquet or JSON"),
    (0, b"\x80\x04", "a pickle, which can run code", "save it as JSON lines"),
)
"""Where and how files of bytes begin, what they are, and what to do."""
LINES = (
    (r"#FORMAT=WebAnno TSV", "WebAnno TSV, as INCEpTION and WebAnno export it"),
    (r"PAR1", "Parquet in a pipe: give a file"),
    (r"<\?xml|<(xmi:XMI|TEI)[ >]", "an XML document, as of UIMA, GATE or BioC"),
    (r"<DOC>[ \t]*(<|$)", "SGML, as of MUC and ACE"),
    (r"#begin document", "CoNLL-2012 (OntoNotes), with entities in brackets"),
    (r"\w+\|[ta]\|", "PubTator"),
    (r"T[0-9]+\t\S+ [0-9]+ [0-9]+[\t;]", "brat's spans without the text: NAME.ann beside NAME.txt"),
    (r"-DOCSTART CONFIG", "the columns of iobber, with several labels at a token"),
    (r"(?i).*\bannotation_id\b.*\blead_time\b", "a table of Label Studio"),
    (r"(?i)File, ?Line, ?Begin Offset", "a table of Amazon Comprehend, which has no text"),
    (r".*<START(:[^<> ]+)?> ", "OpenNLP's text with <START:label> and <END>"),
)
"""How lines of files begin."""
PERHAPS_LINES = (
    (r"(\S+/[A-Za-z]+[ \t]+){2}", "words with a slash and their tags"),
    (r"\[?\(['\"]|\w+ *= *\[", "a list of Python, no JSON"),
    (r"nlu:|version: *['\"]?[23]|## intent:", "Rasa's examples"),
)
"""How lines begin that are not so sure to be of such a format."""
NO_TEXT = (
    *LINES,
    (r"(?i)<!doctype html|<html[ >]", "a page of HTML"),
    (r"\{\\rtf", "RTF"),
)
"""How files begin that are no plain text either."""
KEYS = {
    "denotations": "PubAnnotation's JSON",
    "anncomplete": "tagtog's ann.json, which has no text",
    "infons": "BioC JSON",
    "%FEATURE_STRUCTURES": "UIMA CAS JSON, as INCEpTION exports it",
    "_views": "UIMA CAS JSON, as WebAnno exports it",
    "annotationSets": "GATE's JSON",
    "nerData": "ULCA's JSON",
    "rasa_nlu_data": "Rasa's JSON",
    "anns": "annotations of Europe PMC, which have no text",
}
"""Keys of records."""
PERHAPS_KEYS = {
    "paragraphs": "spaCy's JSON for training up to version 2",
    "documentName": "UBIAI's JSON",
    "pattern": "a list of spaCy's patterns",
    "Labeled Data": "Labelbox's JSON",
    "data_row": "Labelbox's JSON lines",
    "text_snippet": "JSON lines of AutoML Natural Language",
    "textSegmentAnnotations": "JSON lines of Vertex AI",
    "projectFileVersion": "labels of Azure AI Language, which have no text",
    "privacy_mask": "ai4privacy's JSON",
    "tokenized_text": "GLiNER's JSON, whose offsets count tokens",
    "doc_key": "DyGIE++'s JSON, whose offsets count tokens",
    "orig_id": "SpERT's JSON, whose offsets count tokens",
    "span_position": "questions of MRC for NER",
    "result_list": "PaddleNLP's JSON for UIE",
    "annotation_agent": "Argilla's JSON",
    "template_id": "presidio-research's JSON",
    "originalText": "JSON of CCKS",
    "responses": "Argilla's JSON",
    "example_id": "LightTag's JSON",
    "examples": "LightTag's JSON",
    "Entities": "an answer of Amazon Comprehend, which has no text",
    "modelVersion": "an answer of Azure AI Language, which has no text",
    "source": "a manifest of SageMaker Ground Truth",
    "sentences": "CoreNLP's JSON",
}
"""Keys of such records that others may have too."""


class Refused(NamedTuple):
    """A format that is not read.

    Parameters
    ----------
    name : str
        What it is.
    hint : str
        What to do.
    """

    name: str
    hint: str = ELSE


def of_bytes(begin: bytes) -> Refused | None:
    """The format of a file of bytes; None if it may be text.

    Parameters
    ----------
    begin : bytes
        The first bytes of the file.
    """
    for place, magic, name, hint in BYTES:
        if begin.startswith(magic, place):
            return Refused(name, hint)
    return None


def of_line(line: str, known: Iterable[tuple[str, str]]) -> Refused | None:
    """The format that a file has by its first line; None if it is none of those known.

    Parameters
    ----------
    line : str
        The first line that is not blank.
    known : iterable of (str, str)
        How lines begin, as patterns, and what they are.
    """
    return next((Refused(name) for begin, name in known if re.match(begin, line)), None)


def of_keys(record: Iterable[str], known: dict[str, str]) -> Refused | None:
    """The format that a record of JSON has by its keys; None if it is none of those known.

    Parameters
    ----------
    record : iterable of str
        The keys of the record.
    known : dict
        What records with a key are.
    """
    keys = set(record)
    found = ((key, name) for key, name in known.items() if key in keys)
    return next((Refused(f"{name} (key {key!r})") for key, name in found), None)
