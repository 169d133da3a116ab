"""Tests of the sample corpora in data/ and of the script that writes them."""

import importlib.machinery
import importlib.util
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

import nertag
from nertag.config import ReadingSettings
from nertag.formats import read_labelled
from nertag.text import DEFAULT_RULES, fitting_rules, tokenise

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
SCRIPT = ROOT / "scripts" / "make_sample"
FOLDERS = {"zh": DATA, "en": DATA / "en"}
BETWEEN = {"zh": "", "en": " "}
SPLITS = ("train", "dev", "test")
LABELS = ("PER", "LOC", "ORG")

each_corpus = pytest.mark.parametrize("language", FOLDERS)
each_split = pytest.mark.parametrize("split", SPLITS)


@cache
def read_split(language, split):
    """Return the sentences of a split as lists of (token, tag)."""
    text = (FOLDERS[language] / f"{split}.bio").read_text(encoding="utf-8")
    assert text.endswith("\n\n")
    blocks = text.removesuffix("\n\n").split("\n\n")
    return [[tuple(line.split("\t")) for line in block.split("\n")] for block in blocks]


@cache
def read_raw(language):
    """Return the lines of the raw text."""
    return (FOLDERS[language] / "unlabelled.txt").read_text(encoding="utf-8").splitlines()


def text_of(sentence, between=""):
    """Return the text of a sentence, with something between its tokens."""
    return between.join(token for token, _ in sentence)


def mentions_of(sentence, between):
    """Return the (text, label) mentions of a sentence."""
    mentions = []
    for token, tag in sentence:
        if tag.startswith("B-"):
            mentions.append([token, tag[2:]])
        elif tag.startswith("I-"):
            mentions[-1][0] += between + token
    return [tuple(mention) for mention in mentions]


def skeleton_of(sentence):
    """Return the tokens of a sentence with every mention replaced by its label."""
    shown = {"O": "{0}", "B": "<{1}>", "I": ""}
    return "".join(shown[tag[0]].format(token, tag[2:]) for token, tag in sentence)


def skeletons(language, split):
    return Counter(map(skeleton_of, read_split(language, split)))


def mentions(language, split):
    return {
        mention
        for sentence in read_split(language, split)
        for mention in mentions_of(sentence, BETWEEN[language])
    }


@pytest.fixture(scope="module")
def script():
    """Return the script as a module."""
    loader = importlib.machinery.SourceFileLoader("make_sample", str(SCRIPT))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("make_sample", loader))
    cache, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    loader.exec_module(module)
    sys.dont_write_bytecode = cache
    return module


@pytest.fixture(scope="module")
def made(script):
    """Return the sentences of each file of each corpus, as (text, label) pieces."""
    return {name: script.make_corpus(corpus) for name, corpus in script.CORPORA.items()}


@each_corpus
@each_split
def test_lines_and_tags(language, split):
    allowed = {"O", *(f"{prefix}-{label}" for prefix in "BI" for label in LABELS)}
    for sentence in read_split(language, split):
        previous = "O"
        for token, tag in sentence:
            assert len(token) == 1 or language == "en"
            assert not any(map(str.isspace, token))
            assert tag in allowed
            assert not tag.startswith("I-") or previous[2:] == tag[2:]
            previous = tag


@each_corpus
def test_sizes(language):
    assert len(read_split(language, "train")) >= 1000
    assert len(read_raw(language)) >= 3000
    shortest, longest = {"zh": (8, 80), "en": (4, 50)}[language]
    for split in SPLITS:
        assert all(shortest <= len(one) <= longest for one in read_split(language, split))
    assert sum(path.stat().st_size for path in FOLDERS[language].glob("*.*")) < 1_000_000


@each_corpus
def test_no_sentence_twice(language):
    rows = [text_of(one) for split in SPLITS for one in read_split(language, split)]
    texts = rows + ["".join(line.split()) for line in read_raw(language)]
    assert len(set(texts)) == len(texts)


