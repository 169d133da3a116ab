"""Training: from labelled files to a model directory."""

from nertag.training.data import TrainingData, read_training_data
from nertag.training.listeners import Epoch, Listener, Listeners, Log, Note
from nertag.training.progress import ProgressListener, usual_listener

__all__ = [
    "Epoch",
    "Listener",
    "Listeners",
    "Log",
    "Note",
    "ProgressListener",
    "TrainingData",
    "read_training_data",
    "usual_listener",
]
