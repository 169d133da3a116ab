"""Training: from labelled files to a model directory."""

from nertag.training.data import TrainingData, read_training_data
from nertag.training.listeners import Epoch, Listener, Log, Note

__all__ = [
    "Epoch",
    "Listener",
    "Log",
    "Note",
    "TrainingData",
    "read_training_data",
]
