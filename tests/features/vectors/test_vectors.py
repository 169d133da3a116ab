import gzip
import lzma
import pickle

import numpy as np
import pytest
from gensim.models import KeyedVectors, Word2Vec
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from nertag.errors import ConfigError, DataError
from nertag.features.vectors import vectors
from nertag.features.vectors.vectors import Vectors
from nertag.text.tokens import fold

ENDINGS = [".txt", ".bin", ".txt.gz", ".bin.gz", ".vec"]
TOKENS = ("北", "京", "A", "🏽", "é", "#", "-", "0.5", "\x00")
MADE = Vectors(TOKENS, np.random.default_rng(0).normal(size=(len(TOKENS), 4)).astype(np.float32))
endings = pytest.mark.parametrize("ending", ENDINGS)


def load(path, needed=(), limit=1000, **how):
    return vectors.load_vectors(path, needed, limit, **how)


def loaded(tmp_path, content, name="v.txt", needed=(), limit=1000):
    """What is read from a file with this content, as a dictionary."""
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    found = load(path, needed, limit)
    return dict(zip(found.tokens, found.matrix.tolist()))


def gensim_vectors(tokens=TOKENS, matrix=MADE.matrix):
    made = KeyedVectors(matrix.shape[1])
    made.add_vectors(list(tokens), matrix)
    return made


# Saving and loading


@endings
def test_save_and_load(tmp_path, ending):
    path = tmp_path / f"vectors{ending}"
    vectors.save_vectors(MADE, path)
    found = load(path)
    assert found.tokens == MADE.tokens
    assert found.matrix.dtype == np.float32
    np.testing.assert_allclose(found.matrix, MADE.matrix, rtol=1e-5)
    if ".bin" in ending:
        np.testing.assert_array_equal(found.matrix, MADE.matrix)


@endings
def test_the_same_vectors_give_the_same_bytes(tmp_path, ending):
    for name in "ab":
        vectors.save_vectors(MADE, tmp_path / f"{name}{ending}")
    content = (tmp_path / f"a{ending}").read_bytes()
    assert content == (tmp_path / f"b{ending}").read_bytes()
    if ending.endswith(".gz"):
        assert content[3:8] == bytes(5)  # no file name, no time


@pytest.mark.parametrize("name", ["my.bin.txt", "bin.txt", "a.bin.b.txt.gz"])
def test_only_the_last_ending_makes_a_file_binary(tmp_path, name):
    vectors.save_vectors(MADE, tmp_path / name)
    assert load(tmp_path / name).tokens == MADE.tokens


@endings
def test_gensim_reads_what_we_write(tmp_path, ending):
    path = tmp_path / f"vectors{ending}"
    vectors.save_vectors(MADE, path)
    found = KeyedVectors.load_word2vec_format(str(path), binary=".bin" in ending)
    assert tuple(found.index_to_key) == MADE.tokens
    np.testing.assert_allclose(found.vectors, MADE.matrix, rtol=1e-5)


@endings
def test_we_read_what_gensim_writes(tmp_path, ending):
    path = tmp_path / f"vectors{ending}"
    gensim_vectors().save_word2vec_format(str(path), binary=".bin" in ending)
    found = load(path)
    assert found.tokens == MADE.tokens
    np.testing.assert_allclose(found.matrix, MADE.matrix, rtol=1e-5)


@given(
    tokens=st.lists(
        texts(min_size=1, max_size=4).map(lambda text: "".join(fold(text).split())).filter(bool),
        unique=True,
        min_size=1,
        max_size=6,
    ),
    ending=st.sampled_from([".txt", ".bin", ".txt.gz"]),
)
def test_any_token_without_blanks_survives(tmp_path_factory, tokens, ending):
    path = tmp_path_factory.getbasetemp() / f"any{ending}"
    # A BOM that opens a file is eaten.
    made = Vectors(("first", *tokens), np.arange(2 * len(tokens) + 2, dtype="f4").reshape(-1, 2))
    vectors.save_vectors(made, path)
    found = load(path)
    assert found.tokens == made.tokens
    np.testing.assert_array_equal(found.matrix, made.matrix)


def test_binary_with_a_line_end_behind_each_row_or_without(tmp_path):
    rows = [b"a " + np.float32([1, 2]).tobytes(), b"b " + np.float32([3, 4]).tobytes()]
    wanted = {"a": [1, 2], "b": [3, 4]}
    assert loaded(tmp_path, b"2 2\n" + b"".join(rows), "v.bin") == wanted
    assert loaded(tmp_path, b"2 2\n" + b"\n".join(rows) + b"\n", "v.bin") == wanted


