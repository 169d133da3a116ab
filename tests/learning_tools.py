"""What Label Studio 1.23 sends to a webhook, and a service that learns from it."""

import time

from serving_tools import MODEL, serving
from tiny import sentences

from nertag.serving import LearningSettings
from nertag.text import spans

CONFIG = (
    '<View><Labels name="kind" toName="content"><Label value="PER"/>'
    '<Label value="Place" predicted_values="LOC"/></Labels>'
    '<Text name="content" value="$article"/></View>'
)
PROJECT = {"id": 1, "title": "nertag", "label_config": CONFIG, "is_published": False}
USER = {"id": 1, "email": "a@example.org", "first_name": "", "last_name": ""}


def region(start, end, text, label):
    return {
        "id": f"r{start}",
        "type": "labels",
        "from_name": "kind",
        "to_name": "content",
        "origin": "manual",
        "value": {"start": start, "end": end, "text": text, "labels": [label]},
    }


def event(task, text, *regions, action="ANNOTATION_CREATED", number=None, **annotation):
    """An annotation that was made or changed."""
    return {
        "action": action,
        "annotation": {
            "id": number or 1000 + task,
            "result": list(regions),
            "was_cancelled": False,
            "ground_truth": False,
            "lead_time": 3.2,
            "created_at": "2026-01-01T10:00:00.000000Z",
            "updated_at": "2026-01-01T10:00:00.000000Z",
            "task": task,
            "project": 1,
            "completed_by": 1,
            **annotation,
        },
        "task": {
            "id": task,
            "data": {"article": text},
            "meta": {},
            "is_labeled": True,
            "overlap": 1,
            "project": 1,
        },
        "project": PROJECT,
    }


def annotated(count, first=1):
    """Events of that many tasks with the entities of the tiny corpus; no two texts are the same."""
    for task, row in enumerate(sentences(count, skip=first), first):
        text = "".join(token for token, _ in row) + f"{task}"
        found = spans([tag for _, tag in row])
        names = {"LOC": "Place", "PER": "PER"}
        yield event(task, text, *(region(a, b, text[a:b], names[label]) for a, b, label in found))


def learning(folder, model=MODEL, **settings):
    """Give a client of a service that learns, see `serving`."""
    return serving({"tiny": model}, learning=LearningSettings(folder, **settings))


def counter(client, name):
    """The value of a counter; 0 if it has not been counted."""
    lines = client.get("/metrics").text.splitlines()
    return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith(name))


def wait_for(client, name, value=1, seconds=120):
    """Wait until a counter has a value."""
    end = time.monotonic() + seconds
    while counter(client, name) < value:
        assert time.monotonic() < end, client.get("/metrics").text
        time.sleep(0.05)


def trainings(outcome):
    return f'nertag_trainings_total{{outcome="{outcome}"}}'
