"""Choosing settings and judging data by training more than once."""

from nertag.selection.cross_validate import CrossValidation, cross_validate
from nertag.selection.folds import folds_of
from nertag.selection.learning_curve import learning_curve
from nertag.selection.search import Search, search
from nertag.selection.space import Choice, Dimension, Range
from nertag.selection.study import Trial
from nertag.selection.suggest import Suggestion, suggest

__all__ = [
    "Choice",
    "CrossValidation",
    "Dimension",
    "Range",
    "Search",
    "Suggestion",
    "Trial",
    "cross_validate",
    "folds_of",
    "learning_curve",
    "search",
    "suggest",
]
