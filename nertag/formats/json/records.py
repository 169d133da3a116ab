"""Records of JSON with a text and the offsets of what is marked in it, in several dialects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from nertag.formats.labelling import of_entities
from nertag.formats.offsets import alike, entity, places
from nertag.formats.rules import Rule
from nertag.formats.source import Source
from nertag.text import Entity, MarkedText

Move = Callable[[int, int], "tuple[int, int, str] | None"]
"""From a span's start and end to its new start, end and text; None takes the span out."""

STARTS, ENDS, LABELS = ("start_offset", "start"), ("end_offset", "end"), ("label", "type", "entity")
MENTION = "text"
SCORES = ("score", "prob")
_EMPTY: tuple[Any, ...] = (None, [], {}, "")
UNLABELLED = "unlabelled"
"""The key of what nobody has labelled: true for all but the spans, or a list of [start, end]."""
KEPT = ("id", "meta")
"""Keys of a record whose values are kept as they are."""
ABOUT = (*KEPT, "comments", "Comments")
_SPAN_KNOWN = {*STARTS, *ENDS, *LABELS, *SCORES, MENTION, "id"}


@dataclass(frozen=True)
class Dialect:
    """The keys of a tool's records.

    Parameters
    ----------
    tool : str
        The name of the tool, for messages.
    marks : tuple of str
        The keys under which lists of spans stand.
    texts : tuple of str
        The keys under which the text may stand.
    silent : frozenset of str
        Keys that are read elsewhere, or that say nothing about the text.
    silent_of_spans : frozenset of str
        The same, of a span.
    """

    tool: str
    marks: tuple[str, ...]
    texts: tuple[str, ...] = ("text",)
    silent: frozenset[str] = frozenset()
    silent_of_spans: frozenset[str] = frozenset()

    def text_of(self, source: Source, line: int, record: Any) -> str:
        """The text of a record; a DataError if there is none."""
        if isinstance(record, dict):
            for key in self.texts:
                if isinstance(record.get(key), str):
                    return str(record[key])
        key = " or ".join(map(repr, self.texts))
        what = f"is not an object with a text under {key}{keys_of(record)}"
        raise source.error(line, what, f"expected a record of {self.tool}; see `format`")


def read_records(
    source: Source, values: Iterable[tuple[int, Any]], dialect: Dialect
) -> Iterator[MarkedText]:
    """The marked texts of records.

    Raises
    ------
    DataError
        A value is not such a record, or none of the records has a key of `dialect.marks`.
    """
    check = AnyMarks(source, dialect.marks)
    known = {*dialect.texts, *dialect.marks, *ABOUT, UNLABELLED, *dialect.silent}
    for line, record in values:
        text = dialect.text_of(source, line, record)
        note_unknown(source, line, record, known)
        check.meet(line, record)
        spans = [span for key in dialect.marks for span in elements(source, line, record, key)]
        found = _entities(source, line, text, spans, dialect)
        pieces = _unlabelled(source, line, text, record.get(UNLABELLED))
        yield of_entities(source, line, text, found, unlabelled=pieces, **about(record))
    check.done()


class AnyMarks:
    """Sees to it that a file in which nothing is recognised is not taken for one without entities.

    Parameters
    ----------
    source : Source
        The file; takes the notes.
    keys : tuple of str
        The keys of a record one of which says what is marked.
    """

    def __init__(self, source: Source, keys: tuple[str, ...]) -> None:
        self._source, self._keys = source, keys
        self._named = " or ".join(map(repr, keys))
        self._any, self._first, self._others = False, 0, ""

    def meet(self, line: int, record: Mapping[str, Any]) -> None:
        """Look at a record, and note that it says nothing of entities."""
        if any(key in record for key in self._keys):
            self._any = True
            return
        self._source.oddities.note(Rule.UNMARKED_RECORD, line, detail=self._named)
        self._first = self._first or line
        self._others = self._others or keys_of(record)

    def done(self) -> None:
        """Raise a DataError if no record of the file said anything."""
        if self._first and not self._any:
            what = f"no record says what is marked: {self._named} is missing{self._others}"
            raise self._source.error(self._first, what, "see `format`")


def keys_of(record: Any) -> str:
    """The keys of a record, as the end of a message."""
    return f"; its keys are {', '.join(map(repr, record))}" if isinstance(record, dict) else ""


def note_unknown(
    source: Source, line: int, record: Mapping[str, Any], known: Iterable[str], of: str = ""
) -> None:
    """Note the keys of a record that are not known and hold something."""
    for key in record.keys() - set(known):
        if record[key] not in _EMPTY:
            source.oddities.note(Rule.UNREAD_KEY, line, detail=f"{key!r}{of}")


