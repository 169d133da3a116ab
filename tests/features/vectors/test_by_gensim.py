import gzip

import numpy as np
import pytest
from gensim.models import FastText
from gensim.models.fasttext import save_facebook_model

from nertag.errors import DataError
from nertag.features.subwords import Subwords, pieces
from nertag.features.vectors import load_vectors

SENTENCES = [["Berlin", "is", "in", "Germany"], ["Bern", "is", "not", "in", "Germany"]] * 3


@pytest.fixture(scope="module")
def model():
    return FastText(SENTENCES, vector_size=5, min_count=1, min_n=3, max_n=4, bucket=5000, workers=1)


@pytest.fixture
def path(tmp_path, model):
    save_facebook_model(model, str(tmp_path / "v.bin"))
    return tmp_path / "v.bin"


@pytest.mark.parametrize("packed", [False, True])
def test_files_of_fasttext_give_words_and_pieces(path, model, packed):
    if packed:
        content, path = path.read_bytes(), path.with_name("v.bin.gz")
        path.write_bytes(gzip.compress(content))
    vectors = load_vectors(path, set(), 4)
    assert vectors.tokens == tuple(model.wv.index_to_key[:4])
    np.testing.assert_allclose(vectors.matrix, model.wv.vectors[:4], rtol=1e-5)


def test_an_unknown_word_has_the_vector_that_fasttext_gives_it(path, model):
    subwords = load_vectors(path, set(), 9).subwords
    # "<Ber", "Berl" and so on are pieces of "Berlin" too; those of its end are in no word.
    known = set(subwords.kept.tolist())
    buckets = [bucket for bucket in pieces("Berli", 3, 4, 5000) if bucket in known]
    assert len(buckets) == 7
    wanted = model.wv.vectors_ngrams[buckets].mean(axis=0)
    np.testing.assert_allclose(subwords.vectors(subwords.spell(["Berli"]))[0], wanted, rtol=1e-4)


def test_a_word_of_known_pieces_only_has_the_vector_that_gensim_gives_it(model):
    words = [*model.wv.index_to_key, "Berli"]
    subwords = Subwords.of(model.wv.vectors_ngrams, 3, 4, words)
    made = subwords.vectors(subwords.spell(["Berli"]))[0]
    np.testing.assert_allclose(made, model.wv.get_vector("Berli"), rtol=1e-4)


@pytest.mark.parametrize("length", [4, 20, 60, 400, -2000])
def test_a_file_that_is_cut_off_is_refused(path, length):
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(DataError, match=r"v\.bin.*fastText"):
        load_vectors(path, set(), 9)
