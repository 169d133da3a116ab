"""Tasks in which every token has a label: parts of speech, and the words of Chinese text."""

import pytest

import nertag

pytestmark = pytest.mark.slow

SETTINGS = {"units": 24, "vector_size": 24, "vector_epochs": 2, "batch_size": 4, "lr": 0.02}
NOUNS, VERBS = ["dog", "cat", "bird", "child", "teacher"], ["sees", "likes", "calls", "follows"]


def conllu(path, rows):
    """Write sentences of words with their parts of speech."""
    lines = []
    for row in rows:
        for number, (word, pos) in enumerate(row, 1):
            lines.append(f"{number}\t{word}\t{word}\t{pos}\t_\t_\t{number - 1}\tdep\t_\t_\n")
        lines.append("\n")
    path.write_text("".join(lines), encoding="utf-8")
    return path


def english(count, skip=0):
    """Sentences as (word, part of speech) pairs; a verb may also stand where a noun does."""
    for n in range(skip, skip + count):
        first, second = NOUNS[n % 5], NOUNS[(n + 1 + n // 5) % 5]
        row = [("The", "DET"), (first, "NOUN"), (VERBS[n % 4], "VERB"), ("a", "DET")]
        row += [("small", "ADJ")] * (n % 2) + [(second, "NOUN"), (".", "PUNCT")]
        yield row


def test_parts_of_speech_of_english_words(tmp_path):
    train = conllu(tmp_path / "train.conllu", english(40))
    dev = conllu(tmp_path / "dev.conllu", english(12, skip=43))
    tagger = nertag.train(
        train, dev, output=tmp_path / "m", tokens="word", preset="small", epochs=4, **SETTINGS
    )
    assert tagger.scores.f1 > 0.98
    found = tagger.tag("The cat calls a small bird.")
    labels = [(one.text, one.label) for one in found.entities]
    assert labels == [
        *(("The", "DET"), ("cat", "NOUN"), ("calls", "VERB"), ("a", "DET")),
        *(("small", "ADJ"), ("bird", "NOUN"), (".", "PUNCT")),
    ]


def test_words_of_chinese_text(tmp_path):
    words = ["今天", "我们", "去", "北京", "大学", "吃", "苹果"]
    rows = [[words[(n * k) % 7] for k in range(1, 6)] for n in range(1, 50)]
    text = "".join(" ".join(row) + "\n" for row in rows)
    train, dev = tmp_path / "train.txt", tmp_path / "dev.txt"
    train.write_text(text, encoding="utf-8")
    dev.write_text("".join(text.splitlines(keepends=True)[:9]), encoding="utf-8")
    how = {**SETTINGS, "format": "segmented", "preset": "small", "epochs": 4}
    tagger = nertag.train(train, dev, output=tmp_path / "m", **how)
    assert tagger.scores.f1 > 0.98
    found = tagger.tag("我们去大学吃苹果")
    assert [one.text for one in found.entities] == ["我们", "去", "大学", "吃", "苹果"]
