"""What the tests of formats share: reading any content, and what was odd in it."""

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import strategies as st
from strategies import LABELS, characters, crossing_spans, spans, texts

from nertag.config import ReadingSettings
from nertag.errors import DataError
from nertag.formats.source import Source
from nertag.formats.writing import Writing
from nertag.text.sentence import Entity, MarkedText


def read_all(module, content, **reading):
    """The sentences that a format reads in a file of this content, and its source."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "in.txt")
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        source = Source(path, ReadingSettings(**reading))
        return list(module.read(source)), source


def read(module, content, **reading):
    """The sentences that a format reads in a file of this content, where nothing is odd."""
    sentences, source = read_all(module, content, **reading)
    assert odd(source) == {}
    return sentences


def odd(source):
    """Each rule that was needed, or its text with the detail: (how often, on which lines)."""
    return {
        oddity.text if oddity.detail else oddity.rule: (oddity.count, oddity.lines)
        for oddity in source.oddities
    }


def refused(module, content, message, line, **reading):
    """Assert that a content is refused with this message and line."""
    with pytest.raises(DataError, match=message) as caught:
        read_all(module, content, **reading)
    assert caught.value.line == line


def read_or_refuse(module, content, **reading):
    """The sentences of any content, or None where it is refused with a line of it."""
    sentences, line = [], 1
    try:
        sentences, _ = read_all(module, content, **reading)
    except DataError as error:
        sentences, line = None, error.line
    assert 0 < line <= content.count("\n") + 1
    for sentence in sentences or ():
        check_places(sentence)
    return sentences


def check_places(sentence):
    """Assert that tokens and tags, or entities, lie in the text as they should."""
    if isinstance(sentence, MarkedText):
        pieces = sentence.entities
    else:
        pieces = sentence.tokens
        check_tokens(sentence)
    for piece in pieces:
        assert 0 <= piece.start < piece.end <= len(sentence.text)
        assert sentence.text[piece.start : piece.end] == piece.text


def check_tokens(sentence):
    assert len(sentence.starts) == len(sentence.ends)
    assert len(sentence.tags) in (0, len(sentence))
    assert all(a < b for a, b in zip(sentence.starts, sentence.ends))
    assert all(a <= b for a, b in zip(sentence.ends, sentence.starts[1:]))


def written(module, sentences, path="in.txt"):
    """What a format writes for some sentences, and the source that took its notes."""
    source = Source(path)
    parts = list(module.write(sentences, Writing(source)))
    assert all(len(part) == 1 for part in parts)
    return "".join(part for (part,) in parts), source


def marked(text, found, line=1):
    """A text with these (start, end, label)."""
    entities = tuple(Entity(start, end, label, text[start:end]) for start, end, label in found)
    return MarkedText(text, entities, line)


@st.composite
def marked_sentences(draw, labels=LABELS, max_sentences=4, **how):
    """Texts with entities that do not overlap, line breaks in them too."""
    sentences = []
    for number in range(1, draw(st.integers(1, max_sentences)) + 1):
        text = draw(st.text(characters(**how) | st.just("\n"), max_size=20))
        sentences.append(marked(text, draw(spans(len(text), labels)), number))
    return sentences


@st.composite
def crossing_sentences(draw, labels=LABELS, max_sentences=4, told=False):
    """Texts with entities that may overlap; with documents and comments if they are `told`."""
    sentences = []
    for number in range(1, draw(st.integers(1, max_sentences)) + 1):
        text = draw(st.text(characters() | st.just("\n"), max_size=20))
        sentence = marked(text, draw(crossing_spans(len(text), labels)), number)
        if told:
            comments = draw(st.lists(texts(max_size=3), max_size=2))
            document = draw(texts(max_size=3))
            sentence = replace(sentence, document=document, comments=tuple(comments))
        sentences.append(sentence)
    return sentences


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 3) | st.floats(allow_nan=False) | texts(max_size=2),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["start", "end", "label", "labels", "text", "start_offset", "result"]),
            inner,
            max_size=4,
        )
    ),
)
"""Any JSON, often with the keys that formats look for."""


@st.composite
def mutated(draw, content):
    """A content with a few pieces of it cut out, doubled or replaced by other signs of it."""
    content = draw(content)
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(content)))
        stop = draw(st.integers(start, min(len(content), start + 5)))
        piece = draw(st.sampled_from(["", content[start:stop] * 2, *sorted(set(content))]))
        content = content[:start] + piece + content[stop:]
    return content


def simple_flat(spans, overlap):
    """Each span, best first, that none kept so far crosses."""

    def rank(span):
        start, end, _ = span
        return (start - end, start) if overlap == "longest" else (start, -end)

    kept = []
    for span in sorted(spans, key=rank):
        if not any(span[0] < other[1] and other[0] < span[1] for other in kept):
            kept.append(span)
    return sorted(kept)