def _entities(
    source: Source, line: int, text: str, spans: Iterable[Any], dialect: Dialect
) -> Iterator[Entity]:
    place = places(text, source)
    for given in spans:
        if isinstance(given, dict):
            note_unknown(source, line, given, _SPAN_KNOWN | dialect.silent_of_spans, " of a span")
            start, end, label = (
                given[_key(source, line, given, keys)] for keys in (STARTS, ENDS, LABELS)
            )
            mention = given.get(MENTION)
            mention = mention if isinstance(mention, str) else None
            score = score_of(given)
        elif isinstance(given, list) and len(given) == 3:
            (start, end, label), mention, score = given, None, None
        else:
            what = f"the span {given!r} is not [start, end, label]"
            of_text = isinstance(given, str)
            raise source.error(line, what + ": a label of the whole text?" * of_text, "fix it")
        found = entity(source, line, text, place, (start, end, label), mention, alike)
        if found:
            yield replace(found, score=score)


def _unlabelled(source: Source, line: int, text: str, given: Any) -> tuple[tuple[int, int], ...]:
    """The pieces of a text that a record says are not labelled, in order."""
    if given is None or given is False:
        return ()
    source.oddities.note(Rule.UNLABELLED, line)
    if given is True:
        return ((0, len(text)),)
    place = places(text, source)
    if isinstance(given, list) and all(isinstance(one, list) and len(one) == 2 for one in given):
        found = [entity(source, line, text, place, (*one, UNLABELLED)) for one in given]
        return tuple(sorted((piece.start, piece.end) for piece in found if piece))
    what = f"{given!r:.60} under {UNLABELLED!r} is neither true nor a list of [start, end]"
    raise source.error(line, what, "fix it")


def score_of(span: Mapping[str, Any]) -> float | None:
    """The probability that a span has, if it has one."""
    for key in SCORES:
        if type(span.get(key)) in (int, float):
            return float(span[key])
    return None


def _key(source: Source, line: int, span: dict[str, Any], keys: tuple[str, ...]) -> str:
    """Which of the keys a span has."""
    found = [key for key in keys if key in span]
    if found:
        return found[0]
    named = " or ".join(map(repr, keys))
    raise source.error(line, f"a span has no {named}{keys_of(span)}", "fix it")


def move_spans(record: Any, marks: Iterable[str], move: Move) -> None:
    """Move the spans of a record, which is changed."""
    for key in marks:
        if isinstance(record.get(key), list):
            record[key] = [span for span in record[key] if move_span(span, move)]


def move_span(span: Any, move: Move) -> bool:
    """Move a span, which is changed; False if it is to be taken out."""
    first, last = _ends(span)
    if first is None:
        return True
    moved = move(span[first], span[last])
    if moved is None:
        return False
    span[first], span[last], text = moved
    if isinstance(span, dict) and isinstance(span.get(MENTION), str):
        span[MENTION] = text
    return True


def _ends(span: Any) -> tuple[Any, Any]:
    """Where a span has its start and end; twice None if it is something else."""
    for keys in ((0, 1), *zip(STARTS, ENDS)):
        try:
            if all(type(span[key]) is int for key in keys):
                return keys
        except (LookupError, TypeError):
            continue
    return None, None


def digits(probability: float) -> float:
    """A probability as files have it: four digits, of however small a number."""
    return float(f"{probability:.4g}")


def about(record: Mapping[str, Any]) -> dict[str, Any]:
    """What a record says about its text: ``document``, ``comments`` and ``record``."""
    name = record.get("id")
    comments = record.get("comments") or record.get("Comments") or []
    return {
        "document": "" if name is None else str(name),
        "comments": tuple(map(str, comments if isinstance(comments, list) else [comments])),
        "record": {
            key: record[key]
            for key in KEPT
            if record.get(key) not in _EMPTY and not (key == "id" and isinstance(name, str))
        },
    }


def told(text: MarkedText) -> dict[str, Any]:
    """What `about` reads, without what is empty."""
    kept = {key: text.record[key] for key in KEPT if key in text.record}
    pieces: Any = list(map(list, text.unlabelled))
    whole = text.unlabelled == ((0, len(text.text)),)
    found = {"id": text.document, "comments": list(text.comments), **kept}
    found[UNLABELLED] = True if whole else pieces
    return {key: value for key, value in found.items() if value not in _EMPTY}


def span_object(entity: Entity) -> dict[str, Any]:
    """An entity as an object with its start, end and label, and its score if it has one."""
    found: dict[str, Any] = {"start": entity.start, "end": entity.end, "label": entity.label}
    return found if entity.score is None else {**found, "score": entity.score}


def elements(source: Source, line: int, record: Mapping[str, Any], key: str) -> list[Any]:
    """The elements of the list under a key; none if it is missing or null.

    Raises
    ------
    DataError
        It is something else than a list.
    """
    found = record.get(key)
    if found is None:
        return []
    if not isinstance(found, list):
        raise source.error(line, f"what stands under {key!r} is not a list", "fix it")
    return found