# Odd text files


def test_no_header_as_in_glove(tmp_path):
    assert loaded(tmp_path, "a 1 2\nb 3 4\n") == {"a": [1, 2], "b": [3, 4]}


def test_a_header_that_announces_too_many_rows(tmp_path):
    with pytest.raises(DataError, match="header announces 3 rows, 2 are there") as caught:
        loaded(tmp_path, "3 2\na 1 2\nb 3 4\n")
    assert caught.value.line == 3


def test_a_header_that_announces_too_few_rows_hides_none(tmp_path):
    assert loaded(tmp_path, "1 2\na 1 2\nb 3 4\n") == {"a": [1, 2], "b": [3, 4]}


def test_a_header_with_the_wrong_size(tmp_path):
    with pytest.raises(DataError, match="a row of 2 numbers where 3 are expected") as caught:
        loaded(tmp_path, "1 3\na 1 2\n")
    assert caught.value.line == 2


def test_tokens_with_spaces(tmp_path):
    content = "3 2\nNew York 1 2\n. . . 3 4\n5 6 7 8\n"
    assert loaded(tmp_path, content) == {"New York": [1, 2], ". . .": [3, 4], "5 6": [7, 8]}


def test_of_a_duplicated_token_the_first_is_kept(tmp_path):
    # Full and half width are the same token, too.
    assert loaded(tmp_path, "a 1 2\nＢ 5 6\na 3 4\nB 7 8\n") == {"a": [1, 2], "B": [5, 6]}


def test_an_empty_token_or_a_blank_is_no_token(tmp_path):
    assert loaded(tmp_path, "3 2\n 1 2\n\u3000 3 4\nb 5 6\n") == {"b": [5, 6]}


@pytest.mark.parametrize("end", ["\n", "\r\n", " \n", " \r\n", "\t\n"])
@pytest.mark.parametrize("part", [" ", "\t"])
def test_line_ends_and_tabs(tmp_path, part, end):
    lines = ["2 2", f"a{part}1{part}2", f"b{part}3{part}4", ""]
    assert loaded(tmp_path, end.join(lines)) == {"a": [1, 2], "b": [3, 4]}
    assert loaded(tmp_path, end.join(lines[1:-1])) == {"a": [1, 2], "b": [3, 4]}


def test_a_bom_and_empty_lines(tmp_path):
    assert loaded(tmp_path, "\ufeff2 2\na 1 2\n\nb 3 4\n\n") == {"a": [1, 2], "b": [3, 4]}
    assert loaded(tmp_path, "\ufeffa 1 2\n") == {"a": [1, 2]}


@pytest.mark.parametrize("sign", "\u2028\x85\x0b\x0c\x1c")
def test_what_looks_like_a_line_end_is_a_token(tmp_path, sign):
    # Some are blanks to Python and are ignored, but none parts a line.
    assert loaded(tmp_path, f"a 1 2\nx{sign}y 3 4\n")[f"x{sign}y"] == [3, 4]


@pytest.mark.parametrize("header", ["2 2\n", ""])
@pytest.mark.parametrize("last", ["b 3", "b", "b "])
def test_a_truncated_last_row(tmp_path, header, last):
    with pytest.raises(DataError, match=r"where 2 are expected \(the file may be cut off"):
        loaded(tmp_path, f"{header}a 1 2\n{last}")


@pytest.mark.parametrize("number", ["x", "nan", "inf", "-inf", "1e", "", "1e999", "1e39", "１"])
def test_what_is_no_number(tmp_path, number):
    with pytest.raises(DataError, match="not a finite number") as caught:
        loaded(tmp_path, f"2 2\na 1 2\nb {number} 4\n")
    assert caught.value.line == 3


def test_only_rows_that_are_kept_are_turned_into_numbers(tmp_path):
    assert loaded(tmp_path, "a 1 2\nb x 4\n", limit=1) == {"a": [1, 2]}


@pytest.mark.parametrize("content", ["", "\n\n", "0 5\n", " 1 2\n", "\ufeff"])
def test_no_vectors_at_all(tmp_path, content):
    with pytest.raises(DataError, match="holds no vectors"):
        loaded(tmp_path, content)


def test_a_file_that_is_not_there(tmp_path):
    for name in ("v.txt", "v.bin", "v.txt.gz"):
        with pytest.raises(DataError, match="cannot be read: No such file"):
            load(tmp_path / name)


