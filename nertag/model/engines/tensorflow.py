"""The network run by TensorFlow: one traced function for every shape."""

from __future__ import annotations

import tensorflow as tf

from nertag.arrays import Floats, Ints
from nertag.features import Features, ids_of
from nertag.model.bundle import Bundle
from nertag.nn import Network, configure


class TensorFlowEngine:
    """Emissions of padded batches; may be called from several threads.

    Parameters
    ----------
    network : Network
        The network; later changes of its weights are seen.
    features : Features
        Looks up the features of a token besides its vectors.
    device : str
        TensorFlow's name of the device, as `nertag.nn.device.configure` returns it.
    """

    def __init__(self, network: Network, features: Features, device: str) -> None:
        self.features, self.device = features, device
        signature = [
            network.tokens,
            tf.TensorSpec([None, None, features.width]),
        ]
        self._emissions = tf.function(network.emissions, input_signature=signature, autograph=False)

    def __call__(self, tokens: Ints) -> Floats:
        """Padded rows of `Bundle.encode` to emissions ``(batch, time, tags)``."""
        with tf.device(self.device):
            features = self.features(ids_of(tokens, 2))
            return self._emissions(tf.constant(tokens), tf.constant(features)).numpy()

    @property
    def traces(self) -> int:
        """How often the function was traced: 1, whatever the shapes."""
        return self._emissions.experimental_get_tracing_count()


def load_engine(bundle: Bundle, device: str = "auto") -> TensorFlowEngine:
    """The engine of a model directory's content.

    Parameters
    ----------
    bundle : Bundle
        The model.
    device : str
        ``auto``, ``cpu``, ``gpu`` or ``gpu:N``.
    """
    name = configure(device)
    with tf.device(name):
        network = network_of(bundle)
    return TensorFlowEngine(network, bundle.features, name)


def network_of(bundle: Bundle, tuned: int = 0) -> Network:
    """The network with the bundle's weights, or with new ones where it has none yet.

    Parameters
    ----------
    bundle : Bundle
        The model; without weights the network gets new ones.
    tuned : int
        The number of vectors that training adjusts. It is 0 in a network that only tags, where the
        adjusted vectors are stored.

    Raises
    ------
    ModelFormatError
        The weights do not fit the settings.
    """
    lookups = bundle.lookups
    pairs = None
    if lookups.bigrams.tokens:
        pairs = lookups.vocabulary.pairs(lookups.bigrams.tokens), lookups.bigrams.matrix
    network = Network(
        bundle.tags,
        lookups.vocabulary.first_frozen,
        lookups.vectors,
        bundle.settings.network,
        pairs,
        bundle.features.width,
        tuned,
        bundle.settings.training.seed,
        bundle.settings.reads_spelling,
    )
    if bundle.weights:
        network.set_weights(bundle.weights)
    return network
