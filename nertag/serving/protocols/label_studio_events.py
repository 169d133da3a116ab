"""What Label Studio's webhooks tell: annotations that are new, changed or gone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nertag.serving.learning import Annotations
from nertag.serving.protocols.labelling_config import LabellingConfig, read_config

MADE = ("ANNOTATION_CREATED", "ANNOTATIONS_CREATED", "ANNOTATION_UPDATED")


class BadEvent(ValueError):
    """An event that is not as Label Studio sends it; the message says why."""


@dataclass(frozen=True)
class Event:
    """What an event changes.

    Parameters
    ----------
    kept : tuple of dict
        Tasks of Label Studio's JSON, each with its one new annotation.
    tasks : tuple of int
        Ids of tasks that are gone.
    annotations : tuple of int
        Ids of annotations that are gone, or that say that a task was skipped.
    train : bool
        Whether the user asks for a training.
    """

    kept: tuple[dict[str, Any], ...] = ()
    tasks: tuple[int, ...] = ()
    annotations: tuple[int, ...] = ()
    train: bool = False

    def apply(self, annotations: Annotations) -> None:
        """Change what is kept.

        Parameters
        ----------
        annotations : Annotations
            What is kept.
        """
        for task in self.kept:
            annotations.keep(task)
        annotations.forget(tasks=self.tasks, annotations=self.annotations)


def read_event(event: Mapping[str, Any], labels: Iterable[str]) -> Event:
    """Read an event; one that changes no annotation changes nothing.

    Parameters
    ----------
    event : mapping
        The body of the webhook.
    labels : iterable of str
        The labels of the model: a label of the project for one of them becomes that.

    Raises
    ------
    BadEvent
        Something is missing in it.
    BadConfig
        The project's configuration labels no text.
    """
    action = event.get("action")
    if action in MADE:
        return _made(event, labels)
    if action == "ANNOTATIONS_DELETED":
        return Event(annotations=_ids(event, "annotations"))
    if action == "TASKS_DELETED":
        return Event(tasks=_ids(event, "tasks"))
    return Event(train=action == "START_TRAINING")


def _made(event: Mapping[str, Any], labels: Iterable[str]) -> Event:
    project = _objects(event, "project")[0]
    config = read_config(str(project.get("label_config")))
    names = _names(config, labels)
    annotations, tasks = _objects(event, "annotation"), _objects(event, "task")
    by_id = {task.get("id"): task for task in tasks}
    kept, skipped = [], []
    for annotation in annotations:
        task = by_id.get(annotation.get("task"))
        number = annotation.get("id")
        if task is None or type(number) is not int or type(task["id"]) is not int:
            raise BadEvent("annotation: has no id, or its task is not there")
        if annotation.get("was_cancelled"):
            skipped.append(number)
        else:
            kept.append(_record(task, annotation, config, names))
    return Event(tuple(kept), annotations=tuple(skipped))


def _names(config: LabellingConfig, labels: Iterable[str]) -> dict[str, str]:
    """The model's label for each of the project's, where there is just one."""
    named: dict[str, list[str]] = {}
    for label in labels:
        if label in config.labels:
            named.setdefault(config.labels[label], []).append(label)
    return {shown: found[0] for shown, found in named.items() if len(found) == 1}


def _record(
    task: Mapping[str, Any],
    annotation: Mapping[str, Any],
    config: LabellingConfig,
    names: Mapping[str, str],
) -> dict[str, Any]:
    """A task with what is trained on, and nothing else."""
    data, result = task.get("data"), annotation.get("result")
    text = data.get(config.key) if isinstance(data, dict) else None
    if not isinstance(text, str):
        raise BadEvent(f"task: has no text under {config.key!r}, which the configuration names")
    if not isinstance(result, list) or not all(isinstance(one, dict) for one in result):
        raise BadEvent("annotation: has no list of objects under 'result'")
    regions = [
        {"type": "labels", "to_name": config.to_name, "value": _value(one.get("value"), names)}
        for one in result
        if one.get("type") == "labels" and one.get("from_name") == config.from_name
    ]
    choices = [
        {"type": "choices", "value": one.get("value")}
        for one in result
        if one.get("type") == "choices" and one.get("to_name") == config.to_name
    ]
    made = {"id": annotation["id"], "result": regions + choices}
    return {"id": task["id"], "data": {"text": text}, "annotations": [made]}


def _value(value: Any, names: Mapping[str, str]) -> dict[str, Any]:
    if not isinstance(value, dict) or not isinstance(value.get("labels"), list):
        raise BadEvent("annotation: a region has no labels")
    kept = {key: value[key] for key in ("start", "end", "text") if key in value}
    return {**kept, "labels": [names.get(label, label) for label in map(str, value["labels"])]}


def _ids(event: Mapping[str, Any], key: str) -> tuple[int, ...]:
    return tuple(one["id"] for one in _objects(event, key) if type(one.get("id")) is int)


def _objects(event: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """The object, or the objects, under a key."""
    given = event.get(key)
    found: list[Any] = given if isinstance(given, list) else [given]
    if not found or not all(isinstance(one, dict) for one in found):
        raise BadEvent(f"{key}: is missing; the webhook must send its payload")
    return found
