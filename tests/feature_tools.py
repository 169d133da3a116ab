"""Words in rows of ids, found the slow way, and made up for tests of the features."""

import numpy as np
from hypothesis import strategies as st

from nertag.features.vocabulary import Ragged

# Few ids, so that words are found; some where Unicode has its surrogates, and beside them.
IDS = st.sampled_from([2, 3, 4, 0xD7FF, 0xD800, 0xDFFF, 0xE000])
ID_LISTS = st.lists(st.lists(IDS, min_size=1, max_size=4), max_size=8)
ROWS = st.lists(st.lists(st.just(1) | IDS, min_size=1, max_size=12), min_size=1, max_size=4)


def ragged(words):
    """Lists of ids as one `Ragged`."""
    flat = [number for word in words for number in word]
    offsets = np.cumsum([0, *map(len, words)])
    return Ragged(np.array(flat, np.int32), offsets.astype(np.int64))


def padded(rows, more=0):
    """Lists of ids as one array, padded on the right with 0, by `more` than is needed."""
    ids = np.zeros((len(rows), max(map(len, rows)) + more), np.int32)
    for row, values in zip(ids, rows):
        row[: len(values)] = values
    return ids


def brute_matches(words, row):
    """(word, start, end) of each word at each place of a row."""
    return [
        (number, start, start + len(word))
        for number, word in enumerate(words)
        for start in range(len(row) - len(word) + 1)
        if list(row[start : start + len(word)]) == list(word)
    ]


def unlike(words):
    """The words, each once."""
    return [list(word) for word in dict.fromkeys(map(tuple, words))]
