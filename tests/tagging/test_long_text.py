import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nertag.tagging import TaggedText, tag_in_parts
from nertag.tagging.writers import to_json, to_json_in_parts
from nertag.text import Sentence, spans_to_tags, tokenise

TEXT = st.text(alphabet="ab 1😀", max_size=200)


def runs(kind, run):
    """A tagger that finds whatever `run` matches, where tokens begin and end there."""

    def tag(text):
        tokens = tokenise(text, kind)
        starts = {start: n for n, start in enumerate(tokens.starts)}
        ends = {end: n + 1 for n, end in enumerate(tokens.ends)}
        found = [
            (starts[match.start()], ends[match.end()], "RUN")
            for match in re.finditer(run, text)
            if match.start() in starts and match.end() in ends
        ]
        tags = tuple(spans_to_tags(found, len(tokens), "BIO"))
        sentence = Sentence(text, tokens.starts, tokens.ends, tags)
        return TaggedText(text, sentence, tuple(sentence.entity(*span) for span in found))

    return tag


def joined(parts):
    """The text, tokens with tags, and entities of parts, as of one text."""
    text, tokens, entities = "", [], []
    for part in parts:
        start = len(text)
        spans = zip(part.sentence.starts, part.sentence.ends, part.tags)
        tokens += [(start + first, start + last, tag) for first, last, tag in spans]
        entities += [(start + e.start, start + e.end, e.text) for e in part.entities]
        text += part.text
    return text, tokens, entities


@pytest.mark.parametrize("kind", ["char", "word"])
@given(pieces=st.lists(TEXT, max_size=5))
def test_parts_together_are_the_whole(kind, pieces):
    text = re.sub(r"(\S{7})(?=\S)", r"\1 ", "".join(pieces))
    tag = runs(kind, r"(?<![^ ])[^ ]{1,7}(?![^ ])")
    parts = tag_in_parts(re.findall("(?s).{1,9}", text), tag, size=64, overlap=32)
    assert joined(parts) == joined([tag(text)])


@pytest.mark.parametrize("kind", ["char", "word"])
def test_an_entity_without_an_end_is_cut_and_nothing_is_lost(kind):
    text = "a" * 300
    parts = list(tag_in_parts([text], runs(kind, "a+"), size=64, overlap=32))
    assert [len(parts) > 1, "".join(part.text for part in parts)] == [True, text]
    for part in parts:
        assert len(part.tags) == len(part.sentence)
        assert all(tag == "O" for tag in part.tags) or part.entities
        assert all(part.text[e.start : e.end] == e.text for e in part.entities)


def test_an_empty_text_is_one_part():
    assert [part.text for part in tag_in_parts([], runs("char", "a"))] == [""]


@given(pieces=st.lists(TEXT, max_size=3), file=st.none() | st.just('a"b'))
def test_json_in_parts_is_the_json_of_the_whole(pieces, file):
    tag = runs("char", "1")
    text = "".join(pieces)
    parts = tag_in_parts(pieces, tag, size=64, overlap=32)
    line = "".join(to_json_in_parts(pieces, parts, file))
    assert line == to_json(tag(text), file)
    assert json.loads(line)["text"] == text
