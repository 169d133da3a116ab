"""How good a model or a file of predictions is."""

from nertag.evaluation.analysis import Marked, Results
from nertag.evaluation.calibration import Bin, calibration_error
from nertag.evaluation.compare import ComparedFile, Comparison, compare
from nertag.evaluation.evaluate import evaluate, found_by_tool, tagged, training_gold
from nertag.evaluation.gold import Gold
from nertag.evaluation.label_errors import find_label_errors, tag_probabilities
from nertag.evaluation.learning_curve import TWICE, LearningCurve
from nertag.evaluation.metrics.bootstrap import sentence_counts
from nertag.evaluation.mistakes import KINDS, Mistake, to_lines
from nertag.evaluation.predictions import Outcome
from nertag.evaluation.threshold import Threshold

__all__ = [
    "KINDS",
    "TWICE",
    "Bin",
    "ComparedFile",
    "Comparison",
    "Gold",
    "LearningCurve",
    "Marked",
    "Mistake",
    "Outcome",
    "Results",
    "Threshold",
    "calibration_error",
    "compare",
    "evaluate",
    "find_label_errors",
    "found_by_tool",
    "sentence_counts",
    "tag_probabilities",
    "tagged",
    "to_lines",
    "training_gold",
]
