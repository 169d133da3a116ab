"""What was tagged becomes a data frame of pandas, and a document of spaCy."""

import sys

import pandas
import polars
import pytest
from tiny import GOLDEN

import nertag
from nertag.errors import ArgumentError, MissingPackageError
from nertag.text import tokenise

TEXTS = ["今天下雨。", "李雷在北京。", "", "王芳去了上海吗？"]


@pytest.fixture(scope="module")
def tagger():
    return nertag.load(GOLDEN / "old-default", engine="onnx")


def test_a_frame_has_a_row_for_each_entity(tagger):
    frame = tagger.to_frame(TEXTS)
    wanted = [(i, e) for i, one in enumerate(tagger.tag_many(TEXTS)) for e in one.entities]
    assert len(wanted) == 4
    assert list(frame.columns) == ["start", "end", "label", "text"]
    assert list(frame.index) == [i for i, _ in wanted]
    rows = [(e.start, e.end, e.label, e.text) for _, e in wanted]
    assert list(frame.itertuples(index=False, name=None)) == rows
    assert frame.dtypes["start"] == "int64"


@pytest.mark.parametrize("kind", [iter, polars.Series, pandas.Series])
def test_texts_of_any_kind_are_taken(tagger, kind):
    assert tagger.to_frame(kind(TEXTS)).equals(tagger.to_frame(TEXTS))


def test_the_index_of_a_series_is_kept(tagger):
    texts = pandas.DataFrame({"text": TEXTS}, index=list("abcd"))
    frame = tagger.to_frame(texts["text"], scores=True)
    assert list(frame.index) == ["b", "b", "d", "d"]
    assert frame["score"].between(0, 1).all()
    joined = texts.join(frame.rename(columns={"text": "text_of_entity"}))
    for row in joined.dropna().itertuples():
        assert row.text[int(row.start) : int(row.end)] == row.text_of_entity


def test_a_frame_without_entities_has_its_columns(tagger):
    frame = tagger.to_frame([], scores=True)
    assert list(frame.columns) == ["start", "end", "label", "text", "score"]
    assert [str(frame.dtypes[name]) for name in ("start", "score")] == ["int64", "float64"]


def test_without_pandas_it_says_what_to_install(tagger, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingPackageError, match=r"pip install 'nertag\[pandas\]'"):
        tagger.to_frame(TEXTS)


class Document:
    """The shape of a document of spaCy whose tokens are parted by blanks."""

    def __init__(self, text):
        self.text, self.ents = text, []
        self.words = tokenise(text, "word")

    def char_span(self, start, end, label):
        borders = (self.words.starts, self.words.ends)
        return (start, end, label) if start in borders[0] and end in borders[1] else None

    def set_ents(self, spans):
        self.ents = spans


class Pipeline:
    make_doc = Document


def test_entities_on_the_tokens_of_spacy_are_in_its_document():
    sentence = nertag.Sentence.from_spans("Anna is in New York", [(0, 4, "PER"), (11, 19, "LOC")])
    found = nertag.TaggedText(
        sentence.text, sentence, (sentence.entity(0, 4, "PER"), sentence.entity(11, 19, "LOC"))
    )
    assert found.to_spacy(Pipeline).ents == [(0, 4, "PER"), (11, 19, "LOC")]


def test_entities_that_cut_a_token_are_told():
    sentence = tokenise("Anna is in New York", "char")
    entities = [sentence.entity(i, i + 1, "X") for i in range(1, 6)]
    found = nertag.TaggedText(sentence.text, sentence, (*entities, sentence.entity(5, 7, "Y")))
    told = r"^5 entities are not .*: 'n' X \(1 to 2\), .* and 2 more$"
    with pytest.warns(UserWarning, match=told):
        assert found.to_spacy(Pipeline).ents == [(5, 7, "Y")]


def test_a_tokenizer_that_changes_the_text_is_refused():
    found = nertag.TaggedText("Anna", tokenise("Anna", "char"), ())
    with pytest.raises(ArgumentError, match="changes the text"):
        found.to_spacy(type("Lower", (), {"make_doc": lambda text: Document(text.lower())}))
