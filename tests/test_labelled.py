"""Check, split and convert take data in memory as they take a file of the same content."""

import itertools
import json
import sys
import weakref

import pandas
import polars
import pytest

import nertag
from nertag.config import reading_from
from nertag.corpus import split as split_file
from nertag.errors import ArgumentError, ArgumentTypeError, ConfigError, DataError

LABELS = ["PER", "LOC", "ORG"]
ROWS = [
    (
        [f"Anna{i}", "visits", "New", f"York{i}", "."],
        ["B-PER", "O", f"B-{label}", f"I-{label}", "O"],
    )
    for i, label in zip(range(40), itertools.cycle(LABELS))
]


def sentences():
    made = []
    for words, tags in ROWS:
        bare = nertag.Sentence.from_words(words)
        made.append(nertag.Sentence(bare.text, bare.starts, bare.ends, tuple(tags)))
    return made


def texts():
    return [
        (one.text, [(0, one.ends[0], "PER"), (one.starts[2], one.ends[3], label)])
        for one, label in zip(sentences(), itertools.cycle(LABELS))
    ]


def frame(kind):
    rows = [(i, word, tag) for i, row in enumerate(ROWS) for word, tag in zip(*row)]
    return kind(dict(zip(("sentence", "word", "tag"), map(list, zip(*rows)))))


SHAPES = {
    "sentences": sentences,
    "pairs": lambda: ROWS,
    "iterator": lambda: iter(ROWS),
    "texts": texts,
    "records": lambda: [{"tokens": words, "ner_tags": tags} for words, tags in ROWS],
    "pandas": lambda: frame(pandas.DataFrame),
    "polars": lambda: frame(polars.DataFrame),
    "frame of texts": lambda: pandas.DataFrame(texts(), columns=["text", "label"]),
}


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "in.conll"
    rows = ("".join(f"{word}\t{tag}\n" for word, tag in zip(*row)) for row in ROWS)
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def tagged(sentences):
    return [(one.words, one.tags) for one in sentences]


def findings(report):
    return [
        (one.rule, one.what.partition(" also stands at ")[0], one.count) for one in report.findings
    ]


@pytest.mark.parametrize("shape", SHAPES)
def test_check_finds_the_same_as_in_a_file(shape, file):
    wanted = nertag.check(file, file, tokens="word")
    found = nertag.check(SHAPES[shape](), SHAPES[shape](), tokens="word")
    assert findings(found) == findings(wanted) != []
    assert [one.path for one in found.files] == ["data in memory", "dev data in memory"]
    assert {one.path for one in found.findings} == {"data in memory", "dev data in memory"}
    assert [one.labels for one in found.files] == [one.labels for one in wanted.files]


@pytest.mark.parametrize("shape", SHAPES)
def test_split_has_the_parts_of_a_file(shape, file):
    parts = split_file(file, reading_from({}))
    wanted = [tagged(nertag.read(part.path, tokens="word")) for part in parts]
    assert list(map(tagged, nertag.split(SHAPES[shape](), tokens="word"))) == wanted
    assert list(map(tagged, nertag.split(file))) == wanted


@pytest.mark.parametrize("shape", SHAPES)
def test_convert_writes_the_same_file(shape, file, tmp_path):
    done = nertag.convert(SHAPES[shape](), tmp_path / "out.bio", tokens="word")
    assert (done.sentences, done.entities, done.notes) == (40, 80, ())
    assert (tmp_path / "out.bio").read_text("utf-8").strip() == file.read_text("utf-8").strip()
    nertag.convert(SHAPES[shape](), tmp_path / "out.jsonl", to="doccano", tokens="word")
    first = json.loads((tmp_path / "out.jsonl").read_text("utf-8").splitlines()[0])
    assert first["text"] == "Anna0 visits New York0 ."
    assert first["label"] == [[0, 5, "PER"], [13, 22, "PER"]]


def test_what_the_tokens_are_is_found_out(tmp_path):
    assert nertag.split(ROWS, test=0)[0][0].words == ROWS[0][0]
    assert nertag.split(sentences(), test=0)[0][0].words == ROWS[0][0]
    nertag.convert(sentences(), tmp_path / "a.bio", to_scheme="BIOES")
    assert "York0\tE-PER" in (tmp_path / "a.bio").read_text("utf-8")
    characters = [(list("李雷在北京"), ["B-PER", "I-PER", "O", "B-LOC", "I-LOC"])] * 2
    read = nertag.read(characters)
    assert nertag.check(read).files[0].tokens == nertag.check(characters).files[0].tokens == 10


