import io
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import texts

from nertag.errors import DataError
from nertag.text import (
    WIDTH_FOLDS,
    code_points,
    decode_lines,
    fold,
    open_bytes,
    read_lines,
    tokenise,
    windows,
)


def lines_of(content: bytes) -> list[str]:
    return list(decode_lines(io.BytesIO(content), "in.txt"))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lf_and_crlf_end_a_line(end):
    assert lines_of(f"北{end}{end}京{end}".encode()) == ["北", "", "京"]


@pytest.mark.parametrize("sign", list("\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\x00"))
def test_nothing_else_ends_a_line(sign):
    assert lines_of(f"a{sign}b\nc{sign}".encode()) == [f"a{sign}b", f"c{sign}"]


def test_a_lone_cr_at_the_end_of_the_file_is_kept():
    assert lines_of(b"a\r\nb\r") == ["a", "b\r"]


def test_only_one_cr_belongs_to_the_line_end():
    assert lines_of(b"a\r\r\n") == ["a\r"]


@given(st.lists(texts(exclude="\r\ufeff", max_size=8)), st.sampled_from(["\n", "\r\n"]))
def test_lines_in_are_lines_out(lines, end):
    content = "".join(line + end for line in lines).encode()
    assert lines_of(content) == lines
    assert lines_of(b"\xef\xbb\xbf" + content) == lines


def test_a_bom_is_eaten_once_and_only_at_the_start():
    assert lines_of("\ufeff\ufeffa\n\ufeffb\n".encode()) == ["\ufeffa", "\ufeffb"]


@pytest.mark.parametrize(
    ("content", "line", "byte"),
    [
        (b"ok\n\xe5\x8c\n", 2, "byte 1 of the line, 0xe5"),
        ("caf\xe9 x".encode("latin-1"), 1, "byte 4 of the line, 0xe9"),
        (b"a\nb\n\xed\xa0\x80", 3, "byte 1 of the line, 0xed"),
    ],
)
def test_broken_utf8_names_file_line_and_byte(content, line, byte):
    with pytest.raises(DataError) as caught:
        lines_of(content)
    assert (caught.value.path, caught.value.line) == ("in.txt", line)
    assert str(caught.value).startswith(f"in.txt:{line}: {byte}")


@given(st.binary(max_size=40))
def test_any_bytes_are_lines_or_a_data_error(content):
    try:
        lines = lines_of(content)
    except DataError:
        with pytest.raises(UnicodeDecodeError):
            content.decode("utf-8")
    else:
        assert len(lines) == content.count(b"\n") + (content[-1:] not in (b"", b"\n"))


def test_a_file_that_is_not_there_is_a_data_error(tmp_path):
    with pytest.raises(DataError, match="cannot be read: No such file"):
        list(read_lines(tmp_path / "none.txt"))
    with pytest.raises(DataError, match="cannot be read"):
        list(read_lines(tmp_path))


def test_a_dash_is_standard_input(monkeypatch):
    stream = io.TextIOWrapper(io.BytesIO("北\n京".encode()), encoding="utf-8")
    monkeypatch.setattr("sys.stdin", stream)
    assert list(read_lines("-")) == ["北", "京"]
    with open_bytes("-") as stream:
        assert not stream.closed


def test_fold_makes_full_and_half_width_ordinary():
    assert fold("ＡＺａ０～　￥ｱ") == "AZa0~ ¥ア"


@given(texts())
def test_fold_is_one_character_for_one(text):
    folded = fold(text)
    assert len(folded) == len(text)
    assert folded == "".join(map(fold, text))
    assert fold(folded) == folded


def test_fold_changes_width_and_nothing_else():
    for code, folded in WIDTH_FOLDS.items():
        assert unicodedata.east_asian_width(chr(code)) in "FH"
        assert chr(folded) == unicodedata.normalize("NFKC", chr(code))


@given(st.text())
def test_code_points_of_any_text_lone_surrogates_too(text):
    assert code_points(text).tolist() == list(map(ord, text))


@given(texts(), st.sampled_from(["char", "word"]))
def test_tokens_are_pieces_of_the_text(text, kind):
    sentence = tokenise(text, kind)
    assert sentence.text == text
    assert len(sentence) == len(sentence.ends) == len(sentence.words)
    for token in sentence.tokens:
        assert token.text == text[token.start : token.end] != ""


@given(texts())
def test_every_code_point_is_a_token(text):
    assert tokenise(text, "char").words == list(text)


@given(texts())
def test_words_leave_out_blanks_and_nothing_else(text):
    sentence = tokenise(text, "word")
    assert "".join(sentence.words) == "".join(text.split())
    places = [place for token in sentence.tokens for place in (token.start, token.end)]
    assert places == sorted(places)


def test_words_marks_handles_and_clitics():
    words = tokenise("@ana's #tag: don't… e\u0301té 3.5", "word").words
    assert words == ["@ana", "'s", "#tag", ":", "don", "'t", "…", "e\u0301té", "3", ".", "5"]


@given(st.integers(0, 400), st.integers(1, 60), st.integers(0, 59))
def test_windows(length, size, overlap):
    assume(overlap < size)
    cuts = windows(length, size, overlap)
    kept = [token for _, _, first, last in cuts for token in range(first, last)]
    assert kept == list(range(length))
    assert cuts[0][0] == 0
    assert cuts[-1][1] == length
    for start, stop, first, last in cuts:
        assert start <= first <= last <= stop
        assert stop - start <= size
    for (_, stop, _, border), (start, _, first, _) in pairwise(cuts):
        assert stop - start >= overlap
        # The border lies in the middle of what the two share.
        assert border == first
        assert abs((stop - border) - (border - start)) <= 1


def test_there_are_no_more_windows_than_needed():
    assert len(windows(1000, 512, 64)) == 3
    assert len(windows(960, 512, 64)) == 2
    assert windows(512, 512, 64) == [(0, 512, 0, 512)]


@pytest.mark.parametrize("word", ["हिन्दी", "العَرَبِيَّة", "cafe\u0301"])
def test_words_keep_their_marks(word):
    assert tokenise(f"{word} {word}.", "word").words == [word, word, "."]
