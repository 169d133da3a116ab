import pytest
from learning_tools import CONFIG, event, region

from nertag.serving.protocols.label_studio_events import BadEvent, Event, read_event
from nertag.serving.protocols.labelling_config import BadConfig

LABELS = ["LOC", "PER"]
TEXT = "😀李雷在北京。"


def test_an_annotation_becomes_a_task_to_train_on():
    choice = {"type": "choices", "from_name": "kind", "value": {"choices": ["good"]}}
    other = {**region(0, 1, "😀", "PER"), "from_name": "another"}
    regions = region(1, 3, "李雷", "PER"), region(4, 6, "北京", "Place"), choice, other
    (task,) = read_event(event(7, TEXT, *regions), LABELS).kept
    assert (task["id"], task["data"]) == (7, {"text": TEXT})
    (annotation,) = task["annotations"]
    values = [one["value"] for one in annotation["result"]]
    assert [(v["start"], v["end"], v["labels"]) for v in values] == [
        (1, 3, ["PER"]),
        (4, 6, ["LOC"]),
    ]


def test_what_nobody_has_labelled_stays_so():
    rest = {"type": "choices", "from_name": "rest", "to_name": "content"}
    rest["value"] = {"choices": ["?"]}
    (task,) = read_event(event(7, TEXT, region(1, 3, "李雷", "?"), rest), LABELS).kept
    values = [one["value"] for one in task["annotations"][0]["result"]]
    assert [value.get("labels") or value["choices"] for value in values] == [["?"], ["?"]]


def test_labels_that_the_model_has_not_are_kept():
    (task,) = read_event(event(7, TEXT, region(4, 6, "北京", "Place")), ["PER"]).kept
    assert task["annotations"][0]["result"][0]["value"]["labels"] == ["Place"]


def test_many_annotations_in_an_event():
    one, two = (event(number, TEXT, action="ANNOTATIONS_CREATED") for number in (1, 2))
    both = {key: [one[key], two[key]] for key in ("annotation", "task")}
    found = read_event({**one, **both}, LABELS).kept
    assert [task["id"] for task in found] == [1, 2]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (event(7, TEXT, was_cancelled=True), Event(annotations=(1007,))),
        ({"action": "ANNOTATIONS_DELETED", "annotations": [{"id": 5}]}, Event(annotations=(5,))),
        ({"action": "TASKS_DELETED", "tasks": [{"id": 5}, {"id": 6}]}, Event(tasks=(5, 6))),
        ({"action": "START_TRAINING", "project": {"id": 1}}, Event(train=True)),
        ({"action": "PROJECT_UPDATED", "project": {"id": 1}}, Event()),
        ({}, Event()),
    ],
)
def test_what_an_event_changes(body, expected):
    assert read_event(body, LABELS) == expected


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"annotation": None}, "annotation: is missing; the webhook must send its payload"),
        ({"task": []}, "task: is missing"),
        ({"task": {"id": 99, "data": {}}}, "its task is not there"),
        ({"task": {"id": 7, "data": {"text": "a"}}}, "has no text under 'article'"),
    ],
)
def test_an_event_in_which_something_is_missing(change, what):
    with pytest.raises(BadEvent, match=what):
        read_event({**event(7, TEXT), **change}, LABELS)
    for wrong in ({"result": None}, {"result": [{**region(0, 1, "a", "PER"), "value": {}}]}):
        with pytest.raises(BadEvent, match="annotation:"):
            read_event(event(7, TEXT, **wrong), LABELS)


def test_a_project_that_labels_no_text():
    body = event(7, TEXT)
    with pytest.raises(BadConfig):
        read_event({**body, "project": {"label_config": CONFIG.replace("Text", "Image")}}, LABELS)
