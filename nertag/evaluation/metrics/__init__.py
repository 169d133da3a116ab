"""Scores of entities, one concern a file."""

from nertag.evaluation.metrics.bootstrap import LEVEL, Difference
from nertag.evaluation.metrics.classification import READINGS
from nertag.evaluation.metrics.counts import Counts, count
from nertag.evaluation.metrics.semeval import SCHEMAS

__all__ = [
    "LEVEL",
    "READINGS",
    "SCHEMAS",
    "Counts",
    "Difference",
    "count",
]
