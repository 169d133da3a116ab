import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import load as load_arrays
from safetensors.numpy import save as save_arrays
from strategies import texts

from nertag.features.classes import CLASSES
from nertag.features.lookups import Lookups
from nertag.features.subwords import Subwords
from nertag.features.vectors.vectors import NO_VECTORS, Vectors
from nertag.features.vocabulary import Vocabulary

VOCABULARY = Vocabulary(("x", " ", "\t"), ("北", "京", "王"))
ROWS = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], "f")
PAIRS = Vectors(("北京", "京北"), ROWS[:2])
WORDS = Vectors(("北京", "王", "京北王"), ROWS + 0.5)
WEIGHTS = np.array([1, 7, 3], "f")
GAZETTEERS = {"PER": ("王", "王 x"), "LOC": ("北京", "王", "x\t京")}
WHOLE = Lookups(VOCABULARY, ROWS, PAIRS, WORDS, WEIGHTS, GAZETTEERS)


def again(lookups, tokens="char"):
    return Lookups.from_files(lookups.files(), tokens)


def same(first, second):
    assert first.vocabulary == second.vocabulary
    assert {k: tuple(v) for k, v in first.gazetteers.items()} == {
        k: tuple(v) for k, v in second.gazetteers.items()
    }
    assert list(first.gazetteers) == list(second.gazetteers)
    for name in ("bigrams", "words"):
        left, right = getattr(first, name), getattr(second, name)
        assert left.tokens == right.tokens
        np.testing.assert_array_equal(left.matrix, right.matrix)
        assert {left.matrix.dtype, right.matrix.dtype} <= {np.dtype("e"), np.dtype("f")}
    for name in ("vectors", "word_weights"):
        left, right = getattr(first, name), getattr(second, name)
        np.testing.assert_array_equal(left, right)
        assert {left.dtype, right.dtype} <= {np.dtype("e"), np.dtype("f")}


@pytest.mark.parametrize(
    ("lookups", "names"),
    [
        (Lookups(VOCABULARY, ROWS), "vectors vocabulary"),
        (Lookups(VOCABULARY, ROWS, PAIRS), "bigrams bigrams vectors vocabulary"),
        (
            Lookups(VOCABULARY, ROWS, words=WORDS, word_weights=WEIGHTS),
            "vectors vocabulary words words",
        ),
        (Lookups(VOCABULARY, ROWS, gazetteers=GAZETTEERS), "gazetteers vectors vocabulary"),
        (WHOLE, "bigrams bigrams gazetteers vectors vocabulary words words"),
    ],
    ids=range(5),
)
def test_what_is_in_the_files_comes_back(lookups, names):
    same(again(lookups), lookups)
    assert sorted(name.split(".")[0] for name in lookups.files()) == names.split()


def test_words_as_tokens_come_back():
    vocabulary = Vocabulary(("York",), ("new", "is"), "word")
    lookups = Lookups(vocabulary, ROWS[:2], gazetteers={"LOC": ("New York",)})
    same(again(lookups, "word"), lookups)


def pieces_of(dimensions):
    return Subwords.of(np.ones((1000, dimensions), "f"), 3, 5, ["York"])


def test_pieces_of_words_come_back():
    lookups = Lookups(Vocabulary((), ("new",), "word"), ROWS[:1], subwords=pieces_of(2))
    back = again(lookups, "word").subwords
    np.testing.assert_array_equal(back.spell(["Yorkish"]), lookups.subwords.spell(["Yorkish"]))
    np.testing.assert_array_equal(back.matrix, lookups.subwords.matrix)


def test_pieces_of_other_dimensions_are_refused():
    lookups = Lookups(Vocabulary((), ("new",), "word"), ROWS[:1], subwords=pieces_of(3))
    with pytest.raises(ValueError, match="do not belong together"):
        again(lookups, "word")


@pytest.mark.parametrize(
    ("tokens", "names"),
    [
        ("char", {"words.txt": b"\n\n\n"}),
        ("char", {"gazetteers.txt": b"PER\t\n"}),
        ("word", {"gazetteers.txt": b"PER\t \n"}),
    ],
)
def test_words_without_a_token_are_refused(tokens, names):
    with pytest.raises(ValueError, match="do not belong together"):
        Lookups.from_files(WHOLE.files() | names, tokens)


@given(
    st.lists(texts(min_size=2, max_size=2), unique=True, max_size=4),
    st.lists(texts(min_size=1, max_size=5), unique=True, max_size=4),
)
def test_any_texts_come_back(pairs, words):
    bigrams = Vectors(tuple(pairs), np.ones((len(pairs), 2), "f")) if pairs else NO_VECTORS
    found = Vectors(tuple(words), np.ones((len(words), 3), "f")) if words else NO_VECTORS
    gazetteers = {"PER": tuple(words)} if words else {}
    weights = np.arange(len(words)).astype("f")
    lookups = Lookups(VOCABULARY, ROWS, bigrams, found, weights, gazetteers)
    same(again(lookups), lookups)


