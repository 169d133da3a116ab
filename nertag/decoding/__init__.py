"""Emissions to legal tags, spans and probabilities, in numpy."""

from nertag.decoding.draw import draw
from nertag.decoding.lattice import Lattice
from nertag.decoding.nbest import log_probabilities, n_best
from nertag.decoding.posteriors import log_sums, marginals, span_probabilities
from nertag.decoding.potentials import Potentials
from nertag.decoding.spans import SpanReader
from nertag.decoding.viterbi import viterbi

__all__ = [
    "Lattice",
    "Potentials",
    "SpanReader",
    "draw",
    "log_probabilities",
    "log_sums",
    "marginals",
    "n_best",
    "span_probabilities",
    "viterbi",
]
