"""nertag trains and runs sequence taggers on your own labelled text.

Nothing is imported until it is used: ``import nertag`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nertag.api import load, train
    from nertag.config import Settings
    from nertag.errors import NertagError
    from nertag.estimator import NertagClassifier
    from nertag.evaluation import compare, evaluate
    from nertag.labelled import check, convert, read, split
    from nertag.model import Scores
    from nertag.selection import cross_validate
    from nertag.tagging import TaggedText, Tagger
    from nertag.text import Entity, Sentence
    from nertag.training import Listener

    __version__: str

_HOMES = {
    "train": "nertag.api",
    "load": "nertag.api",
    "read": "nertag.labelled",
    "check": "nertag.labelled",
    "split": "nertag.labelled",
    "convert": "nertag.labelled",
    "evaluate": "nertag.evaluation",
    "compare": "nertag.evaluation",
    "cross_validate": "nertag.selection",
    "Tagger": "nertag.tagging",
    "Entity": "nertag.text",
    "Sentence": "nertag.text",
    "TaggedText": "nertag.tagging",
    "Scores": "nertag.model",
    "Settings": "nertag.config",
    "Listener": "nertag.training",
    "NertagClassifier": "nertag.estimator",
    "NertagError": "nertag.errors",
}

__all__ = [
    "Entity",
    "Listener",
    "NertagClassifier",
    "NertagError",
    "Scores",
    "Sentence",
    "Settings",
    "TaggedText",
    "Tagger",
    "__version__",
    "check",
    "compare",
    "convert",
    "cross_validate",
    "evaluate",
    "load",
    "read",
    "split",
    "train",
]


if not TYPE_CHECKING:  # checkers of types see the imports above, and no other name

    def __getattr__(name: str) -> Any:
        value: Any
        if name == "__version__":
            value = _version()
        elif name in _HOMES:
            value = getattr(import_module(_HOMES[name]), name)
        else:
            raise AttributeError(f"module 'nertag' has no attribute {name!r}")
        globals()[name] = value
        return value


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("nertag")
    except PackageNotFoundError:  # a checkout that is not installed
        return "unknown"


def __dir__() -> list[str]:
    return sorted(__all__)
