"""The network: embedding, convolution, masked BiLSTM, one dense layer for every step, a head."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from nertag.config import NetworkSettings
from nertag.errors import ModelFormatError
from nertag.features import MOST_PIECES, SPELLING_ROWS, SPELLING_WIDTH
from nertag.nn.convolution import ShortcutConvolution
from nertag.nn.embedding import (
    PairEmbedding,
    SpellingEmbedding,
    SubwordEmbedding,
    TokenEmbedding,
)
from nertag.nn.heads import HEADS
from nertag.nn.layers import each_step, encoder, step_scores
from nertag.nn.recurrence import bilstm

SPELLING_SIZE = 50
"""Dimensions of the vectors of how words are written."""
SPELLING_HIDDEN = 0.5
"""Share of the tokens whose spelling training hides.

By the spelling alone the network would soon know the training file by heart.
"""
DELTA = "embedding.delta"
"""Name of what training adds to the vectors; a model directory holds their sum instead."""


class Network(tf.Module):
    """From token ids to emissions, and to the loss.

    Parameters
    ----------
    tags : sequence of str
        The tag of each id, in BIO or BIOES.
    first_frozen : int
        The first id whose row is one of `vectors`.
    vectors : ndarray of float32, shape (rows, dimensions)
        The vectors of the tokens that have one.
    settings : NetworkSettings
        The shape of the network.
    pairs : tuple of arrays, optional
        The bigrams and their vectors, as `PairEmbedding` takes them.
    width : int
        Number of the other features of a token, see `nertag.features`.
    tuned : int
        Number of vectors that training adjusts, see `TokenEmbedding`.
    seed : int
        Seed of the first weights.
    spelling : bool
        Whether the network reads how tokens are written.
    subwords : ndarray of float32, shape (pieces, dimensions), optional
        The vectors of the pieces that make those of unknown words.
    """

    def __init__(
        self,
        tags: Sequence[str],
        first_frozen: int,
        vectors: NDArray[np.float32],
        settings: NetworkSettings,
        pairs: tuple[NDArray[np.int32], NDArray[np.float32]] | None = None,
        width: int = 0,
        tuned: int = 0,
        seed: int = 1,
        spelling: bool = False,
        subwords: NDArray[np.float32] | None = None,
    ) -> None:
        super().__init__(name="network")
        self.rate = settings.dropout or 0.0
        self.on_gpu = bool(tf.config.list_logical_devices("GPU"))
        policy = settings.precision
        self.embedding = TokenEmbedding(first_frozen, vectors, tuned=tuned, seed=seed, dtype=policy)
        self.pairs = PairEmbedding(*pairs, dtype=policy) if pairs else None
        self.spelling, carried = None, self.embedding.size
        beside = 0
        if spelling:
            self.spelling = SpellingEmbedding(SPELLING_ROWS, SPELLING_SIZE, dtype=policy)
            beside, carried = SPELLING_WIDTH, carried + SPELLING_SIZE
        self.subwords = None
        if subwords is not None:
            self.subwords = SubwordEmbedding(subwords, dtype=policy)
            beside += MOST_PIECES
        token = (1 + beside,) if beside else ()
        self.tokens = tf.TensorSpec([None, None, *token], tf.int32)
        self.convolution = None
        if settings.convolution:
            self.convolution = ShortcutConvolution(
                settings.convolution, carried, seed=seed + 6, dtype=policy
            )
        self.encoder = encoder(settings.units, seed=seed, dtype=policy)
        self.emission = step_scores(len(tags), seed=seed + 5, dtype=policy)
        self.head = HEADS[settings.head](tags)
        self.width = width
        # makes the weights
        self.emissions(tf.ones([1, 1, *token], tf.int32), tf.zeros([1, 1, width]))

    def emissions(
        self, tokens: tf.Tensor, features: tf.Tensor, seed: tf.Tensor | None = None
    ) -> tf.Tensor:
        """Scores of the tags of each token.

        Parameters
        ----------
        tokens : int32, shape (batch, time) or (batch, time, values)
            The ids and what stands beside them, see `nertag.model.Bundle.encode`. They are
            right-padded with 0, and no row is empty.
        features : float32, shape (batch, time, width)
            The features of the tokens besides their vectors.
        seed : int32, shape (2,), optional
            Seed of the dropout; without it nothing is dropped or hidden.

        Returns
        -------
        float32, shape (batch, time, tags)
        """
        ids = self.ids_of(tokens)
        mask = self.embedding.compute_mask(ids)
        hidden = self.embedding(ids)
        if self.subwords is not None:
            hidden = self.subwords(hidden, ids, tokens[..., -MOST_PIECES:])
        if self.spelling is not None:
            spelled = self._hide(self.spelling(tokens[..., 1 : 1 + SPELLING_WIDTH]), seed)
            hidden = tf.concat([spelled, hidden], axis=-1)
        if self.pairs is not None:
            hidden = tf.concat([hidden, self.pairs(ids)], axis=-1)
        if self.width:
            hidden = tf.concat([hidden, tf.cast(features, hidden.dtype)], axis=-1)
        hidden = self._drop(hidden, seed, part=0)
        if self.convolution is not None:
            hidden = self.convolution(hidden, mask)
        hidden = self._encode(hidden, mask, training=seed is not None)
        hidden = self._drop(hidden, seed, part=1)
        return tf.cast(each_step(self.emission, hidden), tf.float32)

    def ids_of(self, tokens: tf.Tensor) -> tf.Tensor:
        """The ids among what `emissions` takes, shape ``(batch, time)``."""
        return tokens if len(self.tokens.shape) == 2 else tokens[..., 0]

    def _encode(self, hidden: tf.Tensor, mask: tf.Tensor, *, training: bool) -> tf.Tensor:
        """The BiLSTM by Keras, which is fast on GPUs and without gradients, or by our own loop."""
        if not training or self.on_gpu:
            return self.encoder(hidden, mask=mask)
        lengths = tf.reduce_sum(tf.cast(mask, tf.int32), axis=1)
        forward, backward = self.encoder.forward_layer.cell, self.encoder.backward_layer.cell
        return tf.cast(bilstm(hidden, lengths, forward, backward), hidden.dtype)

    def _hide(self, spelled: tf.Tensor, seed: tf.Tensor | None) -> tf.Tensor:
        """Zeros in place of the spelling of some tokens, where there is dropout."""
        if seed is None or not self.rate:
            return spelled
        draws = tf.random.stateless_uniform(tf.shape(spelled)[:2], seed * [1, 2] + [1, 0])
        return spelled * tf.cast(draws >= SPELLING_HIDDEN, spelled.dtype)[..., None]

    def _drop(self, hidden: tf.Tensor, seed: tf.Tensor | None, part: int) -> tf.Tensor:
        if seed is None or not self.rate:
            return hidden
        return tf.nn.experimental.stateless_dropout(hidden, self.rate, seed * [1, 2] + [0, part])

    def loss(
        self,
        tokens: tf.Tensor,
        features: tf.Tensor,
        tags: tf.Tensor,
        lengths: tf.Tensor,
        seed: tf.Tensor | None = None,
    ) -> tf.Tensor:
        """Loss of each sentence in nats, shape ``(batch,)``; padding is ignored.

        Parameters
        ----------
        tokens : int32, shape (batch, time) or (batch, time, values)
            The ids, as for `emissions`.
        features : float32, shape (batch, time, width)
            The features of the tokens besides their vectors.
        tags : int32, shape (batch, time)
            The id of the gold tag of each token.
        lengths : int32, shape (batch,)
            Number of tokens in each row.
        seed : int32, shape (2,), optional
            Seed of the dropout; without it nothing is dropped.
        """
        return self.head.loss(self.emissions(tokens, features, seed), tags, lengths)

    @property
    def variables_by_name(self) -> dict[str, tf.Variable]:
        """Every weight but the vectors, under the name it is saved by."""
        forward, backward = self.encoder.forward_layer.cell, self.encoder.backward_layer.cell
        named = {
            "embedding.learned": self.embedding.learned.embeddings,
            "emission.kernel": self.emission.kernel,
            "emission.bias": self.emission.bias,
        }
        if self.spelling is not None:
            named["spelling.table"] = self.spelling.table.embeddings
        if self.pairs is not None:
            named["bigrams.unknown"] = self.pairs.unknown
        if self.convolution is not None:
            named["convolution.kernel"] = self.convolution.seen.kernel
            named["convolution.bias"] = self.convolution.seen.bias
            named["shortcut.kernel"] = self.convolution.shortcut.kernel
            named["norm.gamma"] = self.convolution.norm.gamma
            named["norm.beta"] = self.convolution.norm.beta
        for direction, cell in (("forward", forward), ("backward", backward)):
            named[f"{direction}.kernel"] = cell.kernel
            named[f"{direction}.recurrent"] = cell.recurrent_kernel
            named[f"{direction}.bias"] = cell.bias
        named |= {f"{self.head.name}.{v.name.split(':')[0]}": v for v in self.head.variables}
        return named

    @property
    def trained(self) -> list[tf.Variable]:
        """The weights that training changes."""
        delta = self.embedding.delta
        return [*self.variables_by_name.values(), *(delta.weights if delta is not None else ())]

    @property
    def vectors(self) -> NDArray[np.float32]:
        """The word vectors as they are now, shape ``(rows, dimensions)``."""
        return self.embedding.vectors

    def get_weights(self) -> dict[str, NDArray[np.float32]]:
        """Copies of all weights but the vectors, by name."""
        return {name: variable.numpy() for name, variable in self.variables_by_name.items()}

    def set_weights(self, weights: Mapping[str, NDArray[np.float32]]) -> None:
        """Set the weights.

        Parameters
        ----------
        weights : mapping of str to ndarray of float32
            The weights, as `get_weights` returns them.

        Raises
        ------
        ModelFormatError
            One is missing or has another shape.
        """
        for name, variable in self.variables_by_name.items():
            shape = tuple(variable.shape)
            if name not in weights or weights[name].shape != shape:
                found = weights[name].shape if name in weights else "missing"
                raise ModelFormatError(f"the weights {name} are {found}, expected {shape}")
            variable.assign(weights[name])

    def get_state(self) -> dict[str, NDArray[np.float32]]:
        """Copies of all that training may change: the weights, and what it adds to vectors."""
        state = self.get_weights()
        if self.embedding.delta is not None:
            state[DELTA] = self.embedding.delta.get_weights()[0]
        return state

    def set_state(self, state: Mapping[str, NDArray[np.float32]]) -> None:
        """Set all that training may change.

        Parameters
        ----------
        state : mapping of str to ndarray of float32
            The state, as `get_state` returns it.
        """
        self.set_weights(state)
        if self.embedding.delta is not None:
            self.embedding.delta.set_weights([state[DELTA]])
