"""Data in memory are read as files that hold the same are."""

import sys
from types import SimpleNamespace

import numpy as np
import pandas
import polars
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nertag
from nertag.errors import ArgumentError, ArgumentTypeError, DataError

WORDS, TAGS = ["Anna", "is", "in", "New", "York"], ["B-PER", "O", "O", "B-LOC", "I-LOC"]
TEXT = "Anna is in New York"
SPANS = [(0, 4, "PER"), (11, 19, "LOC")]
CHARACTERS = tuple("BIIIOOOOOOOBIIIIIII")


def found(data, tokens="word", **settings):
    return [(one.text, one.words, one.tags) for one in nertag.read(data, tokens=tokens, **settings)]


WANTED = [(TEXT, WORDS, tuple(TAGS))]


def test_sentences_are_taken_as_they_are():
    sentence = nertag.Sentence.from_words(WORDS)
    tagged = nertag.Sentence(sentence.text, sentence.starts, sentence.ends, tuple(TAGS))
    assert nertag.read([tagged], tokens="word") == [tagged]
    assert nertag.read(iter([tagged]), tokens="word") == [tagged]
    result = nertag.TaggedText(tagged.text, tagged, ())
    assert nertag.read([result], tokens="word") == [tagged]


@pytest.mark.parametrize("kind", [list, tuple, np.array])
def test_pairs_of_tokens_and_tags(kind):
    assert found([(kind(WORDS), kind(TAGS))]) == WANTED


@pytest.mark.parametrize(
    "item",
    [
        (TEXT, SPANS),
        (TEXT, {"entities": SPANS}),
        {"text": TEXT, "label": SPANS},
        {"text": TEXT, "spans": [{"start": s, "end": e, "label": name} for s, e, name in SPANS]},
        {"tokens": WORDS, "ner_tags": TAGS},
        {"tokens": np.array(WORDS), "ner_tags": np.array(TAGS)},
    ],
)
def test_texts_with_spans_and_records(item):
    assert found([item, item]) == WANTED * 2


def test_characters_are_tokens_where_they_are_asked_for():
    [(text, _, tags)] = found([(TEXT, SPANS)], tokens="char")
    assert text == TEXT
    assert tuple(tag[0] for tag in tags) == CHARACTERS
    assert found([(list("李在"), ["B-PER", "O"])], tokens="char") == [
        ("李在", ["李", "在"], ("B-PER", "O"))
    ]


FRAME = {"sentence": [1] * 5 + [2], "word": [*WORDS, "Hi"], "tag": [*TAGS, "O"]}


@pytest.mark.parametrize("frame", [pandas.DataFrame(FRAME), polars.DataFrame(FRAME)])
def test_frames_with_a_row_for_each_token(frame):
    assert found(frame) == [*WANTED, ("Hi", ["Hi"], ("O",))]


def test_frames_that_name_a_sentence_in_its_first_row_only():
    cells = {"Sentence #": ["Sentence: 1", *[None] * 4, "Sentence: 2"]}
    frame = pandas.DataFrame({**cells, "Word": [*WORDS, "Hi"], "Tag": [*TAGS, "O"]})
    assert found(frame) == [*WANTED, ("Hi", ["Hi"], ("O",))]


@pytest.mark.parametrize("kind", [pandas.DataFrame, polars.DataFrame])
def test_frames_with_a_row_for_each_text(kind):
    spans = [{"start": s, "end": e, "label": name} for s, e, name in SPANS]
    assert found(kind({"text": [TEXT], "spans": [spans]})) == WANTED


class DataSet(list):
    """The shape of a data set of Hugging Face."""

    def __init__(self, rows, names):
        super().__init__(rows)
        self.column_names = ["tokens", "ner_tags"]
        self.features = {
            "tokens": SimpleNamespace(feature=SimpleNamespace()),
            "ner_tags": SimpleNamespace(feature=SimpleNamespace(names=names)),
        }


def test_data_sets_name_their_tags():
    names = ["O", "B-PER", "B-LOC", "I-LOC"]
    assert found(DataSet([{"tokens": WORDS, "ner_tags": [1, 0, 0, 2, 3]}], names)) == WANTED