@given(st.binary(max_size=60) | texts().map(str.encode), st.sampled_from(["txt", "bin", "txt.gz"]))
def test_any_bytes_are_vectors_or_a_data_error(tmp_path_factory, content, ending):
    path = tmp_path_factory.getbasetemp() / f"bytes.{ending}"
    path.write_bytes(content)
    try:
        found = load(path)
    except DataError:
        return
    assert found.matrix.shape[0] == len(found.tokens) == len(set(found.tokens)) > 0
    assert np.isfinite(found.matrix).all()


# Odd binary and packed files


@pytest.mark.parametrize("kept", [3, 8, 20, -1, -5])
def test_a_truncated_binary_file(tmp_path, kept):
    vectors.save_vectors(MADE, tmp_path / "whole.bin")
    content = (tmp_path / "whole.bin").read_bytes().rstrip(b"\n")
    with pytest.raises(DataError, match=r"ends in row|no header"):
        loaded(tmp_path, content[:kept], "v.bin")


def test_a_binary_file_with_more_rows_than_announced(tmp_path):
    row = b"a " + np.float32([1, 2]).tobytes() + b"\n"
    with pytest.raises(DataError, match="continues after the 1 rows"):
        loaded(tmp_path, b"1 2\n" + row + row.replace(b"a", b"b"), "v.bin")


def test_a_binary_file_with_numbers_that_are_not_finite(tmp_path):
    row = b"a " + np.float32([1, np.nan]).tobytes()
    with pytest.raises(DataError, match="not a finite number"):
        loaded(tmp_path, b"1 2\n" + row, "v.bin")


def test_a_header_of_more_digits_than_a_number_may_have(tmp_path):
    path = tmp_path / "v.bin"
    path.write_bytes(b"9" * 5000 + b" 2\n")
    with pytest.raises(DataError, match="no header with two numbers"):
        load(path, {"a"}, 1)


@pytest.mark.parametrize("header", ["1 99999999999", "9 " + "9" * 30, "1 0"])
def test_a_binary_file_with_a_header_that_cannot_be(tmp_path, header):
    with pytest.raises(DataError, match="announces rows of"):
        loaded(tmp_path, f"{header}\na ", "v.bin")


def test_a_binary_file_without_a_header(tmp_path):
    with pytest.raises(DataError, match="no header with two numbers"):
        loaded(tmp_path, "a 1 2\nb 3 4\n", "v.bin")


