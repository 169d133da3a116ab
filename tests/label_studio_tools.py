"""Tasks of Label Studio."""

import json

from format_tools import marked

TEXT = "我在北京"
BEIJING = {"start": 2, "end": 4, "text": "北京", "labels": ["LOC"]}
EXPECTED = marked(TEXT, [(2, 4, "LOC")])


def result(value, **fields):
    return {"type": "labels", "from_name": "label", "to_name": "text", "value": value, **fields}


def task_of(*values, text=TEXT, **fields):
    annotation = {"was_cancelled": False, "result": [result(value) for value in values]}
    return {"data": {"text": text}, "annotations": [annotation], **fields}


def dumped(*tasks, **look):
    return json.dumps(tasks, **look)
