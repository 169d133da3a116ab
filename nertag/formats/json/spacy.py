"""Pairs as spaCy is trained on, as JSON: ``[text, {"entities": [[0, 2, "LOC"]]}]``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nertag.formats.json import values as json_values
from nertag.formats.json.records import elements
from nertag.formats.labelling import marked
from nertag.formats.source import Source
from nertag.formats.writing import Writing
from nertag.text import MarkedText

OTHER = "what is annotated besides entities is not used"


def read(source: Source) -> Iterator[MarkedText]:
    """The sentences of a file of such pairs, one a line or all in one list.

    Raises
    ------
    DataError
        What stands there is not such a pair.
    """
    for line, pair in json_values.read_values(source):
        if not _is_pair(pair):
            what = "is not a pair of a text and an object"
            raise source.error(line, what, 'expected [text, {"entities": ...}]; see --from')
        text, annotations = pair
        spans = elements(source, line, annotations, "entities")
        for span in spans:
            if not isinstance(span, list) or len(span) != 3:
                raise source.error(line, f"the span {span!r} is not [start, end, label]", "mend it")
        others = len(annotations.keys() - {"entities"})
        if others:
            source.oddities.note(OTHER, line, others)
        yield marked(source, line, text, [(start, end, label) for start, end, label in spans])


def _is_pair(value: object) -> bool:
    if not isinstance(value, list) or len(value) != 2:
        return False
    return isinstance(value[0], str) and isinstance(value[1], dict)


def write(sentences: Iterable[MarkedText], writing: Writing) -> Iterator[tuple[str, ...]]:
    """Sentences with entities as such pairs, one a line."""
    for sentence in sentences:
        writing.leave_out(sentence)
        spans = [[e.start, e.end, e.label] for e in sentence.entities]
        yield (json_values.dump_value([sentence.text, {"entities": spans}]),)
