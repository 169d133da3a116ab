"""Training: from labelled files to a model directory."""

from nertag.training.listeners import Epoch, Listener

__all__ = [
    "Epoch",
    "Listener",
]