# Precision


def arrays_in(lookups):
    files = lookups.files().items()
    return {k: load_arrays(v) for k, v in files if k.endswith(".safetensors")}


@pytest.mark.parametrize("name", ["vectors", "bigrams", "words"])
def test_numbers_are_saved_as_float16_where_it_holds_them(name):
    arrays = arrays_in(WHOLE)[f"{name}.safetensors"]
    assert arrays["vectors"].dtype == np.float16


@pytest.mark.parametrize("number", [0.1, 1 + 2**-11, 65537.0, 1e-9, 1e30])
def test_float16_is_not_taken_where_it_loses_anything(number):
    rows = ROWS.copy()
    rows[1, 1] = number
    lookups = Lookups(VOCABULARY, rows, PAIRS, Vectors(WORDS.tokens, rows), WEIGHTS)
    arrays = arrays_in(lookups)
    for name, kind in (("vectors", np.float32), ("words", np.float32), ("bigrams", np.float16)):
        assert arrays[f"{name}.safetensors"]["vectors"].dtype == kind
    same(again(lookups), lookups)


def test_halved_vectors_take_half_the_room():
    rng = np.random.default_rng(0)
    tokens = tuple(map(chr, range(0x4E00, 0x5200)))
    whole = Vectors(tokens, rng.normal(size=(len(tokens), 20)).astype("f"))
    sizes = [
        len(Lookups(Vocabulary((), tokens), vectors.matrix).files()["vectors.safetensors"])
        for vectors in (whole, whole.halved())
    ]
    assert sizes[1] < 0.51 * sizes[0]


# Damaged files


@pytest.mark.parametrize(
    "change",
    [
        {"bigrams.txt": "北京\n"},
        {"bigrams.txt": "北京\n京北王\n"},
        {"bigrams.txt": "北京\n京北\n京京\n"},
        {"words.txt": "北京\n王\n"},
        {"words.txt": "北京\n王\n京北王\n京\n"},
        {"words.safetensors": {"vectors": ROWS, "weights": WEIGHTS[:2]}},
        {"words.safetensors": {"vectors": ROWS[:2], "weights": WEIGHTS}},
        {"vectors.safetensors": {"vectors": ROWS[:2]}},
        {"vocabulary.txt": '-\n"北"\n"京"\n'},
    ],
    ids=str,
)
def test_what_does_not_belong_together(change):
    files = {
        name: content.encode() if isinstance(content, str) else save_arrays(content)
        for name, content in change.items()
    }
    with pytest.raises(ValueError, match="do not belong together"):
        Lookups.from_files({**WHOLE.files(), **files}, "char")


def test_a_line_of_a_gazetteer_without_a_label():
    with pytest.raises(ValueError, match="unpack"):
        Lookups.from_files({**WHOLE.files(), "gazetteers.txt": "王五\n".encode()}, "char")


@pytest.mark.parametrize("name", ["vocabulary.txt", "vectors.safetensors", "words.safetensors"])
def test_a_file_that_is_missing(name):
    files = WHOLE.files()
    del files[name]
    with pytest.raises(KeyError):
        Lookups.from_files(files, "char")


# Features


def test_features_of_all_sorts_stand_side_by_side():
    ids = VOCABULARY.encode_texts(["北京王x"]).ids[None]
    widths = {"classes": len(CLASSES), "gazetteers": 4 * 2, "words": 4 * (2 + 1)}
    found = WHOLE.features(classes=True)(ids)
    assert found.shape == (1, 4, sum(widths.values()))
    classes, gazetteers, words = np.split(found[0], np.cumsum(list(widths.values()))[:2], axis=1)
    names = [CLASSES[row.argmax()] for row in classes]
    assert names == ["ideograph", "ideograph", "surname", "letter"]
    # 王 is in both lists, 北京 in the second.
    assert gazetteers.tolist() == [
        [0, 0, 0, 0, 1, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 1, 0],
        [0, 0, 0, 1, 0, 0, 0, 1],
        [0, 0, 0, 0, 0, 0, 0, 0],
    ]
    empty = words.reshape(4, 4, 3)[:, :, 2]
    assert empty.tolist() == [[0, 1, 1, 1], [1, 1, 0, 1], [1, 1, 1, 0], [1, 1, 1, 1]]
    np.testing.assert_array_equal(words[0, :2], 4 * WORDS.matrix[0])


def test_what_is_not_there_takes_no_room():
    lookups = Lookups(VOCABULARY, ROWS, PAIRS)
    assert lookups.features(classes=False).width == 0
    assert lookups.features(classes=True).width == len(CLASSES)


def test_features_are_the_same_after_saving():
    ids = VOCABULARY.encode_texts(["王x北京北王"]).ids[None]
    found, loaded = (each.features(classes=True)(ids) for each in (WHOLE, again(WHOLE)))
    np.testing.assert_array_equal(found, loaded)
