"""Record batches are tagged as the tagger tags their texts, and nothing else in them changes."""

import warnings
from itertools import pairwise

import pyarrow as pa
import pytest
from engine_tools import bundle_of
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import GOLDEN

from nertag.bulk import ENTITIES, RowWarning, tag_batches, tag_table
from nertag.bulk.entities import FIELDS
from nertag.errors import ArgumentError, ConfigError
from nertag.model.engines import load_engine
from nertag.tagging import Tagger
from nertag.tagging.chunks import CHUNK
from nertag.text import Sentence

TAGGER = Tagger.load(GOLDEN / "new-default")
_RANDOM = bundle_of("small", tokens="word")
WORDS = Tagger(_RANDOM, load_engine(_RANDOM, engine="onnx"))
TEXTS = ["李雷在北京。", "王芳去了上海吗？", "今天下雨。", "", "a\0b", "😀西安\n李雷", "x" * 300]
TYPES = [
    pa.string(),
    pa.large_string(),
    pa.dictionary(pa.int32(), pa.string()),
    pa.dictionary(pa.int8(), pa.string()),
]
BROKEN = b"\xff\xfe"
texts = st.lists(st.none() | st.sampled_from(TEXTS) | st.text(max_size=20), max_size=30)


def plain(entities):
    names = [field.name for field in FIELDS]
    return [{name: getattr(entity, name) for name in names} for entity in entities]


def expected(rows, **asked):
    return [None if row is None else plain(TAGGER.tag(row, **asked).entities) for row in rows]


def found_in(batches):
    """The entities of each row; scores depend on the batch in the last digits."""
    rows = [row for batch in batches for row in batch["entities"].to_pylist()]
    return [row and [one | {"score": about(one["score"])} for one in row] for row in rows]


def about(score):
    return None if score is None else pytest.approx(score, abs=1e-6)


def broken_strings(*values):
    """Strings that are not all UTF-8, which Arrow does not check."""
    offsets = [sum(map(len, values[:end])) for end in range(len(values) + 1)]
    parts = [None, pa.array(offsets, pa.int32()).buffers()[1], pa.py_buffer(b"".join(values))]
    return pa.Array.from_buffers(pa.string(), len(values), parts)


@given(texts, st.sampled_from(TYPES), st.data())
def test_batches_are_tagged_as_the_tagger_does(rows, kind, data):
    schema = pa.schema(
        [pa.field("id", pa.int64(), metadata={"a": "b"}), ("text", kind)], metadata={"c": "d"}
    )
    whole = pa.record_batch([pa.array(range(len(rows))), pa.array(rows, kind)], schema=schema)
    cuts = data.draw(st.lists(st.integers(0, len(rows)), max_size=3))
    edges = sorted({0, *cuts, len(rows)})
    batches = [whole.slice(start, end - start) for start, end in pairwise(edges)]
    scores = data.draw(st.booleans())
    tagged = list(tag_batches(batches, TAGGER, "text", scores=scores))
    assert [one.select(["id", "text"]) for one in tagged] == batches
    assert found_in(tagged) == expected(rows, scores=scores)
    for one in tagged:
        one.validate(full=True)
        assert one.schema.metadata == {b"c": b"d"}
        assert one.schema.field("id").metadata == {b"a": b"b"}
        assert one.schema.field("entities").type == ENTITIES


def test_scores_and_least_scores_are_those_of_the_tagger():
    table = pa.table({"text": TEXTS})
    for asked in ({"scores": True}, {"scores": True, "min_score": 0.9999}):
        tagged = tag_table(table, TAGGER, "text", **asked)
        assert found_in(tagged.to_batches()) == expected(TEXTS, **asked)


@settings(max_examples=20)
@given(st.lists(st.none() | st.lists(st.sampled_from(["我", "在", "中", "Bern"]), max_size=5)))
def test_lists_of_words_are_tagged_with_their_words(rows):
    kinds = [pa.list_(pa.string()), pa.large_list(pa.dictionary(pa.int32(), pa.string()))]
    own = [None if row is None else Sentence.from_words(row) for row in rows]
    wanted = [None if one is None else plain(WORDS.tag(one).entities) for one in own]
    for kind in kinds:
        table = pa.table({"words": pa.array(rows, kind)})
        assert tag_table(table, WORDS, "words")["entities"].to_pylist() == wanted


