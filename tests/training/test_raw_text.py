from collections import Counter

import pytest

from nertag.errors import DataError
from nertag.training.raw_text import random_sentences


def chosen(paths, tokens, kind="char", seed=1):
    return random_sentences(paths, tokens, kind=kind, encoding="utf-8", seed=seed)


@pytest.fixture
def raw(tmp_path):
    path = tmp_path / "raw.txt"
    lines = [f"第{n:03}句话很短。这是后半句{n:03}！" for n in range(200)]
    path.write_text("\n".join([*lines, "", "短", "长" * 300, *lines]) + "\n", encoding="utf-8")
    return path


def test_lines_are_split_into_sentences_of_fit_length_each_once(raw):
    found = chosen([raw], 10**6)
    assert len(found) == len(set(found)) == 400
    assert "第007句话很短。" in found
    assert "这是后半句007！" in found


def test_there_are_as_many_tokens_as_wanted_and_no_sentence_too_many(raw):
    found = chosen([raw], 500)
    total = sum(map(len, found))
    assert total >= 500 > total - max(map(len, found))
    assert chosen([raw], 500) == found != chosen([raw], 500, seed=2)


def test_words_are_counted_where_words_are_tokens(tmp_path):
    path = tmp_path / "raw.txt"
    path.write_text("Anna went home. Bob stayed there!\n" * 3, encoding="utf-8")
    assert set(chosen([path], 100, "word")) == {"Anna went home.", "Bob stayed there!"}
    assert len(chosen([path], 4, "word")) == 1


def test_every_sentence_is_as_likely_as_any_other(tmp_path):
    path = tmp_path / "raw.txt"
    rows = [f"句子号码{n}" for n in range(10)]
    path.write_text("\n".join([*rows, *rows[:1] * 50]), encoding="utf-8")
    counts = Counter(chosen([path], 1, seed=seed)[0] for seed in range(2000))
    assert set(counts) == set(rows)
    assert all(counts[row] == pytest.approx(200, abs=75) for row in rows)


def test_no_text_and_no_file(tmp_path):
    (tmp_path / "empty").write_text("")
    assert chosen([tmp_path / "empty"], 10) == []
    with pytest.raises(DataError, match="none"):
        chosen([tmp_path / "none"], 10)
