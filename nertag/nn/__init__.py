"""The network. TensorFlow is imported here, in ``training`` and in ``engines.tensorflow``."""

from nertag.nn.dataset import batches
from nertag.nn.device import configure
from nertag.nn.network import Network

__all__ = [
    "Network",
    "batches",
    "configure",
]
