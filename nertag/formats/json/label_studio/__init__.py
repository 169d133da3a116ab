"""Label Studio: tasks of its JSON and JSON-MIN exports; written as tasks with predictions.

A task is ``{"data": {"text": ...}, "annotations": [{"result": [...]}]}``; in JSON-MIN it is
``{"text": ..., "label": [{"start": 0, "end": 2, "labels": ["LOC"]}]}``. A file is a list of them or
holds one a line.
"""

from nertag.formats.json.label_studio.reading import read, sniff, text_of
from nertag.formats.json.label_studio.writing import mark, move, write

__all__ = ["mark", "move", "read", "sniff", "text_of", "write"]
