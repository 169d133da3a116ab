"""Small linear chains, and what looking at all of their tag sequences says: the tests' oracle."""

from functools import cache
from itertools import pairwise, product

import numpy as np

from nertag.decoding.potentials import Potentials
from nertag.text.tags import spans, spans_to_tags, tag_set

TAG_SETS = {1: tag_set([]), 3: tag_set("X"), 5: tag_set("XY"), 9: tag_set("XY", "BIOES")}


def potentials(tags, rng):
    size = len(tags)
    shapes = [(size, size), (size,), (size,)]
    return Potentials.of(tags, tuple(rng.normal(size=s).astype(np.float32) for s in shapes))


def emissions_of(rng, *shape, scale=2):
    return rng.normal(scale=scale, size=shape).astype(np.float32)


def score(emissions, path, potentials):
    total = float(potentials.start[path[0]]) + float(potentials.end[path[-1]])
    total += sum(float(emissions[t, tag]) for t, tag in enumerate(path))
    return total + sum(float(potentials.transitions[pair]) for pair in pairwise(path))


def is_legal(tags, scheme="BIO"):
    return list(tags) == spans_to_tags(spans(tags), len(tags), scheme)


@cache
def legal_paths(tags, length):
    """Every legal tag sequence, as ids."""
    scheme = "BIOES" if any(tag[0] == "E" for tag in tags) else "BIO"
    paths = product(range(len(tags)), repeat=length)
    return [path for path in paths if is_legal([tags[tag] for tag in path], scheme)]


def probabilities(emissions, tags, potentials, temperature=1.0):
    """Every legal tag sequence of one row with its probability."""
    paths = legal_paths(tags, len(emissions))
    scores = [score(emissions, path, potentials) / temperature for path in paths]
    return dict(zip(paths, np.exp(scores - np.logaddexp.reduce(scores)).tolist()))


def all_spans(length, labels=("X", "Y", "")):
    """Every span in a row, with each label; an empty label is one that no tag set has."""
    return [
        (start, end, label)
        for start in range(length)
        for end in range(start + 1, length + 1)
        for label in labels
    ]
