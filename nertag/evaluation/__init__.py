"""How good a model or a file of predictions is."""

from nertag.evaluation.analysis import Marked, Results
from nertag.evaluation.calibration import Bin, calibration_error
from nertag.evaluation.compare import ComparedFile, Comparison, compare
from nertag.evaluation.evaluate import evaluate, found_by_tool, tagged, training_gold
from nertag.evaluation.gold import Gold
from nertag.evaluation.mistakes import KINDS, Mistake, to_lines
from nertag.evaluation.predictions import Outcome

__all__ = [
    "KINDS",
    "Bin",
    "ComparedFile",
    "Comparison",
    "Gold",
    "Marked",
    "Mistake",
    "Outcome",
    "Results",
    "calibration_error",
    "compare",
    "evaluate",
    "found_by_tool",
    "tagged",
    "to_lines",
    "training_gold",
]
