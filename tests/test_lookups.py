import numpy as np
import pytest

from nertag.lookups import Lookups
from nertag.vectors import NO_VECTORS, Vectors
from nertag.vocabulary import Vocabulary

VOCABULARY = Vocabulary(("x",), ("北", "京"))
ROWS = np.array([[1.0, 2.0], [3.0, 4.0]], "f")


@pytest.mark.parametrize("bigrams", [NO_VECTORS, Vectors(("北京", "京北"), ROWS).halved()])
def test_what_is_in_the_files_comes_back(bigrams):
    lookups = Lookups(VOCABULARY, ROWS, bigrams)
    again = Lookups.from_files(lookups.files(), "char")
    assert again.vocabulary == VOCABULARY
    assert again.bigrams.tokens == bigrams.tokens
    np.testing.assert_array_equal(again.vectors, ROWS)
    np.testing.assert_array_equal(again.bigrams.matrix, bigrams.matrix)
    assert again.bigrams.matrix.dtype == np.float32


@pytest.mark.parametrize(
    ("name", "content"), [("bigrams.txt", b"ab\n"), ("bigrams.txt", b"ab\nabc\n")]
)
def test_what_does_not_belong_together(name, content):
    files = Lookups(VOCABULARY, ROWS, Vectors(("北京", "京北"), ROWS)).files()
    with pytest.raises(ValueError, match="do not belong together"):
        Lookups.from_files({**files, name: content}, "char")


def test_a_vector_too_few():
    files = Lookups(VOCABULARY, ROWS[:1]).files()
    with pytest.raises(ValueError, match="do not belong together"):
        Lookups.from_files(files, "char")
