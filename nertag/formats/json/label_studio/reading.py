"""Tasks of exports in JSON and JSON-MIN, read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from nertag.errors import DataError
from nertag.formats.head import Head
from nertag.formats.json.label_studio.task import (
    MIN_KEYS,
    RATING,
    TASK_KEYS,
    TIMES,
    Object,
    as_object,
)
from nertag.formats.json.records import ABOUT, about, elements, keys_of, note_unknown, score_of
from nertag.formats.json.values import read_values
from nertag.formats.labelling import of_entities
from nertag.formats.offsets import Places, alike, entity, places
from nertag.formats.rules import Rule
from nertag.formats.source import Source
from nertag.text import Entity, MarkedText


def sniff(head: Head) -> float:
    """How sure it is that a file is of this format, from 0 to 1."""
    record = head.record
    exported = "data" in record and not record.keys().isdisjoint(
        ("annotations", "completions", "predictions")
    )
    if exported and not isinstance(record["data"], str):
        return 0.9
    lists = [value for value in record.values() if isinstance(value, list) and value]
    minimal = any(isinstance(one[0], dict) and "labels" in one[0] for one in lists)
    return 0.85 * (minimal and "data" not in record)


def read(source: Source) -> Iterator[MarkedText]:
    """The sentences of a file, one a task.

    Raises
    ------
    DataError
        What stands there is not such a task, or another text than its span gives.
    """
    types: set[str] = set()
    for number, (line, task) in enumerate(read_values(source), 1):
        if not isinstance(task, dict):
            what = "is not an object with a task"
            raise source.error(line, what, "expected an export of Label Studio; see `format`")
        try:
            is_min = "data" not in task
            if not is_min and _skipped(source, line, task):
                source.oddities.note(Rule.SKIPPED_TASK, line)
                continue
            sentence = _min(source, line, task) if is_min else _exported(source, line, task, types)
        except DataError as error:  # an export is one line of any length as a rule
            name = repr(task["id"]) if "id" in task else f"number {number}"
            raise type(error)(error.path, line, f"task {name}: {error.what}", error.hint) from None
        yield sentence
    if types and "labels" not in types:
        what = f"no result is of the type 'labels', all are {', '.join(sorted(types))}"
        raise source.error(0, what, "expected entities of a text")


def _exported(source: Source, line: int, task: Object, types: set[str]) -> MarkedText:
    data = task["data"]
    note_unknown(source, line, task, TASK_KEYS, " of a task")
    if not isinstance(data, dict):
        raise source.error(line, "what stands under 'data' is not an object", "fix it")
    key = _text_key(source, line, data)
    text = str(data[key])
    used = _annotation(source, line, task)
    results = _objects(source, line, used, "result")
    regions = [result for result in results if result.get("type") == "labels"]
    types.update(str(result.get("type")) for result in results)
    rest_unknown = False
    for result in results:
        if result.get("type") == "choices" and _is_unknown(source, result.get("value"), "choices"):
            rest_unknown = True
        elif result.get("type") != "labels":
            source.oddities.note(Rule.OTHER_RESULT, line, detail=repr(result.get("type")))
    names = list(dict.fromkeys(str(region.get("to_name")) for region in regions))
    if len(names) > 1:
        what = f"several texts are labelled, 'to_name' is {' and '.join(names)}"
        raise source.error(line, what, "expected one text a task")
    known = [one for one in regions if not _is_unknown(source, one.get("value"), "labels")]
    values = [region.get("value") for region in known]
    found = _entities(source, line, text, values, [score_of(region) for region in known])
    unknown = [one.get("value") for one in regions if one not in known]
    more = {name: value for name, value in data.items() if name not in (key, *ABOUT)}
    meta = {**as_object(task.get("meta")), **as_object(data.get("meta")), **more}
    fields = about({"id": task.get("id"), **data, "meta": meta})
    fields["record"].update({name: used[name] for name in RATING if used.get(name) is not None})
    fields["unlabelled"] = _unlabelled(source, line, text, unknown, rest=rest_unknown)
    return of_entities(source, line, text, found, **fields)


def _is_unknown(source: Source, value: Any, key: str) -> bool:
    """Whether a region or a choice is the sign of what nobody has labelled."""
    return isinstance(value, dict) and value.get(key) == [source.reading.unknown_tag]


def _unlabelled(
    source: Source, line: int, text: str, values: list[Any], *, rest: bool
) -> tuple[tuple[int, int], ...]:
    """The pieces of a text that nobody has labelled: all if nothing is claimed of the rest."""
    pieces = _entities(source, line, text, values, [None] * len(values))
    found = tuple(sorted((piece.start, piece.end) for piece in pieces))
    if found or rest:
        source.oddities.note(Rule.UNLABELLED, line)
    return ((0, len(text)),) if rest else found


def _min(source: Source, line: int, task: Object) -> MarkedText:
    unknown_tag = source.reading.unknown_tag
    given = {key: task[key] for key in task if key not in TIMES and task[key] != unknown_tag}
    key = _text_key(source, line, given)
    text = str(task[key])
    lists = [value for key, value in task.items() if isinstance(value, list) and key != "comments"]
    values = [value for values in lists for value in values]
    spans = [value for value in values if isinstance(value, dict) and "labels" in value]
    for value in values:
        if isinstance(value, dict) and "labels" not in value:
            source.oddities.note(Rule.ODD_OBJECT, line, detail=", ".join(map(repr, value)))
        elif not isinstance(value, dict):
            source.oddities.note(Rule.ODD_ELEMENT, line)
    if not any(isinstance(value, list) for value in task.values()):
        source.oddities.note(Rule.UNMARKED_TASK, line, detail="'label'")
    more = {
        name: value
        for name, value in task.items()
        if name not in (key, *MIN_KEYS) and not isinstance(value, list)
    }
    fields = about({**task, "meta": {**as_object(task.get("meta")), **more}})
    known = [span for span in spans if not _is_unknown(source, span, "labels")]
    found = _entities(source, line, text, known, [None] * len(known))
    unknown = [span for span in spans if span not in known]
    rest = any(value == unknown_tag for name, value in task.items() if name != key)
    fields["unlabelled"] = _unlabelled(source, line, text, unknown, rest=rest)
    return of_entities(source, line, text, found, **fields)


def _text_key(source: Source, line: int, data: Object) -> str:
    texts = [key for key, value in data.items() if isinstance(value, str)]
    if "text" in texts:
        return "text"
    if len(texts) == 1:
        return texts[0]
    what = f"which of the keys holds the text is not clear: {', '.join(map(repr, data))}"
    raise source.error(line, what, "expected a text under 'text' or in 'data', or one text only")


def _skipped(source: Source, line: int, task: Object) -> bool:
    """Whether all who saw a task have skipped it."""
    given = _objects(source, line, task, _annotations_key(task))
    return bool(given) and all(one.get("was_cancelled") for one in given)


def _annotations_key(task: Object) -> str:
    return "annotations" if "annotations" in task else "completions"  # its name up to version 1


def _annotation(source: Source, line: int, task: Object) -> Object:
    """The annotation or prediction of a task that is read; an empty one if there is none."""
    given = _objects(source, line, task, _annotations_key(task))
    used = [one for one in given if not one.get("was_cancelled")]
    if len(used) < len(given):
        source.oddities.note(Rule.CANCELLED_ANNOTATION, line, len(given) - len(used))
    if not given:
        used = _objects(source, line, task, "predictions")
        if used:
            source.oddities.note(Rule.PREDICTIONS_USED, line)
    if not used:
        keys = "'annotations' or 'predictions'"
        source.oddities.note(Rule.UNMARKED_TASK, line, detail=keys)
        return {}
    if len(used) > 1:
        source.oddities.note(Rule.SEVERAL_ANNOTATIONS, line)
    if "result" not in used[0]:
        raise source.error(line, f"an annotation has no 'result'{keys_of(used[0])}", "fix it")
    return used[0]


def _objects(source: Source, line: int, record: Object, key: str) -> list[Object]:
    found = elements(source, line, record, key)
    if not all(isinstance(one, dict) for one in found):
        raise source.error(line, f"what stands under {key!r} is not a list of objects", "fix it")
    return found


def _entities(
    source: Source, line: int, text: str, values: list[Any], scores: list[float | None]
) -> Iterator[Entity]:
    place = places(text, source)
    for value, score in zip(values, scores):
        if not isinstance(value, dict):
            raise source.error(
                line, "what stands under 'value' of a result is not an object", "fix it"
            )
        labels = elements(source, line, value, "labels")
        if not labels:
            source.oddities.note(Rule.SPAN_WITHOUT_LABELS, line)
        mention = value.get("text")
        mention = mention if isinstance(mention, str) else None
        for key in ("start", "end"):
            if labels and key not in value:
                raise source.error(line, f"a span has no {key!r}{keys_of(value)}", "fix it")
        for label in labels:
            span = value["start"], value["end"], label
            if mention and _widened(text, place, span[:2], mention):
                source.oddities.note(Rule.PART_OF_WORDS, line)
                mention = None
            found = entity(source, line, text, place, span, mention, alike)
            if found:
                yield replace(found, score=score)


def _widened(text: str, place: Places, ends: tuple[Any, Any], mention: str) -> bool:
    """Whether a span is the whole words of which its text is a part.

    Label Studio's ``granularity="word"`` widens the span and leaves the text as it was selected.
    """
    if not all(type(end) is int for end in ends):
        return False
    first, last = map(place, ends)
    if first < 0:
        return False
    before, found, after = text[max(0, first - 1) : first], text[first:last], text[last : last + 1]
    head, part, tail = found.partition(mention)
    return bool(part) and (head + tail).isalnum() and not (before.isalnum() or after.isalnum())


def text_of(source: Source, line: int, value: Any) -> str:
    """The text of a task, which needs no annotations."""
    data = value.get("data", value) if isinstance(value, dict) else None
    if not isinstance(data, dict):
        what = "is not an object with a task"
        raise source.error(line, what, "expected an export of Label Studio; see `format`")
    texts = {key: data[key] for key in data if key not in TIMES}
    return str(texts[_text_key(source, line, texts)])
