"""Models that are trained on text of which only some entities are labelled."""

import numpy as np
import pytest
import tensorflow as tf
from tiny import FAST, sentences
from training_tools import TAGS, VECTORS, batch_of

import nertag
from nertag.config import NetworkSettings, settings_from
from nertag.errors import DataError
from nertag.features.encode import UNLABELLED, Rows, cut_long, encode, write_tags
from nertag.nn.network import Network
from nertag.text.tags import spans, tag_set
from nertag.training.augment import MentionReplacer
from nertag.training.data import read_training_data
from nertag.training.listeners import Listener
from nertag.training.objective import EntityShare, objective

pytestmark = pytest.mark.slow

SEEDS = tf.constant([1, 2]), tf.constant([3, 4])


def pairs(rows):
    return [tuple(map(list, zip(*row))) for row in rows]


def partial(rows, unknown):
    """Rows in which half of the entities are kept, and all else is unknown."""
    rng, made = np.random.default_rng(0), []
    for tokens, tags in pairs(rows):
        kept = [unknown] * len(tags)
        for start, end, _ in spans(tags):
            if rng.random() < 0.5:
                kept[start:end] = tags[start:end]
        made.append((tokens, kept))
    return made


def test_half_of_the_entities_teach_what_an_entity_is(tmp_path):
    dev = pairs(sentences(24, 60))
    how = {**FAST, "epochs": 10, "dev": dev, "listener": Listener(), "output": tmp_path}
    known = nertag.train(partial(sentences(60), "?"), **how)
    taken_for_o = nertag.train(partial(sentences(60), "O"), **how)
    assert known.scores.f1 > 0.8
    assert known.scores.f1 > taken_for_o.scores.f1 + 0.1


def test_dev_must_be_labelled_whole():
    rows, whole = partial(sentences(20), "?"), pairs(sentences(10))
    with pytest.raises(DataError, match="cannot be scored"):
        read_training_data(rows, rows, settings_from({}))
    with pytest.raises(DataError, match="none can be held out as dev"):
        read_training_data(rows, None, settings_from({}))
    data = read_training_data(rows + whole, None, settings_from({}))
    assert not any(sentence.is_partial for sentence in data.dev.sentences)
    assert sum(sentence.is_partial for sentence in data.train) == 20
    assert len(data.train) + len(data.dev) == 30


def rows_of(*tags):
    """One row of these tags in BIO, as ids."""
    numbers = [UNLABELLED if tag == "?" else BIO.index(tag) for tag in tags]
    return Rows(np.arange(len(tags), dtype="i4"), np.array(numbers, "i4"), np.array([0, len(tags)]))


BIO = tag_set("XY")


def test_unknown_tags_stay_unknown_on_the_way_to_the_network():
    rows = rows_of("?", "B-X", "I-X", "?", "?", "B-Y", "?")
    found = write_tags(rows, BIO, TAGS)
    assert [TAGS[tag] if tag >= 0 else "?" for tag in found.tags] == [
        *("?", "B-X", "E-X", "?", "?", "S-Y", "?")
    ]
    assert rows.is_partial
    assert MentionReplacer(rows, BIO, 1.0).variant(np.random.default_rng(0)).is_partial
    inside = np.array([tag[0] == "I" for tag in BIO])
    assert cut_long(rows, 3, inside).tags.tolist() == rows.tags.tolist()
    sentence = nertag.Sentence("ab", range(2), range(1, 3), ("?", "O"))
    assert encode([sentence], lambda _: np.zeros(2, "i4"), BIO).tags.tolist() == [UNLABELLED, 0]


@pytest.mark.parametrize("head", ["crf", "softmax"])
@pytest.mark.parametrize("consistency", [0.0, 2.0])
def test_rows_known_whole_cost_the_same_and_the_share_costs_more(head, consistency):
    net = Network(TAGS, 3, VECTORS, NetworkSettings(units=5, convolution=4, head=head), width=2)
    batch = tuple(map(tf.constant, batch_of([6, 2, 3])))
    plain = float(objective(net, batch, SEEDS, consistency))
    free = EntityShare(0.5, margin=1.0)
    assert float(objective(net, batch, SEEDS, consistency, free)) == pytest.approx(plain, rel=1e-4)
    far = EntityShare(0.0, margin=0.0)
    assert float(objective(net, batch, SEEDS, consistency, far)) > plain + 1


def test_the_share_is_free_within_its_margin():
    share = EntityShare(0.2, margin=0.25, weight=10)
    tokens = tf.constant([4, 6])
    for found, cost in ((2.0, 0.0), (2.5, 0.0), (4.0, 7.5), (0.0, 7.5)):
        entity_tokens = tf.constant([found / 2, found / 2])
        assert float(share.loss(entity_tokens, tokens)) == pytest.approx(cost, abs=1e-5)


def test_no_share_at_all_can_be_wanted():
    loss = EntityShare(0.0).loss(tf.constant([0.0, 1.0]), tf.constant([4, 6]))
    assert 0 < float(loss) < np.inf
