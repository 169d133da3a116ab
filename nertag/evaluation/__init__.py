"""How good a model or a file of predictions is."""

from nertag.evaluation.analysis import Marked, Results
from nertag.evaluation.calibration import calibration_error
from nertag.evaluation.evaluate import (
    compare_predictions,
    evaluate,
    found_by_tool,
    tagged,
    training_sentences,
)
from nertag.evaluation.mistakes import KINDS, Mistake, to_lines
from nertag.evaluation.predictions import Outcome

__all__ = [
    "KINDS",
    "Marked",
    "Mistake",
    "Outcome",
    "Results",
    "calibration_error",
    "compare_predictions",
    "evaluate",
    "found_by_tool",
    "tagged",
    "to_lines",
    "training_sentences",
]
