import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pipe_tools import piped
from strategies import texts

from nertag.errors import ConfigError, DataError
from nertag.features.vectors import PassCheckpoint, skipgram
from nertag.features.vectors.skipgram import (
    FEWEST_PASSES,
    MOST_PASSES,
    TOKENS_READ,
    VectorProgress,
    passes,
)
from nertag.features.vectors.texts import TokenLines, read_lexicon, tokens_for_vectors
from nertag.text.tokens import fold

HOW = {"size": 6, "epochs": 2, "workers": 1, "seed": 1}


def trained(rows=None, **how):
    rows = rows or [list("北京上海"), list("北京天津"), list("上海天津"), list("稀")]
    return skipgram.train_vectors(rows, **{**HOW, **how})


def words_trained(rows, lexicon, **how):
    return skipgram.train_word_vectors(rows, lexicon, **{**HOW, **how})


# Going on


class Stopped(Exception):
    pass


def stopping_in(number, sort):
    def watch(reading):
        if (reading.sort, reading.number) == (sort, number):
            raise Stopped

    return watch


@pytest.mark.parametrize(
    ("sort", "subwords"), [("tokens", False), ("pairs", False), ("tokens", True)]
)
def test_a_stopped_run_goes_on_to_the_same_vectors(tmp_path, sort, subwords):
    how = {"epochs": 4, "bigrams": not subwords, "subwords": subwords}
    rows = [list("北京上海"), list("北京天津"), list("上海天津北京上海")]
    if subwords:
        rows = [["running", "jumping"], ["jumping", "sitting", "running"], ["sitting"]]

    def keep(sort):
        return PassCheckpoint(tmp_path / sort, resume=True)

    with pytest.raises(Stopped):
        trained(rows, **how, keep=keep, watch=stopping_in(3, sort))
    seen = []
    found = trained(rows, **how, keep=keep, watch=seen.append)
    assert [one.number for one in seen if one.sort == sort] == [0, 3, 4]
    whole = trained(rows, **how)
    assert found.tokens == whole.tokens
    assert found.matrix.tobytes() == whole.matrix.tobytes()
    if subwords:
        assert found.subwords.to_bytes() == whole.subwords.to_bytes()


def test_a_run_goes_on_with_the_same_text_and_settings_only(tmp_path):
    rows = [list("北京上海"), list("北京上海")]
    trained(rows, keep=lambda sort: PassCheckpoint(tmp_path / sort))
    resumed = {"keep": lambda sort: PassCheckpoint(tmp_path / sort, resume=True)}
    for other in ({"size": 7}, {"epochs": 3}, {"seed": 2}, {"rows": [*rows, list("北京")]}):
        with pytest.raises(ConfigError, match="belongs to other text or settings"):
            trained(**{"rows": rows, **other, **resumed})


def test_every_damage_of_what_is_gone_on_from_is_seen(tmp_path):
    # A flipped bit of a number gave other vectors without a word.
    rows, path = [list("北京上海"), list("北京上海")], tmp_path / "tokens"
    trained(rows, keep=lambda sort: PassCheckpoint(tmp_path / sort))
    whole = path.read_bytes()
    flipped = [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in (9, -600, -40, -1)]
    for damaged in (b"", b"damaged", whole[:-1], whole + b"x", *flipped):
        path.write_bytes(damaged)
        with pytest.raises(DataError, match="is damaged"):
            trained(rows, keep=lambda sort: PassCheckpoint(tmp_path / sort, resume=True))


# Tokens


def test_training_keeps_what_occurs_twice():
    found = trained()
    assert set(found.tokens) == set("北京上海天津")
    assert found.matrix.shape == (6, 6)
    assert found.matrix.dtype == np.float32


def test_the_most_frequent_token_comes_first():
    assert trained([list("abbccc"), list("bcca")]).tokens == ("c", "b", "a")


def test_same_seed_same_vectors():
    np.testing.assert_array_equal(trained().matrix, trained().matrix)
    assert not np.array_equal(trained().matrix, trained(seed=2).matrix)


@pytest.mark.parametrize("rows", [[[]], [["a"]], [["a", "b"], ["c"]], [[], []]])
@pytest.mark.parametrize("epochs", [0, 1])
def test_too_little_text(rows, epochs):
    with pytest.raises(ConfigError, match="too little text"):
        trained(rows, epochs=epochs)


def test_no_text_at_all():
    with pytest.raises(ConfigError, match="too little text"):
        skipgram.train_vectors([], **HOW)


def test_a_line_longer_than_gensim_reads_is_trained_whole():
    rows = [list("ab" * 6000 + "cd" * 6000)]
    once, twice = (trained(rows, size=4, epochs=epochs) for epochs in (1, 2))
    for token in "cd":
        first, second = (v.matrix[v.tokens.index(token)] for v in (once, twice))
        assert not np.array_equal(first, second)


# Passes over the text


