"""The audit of labelled data before training."""

from nertag.corpus.check.advice import advice
from nertag.corpus.check.audit import AuditReport, FileCounts, audit
from nertag.corpus.check.content import label_name
from nertag.corpus.check.finding import Finding

__all__ = [
    "AuditReport",
    "FileCounts",
    "Finding",
    "advice",
    "audit",
    "label_name",
]
