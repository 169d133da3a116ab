"""The linear-chain CRF's loss, as functions of tensors. tensorflow-addons is used only here.

Lengths, not masks, say where a row ends. Everything is float32.
"""

from __future__ import annotations

import warnings

import tensorflow as tf

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # tensorflow-addons announces its end of life
    from tensorflow_addons.text import crf_log_likelihood


def log_likelihood(
    emissions: tf.Tensor, tags: tf.Tensor, lengths: tf.Tensor, transitions: tf.Tensor
) -> tf.Tensor:
    """How likely the tags of each row are among all tag sequences (Lafferty et al. 2001).

    Parameters
    ----------
    emissions : float32, shape (batch, time, tags)
        Scores of tags, those of the first and last token's place included.
    tags : int32, shape (batch, time)
        What stands behind a row's length does not matter.
    lengths : int32, shape (batch,)
        At least 1.
    transitions : float32, shape (tags, tags)
        From the row's tag to the column's.

    Returns
    -------
    float32, shape (batch,)
        In nats; never above 0.
    """
    return crf_log_likelihood(emissions, tags, lengths, transitions)[0]