@pytest.mark.parametrize("times", range(FEWEST_PASSES, MOST_PASSES + 1))
def test_more_text_is_read_less_often(times):
    assert passes(TOKENS_READ // times) == times
    assert passes(TOKENS_READ // times + 1) == max(times - 1, FEWEST_PASSES)


def test_passes_have_bounds():
    assert passes(1) == MOST_PASSES
    assert passes(TOKENS_READ * 1000) == FEWEST_PASSES


def test_no_number_of_passes_means_as_many_as_the_text_needs():
    # Many tokens, none of them frequent: gensim skips frequent ones.
    rows = [list(map(chr, range(0x4E00, 0x4F00)))] * 2
    chosen, same, one = (trained(rows, epochs=epochs) for epochs in (0, MOST_PASSES, 1))
    np.testing.assert_array_equal(chosen.matrix, same.matrix)
    assert not np.array_equal(chosen.matrix, one.matrix)


def readings(sort, rows):
    """What is heard of two passes: of the counting, then of the training, every 10,000 rows."""
    heard = range(0, rows, 10_000)
    counted = [VectorProgress(sort, 0, 0, row, 0) for row in heard]
    return counted + [
        VectorProgress(sort, number, 2, row, rows) for number in (1, 2) for row in heard
    ]


@pytest.mark.slow
@pytest.mark.parametrize("bigrams", [False, True])
def test_each_reading_is_watched(bigrams):
    heard = []
    rows = [["a", "b"]] * 25_000
    trained(rows, size=2, epochs=2, bigrams=bigrams, watch=heard.append)
    assert heard == [
        reading
        for sort in ("tokens", "pairs")[: 1 + bigrams]
        for reading in readings(sort, len(rows))
    ]


# Pairs


class FailsLater:
    """Rows that can be read once."""

    def __init__(self, rows):
        self.rows, self.readings = rows, 0

    def __iter__(self):
        self.readings += 1
        yield from self.rows
        if self.readings > 1:
            raise DataError("raw.txt", 0, "cannot be read", "check the path")


def test_text_that_cannot_be_read_again_ends_training():
    with pytest.raises(DataError, match="cannot be read"):
        trained(FailsLater([["a", "b"]] * 5), epochs=2)


def test_pairs_follow_the_tokens():
    found = trained([list("北京在北京"), list("在北京")], size=4, epochs=1, bigrams=True)
    assert set(found.only(1).tokens) == {"北", "京", "在"}
    assert set(found.only(2).tokens) == {"北京", "在北"}
    assert found.tokens[:3] == found.only(1).tokens
    np.testing.assert_array_equal(found.matrix[3:], found.only(2).matrix)


def test_tokens_are_the_same_with_pairs_beside_them():
    rows = [list("北京在北京"), list("在北京")]
    np.testing.assert_array_equal(trained(rows, bigrams=True).only(1).matrix, trained(rows).matrix)


def test_text_without_a_pair_that_occurs_twice():
    found = trained([["a"], ["a"]], size=4, bigrams=True)
    assert found.tokens == ("a",)
    assert found.only(2).matrix.shape == (0, 4)


# Words of a lexicon


def longest_match(words, row):
    """From the left, the longest word that begins here, or one character."""
    cut, place = [], 0
    while place < len(row):
        here = [word for word in words if row.startswith(word, place)]
        cut.append(max(here, key=len, default=row[place]))
        place += len(cut[-1])
    return cut


LETTERS = st.sampled_from("ab北京")
LONGER_WORDS = st.lists(st.text(LETTERS, min_size=2, max_size=4), min_size=1, max_size=6)
TEXTS = st.lists(st.text(LETTERS, max_size=14), min_size=1, max_size=4)


@given(LONGER_WORDS, TEXTS)
def test_text_is_cut_by_the_longest_match(words, lines):
    """What gensim is given: the counts of the words, by which it sorts them."""
    rows = [list(line) for line in lines] * 2
    counts = {}
    for line in lines:
        for word in longest_match(words, line):
            counts[word] = counts.get(word, 0) + 2
    if not any(len(word) > 1 for word in counts):
        with pytest.raises(ConfigError, match="no word of the lexicon is twice in the text"):
            words_trained(rows, words, size=1, epochs=1)
        return
    found = words_trained(rows, words, size=1, epochs=1)
    assert set(found.tokens) == counts.keys()
    assert [counts[word] for word in found.tokens] == sorted(counts.values(), reverse=True)


def test_the_longest_word_wins_from_the_left():
    rows = [list("北京大学生"), list("北京大学生")]
    lexicon = ["北京", "大学", "大学生", "北京大学", "学生", "京大"]
    assert set(words_trained(rows, lexicon).tokens) == {"北京大学", "生"}


def test_words_that_are_not_there_or_only_once_have_no_vector():
    rows = [list("在北京"), list("在北京上海")]
    assert set(words_trained(rows, ["北京", "上海", "广州"]).tokens) == {"在", "北京"}


def test_words_of_one_character_do_not_matter():
    rows = [list("在北京在"), list("在北京")]
    with_them, without = (words_trained(rows, ["北京", *more]) for more in ("在京", ""))
    assert with_them.tokens == without.tokens
    np.testing.assert_array_equal(with_them.matrix, without.matrix)


@pytest.mark.parametrize("lexicon", [["上海"], ["大北"], ["京大学"]])
def test_a_lexicon_of_another_text(lexicon):
    with pytest.raises(ConfigError, match="no word of the lexicon is twice in the text"):
        words_trained([list("北京大学"), list("北京大")], lexicon)


def test_words_in_a_line_longer_than_gensim_reads():
    rows = [list("上海" * 5000 + "北京" * 2)]
    assert set(words_trained(rows, ["北京", "上海"], epochs=1).tokens) == {"上海", "北京"}


def test_each_reading_for_words_is_watched():
    heard = []
    rows = [list("北京")] * 10_001
    words_trained(rows, ["北京"], size=2, watch=heard.append)
    assert heard == readings("words", len(rows))


# Reading text


def write(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_token_lines_can_be_read_again(tmp_path):
    paths = [
        write(tmp_path / "a.txt", "北 京\r\nＡ\u2028b"),
        write(tmp_path / "b.txt", "don't\n\n"),
    ]
    lines = TokenLines(paths, "char")
    assert list(lines) == list(lines) == [["北", "京"], ["A", "b"], list("don't"), []]
    assert list(TokenLines(paths, "word"))[2] == ["do", "n't"]


@given(st.lists(st.lists(texts(exclude="\r", max_size=2), max_size=6), min_size=1, max_size=3))
def test_repeated_lines_are_left_out_and_counted(tmp_path_factory, files):
    folder = tmp_path_factory.mktemp("lines")
    paths = [
        write(folder / f"{number}.txt", "".join(line + "\n" for line in lines))
        for number, lines in enumerate(files)
    ]
    for lines in files:
        lines[:1] = [line.removeprefix("\ufeff") for line in lines[:1]]  # a BOM is eaten
    every = [line for lines in files for line in lines]
    found = TokenLines(paths, "char")
    for _ in range(2):
        rows = list(found)
        assert rows == [tokens_for_vectors(line, "char") for line in dict.fromkeys(every)]
        assert (found.lines, found.repeated) == (len(every), len(every) - len(rows))


def test_lines_are_counted_while_they_are_read(tmp_path):
    lines = TokenLines([write(tmp_path / "a.txt", "a\nb\na\nc\n")], "char")
    assert [(row, lines.lines) for row in lines] == [(["a"], 1), (["b"], 2), (["c"], 4)]


def test_text_of_another_encoding(tmp_path):
    path = write(tmp_path / "a.txt", "北京\n".encode("gb18030"))
    assert list(TokenLines([path], "char", "gb18030")) == [["北", "京"]]
    with pytest.raises(DataError, match="is not UTF-8"):
        list(TokenLines([path], "char"))


@given(texts(), st.sampled_from(["char", "word"]))
def test_tokens_for_vectors_hold_no_blanks(text, kind):
    found = tokens_for_vectors(text, kind)
    assert "".join(found) == "".join(fold(text).split())
    assert all(token and not any(map(str.isspace, token)) for token in found)


def test_a_pipe_is_trained_on_as_its_text_is(tmp_path):
    path = write(tmp_path / "a.txt", "北京上海\n北京大学\n" * 5 + "上海大学\n北上\n")
    with piped(path.read_bytes()) as pipe:
        found = skipgram.train_vectors(TokenLines([pipe], "char"), **HOW)
    expected = skipgram.train_vectors(TokenLines([path], "char"), **HOW)
    assert found.tokens == expected.tokens
    assert np.array_equal(found.matrix, expected.matrix)


# Reading lexicons


def test_words_of_lexicons_are_folded_and_each_is_there_once(tmp_path):
    paths = [
        write(tmp_path / "a.txt", "北京\r\n ＡＢ\u3000c \n\n上海"),
        write(tmp_path / "b.txt", "ABc\n北京\n王\n"),
    ]
    assert read_lexicon(paths) == ["北京", "ABc", "上海", "王"]
    assert read_lexicon([]) == []


def test_a_folder_of_lexicons_stands_for_its_files(tmp_path):
    folder = tmp_path / "lists"
    (folder / "more").mkdir(parents=True)
    write(folder / "b.txt", "上海\n")
    write(folder / "a.txt", "北京\n")
    write(folder / ".hidden", b"\xff")
    assert read_lexicon([folder, write(tmp_path / "c.txt", "天津\n")]) == ["北京", "上海", "天津"]


def test_a_lexicon_of_another_encoding(tmp_path):
    path = write(tmp_path / "a.txt", "北京\n".encode("gb18030"))
    assert read_lexicon([path], "gb18030") == ["北京"]
    with pytest.raises(DataError, match="is not UTF-8"):
        read_lexicon([path])


def test_a_lexicon_that_is_not_there(tmp_path):
    with pytest.raises(DataError, match="check the path"):
        read_lexicon([tmp_path / "no.txt"])


@pytest.mark.parametrize("content", ["", "\n \n", "王\n京\n"])
def test_a_lexicon_without_words(tmp_path, content):
    path = write(tmp_path / "empty.txt", content)
    with pytest.raises(ConfigError, match=r"empty\.txt: no word of several characters"):
        read_lexicon([path])
