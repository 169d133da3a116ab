"""The shapes of recurrent networks, as Keras models that are ready to be compiled.

Padded rows: a builder with ``masked=True`` gives a model that is called on ``[values, lengths]``;
padding is ignored in what comes out, and in the loss and the metrics where
every step has an output (`nertag.nn.shapes.models.Aligned`). Steps are padded on the right.

States that outlive a batch: with ``stateful_batch`` rows go on, in each batch of that fixed size,
from where the last batch left them (`nertag.nn.shapes.models.Stateful`).

All raise `nertag.nn.layers.ShapeError` where something does not fit.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import tensorflow as tf

from nertag.nn.layers import ShapeError, each_step, encoder, layers, step_scores
from nertag.nn.shapes.models import Aligned, EncoderDecoder, Stateful
from nertag.nn.shapes.pieces import Padding, repeat

Model = Any
"""A `keras.Model`."""


def one_to_one(features: int, out: int, *, units: int = 32) -> Model:
    """One step to one vector: ``(batch, 1, features)`` to ``(batch, out)``; LSTM, Dense.

    Parameters
    ----------
    features : int
        Values of a step.
    out : int
        Values of the output.
    units : int
        Units of the LSTM.
    """
    step = layers.Input((1, features))
    return tf.keras.Model(step, layers.Dense(out)(layers.LSTM(units)(step)))


def many_to_one(
    classes: int,
    *,
    features: int | None = None,
    vocabulary: int | None = None,
    size: int = 32,
    units: int = 32,
    dropout: float = 0.0,
    recurrent_dropout: float = 0.0,
    masked: bool = False,
) -> Model:
    """A sequence to its class.

    ``(batch, time, features)``, or ids ``(batch, time)``, to ``(batch, classes)``: [Embedding],
    LSTM (its last step), Dense. With one class the output is the probability of yes (sigmoid),
    otherwise those of the classes (softmax).

    Parameters
    ----------
    classes : int
        Number of classes.
    features : int, optional
        Values of a step; either this or `vocabulary` is given.
    vocabulary : int, optional
        Number of ids; either this or `features` is given.
    size : int
        Dimensions of the embedding of ids.
    units : int
        Units of the LSTM.
    dropout : float
        Dropout of the LSTM's inputs.
    recurrent_dropout : float
        Dropout of the LSTM's states; with it Keras uses its slow kernel.
    masked : bool
        Whether the model takes ``[values, lengths]`` of padded rows.
    """
    if (features is None) == (vocabulary is None):
        raise ShapeError("many_to_one takes either features (of values) or vocabulary (of ids)")
    sequence = layers.Input((None,) if features is None else (None, features))
    hidden = sequence if vocabulary is None else layers.Embedding(vocabulary, size)(sequence)
    inputs, hidden, mask = _with_lengths(sequence, hidden, masked)
    lstm = layers.LSTM(units, dropout=dropout, recurrent_dropout=recurrent_dropout)
    return tf.keras.Model(inputs, _classify(lstm(hidden, mask=mask), classes))


def one_to_many(
    features: int,
    steps: int,
    out: int,
    *,
    units: int = 32,
    from_step: bool = False,
    stateful_batch: int | None = None,
) -> Model:
    """One vector to a sequence: ``(batch, features)`` to ``(batch, steps, out)``.

    RepeatVector, LSTM, TimeDistributed(Dense).

    Parameters
    ----------
    features : int
        Values of the input.
    steps : int
        Steps of the output.
    out : int
        Values of each step of the output.
    units : int
        Units of each LSTM.
    from_step : bool
        Whether the input is one step of a sequence, ``(batch, 1, features)``, which goes through an
        LSTM before it is repeated.
    stateful_batch : int, optional
        Fixed batch size of a model whose rows go on from batch to batch.
    """
    shape = (1, features) if from_step else (features,)
    given = layers.Input(shape, batch_size=stateful_batch)
    stateful = stateful_batch is not None
    vector = layers.LSTM(units, stateful=stateful)(given) if from_step else given
    return _repeated(given, vector, steps, out, units, stateful)


def many_to_many(
    features: int,
    out: int,
    *,
    units: int = 32,
    depth: int = 1,
    bidirectional: bool = False,
    activation: str | None = None,
    skip: int = 0,
    masked: bool = False,
    stateful_batch: int | None = None,
) -> Model:
    """An output for every step: ``(batch, time, features)`` to ``(batch, time - skip, out)``.

    LSTM or BiLSTM, TimeDistributed(Dense): the tagger's encoder and softmax head.

    Parameters
    ----------
    features : int
        Values of a step of the input.
    out : int
        Values of a step of the output.
    units : int
        Units of each LSTM.
    depth : int
        Number of LSTMs on top of each other.
    bidirectional : bool
        Whether the LSTMs read in both directions.
    activation : str, optional
        Activation of the output: none for values, ``sigmoid`` or ``softmax`` for classes.
    skip : int
        Number of first steps without an output; the mask is cropped with them.
    masked : bool
        Whether the model takes ``[values, lengths]`` of padded rows.
    stateful_batch : int, optional
        Fixed batch size of a model whose rows go on from batch to batch.
    """
    if masked and stateful_batch is not None:
        raise ShapeError("rows that go on over batches have no padding: masked or stateful_batch")
    sequence = layers.Input((None, features), batch_size=stateful_batch)
    inputs, hidden, mask = _with_lengths(sequence, sequence, masked)
    stateful = stateful_batch is not None
    for _ in range(depth):
        hidden = encoder(units, bidirectional=bidirectional, stateful=stateful)(hidden, mask=mask)
    scores = each_step(step_scores(out, activation=activation), hidden[:, skip:])
    return _kind(masked, stateful)(inputs, scores)


def many_to_many_resized(
    features: int,
    steps: int,
    out: int,
    *,
    units: int = 32,
    masked: bool = False,
    stateful_batch: int | None = None,
) -> Model:
    """A sequence to one of another length: ``(batch, time, features)`` to ``(batch, steps, out)``.

    LSTM (its last step), RepeatVector, LSTM, TimeDistributed(Dense).

    Parameters
    ----------
    features : int
        Values of a step of the input.
    steps : int
        Steps of the output.
    out : int
        Values of a step of the output.
    units : int
        Units of each LSTM.
    masked : bool
        Whether the model takes ``[values, lengths]`` of padded rows.
    stateful_batch : int, optional
        Fixed batch size of a model whose rows go on from batch to batch.
    """
    sequence = layers.Input((None, features), batch_size=stateful_batch)
    inputs, hidden, mask = _with_lengths(sequence, sequence, masked)
    stateful = stateful_batch is not None
    vector = layers.LSTM(units, stateful=stateful)(hidden, mask=mask)
    return _repeated(inputs, vector, steps, out, units, stateful)


def encoder_decoder(
    features: int, horizon: int, *, units: Sequence[int] = (32, 32), masked: bool = False
) -> EncoderDecoder:
    """What comes next: ``(batch, time, features)`` to ``(batch, horizon, features)``.

    A stack of LSTMs reads the sequence; its states start a second stack that feeds its own output
    back. Trained as a whole; `EncoderDecoder.start` and `EncoderDecoder.step` run it step by step.

    Parameters
    ----------
    features : int
        Values of a step.
    horizon : int
        Steps of the output.
    units : sequence of int
        Units of each LSTM, the same in both stacks.
    masked : bool
        Whether the model takes ``[values, lengths]`` of padded rows.
    """
    return EncoderDecoder(features, horizon, units, masked)


def frames_to_one(
    frames: int,
    height: int,
    width: int,
    channels: int,
    classes: int,
    *,
    filters: int = 16,
    units: int = 64,
    masked: bool = False,
) -> Model:
    """Pictures in a row to their class.

    ``(batch, frames, height, width, channels)`` to ``(batch, classes)``: TimeDistributed(Conv2D,
    MaxPooling2D, Flatten), LSTM, Dense.

    Parameters
    ----------
    frames : int
        Pictures in a row.
    height : int
        Height of a picture, in pixels.
    width : int
        Width of a picture, in pixels.
    channels : int
        Colour channels of a picture.
    classes : int
        Number of classes.
    filters : int
        Filters of the convolution.
    units : int
        Units of the LSTM.
    masked : bool
        Whether the model takes ``[values, lengths]`` of padded rows.
    """
    pictures = layers.Input((frames, height, width, channels))
    hidden = pictures
    for layer in (
        layers.Conv2D(filters, 3, padding="same", activation="relu"),
        layers.MaxPooling2D(),
        layers.Flatten(),
    ):
        hidden = each_step(layer, hidden)
    inputs, hidden, mask = _with_lengths(pictures, hidden, masked)
    return tf.keras.Model(inputs, _classify(layers.LSTM(units)(hidden, mask=mask), classes))


def _with_lengths(sequence: Any, hidden: Any, masked: bool) -> tuple[Any, Any, Any]:
    """The model's inputs, `hidden` with zeros in its padding, and the mask of its real steps."""
    if not masked:
        return sequence, hidden, None
    lengths = layers.Input((), dtype="int32")
    return [sequence, lengths], *Padding()([hidden, lengths])


def _classify(vector: Any, classes: int) -> Any:
    return layers.Dense(classes, activation="sigmoid" if classes == 1 else "softmax")(vector)


def _repeated(inputs: Any, vector: Any, steps: int, out: int, units: int, stateful: bool) -> Model:
    hidden = encoder(units, bidirectional=False, stateful=stateful)(repeat(vector, steps))
    return _kind(False, stateful)(inputs, each_step(step_scores(out), hidden))


def _kind(aligned: bool, stateful: bool) -> Any:
    return Aligned if aligned else Stateful if stateful else tf.keras.Model
