"""The network. TensorFlow is imported here, in ``training`` and in ``engines.tensorflow``."""

from nertag.nn.dataset import batches
from nertag.nn.device import configure
from nertag.nn.network import Network
from nertag.nn.saved_model import IdTagger, TextTagger, save

__all__ = [
    "IdTagger",
    "Network",
    "TextTagger",
    "batches",
    "configure",
    "save",
]
