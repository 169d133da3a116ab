"""Scores of entities, one concern a file."""

from nertag.evaluation.metrics.bootstrap import LEVEL
from nertag.evaluation.metrics.counts import Counts, count
from nertag.evaluation.metrics.semeval import SCHEMAS
from nertag.evaluation.metrics.seqeval import READINGS

__all__ = [
    "LEVEL",
    "READINGS",
    "SCHEMAS",
    "Counts",
    "count",
]
