"""A trained model: its values, its directory, the engines that run it."""

from nertag.model.bundle import (
    GRAPH_FILES,
    Bundle,
    bundle_files,
    bundle_from,
    load_bundle,
    read_facts,
    save_bundle,
)
from nertag.model.scores import F1Interval, LabelScores, ReadingScores, Scores
from nertag.model.store import MANIFEST, commit, read_files
from nertag.model.versions import versions

__all__ = [
    "GRAPH_FILES",
    "MANIFEST",
    "Bundle",
    "F1Interval",
    "LabelScores",
    "ReadingScores",
    "Scores",
    "bundle_files",
    "bundle_from",
    "commit",
    "load_bundle",
    "read_facts",
    "read_files",
    "save_bundle",
    "versions",
]