@pytest.mark.parametrize("ending", [".txt.gz", ".bin.gz"])
@pytest.mark.parametrize("damage", ["cut", "no gzip", "spoiled", "no deflate"])
def test_a_damaged_gzip_file(tmp_path, ending, damage):
    vectors.save_vectors(MADE, tmp_path / f"whole{ending}")
    content = bytearray((tmp_path / f"whole{ending}").read_bytes())
    if damage == "spoiled":
        content[len(content) // 2] ^= 0xFF
    if damage == "no deflate":
        content[10] = 0xFF
    content = {"cut": content[: len(content) // 2], "no gzip": b"a 1 2\n"}.get(damage, content)
    with pytest.raises(DataError):
        loaded(tmp_path, bytes(content), f"v{ending}")


def test_binary_vectors_may_be_packed_by_xz(tmp_path):
    packed = lzma.compress(b"1 2\na " + np.array([1, 2], "<f4").tobytes() + b"\n")
    assert loaded(tmp_path, packed, "v.bin.xz") == {"a": [1, 2]}


def test_a_gzip_file_that_is_cut_off_says_so(tmp_path):
    content = gzip.compress(b"a 1 2\n" * 2000)
    with pytest.raises(DataError, match="is not a whole gzip file"):
        loaded(tmp_path, content[:-4], "v.txt.gz")


# Which rows are kept

RANKED = "a 1 1\nb 2 2\nc 3 3\nd 4 4\ne 5 5\n"


@pytest.mark.parametrize(
    ("needed", "limit", "kept"),
    [
        ("", 0, ""),
        ("", 2, "ab"),
        ("d", 2, "abd"),
        ("a", 2, "abc"),
        ("ed", 0, "de"),
        ("xyz", 9, "abcde"),
    ],
)
def test_needed_rows_are_kept_besides_the_first(tmp_path, needed, limit, kept):
    if not kept:
        with pytest.raises(DataError, match="holds no vectors"):
            loaded(tmp_path, RANKED, needed=needed, limit=limit)
        return
    assert list(loaded(tmp_path, RANKED, needed=set(needed), limit=limit)) == list(kept)


def test_a_needed_token_is_found_whatever_its_width(tmp_path):
    assert loaded(tmp_path, "x 0 0\nＡ 1 2\n", needed={"A"}, limit=0) == {"A": [1, 2]}


def test_scaled():
    scaled = MADE.scaled()
    assert scaled.tokens == MADE.tokens
    assert scaled.matrix.dtype == np.float32
    assert np.isclose(scaled.matrix.std(), 1)
    for still in (Vectors((), np.zeros((0, 3), np.float32)), Vectors("a", np.ones((1, 3), "f4"))):
        assert still.scaled() is still


def test_halved():
    halved = MADE.halved()
    assert halved.tokens == MADE.tokens
    assert halved.matrix.dtype == np.float32
    np.testing.assert_array_equal(halved.matrix, MADE.matrix.astype(np.float16))
    np.testing.assert_array_equal(halved.halved().matrix, halved.matrix)


# Pickled files


@pytest.mark.parametrize("name", ["v.kv", "v.model"])
def test_pickled_files_need_trust(tmp_path, name):
    model = Word2Vec([TOKENS, TOKENS[:3], TOKENS[:1]], vector_size=4, min_count=1, epochs=1)
    (model if name == "v.model" else model.wv).save(str(tmp_path / name))
    with pytest.raises(ConfigError, match="`trust_pickle=True`"):
        load(tmp_path / name)
    found = load(tmp_path / name, needed={"A"}, limit=2, trust_pickle=True)
    assert found.tokens[0] == "北"
    assert set(found.tokens) >= {"北", "京", "A"}
    for token, row in zip(found.tokens, found.matrix):
        np.testing.assert_array_equal(row, model.wv[token])


class Bomb:
    def __reduce__(self):
        return exec, ("raise AssertionError('it ran')",)


@pytest.mark.parametrize("name", ["v.kv", "v.model", "v.kv.gz", "v.txt", "v.bin"])
def test_a_pickle_is_not_run_without_trust(tmp_path, name):
    (tmp_path / name).write_bytes(pickle.dumps(Bomb()))
    with pytest.raises((ConfigError, DataError)):
        load(tmp_path / name)


@pytest.mark.parametrize("content", [b"", b"no pickle", pickle.dumps([1])])
def test_a_trusted_file_that_is_none_of_gensims(tmp_path, content):
    (tmp_path / "v.kv").write_bytes(content)
    with pytest.raises(DataError, match="gensim cannot load it"):
        load(tmp_path / "v.kv", trust_pickle=True)


def test_a_gensim_object_that_holds_no_vectors(tmp_path):
    from gensim.corpora import Dictionary

    Dictionary([["a"]]).save(str(tmp_path / "v.model"))
    with pytest.raises(DataError, match="gensim cannot load it"):
        load(tmp_path / "v.model", trust_pickle=True)


@pytest.mark.parametrize("name", ["v.kv", "v.model"])
def test_saving_under_a_pickled_files_name_is_refused(tmp_path, name):
    with pytest.raises(ConfigError, match=r"written as \.txt or \.bin"):
        vectors.save_vectors(Vectors(("a",), np.ones((1, 2), np.float32)), tmp_path / name)
    assert not list(tmp_path.iterdir())


# Bigrams


def test_tokens_by_their_length():
    found = Vectors(("a", "bc", "d", "efg"), np.arange(8, dtype=np.float32).reshape(4, 2))
    assert [found.only(length).tokens for length in range(5)] == [
        *((), ("a", "d"), ("bc",), ("efg",), ())
    ]
    np.testing.assert_array_equal(found.only(1).matrix, [[0, 1], [4, 5]])
    assert found.only(4).matrix.shape == (0, 2)


def test_a_limit_for_each_length(tmp_path):
    path = tmp_path / "v.txt"
    path.write_text("abc 0\na 1\nab 2\nb 3\nbc 4\nc 5\ncd 6\nde 7\n", encoding="utf-8")
    found = vectors.load_vectors(path, {"c", "de", "abc"}, {1: 1, 2: 2})
    assert found.tokens == ("a", "ab", "bc", "c", "de")
    assert vectors.load_vectors(path, (), {1: 9}).tokens == ("a", "b", "c")
    assert vectors.load_vectors(path, (), 2).tokens == ("abc", "a")


def test_a_file_without_a_token_of_the_lengths_wanted(tmp_path):
    path = tmp_path / "v.txt"
    path.write_text("abc 0\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"holds no vectors of characters.*`tokens`"):
        vectors.load_vectors(path, (), {1: 9})
