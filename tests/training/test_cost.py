import pytest
from engine_tools import bundle_of

from nertag.config import settings_from
from nertag.training import cost


def weights_of(preset, **settings):
    return bundle_of(preset, **settings).weights


def test_multiply_adds_are_those_of_every_matrix_a_token_meets():
    weights = weights_of("default")
    vectors, pairs, names = 11, 7, 4
    reads = vectors + pairs + names
    assert weights["convolution.kernel"].shape == (3, reads, 10)
    lstm = 2 * 4 * 24 * (10 + 24)
    assert cost.multiply_adds(weights) == (3 * reads + vectors) * 10 + lstm + 2 * 24 * 13


def test_small_costs_what_is_said_of_it():
    weights = weights_of("small", units=settings_from({"preset": "small"}).network.units)
    assert cost.multiply_adds(weights) == cost.multiply_adds_of_small(dimensions=11, tags=7)
    line = cost.describe(settings_from({"preset": "small"}), weights)
    assert line.startswith("preset small: characters -> BiLSTM 128 -> crf over 7 tags; ")
    assert line.endswith("(1.0 times small)")


@pytest.mark.parametrize(
    ("settings", "reads"),
    [
        ({}, "characters, bigrams + convolution -> BiLSTM 128 -> crf"),
        ({"preset": "best"}, "characters, bigrams + convolution -> BiLSTM 256 -> crf"),
        ({"convolution": 0}, "characters, bigrams -> BiLSTM 128 -> crf"),
        ({"tokens": "word"}, "words, their spelling, bigrams + convolution -> BiLSTM 128 -> crf"),
        (
            {"lexicon": "w.bin", "gazetteers": ("PER=x",), "character_classes": True},
            "characters, bigrams, lexicon words, gazetteers, character classes + convolution -> "
            "BiLSTM 128 -> crf",
        ),
    ],
)
def test_what_is_read_is_named(settings, reads):
    chosen = settings_from(settings)
    line = cost.describe(chosen, weights_of("default"))
    assert line.startswith(f"preset {chosen.preset}: {reads} over 13 tags; ")
