"""A trained model: its values, its directory, the engines that run it."""

from nertag.model.bundle import Bundle
from nertag.model.manifest import read_facts, read_manifest
from nertag.model.saved_bundle import (
    GRAPH_FILES,
    bundle_files,
    bundle_from,
    load_bundle,
    save_bundle,
)
from nertag.model.schema import Amount, BeforeAndAfter, Facts, Manifest
from nertag.model.scores import F1Interval, LabelScores, ReadingScores, Scores
from nertag.model.store import MANIFEST, commit, read_files
from nertag.model.versions import versions

__all__ = [
    "GRAPH_FILES",
    "MANIFEST",
    "Amount",
    "BeforeAndAfter",
    "Bundle",
    "F1Interval",
    "Facts",
    "LabelScores",
    "Manifest",
    "ReadingScores",
    "Scores",
    "bundle_files",
    "bundle_from",
    "commit",
    "load_bundle",
    "read_facts",
    "read_files",
    "read_manifest",
    "save_bundle",
    "versions",
]
