"""Tests of the sample corpus in data/ and of the script that writes it."""

import importlib.machinery
import importlib.util
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
SCRIPT = ROOT / "scripts" / "make_sample"
SPLITS = ("train", "dev", "test")
LABELS = ("PER", "LOC", "ORG")


def read_split(split):
    """Return the sentences of a split as lists of (character, tag)."""
    text = (DATA / f"{split}.bio").read_text(encoding="utf-8")
    assert text.endswith("\n\n")
    blocks = text.removesuffix("\n\n").split("\n\n")
    return [[tuple(line.split("\t")) for line in block.split("\n")] for block in blocks]


def text_of(sentence):
    """Return the plain text of a sentence."""
    return "".join(character for character, _ in sentence)


def mentions_of(sentence):
    """Return the (text, label) mentions of a sentence."""
    mentions = []
    for character, tag in sentence:
        if tag.startswith("B-"):
            mentions.append([character, tag[2:]])
        elif tag.startswith("I-"):
            mentions[-1][0] += character
    return [tuple(mention) for mention in mentions]


def skeleton_of(sentence):
    """Return the text of a sentence with every mention replaced by its label."""
    shown = {"O": "{0}", "B": "<{1}>", "I": ""}
    return "".join(shown[tag[0]].format(character, tag[2:]) for character, tag in sentence)


CORPUS = {split: read_split(split) for split in SPLITS}
SKELETONS = {split: Counter(map(skeleton_of, CORPUS[split])) for split in SPLITS}
RAW = (DATA / "unlabelled.txt").read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def script():
    """Return the script as a module."""
    loader = importlib.machinery.SourceFileLoader("make_sample", str(SCRIPT))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("make_sample", loader))
    cache, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    loader.exec_module(module)
    sys.dont_write_bytecode = cache
    return module


@pytest.mark.parametrize("split", SPLITS)
def test_lines_and_tags(split):
    allowed = {"O", *(f"{prefix}-{label}" for prefix in "BI" for label in LABELS)}
    for sentence in CORPUS[split]:
        previous = "O"
        for character, tag in sentence:
            assert len(character) == 1
            assert not character.isspace()
            assert tag in allowed
            assert not tag.startswith("I-") or previous[2:] == tag[2:]
            previous = tag


def test_sizes():
    assert sum(map(len, CORPUS.values())) >= 1500
    assert len(RAW) >= 3000
    assert all(8 <= len(sentence) <= 80 for split in SPLITS for sentence in CORPUS[split])
    assert sum(path.stat().st_size for path in DATA.iterdir()) < 2_000_000


def test_no_sentence_twice():
    texts = [text_of(sentence) for split in SPLITS for sentence in CORPUS[split]] + RAW
    assert len(set(texts)) == len(texts)


def test_skeletons():
    assert len(set().union(*SKELETONS.values())) >= 300
    assert not SKELETONS["test"].keys() & SKELETONS["train"].keys()
    for split in SPLITS:
        assert max(SKELETONS[split].values()) <= len(CORPUS[split]) / 100


def test_patterns(script):
    patterns = script.read_patterns()
    assert len(set(patterns)) == len(patterns) >= 330
    dealt = {name: set(script.deal(patterns, row[1])) for name, row in script.SPLITS.items()}
    test = dealt.pop("test.bio")
    assert all(test.isdisjoint(others) for others in dealt.values())


def test_most_test_mentions_are_new():
    mentions = {
        split: {mention for sentence in CORPUS[split] for mention in mentions_of(sentence)}
        for split in SPLITS
    }
    assert len(mentions["test"] - mentions["train"]) >= 0.8 * len(mentions["test"])


@pytest.mark.parametrize("split", SPLITS)
def test_readme_counts(split):
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    row = re.search(rf"^\| {split} \|(.*)\|$", readme, re.MULTILINE)
    labels = Counter(label for sentence in CORPUS[split] for _, label in mentions_of(sentence))
    counts = [len(CORPUS[split]), sum(map(len, CORPUS[split])), *(labels[x] for x in LABELS)]
    assert [int(cell.replace(",", "")) for cell in row[1].split("|")] == counts


def test_text_to_tag():
    lines = (DATA / "to_tag.txt").read_text(encoding="utf-8").splitlines()
    assert lines.count("") == 1
    assert len(lines) >= 15


def test_script_writes_the_same_bytes(tmp_path):
    subprocess.run([sys.executable, SCRIPT, "--output", tmp_path], check=True)
    written = sorted(tmp_path.iterdir())
    assert [path.name for path in written] == ["dev.bio", "test.bio", "train.bio", "unlabelled.txt"]
    for path in written:
        assert path.read_bytes() == (DATA / path.name).read_bytes()
