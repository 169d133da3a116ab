"""No key of a JSON file can vanish or change its name without a word, if entities go with it."""

import copy
import json
import tempfile
from pathlib import Path

import pytest

from nertag.config import reading_from
from nertag.errors import DataError
from nertag.formats.reading import read_labelled
from nertag.formats.registry import FORMATS

TEXT = "Anna visits Bern."
REGION = {"start": 12, "end": 16, "text": "Bern", "labels": ["LOC"]}
RESULT = {"type": "labels", "from_name": "label", "to_name": "text", "value": REGION}

VALID = {
    "doccano": [
        {"id": 1, "text": TEXT, "label": [[12, 16, "LOC"]], "Comments": ["c"]},
        {"text": TEXT, "entities": [{"start_offset": 12, "end_offset": 16, "label": "LOC"}]},
        {"text": TEXT, "entities": [{"start": 12, "end": 16, "type": "LOC", "text": "Bern"}]},
        {"data": TEXT, "labels": [[12, 16, "LOC"]]},
    ],
    "prodigy": [
        {"text": TEXT, "spans": [{"start": 12, "end": 16, "label": "LOC"}], "answer": "accept"},
        {"text": TEXT, "spans": [], "answer": "reject"},
    ],
    "displacy": [{"text": TEXT, "ents": [{"start": 12, "end": 16, "label": "LOC"}]}] * 2,
    "tokens": [{"text": "Bern", "tokens": ["Bern"], "ner_tags": ["B-LOC"]}] * 2,
    "spacy": [[TEXT, {"entities": [[12, 16, "LOC"]]}]] * 2,
    "cluener": [{"text": TEXT, "label": {"LOC": {"Bern": [[12, 15]]}}, "id": 4}] * 2,
    "dataturks": [
        {
            "content": TEXT,
            "annotation": [
                {"label": ["LOC"], "points": [{"start": 12, "end": 15, "text": "Bern"}]}
            ],
            "extras": None,
            "metadata": {"status": "done"},
        },
    ]
    * 2,
    "label-studio": [
        {"id": 1, "data": {"text": TEXT}, "annotations": [{"result": [RESULT]}]},
        {"data": {"text": TEXT}, "predictions": [{"result": [RESULT]}]},
        {"text": TEXT, "label": [REGION], "created_at": "2024-01-01"},
    ],
}
OF_THE_USER = {"LOC", "Bern"}
"""Keys that are labels or mentions."""


def keys_in(value, path=()):
    """The place of each key of a value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in OF_THE_USER:
                yield (*path, key)
            yield from keys_in(inner, (*path, key))
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from keys_in(inner, (*path, i))


def without(value, place, new_name=None):
    """The value with the key at a place taken out, or under a new name."""
    value = copy.deepcopy(value)
    inner = value
    for step in place[:-1]:
        inner = inner[step]
    found = inner.pop(place[-1])
    if new_name:
        inner[new_name] = found
    return value


def entities_and_words(name, values):
    """The tags that are read, and all that is said about the file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "in.jsonl")
        path.write_text("\n".join(map(json.dumps, values)), encoding="utf-8")
        try:
            file = read_labelled(path, reading_from({"format": name}))
        except DataError as error:
            return None, str(error)
    words = " ".join(oddity.text for oddity in file.oddities)
    return sum(tag.startswith("B-") for one in file.sentences for tag in one.tags), words


CASES = [
    (name, i, place, new_name)
    for name, values in VALID.items()
    for i, value in enumerate(values)
    for place in keys_in(value)
    for new_name in (None, "renamed")
]


def test_every_json_format_is_tried():
    assert VALID.keys() == {name for name, format in FORMATS.items() if format.family == "json"}


@pytest.mark.parametrize("name", VALID)
def test_a_valid_file_has_its_entities(name):
    count, _ = entities_and_words(name, VALID[name])
    assert count == len(VALID[name]) - (name == "prodigy")


@pytest.mark.parametrize(("name", "i", "place", "new_name"), CASES)
def test_a_key_that_is_missing_or_renamed_is_named(name, i, place, new_name):
    values = VALID[name]
    expected, _ = entities_and_words(name, values)
    changed = [
        without(value, place, new_name) if at == i else value for at, value in enumerate(values)
    ]
    found, words = entities_and_words(name, changed)
    if found is None or found < expected:
        assert repr(place[-1]) in words or "'renamed'" in words
