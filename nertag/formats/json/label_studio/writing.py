"""Tasks with predictions, made of entities; and tasks whose spans are moved or replaced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from nertag.formats.json.label_studio.task import RATING, Object, as_object
from nertag.formats.json.records import Move, move_span, told
from nertag.formats.json.values import dump_value
from nertag.formats.writing import Writing
from nertag.text import Entity, MarkedText


def move(value: Any, to: Move) -> None:
    """Move the spans of a task, which is changed."""
    if "data" not in value:
        for key, spans in value.items():
            if isinstance(spans, list) and key != "comments":
                value[key] = [span for span in spans if move_span(span, to)]
        return
    for key in ("annotations", "completions", "predictions"):
        for one in value.get(key) or ():
            if isinstance(one.get("result"), list):
                results = one["result"]
                one["result"] = [result for result in results if move_span(result.get("value"), to)]


def mark(value: Any, entities: Sequence[Entity], tags: Sequence[str]) -> Any:
    """A task with these entities as its prediction, or in JSON-MIN instead of its own."""
    prediction = _prediction(MarkedText("", tuple(entities)))
    if "data" not in value:
        lists = [key for key, one in value.items() if isinstance(one, list) and key != "comments"]
        values = [region["value"] for region in prediction["result"]]
        return {**value, (lists or ["label"])[0]: values}
    names = _names(value)
    prediction["result"] = [{**region, **names} for region in prediction["result"]]
    return {**value, "predictions": [prediction]}


def _names(task: Object) -> dict[str, Any]:
    """What labels what in a task: as its results say, else as Label Studio's template does."""
    found = [
        result
        for key in ("annotations", "completions", "predictions")
        for one in task.get(key) or ()
        for result in one.get("result") or ()
        if "from_name" in result and "to_name" in result and result.get("type") == "labels"
    ]
    first = found[0] if found else {"from_name": "label", "to_name": "text"}
    return {name: first[name] for name in ("from_name", "to_name")}


def write(sentences: Iterable[MarkedText], writing: Writing) -> Iterator[tuple[str, ...]]:
    """Sentences with entities as a list of tasks that Label Studio imports with predictions.

    The names are those of its template for named entities: ``label`` labels ``text``.
    """
    before = "[\n"
    for sentence in sentences:
        about = told(sentence)
        meta = about.pop("meta", None)
        task = {
            "data": {**as_object(meta), "text": sentence.text, **about},
            "predictions": [_prediction(sentence)],
        }
        yield (before + dump_value(task).removesuffix("\n"),)
        before = ",\n"
    yield ("\n]\n" if before == ",\n" else "[]\n",)


def _prediction(sentence: MarkedText) -> dict[str, Any]:
    """The entities of a text; the score of all is the lowest, if the file gives none."""
    result = []
    for number, e in enumerate(sentence.entities, 1):
        region: dict[str, Any] = {
            "id": str(number),
            "type": "labels",
            "from_name": "label",
            "to_name": "text",
            "value": {"start": e.start, "end": e.end, "text": e.text, "labels": [e.label]},
        }
        result.append(region if e.score is None else {**region, "score": e.score})
    scores = [e.score for e in sentence.entities if e.score is not None]
    rating: dict[str, Any] = {"model_version": "nertag"}
    if scores:
        rating["score"] = min(scores)
    given = {key: sentence.record[key] for key in RATING if key in sentence.record}
    return {**rating, **given, "result": result}
