from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nertag.errors import ConfigError
from nertag.selection import folds_of
from nertag.text import Sentence

TAGS = ("O", "B-X", "B-Y")


def sentence(number, tag, document=""):
    text = f"{number:04}"
    places = range(len(text)), range(1, len(text) + 1)
    return Sentence(text, *places, (tag, "O", "O", "O"), document=document)


@given(
    st.lists(st.tuples(st.sampled_from(TAGS), st.integers(0, 9)), min_size=2, max_size=40),
    st.integers(2, 6),
    st.sampled_from(["sentence", "document"]),
    st.integers(0, 3),
)
def test_each_sentence_is_in_one_fold_and_documents_stay_whole(rows, count, by, seed):
    sentences = [sentence(i, tag, str(doc)) for i, (tag, doc) in enumerate(rows)]
    units = len({doc for _, doc in rows}) if by == "document" else len(rows)
    if count > units:
        with pytest.raises(ConfigError, match=f"`folds` is {count}, expected from 2 to {units}"):
            folds_of(sentences, count, by=by, seed=seed)
        return
    folds = folds_of(sentences, count, by=by, seed=seed)
    assert sorted(i for fold in folds for i in fold) == list(range(len(rows)))
    assert all(fold == sorted(fold) and fold for fold in folds)
    assert folds == folds_of(sentences, count, by=by, seed=seed)
    if by == "document":
        found = Counter(doc for fold in folds for doc in {sentences[i].document for i in fold})
        assert set(found.values()) == {1}


@pytest.mark.parametrize("count", [2, 3, 5, 10])
def test_labels_are_shared_out_alike(count):
    sentences = [sentence(i, TAGS[(i % 10 == 0) + (i % 2)]) for i in range(600)]
    total = Counter(one.tags[0] for one in sentences)
    for fold in folds_of(sentences, count, by="sentence", seed=1):
        found = Counter(sentences[i].tags[0] for i in fold)
        assert len(fold) == pytest.approx(600 / count, abs=2)
        for tag in TAGS[1:]:
            assert found[tag] == pytest.approx(total[tag] / count, abs=2)


def test_the_same_text_is_in_one_fold():
    sentences = [sentence(i % 5, "B-X") for i in range(50)]
    for fold in folds_of(sentences, 5, by="sentence", seed=1):
        assert len({sentences[i].text for i in fold}) == 1


def test_one_fold_is_none():
    with pytest.raises(ConfigError, match="`folds` is 1, expected from 2 to 2"):
        folds_of([sentence(0, "O"), sentence(1, "O")], 1, by="sentence", seed=1)
