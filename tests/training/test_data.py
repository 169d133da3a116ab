"""What a model is trained and chosen on."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nertag.config import settings_from
from nertag.corpus.check.audit import audit
from nertag.evaluation.read import read_gold
from nertag.formats.rules import Rule
from nertag.text.sentence import Sentence
from nertag.text.tags import SCHEMES, repair, spans_to_tags, strict_spans
from nertag.training.data import read_training_data
from nertag.training.trim import trimmed

TEXTS = [("李雷到北京。", [(0, 2, "PER"), (3, 5, "LOC")]), ("到上海！", [(1, 3, "LOC")])]


def written(path, scheme):
    """A file of columns in a scheme."""
    blocks = [
        "".join(
            f"{sign}\t{tag}\n" for sign, tag in zip(text, spans_to_tags(found, len(text), scheme))
        )
        for text, found in TEXTS
    ]
    path.write_text("\n".join(blocks), encoding="utf-8")
    return path


@pytest.mark.parametrize("train_scheme", SCHEMES)
@pytest.mark.parametrize("dev_scheme", SCHEMES)
def test_train_and_dev_have_schemes_of_their_own(tmp_path, train_scheme, dev_scheme):
    train = written(tmp_path / "train", train_scheme)
    dev = written(tmp_path / "dev", dev_scheme)
    data = read_training_data(train, dev, settings_from({}))
    gold = read_gold(dev, settings_from({}).reading)
    chosen_on = [strict_spans(one.tags, data.dev.scheme) for one in data.dev.sentences]
    assert chosen_on == [found for _, found in TEXTS]
    assert chosen_on == [strict_spans(one.tags, gold.scheme) for one in gold.sentences]
    assert [list(one.tags) for one in data.train] == [
        spans_to_tags(found, len(text), "BIO") for text, found in TEXTS
    ]


def test_gold_edged_by_blanks_is_trimmed_and_counted(tmp_path):
    path = tmp_path / "in.jsonl"
    spans = [[0, 3, "PER"], [3, 5, "LOC"], [5, 6, "LOC"]]
    record = {"text": "李雷 北京 。", "label": spans}
    path.write_text(f"{json.dumps(record)}\n" * 2, encoding="utf-8")
    data = read_training_data(path, path, settings_from({}))
    for sentence in data.train:
        assert sentence.tags == ("B-PER", "I-PER", "O", "B-LOC", "I-LOC", "O", "O")
    (note,) = [note.text for note in data.notes if Rule.TRIMMED_ENTITY.text in note.text]
    assert note == f"4 times: {Rule.TRIMMED_ENTITY.text} (line 1, 1, 2, …)"
    assert data.dev.spans[0] == [(0, 3, "PER"), (3, 5, "LOC"), (5, 6, "LOC")]


def test_words_edged_by_blanks_are_trimmed():
    sentence = Sentence("a  b \u200bc d", (0, 2, 5, 8), (1, 5, 7, 9), ("B-X", "I-X", "I-X", "O"))
    assert trimmed([sentence])[0][0].tags == ("B-X", "O", "O", "O")


@given(st.text("ab \t\u200b", min_size=1, max_size=8), st.data())
def test_no_trimmed_entity_begins_or_ends_with_a_blank(text, data):
    tags = data.draw(st.lists(st.sampled_from("OBI"), min_size=len(text), max_size=len(text)))
    tags = repair([tag if tag == "O" else f"{tag}-X" for tag in tags], "BIO")[0]
    sentence = Sentence(text, range(len(text)), range(1, len(text) + 1), tuple(tags))
    (found,), oddity = trimmed([sentence])
    blanks = " \t\u200b"
    before = [text[start:end] for start, end, _ in strict_spans(tags, "BIO")]
    after = [text[start:end] for start, end, _ in strict_spans(found.tags, "BIO")]
    assert after == [one.strip(blanks) for one in before if one.strip(blanks)]
    assert oddity.count == sum(one != one.strip(blanks) for one in before)


def test_sentences_in_another_scheme_are_told_with_their_lines(tmp_path):
    content = "a\tB-X\nb\tE-X\n\n" * 5 + "a\tB-X\nb\tI-X\n\n" * 3
    path = tmp_path / "in.conll"
    path.write_text(content, encoding="utf-8")
    data = read_training_data(path, path, settings_from({}))
    text = f"3 times: {Rule.MIXED_SCHEMES.told('BIO')} (line 16, 19, 22)"
    assert [note.text.strip() for note in data.notes].count(text) == 2
    (finding,) = [
        finding
        for finding in audit([path], settings_from({}).reading).findings
        if finding.rule is Rule.MIXED_SCHEMES
    ]
    assert (finding.what, finding.lines) == ("BIO, the file is in BIOES", (16, 19, 22))
