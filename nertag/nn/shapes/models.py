"""Keras models for padded rows, for states that outlive a batch, and for feeding back outputs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import tensorflow as tf

from nertag.nn.layers import ShapeError, layers
from nertag.nn.shapes.pieces import Padding, last_step, real_steps, repeat


class Aligned(tf.keras.Model):
    """A model of ``[values, lengths]`` whose loss and metrics are over real steps only.

    A batch's loss is the mean over its real steps. Its outputs may lack the first steps of the
    input (they end together); those steps are ignored in the loss. Targets in the padding
    may be anything, NaN too. All metrics are weighted by what is real.
    """

    def compile(self, *args: Any, metrics: Any = None, **options: Any) -> None:
        """As `keras.Model.compile`."""
        weighted = [*(metrics or []), *(options.pop("weighted_metrics", None) or [])]
        super().compile(*args, weighted_metrics=weighted, **options)

    def compute_loss(
        self,
        x: Any = None,
        y: Any = None,
        y_pred: Any = None,
        sample_weight: Any = None,
        **options: Any,
    ) -> tf.Tensor:
        """As `keras.Model.compute_loss`, over real steps."""
        y, y_pred, weight = _real(x, y, y_pred, sample_weight)
        # Keras divides the sum by all steps; this makes it the mean over the real ones.
        steps = tf.cast(tf.size(weight), tf.float32)
        weight *= tf.math.divide_no_nan(steps, tf.reduce_sum(weight))
        return super().compute_loss(x, y, y_pred, weight, **options)

    def compute_metrics(self, x: Any, y: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        """As `keras.Model.compute_metrics`, over real steps."""
        y, y_pred, weight = _real(x, y, y_pred, sample_weight)
        return super().compute_metrics(x, y, y_pred, weight)


def _real(
    x: Any, y: tf.Tensor, y_pred: tf.Tensor, sample_weight: tf.Tensor | None
) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
    """Targets and outputs with zeros in the padding, and weights (batch, time)."""
    values, lengths = x
    time = tf.shape(y_pred)[1]
    skipped = tf.shape(values)[1] - time
    inside = real_steps(tf.cast(lengths, tf.int32) - skipped, time)
    weight = tf.cast(inside, tf.float32)
    if sample_weight is not None:
        weight *= tf.reshape(tf.cast(sample_weight, tf.float32), [tf.shape(weight)[0], -1])
    return _zero_outside(y, inside), _zero_outside(y_pred, inside), weight


def _zero_outside(values: tf.Tensor, inside: tf.Tensor) -> tf.Tensor:
    if len(values.shape) == 3:
        inside = inside[:, :, None]
    return tf.where(inside, values, tf.zeros([], values.dtype))


class Stateful(tf.keras.Model):
    """A model whose LSTMs continue each row from where the last batch left it.

    Its batches have the fixed size it was built with; the Keras methods that cut data into
    batches take that size by themselves, and `fit` shuffles nothing.
    """

    def reset(self) -> None:
        """Start all rows afresh."""
        for layer in self.layers:
            for state in tf.nest.flatten(getattr(layer, "states", None)):
                if state is not None:
                    state.assign(tf.zeros_like(state))

    def __call__(self, inputs: Any, *args: Any, **options: Any) -> Any:
        """As `keras.Model.__call__`."""
        self._check(inputs, None, whole=True)
        return super().__call__(inputs, *args, **options)

    def fit(
        self, x: Any = None, y: Any = None, batch_size: int | None = None, **options: Any
    ) -> Any:
        """As `keras.Model.fit`; rows keep their index, so nothing can be shuffled."""
        if options.pop("shuffle", False):
            raise ShapeError("rows that go on over batches keep their index: shuffle=False")
        return super().fit(x, y, self._check(x, batch_size), shuffle=False, **options)

    def evaluate(
        self, x: Any = None, y: Any = None, batch_size: int | None = None, **options: Any
    ) -> Any:
        """As `keras.Model.evaluate`."""
        return super().evaluate(x, y, self._check(x, batch_size), **options)

    def predict(self, x: Any, batch_size: int | None = None, **options: Any) -> Any:
        """As `keras.Model.predict`."""
        return super().predict(x, self._check(x, batch_size), **options)

    def _check(self, x: Any, batch_size: int | None, *, whole: bool = False) -> int:
        """The fixed batch size, if the data can be cut into batches of it."""
        size = self.inputs[0].shape[0]
        rows = getattr(x, "shape", [None])[0]
        asked = rows if whole else batch_size
        if asked not in (None, size):
            raise ShapeError(f"a batch of {asked} rows; this stateful model takes {size} at a time")
        if rows is not None and rows % size:
            raise ShapeError(
                f"{rows} rows cannot be cut into batches of {size}, as its states need"
            )
        return int(size)


class Feedback(layers.Layer):
    """A stack of LSTM cells and a dense layer whose output is the stack's next input.

    A cell for `keras.layers.RNN`. Its states are the last output, then each cell's two.

    Parameters
    ----------
    features : int
        Values of a step.
    units : sequence of int
        Units of each cell, from the first.
    """

    def __init__(self, features: int, units: Sequence[int], **options: Any) -> None:
        super().__init__(**options)
        self.cells = [layers.LSTMCell(count) for count in units]
        self.dense = layers.Dense(features)
        self.output_size = features
        self.state_size = [features, *(count for count in units for _ in range(2))]

    def build(self, shape: Any) -> None:
        """Make the weights.

        Parameters
        ----------
        shape : tuple of int
            Shape of the input.
        """
        width = self.output_size
        for cell in self.cells:
            cell.build((None, width))
            width = cell.units
        self.dense.build((None, width))
        self.built = True

    def call(
        self, inputs: Any, states: Sequence[tf.Tensor], training: Any = None
    ) -> tuple[tf.Tensor, list[tf.Tensor]]:
        """One step: ``(batch, features)`` and the next states; `inputs` only count the steps."""
        hidden, *cell_states = states
        after = []
        for i, cell in enumerate(self.cells):
            hidden, pair = cell(hidden, cell_states[2 * i : 2 * i + 2])
            after += pair
        output = self.dense(hidden)
        return output, [output, *after]


class EncoderDecoder(tf.keras.Model):
    """Goes on with a sequence: a stack of LSTMs reads it, its states start one that writes.

    The writing stack's first input is the last given step, the others its own outputs.

    Parameters
    ----------
    features : int
        Values of a step.
    horizon : int
        Steps to write; compile the model again after changing it.
    units : sequence of int
        Units of each LSTM, from the first; the same in both stacks.
    masked : bool
        Whether it is called on ``[values, lengths]`` instead of values.
    """

    def __init__(self, features: int, horizon: int, units: Sequence[int], masked: bool) -> None:
        super().__init__()
        self.horizon = horizon
        self.masked = masked
        self.padding = Padding()
        cells = [layers.LSTMCell(count) for count in units]
        self.encoder = layers.RNN(cells, return_state=True)
        self.decoder = layers.RNN(Feedback(features, units), return_sequences=True)

    def build(self, shape: Any) -> None:
        """Make the weights.

        Parameters
        ----------
        shape : tuple of int
            Shape of the input.
        """
        features = self.decoder.cell.output_size
        self.encoder.build((None, None, features))
        self.decoder.build((None, self.horizon, features))
        self.built = True

    def start(self, inputs: Any) -> list[tf.Tensor]:
        """The decoder's first states.

        Parameters
        ----------
        inputs : tensor, shape (batch, time, features)
            The sequence; if masked, a list of it and its lengths ``(batch,)``.
        """
        values, lengths = inputs if self.masked else (inputs, None)
        values, mask = self.padding(inputs) if self.masked else (values, None)
        _, *states = self.encoder(values, mask=mask)
        return [last_step(values, lengths), *tf.nest.flatten(states)]

    def step(self, states: Sequence[tf.Tensor]) -> tuple[tf.Tensor, list[tf.Tensor]]:
        """The next output ``(batch, features)`` and states: the decoder one step at a time.

        Parameters
        ----------
        states : sequence of tensors
            The states of the decoder.
        """
        return self.decoder.cell(states[0], states)

    def call(self, inputs: Any) -> tf.Tensor:
        """The next ``(batch, horizon, features)``.

        Parameters
        ----------
        inputs : tensor, shape (batch, time, features)
            The sequence; if masked, a list of it and its lengths ``(batch,)``.
        """
        states = self.start(inputs)
        return self.decoder(repeat(states[0], self.horizon), initial_state=states)