@each_corpus
def test_skeletons(language):
    found = {split: skeletons(language, split) for split in SPLITS}
    assert len(set().union(*found.values())) >= 300
    assert not found["test"].keys() & found["train"].keys()
    for split in SPLITS:
        assert max(found[split].values()) <= len(read_split(language, split)) / 100


@each_corpus
def test_patterns(script, language):
    patterns = script.read_patterns(script.CORPORA[language])
    assert len(set(patterns)) == len(patterns) >= 330
    dealt = {name: set(script.deal(patterns, row[1])) for name, row in script.SPLITS.items()}
    test = dealt.pop("test.bio")
    assert all(test.isdisjoint(others) for others in dealt.values())


@each_corpus
def test_most_test_mentions_are_new(language):
    found = mentions(language, "test")
    assert len(found - mentions(language, "train")) >= 0.8 * len(found)


@each_corpus
@each_split
def test_readme_counts(language, split):
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    row = re.search(rf"^\| {language}, {split} \|(.*)\|$", readme, re.MULTILINE)
    sentences = read_split(language, split)
    labels = Counter(label for one in sentences for _, label in mentions_of(one, ""))
    counts = [len(sentences), sum(map(len, sentences)), *(labels[x] for x in LABELS)]
    assert [int(cell.replace(",", "")) for cell in row[1].split("|")] == counts


@each_corpus
def test_text_to_tag(language):
    lines = (FOLDERS[language] / "to_tag.txt").read_text(encoding="utf-8").splitlines()
    assert lines.count("") == 1
    assert len(lines) >= 15


@pytest.mark.slow
def test_script_writes_the_same_bytes(tmp_path):
    subprocess.run([sys.executable, SCRIPT, "--output", tmp_path], check=True)
    written = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    names = ["dev.bio", "test.bio", "train.bio", "unlabelled.txt"]
    folders = [tmp_path / path.relative_to(DATA) for path in FOLDERS.values()]
    assert written == sorted(folder / name for folder in folders for name in names)
    for path in written:
        assert path.read_bytes() == (DATA / path.relative_to(tmp_path)).read_bytes()


@each_split
@pytest.mark.slow
def test_raw_text_of_words_is_split_as_written(made, split):
    """The text of each sentence, before it is split, gives the tokens of the file."""
    rows = read_split("en", split)
    texts = ["".join(text for text, _ in pieces) for pieces in made["en"][f"{split}.bio"]]
    assert len(rows) == len(texts)
    for row, text in zip(rows, texts):
        assert [token for token, _ in row] == tokenise(text, "word").words


def test_words_follow_the_conventions_of_the_penn_treebank():
    sentences = read_labelled(FOLDERS["en"] / "train.bio", ReadingSettings(tokens="word")).sentences
    rules, agreement = fitting_rules(sentences)
    assert rules == DEFAULT_RULES
    assert agreement.share >= 0.99


def test_words_of_every_sort_are_there():
    words = {token for split in SPLITS for row in read_split("en", split) for token, _ in row}
    sorts = ("n't", "'s", "U.S.", "U.K.", "Dr.", "Ltd.", "p.m.", "O'Neill", "Ste-Anne", "#London")
    assert words >= {*sorts, "@ace", "&", ":)", "555-0188", "3.5/5", "’s", "“", "1,200", "café"}


@pytest.mark.parametrize("word", ["May", "Jordan", "Washington", "Apple", "Rose", "Will", "Hope"])
def test_ambiguous_words_have_more_than_one_reading(word):
    tags = {
        tag[-3:]
        for split in SPLITS
        for row in read_split("en", split)
        for token, tag in row
        if token.lower() == word.lower()
    }
    assert len(tags) > 1


def test_letters_are_lower_and_upper():
    rows = [text_of(row) for row in read_split("en", "train")]
    assert sum(map(str.islower, rows)) > 80
    assert sum(map(str.isupper, rows)) > 80


@pytest.mark.slow
def test_a_brief_training_on_english_learns_names_that_are_new(tmp_path):
    tagger = nertag.train(
        sample="en", output=tmp_path / "m", preset="small", epochs=6, vector_epochs=3
    )
    assert tagger.scores.f1 >= 0.7
