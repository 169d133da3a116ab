"""nertag trains and runs sequence taggers on your own labelled text.

Nothing is imported until it is used: ``import nertag`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nertag.api import load, read, train
    from nertag.errors import NertagError
    from nertag.evaluation.evaluate import evaluate
    from nertag.tagging.tagger import Tagger
    from nertag.text.sentence import Entity, Sentence, TaggedText

_HOMES = {
    "train": "nertag.api",
    "load": "nertag.api",
    "read": "nertag.api",
    "evaluate": "nertag.evaluation.evaluate",
    "Tagger": "nertag.tagging.tagger",
    "Entity": "nertag.text.sentence",
    "Sentence": "nertag.text.sentence",
    "TaggedText": "nertag.text.sentence",
    "NertagError": "nertag.errors",
}

__all__ = [
    "Entity",
    "NertagError",
    "Sentence",
    "TaggedText",
    "Tagger",
    "evaluate",
    "load",
    "read",
    "train",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'nertag' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
