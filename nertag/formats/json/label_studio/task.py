"""The keys of a task, and what stands under them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nertag.formats.json.records import ABOUT

Object = Mapping[str, Any]

TIMES = ("created_at", "updated_at")
"""Keys of JSON-MIN whose texts are not of the user's data."""

TASK_KEYS = frozenset(
    (
        "id",
        "data",
        "annotations",
        "completions",
        "predictions",
        "drafts",
        "meta",
        "created_at",
        "updated_at",
        "inner_id",
        "total_annotations",
        "cancelled_annotations",
        "total_predictions",
        "comment_count",
        "comment_authors",
        "unresolved_comment_count",
        "last_comment_updated_at",
        "project",
        "updated_by",
        "file_upload",
        "is_labeled",
        "overlap",
        "allow_skip",
        "state",
        "draft_exists",
        "reviewed",
        "agreement",
        "annotations_results",
        "annotations_ids",
        "predictions_results",
        "predictions_score",
        "annotators",
    )
)
"""Keys of a task that are read, or say nothing about the text."""

MIN_KEYS = frozenset(
    ("annotator", "annotation_id", "lead_time", "created_at", "updated_at", *ABOUT)
)
"""Keys of a task of JSON-MIN that are kept, or say nothing about the text."""

RATING = ("model_version", "score")
"""Keys of a prediction that are kept."""


def as_object(value: Any) -> dict[str, Any]:
    """What stands under ``meta``, as an object."""
    if isinstance(value, dict):
        return value
    return {} if value is None else {"meta": value}
