"""A trained model: its values, its directory, the engines that run it."""

from nertag.model.bundle import (
    GRAPH_FILES,
    Bundle,
    load_bundle,
    read_facts,
    save_bundle,
    versions,
)
from nertag.model.store import MANIFEST, commit, read_files

__all__ = [
    "GRAPH_FILES",
    "MANIFEST",
    "Bundle",
    "commit",
    "load_bundle",
    "read_facts",
    "read_files",
    "save_bundle",
    "versions",
]
