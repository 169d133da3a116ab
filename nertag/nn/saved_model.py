"""The network with all around it as TensorFlow's operations, for TensorFlow Serving.

What `nertag.tagging` does with numpy is done here by the graph itself: texts to ids, emissions,
legal decoding, spans. A text's lines are rows of any length; they are not cut into windows.
"""

from __future__ import annotations

from pathlib import Path

import tensorflow as tf

from nertag.arrays import Bools, Floats, Ints
from nertag.decoding import Lattice
from nertag.nn.network import Network
from nertag.text import ILLEGAL, as_bio, split_tag


class Decoder(tf.Module):
    """Emissions to the best legal tags.

    Parameters
    ----------
    lattice : Lattice
        The tags to choose from.
    """

    def __init__(self, lattice: Lattice) -> None:
        super().__init__()
        self.columns = lattice.columns
        self.edges = tf.constant(lattice.edges)
        potentials = lattice.potentials
        self.transitions, self.start, self.end = map(
            tf.constant, (potentials.transitions, potentials.start, potentials.end)
        )

    def __call__(self, emissions: tf.Tensor, lengths: tf.Tensor, blank: tf.Tensor) -> tf.Tensor:
        """The best path of each row, as `nertag.decoding.viterbi` finds it.

        Parameters
        ----------
        emissions : float32, shape (batch, time, network's tags)
            The network's scores; there is at least one step.
        lengths : int32, shape (batch,)
            Tokens of each row.
        blank : bool, shape (batch, time)
            Which tokens are blank.

        Returns
        -------
        int32, shape (batch, time)
            Ids of the lattice's tags; nothing is meant by those after a row's length.
        """
        if self.columns is not None:
            emissions = tf.gather(emissions, self.columns, axis=2)
        forbidden = tf.constant(ILLEGAL, tf.float32)
        scores = tf.where(blank[..., None] & self.edges, forbidden, emissions)
        scores = tf.transpose(scores, [1, 0, 2])
        time, rows = tf.shape(scores)[0], tf.shape(scores)[1]
        same = tf.tile(tf.range(len(self.edges))[None], [rows, 1])

        def step(t: tf.Tensor, best: tf.Tensor, back: tf.TensorArray) -> tuple[tf.Tensor, ...]:
            reach = best[:, :, None] + self.transitions
            live = (t < lengths)[:, None]
            came = tf.where(live, tf.argmax(reach, axis=1, output_type=tf.int32), same)
            best = tf.where(live, tf.reduce_max(reach, axis=1) + scores[t], best)
            return t + 1, best, back.write(t, came)

        back = tf.TensorArray(tf.int32, time, element_shape=[None, len(self.edges)])
        first = scores[0] + self.start
        _, best, back = tf.while_loop(
            lambda t, *_: t < time, step, (tf.constant(1), first, back.write(0, same))
        )
        pointers = back.stack()

        def trace(t: tf.Tensor, tag: tf.Tensor, path: tf.TensorArray) -> tuple[tf.Tensor, ...]:
            path = path.write(t, tag)
            return t - 1, tf.gather(pointers[t], tag, batch_dims=1), path

        path = tf.TensorArray(tf.int32, time, element_shape=[None])
        last = tf.argmax(best + self.end, axis=1, output_type=tf.int32)
        _, _, path = tf.while_loop(lambda t, *_: t >= 0, trace, (time - 1, last, path))
        return tf.transpose(path.stack())


class IdTagger(tf.Module):
    """Ids and features to tags, for models whose look-ups TensorFlow has no operations for.

    Parameters
    ----------
    network : Network
        The network.
    lattice : Lattice
        The tags to choose from.
    """

    def __init__(self, network: Network, lattice: Lattice) -> None:
        super().__init__()
        self.network, self.decode = network, Decoder(lattice)
        self.names = tf.constant(list(map(as_bio, lattice.tags)))
        self.signature = tf.function(
            self.tag,
            input_signature=[
                tf.TensorSpec(network.tokens.shape, tf.int32, "tokens"),
                tf.TensorSpec([None, None, network.width], tf.float32, "features"),
                tf.TensorSpec([None, None], tf.bool, "blank"),
            ],
        )

    def tag(self, tokens: tf.Tensor, features: tf.Tensor, blank: tf.Tensor) -> dict[str, tf.Tensor]:
        """The tags of padded rows, in BIO; empty texts in the padding."""
        ids = self.network.ids_of(tokens)
        lengths = tf.math.count_nonzero(ids, axis=1, dtype=tf.int32)
        path = self.decode(self.network.emissions(tokens, features), lengths, blank)
        return {"tags": tf.where(ids > 0, tf.gather(self.names, path), "")}