class Document(list):
    """The shape of a document of spaCy, a list of its tokens."""

    def __init__(self, text, tokens, spans):
        inside = {start: (end, label) for start, end, label in spans}
        tagged, label, stop = [], "", 0
        for start, word in tokens:
            begins = start in inside
            stop, label = inside.get(start, (stop, label))
            letter = "B" if begins else "I" if start < stop else "O"
            kind = label if letter != "O" else ""
            tagged.append(SimpleNamespace(idx=start, text=word, ent_iob_=letter, ent_type_=kind))
        super().__init__(tagged)
        self.text = text
        self.ents = [
            SimpleNamespace(start_char=start, end_char=end, label_=label)
            for start, end, label in spans
        ]


class DocumentBin:
    """The shape of spaCy's ``DocBin``, which cannot be iterated over."""

    def __init__(self, documents):
        self.documents = documents

    def get_docs(self, vocabulary):
        yield from self.documents


@pytest.mark.parametrize("kind", [list, DocumentBin])
def test_documents_of_spacy_keep_their_tokens_but_blanks(kind, monkeypatch):
    monkeypatch.setitem(sys.modules, "spacy.vocab", SimpleNamespace(Vocab=object))
    text = "Anna  is in New York"
    tokens = [(0, "Anna"), (5, " "), (6, "is"), (9, "in"), (12, "New"), (16, "York")]
    document = Document(text, tokens, [(0, 4, "PER"), (12, 20, "LOC")])
    assert found(kind([document])) == [(text, WORDS, tuple(TAGS))]
    [(_, _, tags)] = found(kind([document]), tokens="char")
    assert tags[:5] == ("B-PER", "I-PER", "I-PER", "I-PER", "O")
    assert tags[12:14] == ("B-LOC", "I-LOC")


def test_numbers_without_names_are_refused_whatever_lies_in_the_folder(tmp_path, monkeypatch):
    (tmp_path / "dataset_info.json").write_text('{"features": {"ner_tags": {"names": ["O"]}}}')
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DataError, match=r"sentence 1: .*numbers, their names are not known"):
        found([{"tokens": ["a"], "ner_tags": [0]}])
    assert found([{"tokens": ["a"], "ner_tags": [0]}], tag_names="O") == [("a", ["a"], ("O",))]


@pytest.mark.parametrize(
    ("data", "error", "match"),
    [
        (5, ArgumentTypeError, "a path or a list"),
        ({"text": TEXT}, ArgumentTypeError, "a path or a list"),
        ([5], ArgumentTypeError, r"sentence 1 is 5 \(int\)"),
        ([(TEXT, SPANS), "text"], ArgumentTypeError, "sentence 2 is 'text'"),
        ([("text", "label")], ArgumentTypeError, r"sentence 1 is \('text', 'label'\)"),
        ([(WORDS, TAGS[1:])], ArgumentError, "sentence 1 has 5 tokens and 4 tags"),
        ([(TEXT, SPANS), (TEXT, [(0, 99, "PER")])], DataError, "sentence 2: .*99"),
        ([(WORDS, ["Q-PER", *TAGS[1:]])], DataError, "sentence 1: .*Q-PER"),
        ([nertag.Sentence("a", (0,), (1,))], DataError, "sentence 1: the sentence has no tags"),
        ([nertag.Sentence("a", (0,), (1,), ("X",))], DataError, "sentence 1: token 1: .*'X'"),
        (
            [(WORDS, TAGS), nertag.Sentence("", (), ())],
            ArgumentError,
            "sentence 2 is of another kind",
        ),
        ([], DataError, "holds no sentence"),
        (pandas.DataFrame({"sentence": [1], "tag": ["O"]}), ArgumentError, "columns sentence, tag"),
    ],
)
def test_what_is_wrong_names_the_item(data, error, match):
    with pytest.raises(error, match=match):
        found(data)


def test_words_as_characters_are_refused():
    sentence = nertag.Sentence("ab", (0,), (2,), ("O",))
    with pytest.raises(DataError, match="sentence 1: the tokens of the sentence are words"):
        found([sentence], tokens="char")


tokens = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z", "Cf"]), min_size=1, max_size=5)
rows = st.lists(st.tuples(tokens, st.sampled_from(["O", "B-X", "I-X"])), min_size=1, max_size=6)


@given(st.lists(rows, min_size=1, max_size=4))
def test_pairs_give_back_their_tokens_and_tags(data):
    pairs = [([token for token, _ in row], [tag for _, tag in row]) for row in data]
    read = found(pairs, scheme="BIO")
    assert [(words, list(tags)) for _, words, tags in read] == pairs
