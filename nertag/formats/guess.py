"""What format a labelled file is of, by its first lines."""

from __future__ import annotations

import re
from pathlib import Path

from nertag.formats.head import LINES, Head
from nertag.formats.registry import FORMATS
from nertag.formats.source import Source

ELSE = "export it as CoNLL or as JSON lines"
REFUSED = (
    (r"#FORMAT=WebAnno TSV", "WebAnno TSV, as INCEpTION and WebAnno export it"),
    (r"PAR1", "Parquet in a pipe: give a file"),
    (r"<\?xml|<(xmi:XMI|TEI)[ >]", "an XML document, as of UIMA, GATE or BioC"),
    (r"#begin document", "CoNLL-2012 (OntoNotes), with entities in brackets"),
    (r"[0-9]+\|[ta]\|", "PubTator"),
)
"""How files begin that are known and not read."""
REFUSED_JSON = {
    "paragraphs": "spaCy's JSON for training up to version 2",
    "denotations": "PubAnnotation's JSON",
    "anncomplete": "tagtog's ann.json, which has no text",
    "passages": "BioC JSON",
    "%FEATURE_STRUCTURES": "UIMA CAS JSON, as INCEpTION exports it",
    "_views": "UIMA CAS JSON, as WebAnno exports it",
    "annotationSets": "GATE's JSON",
    "documentName": "UBIAI's JSON",
    "nerData": "ULCA's JSON",
    "rasa_nlu_data": "Rasa's JSON",
    "pattern": "a list of spaCy's patterns",
}
"""Keys of records that are known and not read."""
UNSURE = 0.3
"""What a format says of itself where it is hardly more than possible."""


def guess(source: Source) -> str:
    """Name the format of a file: the one that is surest.

    Raises
    ------
    DataError
        It cannot be told.
    """
    path = Path(source.path)
    is_folder = path.is_dir()
    head = Head(path, [] if is_folder else source.head()[:LINES])
    for begin, name in REFUSED if head.filled else ():
        if re.match(begin, head.filled[0]):
            raise source.error(1, f"is {name}, which is not read", ELSE)
    sure = {
        name: format.sniff(head)
        for name, format in FORMATS.items()
        if head.value is None or format.family in ("json", "pair")
    }
    surest = max(sure, key=sure.__getitem__)
    if sure[surest] > UNSURE:
        return surest
    if not head.filled:
        raise source.error(0, "holds no sentence", "expected labelled text")
    for key, name in REFUSED_JSON.items():
        if key in head.record:
            raise source.error(1, f"is {name} (key {key!r}), which is not read", ELSE)
    if sure[surest] > 0:
        return surest
    if head.value is not None:
        raise source.error(1, f"is JSON of a form that is not known: {_shape(head)}", _known())
    raise source.error(1, "what format this is cannot be told", "give it with `format`")


def _shape(head: Head) -> str:
    if head.record:
        return f"an object with the keys {', '.join(map(repr, head.record))}"
    return f"its first value is a {type(head.value).__name__}"


def _known() -> str:
    names = [name for name, format in FORMATS.items() if format.family == "json"]
    return f"known forms are {', '.join(names)}: see the docs on formats"
