"""The CRF's likelihood: with tensorflow-addons where it is installed, otherwise all our own.

This is the only place that imports tensorflow-addons. Lengths, not masks, say where a row ends;
everything is float32. `nertag.nn.linear_chain` documents parameters and results.
"""

from __future__ import annotations

import warnings
from importlib.util import find_spec

import tensorflow as tf

from nertag.nn import linear_chain

HAS_ADDONS = find_spec("tensorflow_addons") is not None

if HAS_ADDONS:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it announces its end of life
        from tensorflow_addons import text as addons


def log_likelihood(
    emissions: tf.Tensor, tags: tf.Tensor, lengths: tf.Tensor, transitions: tf.Tensor
) -> tf.Tensor:
    """Log-probability of one tag sequence a row; see `linear_chain.log_likelihood`.

    The sum over all sequences is our own everywhere: its gradient costs a third of addons'.
    """
    if HAS_ADDONS:
        score = addons.crf_sequence_score(emissions, tags, lengths, transitions)
        return score - linear_chain.log_normaliser(emissions, lengths, transitions)
    return linear_chain.log_likelihood(emissions, tags, lengths, transitions)
