"""The audit of labelled data before training."""

from nertag.corpus.check.audit import AuditReport, FileCounts, audit
from nertag.corpus.check.content import label_name
from nertag.corpus.check.finding import Finding
from nertag.corpus.check.kinds import KINDS, LEVELS

__all__ = [
    "KINDS",
    "LEVELS",
    "AuditReport",
    "FileCounts",
    "Finding",
    "audit",
    "label_name",
]