@pytest.mark.parametrize("threads", [None, 1])
def test_many_rows_keep_their_order_whatever_the_batches(threads):
    rows = [f"{number}李雷在北京" for number in range(3 * CHUNK + 7)]
    table = pa.table({"text": rows})
    for size in (100, 1000):
        batches = table.to_batches(max_chunksize=size)
        tagged = pa.Table.from_batches(tag_batches(batches, TAGGER, "text", threads=threads))
        assert tagged.drop_columns(["entities"]) == table
        assert tagged["entities"].to_pylist() == expected(rows)


def test_batches_are_read_when_they_are_needed():
    read = []

    def endless():
        while True:
            read.append(1)
            yield pa.record_batch({"text": TEXTS})

    tagged = tag_batches(endless(), TAGGER, "text")
    assert read == []
    next(tagged)
    assert len(read) < 20


def test_other_columns_are_not_copied():
    batch = pa.record_batch({"text": TEXTS, "id": list(range(len(TEXTS)))})
    [tagged] = tag_batches([batch], TAGGER, "text")
    for name in batch.schema.names:
        addresses = [[part and part.address for part in b[name].buffers()] for b in (batch, tagged)]
        assert addresses[0] == addresses[1]


def test_a_row_that_is_not_utf_8_is_null_and_counted():
    good = "李雷在北京。".encode()
    batch = pa.record_batch({"text": broken_strings(good, BROKEN, good, BROKEN)})
    with pytest.warns(RowWarning, match="^2 rows could not be tagged.* row 1: UnicodeDecodeError"):
        [tagged] = tag_batches([batch], TAGGER, "text")
    one = expected(["李雷在北京。"])[0]
    assert tagged["entities"].to_pylist() == [one, None, one, None]
    with pytest.raises(ArgumentError, match=r"^row 1: .*utf-8"):
        list(tag_batches([batch], TAGGER, "text", errors="raise"))


def test_a_row_on_which_the_model_fails_costs_no_other_row(monkeypatch):
    own = Tagger.tag_sentences

    def fails(self, sentences, **asked):
        if any("雨" in sentence.text for sentence in sentences):
            raise RuntimeError("no rain")
        return own(self, sentences, **asked)

    monkeypatch.setattr(Tagger, "tag_sentences", fails)
    with pytest.warns(RowWarning, match="^1 rows.* row 2: RuntimeError: no rain$"):
        found = tag_table(pa.table({"text": TEXTS}), TAGGER, "text")["entities"].to_pylist()
    assert [row is None for row in found] == ["雨" in text for text in TEXTS]


def test_a_model_that_cannot_run_is_no_fault_of_the_rows():
    def engine(ids):
        raise RuntimeError("no engine")

    tagger = Tagger(TAGGER._bundle, engine)
    with pytest.raises(RuntimeError, match="no engine"):
        tag_table(pa.table({"text": TEXTS}), tagger, "text")


def test_words_that_are_none_are_counted():
    table = pa.table({"words": [["Anna", ""], ["Anna", None], ["Anna"]]})
    with pytest.warns(RowWarning, match=r"^2 rows.* row 0: ArgumentError: `words\[1\]` is empty"):
        found = tag_table(table, WORDS, "words")["entities"].to_pylist()
    assert [row is None for row in found] == [True, True, False]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"a": ["x"]}, "`column` 'text' is not among the columns: a"),
        ({"text": [1]}, "holds int64, expected strings or lists of strings"),
        ({"text": [b"x"]}, "holds binary, expected strings"),
        ({"text": [["x"]]}, "lists of words, but the tokens of the model are characters"),
        ({"text": ["x"], "entities": [1]}, "there is a column 'entities' already"),
    ],
)
def test_what_cannot_be_tagged_is_told(columns, message):
    with pytest.raises(ConfigError, match=message):
        tag_table(pa.table(columns), TAGGER, "text")


def test_a_column_that_stands_twice_is_told():
    table = pa.Table.from_arrays([pa.array(["x"]), pa.array(["y"])], ["text", "text"])
    with pytest.raises(ConfigError, match="stands twice among the columns: text, text"):
        tag_table(table, TAGGER, "text")


def test_arguments_are_checked_at_once():
    with pytest.raises(ConfigError, match="`errors` is 'skip', expected 'null' or 'raise'"):
        tag_batches([], TAGGER, "text", errors="skip")


def test_an_empty_table_has_the_column_too():
    table = pa.table({"text": pa.array([], pa.string())})
    assert tag_table(table, TAGGER, "text").schema.field("entities").type == ENTITIES
    assert (
        tag_table(pa.table({"text": pa.nulls(3)}), GOLDEN / "first", "text")["entities"].to_pylist()
        == [None] * 3
    )


def test_nothing_is_said_where_all_is_well():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        tag_table(pa.table({"text": TEXTS}), TAGGER, "text")
