"""The network run by TensorFlow: one traced function for every shape."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import tensorflow as tf

from nertag.arrays import Floats, Ints
from nertag.decoding import Lattice
from nertag.features import Features, ids_of, wide
from nertag.model.bundle import Bundle
from nertag.nn import IdTagger, Network, TextTagger, configure, save
from nertag.text import LINE_BREAKS, blank_code_points, code_points


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
        pairs = lookups.vocabulary.pairs(lookups.bigrams.tokens), wide(lookups.bigrams.matrix)
    network = Network(
        bundle.tags,
        lookups.vocabulary.first_frozen,
        wide(lookups.vectors),
        bundle.settings.network,
        pairs,
        bundle.features.width,
        tuned,
        bundle.settings.training.seed,
        bundle.settings.reads_spelling,
        lookups.subwords.matrix if lookups.subwords else None,
    )
    if bundle.weights:
        network.set_weights(bundle.weights)
    return network


def takes_texts(bundle: Bundle) -> bool:
    """Whether TensorFlow's operations can look up all that the model reads of a text.

    Parameters
    ----------
    bundle : Bundle
        The model.
    """
    lookups, settings = bundle.lookups, bundle.settings
    words = settings.reading.tokens != "char" or settings.reads_spelling
    return not (words or lookups.words.tokens or lookups.gazetteers)


def write_saved_model(bundle: Bundle, directory: str | Path) -> None:
    """Write a model as TensorFlow Serving reads it; see `nertag.nn.saved_model`.

    Parameters
    ----------
    bundle : Bundle
        The model.
    directory : path
        The folder to write to.
    """
    with tf.device(configure("cpu")):
        network, lattice = network_of(bundle), Lattice.of(bundle.tags, bundle.potentials)
        tagger: IdTagger | TextTagger = IdTagger(network, lattice)
        if takes_texts(bundle):
            ids = np.arange(len(bundle.vocabulary), dtype=np.int32)
            tagger = TextTagger(
                network,
                lattice,
                bundle.vocabulary.of_code_points,
                bundle.features(ids[None])[0],
                blank_code_points(),
                code_points(LINE_BREAKS).astype(np.int32),
            )
        save(tagger, directory)
