"""Choosing settings and judging data by training more than once."""

from nertag.selection.cross_validate import CrossValidation, cross_validate
from nertag.selection.folds import folds_of

__all__ = ["CrossValidation", "cross_validate", "folds_of"]