def test_findings_name_sentences_not_the_lines_of_another_file(file):
    read = nertag.read(file, tokens="word")
    assert read[1].line > 2
    wrong = [*read[:2], nertag.Sentence("a b", (0, 2), (1, 3), ("I-X", "O"), line=99)]
    found = [one for one in nertag.check(wrong).findings if one.rule.id == "broken-tags"]
    assert [one.lines for one in found] == [(3,)]


def test_a_fault_is_a_finding_with_its_sentence():
    data = [*texts(), ("short", [(0, 99, "PER")]), ("other", [(0, 5, "PER")])]
    [fault] = [one for one in nertag.check(data, tokens="word").findings if one.level == "error"]
    assert (fault.path, fault.lines, fault.rule.id) == ("data in memory", (41,), "bad-place")
    [fault] = [one for one in nertag.check([(["a", "b"], ["B-X", "Q-X"])]).findings if one.lines]
    assert (fault.lines, fault.what[:17]) == ((1,), "token 2 has 'Q-X'")


def test_offsets_in_another_unit_are_told_of_data_in_memory(tmp_path):
    data = [("😀😀 Anna", [(5, 9, "PER")])]
    with pytest.raises(DataError, match=r"^sentence 1: .*`offset_unit=utf16`"):
        nertag.convert(data, tmp_path / "out.bio")
    with pytest.raises(DataError, match=r"^sentence 1: .*`offset_unit=utf16`"):
        nertag.read(iter(data))
    assert not (tmp_path / "out.bio").exists()


@pytest.mark.parametrize(
    ("data", "error", "match"),
    [
        ([*ROWS, 5], ArgumentTypeError, r"sentence 41 is 5 \(int\)"),
        ([*ROWS, (["a", None], ["O", "O"])], DataError, "sentence 41: token 2 is None"),
        ([*ROWS, (["a", "b"], ["O", "X-"])], DataError, "sentence 41: token 2 has 'X-'"),
        ([*ROWS, (["a"], [])], ArgumentError, "sentence 41 has 1 tokens and 0 tags"),
        (
            pandas.DataFrame({"sentence": [1, 1], "word": ["a", None], "tag": ["O", "O"]}),
            DataError,
            "sentence 1: token 2 is (nan|None), expected a text",
        ),
        (pandas.DataFrame([[1, 2]], columns=["a", "a"]), ArgumentError, "two columns 'a'"),
    ],
)
def test_an_error_names_sentence_and_token_and_leaves_the_file(data, error, match, tmp_path):
    target = tmp_path / "out.bio"
    target.write_text("before", encoding="utf-8")
    with pytest.raises(error, match=match):
        nertag.convert(data, target)
    assert target.read_text("utf-8") == "before"
    with pytest.raises(error, match=match):
        nertag.split(data)


def test_shares_that_make_no_sense_are_refused():
    for shares in ({"dev": 0.6, "test": 0.5}, {"dev": -0.1}):
        with pytest.raises(ConfigError, match="`dev="):
            nertag.split(ROWS, **shares)
    with pytest.raises(DataError, match="data in memory: 1 sentences that differ"):
        nertag.split(ROWS[:1] * 9)


def test_an_iterator_is_converted_in_bounded_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(sys.modules["nertag.corpus.convert"], "HEAD", 100)
    monkeypatch.setattr("nertag.formats.memory.items.KEPT", 100)
    monkeypatch.setattr("nertag.formats.json.values.KEPT", 100)
    alive, most = weakref.WeakSet(), 0

    class Words(list):
        __hash__ = object.__hash__

    def stream():
        nonlocal most
        for words, tags in itertools.islice(itertools.cycle(ROWS), 5000):
            made = Words(words)
            alive.add(made)
            most = max(most, len(alive))
            yield made, tags

    done = nertag.convert(stream(), tmp_path / "out.bio")
    assert done.sentences == 5000
    assert most < 1500