class TextTagger(tf.Module):
    """Texts to tags and spans, for models whose tokens are characters.

    Parameters
    ----------
    network : Network
        The network.
    lattice : Lattice
        The tags to choose from.
    ids : ndarray of int32, shape (code points,)
        The id of each code point.
    features : ndarray of float32, shape (ids, width)
        The features of each id.
    blank : ndarray of bool, shape (some code points,)
        Which code points are blank; the last stands for all that are higher.
    breaks : sequence of int
        The code points that end a line.
    """

    def __init__(
        self,
        network: Network,
        lattice: Lattice,
        ids: Ints,
        features: Floats,
        blank: Bools,
        breaks: Ints,
    ) -> None:
        super().__init__()
        self.network, self.decode = network, Decoder(lattice)
        self.ids, self.features, self.blank = map(tf.constant, (ids, features, blank))
        self.breaks = tf.constant(breaks)
        split = [split_tag(tag) for tag in lattice.tags]
        self.names = tf.constant(list(map(as_bio, lattice.tags)))
        self.labels = tf.constant([label for _, label in split])
        self.begins, self.ends = (
            tf.constant([letter in letters for letter, _ in split]) for letters in ("BS", "ES")
        )
        self.signature = tf.function(
            self.tag, input_signature=[tf.TensorSpec([None], tf.string, "text")]
        )

    def tag(self, text: tf.Tensor) -> dict[str, tf.Tensor]:
        """The tags of each code point, and the spans: first code point, the one after, label."""
        decoded = tf.strings.unicode_decode(text, "UTF-8")
        points, owner = decoded.values, tf.cast(decoded.value_rowids(), tf.int32)
        inside = tf.reduce_all(points[:, None] != self.breaks, axis=1)
        path = self._path(points, owner, inside)
        begins, ends = (
            tf.cast(tf.where(tf.gather(kind, path))[:, 0], tf.int32)
            for kind in (self.begins, self.ends)
        )
        first = tf.cast(decoded.row_starts(), tf.int32)
        rows, count = tf.gather(owner, begins), tf.shape(text)[0]
        offset = tf.gather(first, rows)

        def padded(values: tf.Tensor, rows: tf.Tensor, fill: int | str) -> tf.Tensor:
            ragged = tf.RaggedTensor.from_value_rowids(values, rows, count, validate=False)
            return ragged.to_tensor(fill)

        return {
            "tags": padded(tf.gather(self.names, path), owner, ""),
            "starts": padded(begins - offset, rows, -1),
            "ends": padded(ends + 1 - offset, rows, -1),
            "labels": padded(tf.gather(self.labels, tf.gather(path, begins)), rows, ""),
        }

    def _path(self, points: tf.Tensor, owner: tf.Tensor, inside: tf.Tensor) -> tf.Tensor:
        """The tag of each code point of all texts; a line is a row of its own, its break is O."""
        line = tf.cumsum(tf.cast(~inside, tf.int32)) + owner * (tf.size(points) + 1)
        where = tf.where(inside)
        kept = tf.boolean_mask(points, inside)
        _, rows = tf.unique(tf.boolean_mask(line, inside))
        lines = tf.RaggedTensor.from_value_rowids(kept, rows, validate=False)
        # One row and one step more: there may be no line at all.
        dense = tf.pad(lines.to_tensor(-1), [[0, 1], [0, 1]], constant_values=-1)
        real, known = dense >= 0, tf.maximum(dense, 0)
        ids = tf.where(real, tf.gather(self.ids, known), 0)
        blank = real & tf.gather(self.blank, tf.minimum(known, len(self.blank) - 1))
        emissions = self.network.emissions(ids, tf.gather(self.features, ids))
        lengths = tf.reduce_sum(tf.cast(real, tf.int32), axis=1)
        found = tf.boolean_mask(self.decode(emissions, lengths, blank), real)
        return tf.scatter_nd(where, found, tf.shape(points, tf.int64))


def save(tagger: TextTagger | IdTagger, directory: str | Path) -> None:
    """Write a SavedModel.

    Parameters
    ----------
    tagger : TextTagger or IdTagger
        What is saved, under the signature ``serving_default``.
    directory : path
        The folder to write to.
    """
    tf.saved_model.save(tagger, str(directory), signatures=tagger.signature)
