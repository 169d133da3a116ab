import io
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import LABELS, spans, texts

from nertag.config import reading_from
from nertag.corpus.convert import convert
from nertag.errors import ConfigError, DataError
from nertag.formats.reading import stream_labelled
from nertag.formats.registry import FORMATS
from nertag.formats.rules import Rule
from nertag.text.tags import SCHEMES, spans_to_tags

OVERLAP = '{"text": "北京大学", "label": [[0, 2, "LOC"], [0, 4, "ORG"]]}\n'
FLAT = [name for name, format in FORMATS.items() if format.read and format.write]
FLAT = [name for name in FLAT if name not in ("segmented", "brat")]


def test_spans_to_tags_and_back(file, tmp_path):
    lines = '{"text": "我在北京", "label": [[2, 4, "LOC"]]}\n{"text": "好", "label": []}\n'
    path = file("in.jsonl", lines)
    done = convert(path, tmp_path / "out.conll", reading_from({}), scheme="BMES")
    assert (tmp_path / "out.conll").read_text("utf-8") == (
        "我\tO\n在\tO\n北\tB-LOC\n京\tE-LOC\n\n好\tO\n\n"
    )
    assert (done.read_as, done.written_as, done.sentences, done.entities) == (
        "doccano",
        "columns",
        2,
        1,
    )
    back = convert(tmp_path / "out.conll", tmp_path / "back.jsonl", reading_from({}))
    assert back.scheme == "BIOES"
    assert (tmp_path / "back.jsonl").read_text("utf-8") == lines


def test_words_stay_words(file, tmp_path):
    content = "EU\tB-ORG\nrejects\tO\n\n"
    done = convert(file("in.conll", content), tmp_path / "out.bio", reading_from({}))
    assert (tmp_path / "out.bio").read_text("utf-8") == content
    assert list(done.source.oddities) == []
    convert(tmp_path / "in.conll", tmp_path / "out.jsonl", reading_from({}))
    record = json.loads((tmp_path / "out.jsonl").read_text("utf-8"))
    assert record == {"text": "EU rejects", "label": [[0, 2, "ORG"]]}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_between_schemes(file, tmp_path, scheme):
    found = [(0, 1, "A"), (1, 3, "A"), (4, 7, "B")]
    rows = zip("abcdefgh", spans_to_tags(found, 8, "BIO"))
    path = file("in.bio", "".join(f"{token}\t{tag}\n" for token, tag in rows))
    convert(path, tmp_path / "out.bio", reading_from({}), scheme=scheme)
    lines = (tmp_path / "out.bio").read_text("utf-8").splitlines()
    assert [line.split("\t")[1] for line in lines if line] == spans_to_tags(found, 8, scheme)


def test_broken_tags_are_mended_and_counted_with_their_lines(file, tmp_path):
    path = file("in.bio", "a\tB-X\nb\tO\n\nc\tI-X\nd\tO\ne\tB-X\n")
    done = convert(path, tmp_path / "out.jsonl", reading_from({}))
    assert [(o.rule, o.lines) for o in done.source.oddities] == [(Rule.REPAIRED_TAG, [4])]
    assert done.entities == 3


def test_overlaps_are_refused_settled_or_held(file, tmp_path):
    path, out = file("in.jsonl", OVERLAP), tmp_path / "out.conll"
    with pytest.raises(
        DataError, match=r"in\.jsonl:1: '北京大学' 'ORG' .* '北京' 'LOC' .* overlap"
    ):
        convert(path, out, reading_from({"overlap": "error"}))
    assert list(tmp_path.iterdir()) == [path]
    done = convert(path, out, reading_from({"overlap": "longest"}))
    (oddity,) = done.source.oddities
    assert (oddity.rule, oddity.detail, oddity.lines) == (Rule.OVERLAP_RESOLVED, "longest", [1])
    assert done.entities == 1
    held = convert(path, tmp_path / "c.jsonl", reading_from({"overlap": "error"}), to="cluener")
    assert held.entities == 2


def test_a_failure_leaves_what_was_there(file, tmp_path):
    path = file("in.bio", "a\tO\n" * 9 + "\nb\n")
    out = file("out.jsonl", "kept")
    with pytest.raises(DataError, match=r"in\.bio:11"):
        convert(path, out, reading_from({}))
    assert out.read_text("utf-8") == "kept"
    assert sorted(tmp_path.iterdir()) == [path, out]


def test_the_target_is_told_by_its_name(file, tmp_path):
    path = file("in.bio", "a\tB-X\n\n")
    for name, format in (("a.json", "label-studio"), ("a.html", "html"), ("a.ann", "brat")):
        assert convert(path, tmp_path / name, reading_from({})).written_as == format
    with pytest.raises(ConfigError, match=r"what to write to .*a\.foo cannot be told"):
        convert(path, tmp_path / "a.foo", reading_from({}))


def test_brat_is_two_files(file, tmp_path):
    path = file("in.bio", "北\tB-X\n京\tI-X\n\n")
    convert(path, tmp_path / "out.ann", reading_from({}))
    assert (tmp_path / "out.txt").read_text("utf-8").rstrip("\n") == "北京"
    assert (tmp_path / "out.ann").read_text("utf-8") == "T1\tX 0 2\t北京\n"
    with pytest.raises(ConfigError, match="2 files: give OUT a name"):
        convert(path, "-", reading_from({}), to="brat")


def test_from_a_pipe_into_a_pipe(monkeypatch, capsysbinary):
    content = "北\tB-X\n京\tI-X\n\n".encode()
    monkeypatch.setattr(
        "sys.stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(content)), "utf-8")
    )
    convert("-", "-", reading_from({}), to="inline")
    assert capsysbinary.readouterr().out.decode() == "[北京|X]\n"


@given(data=st.data(), name=st.sampled_from(FLAT))
def test_no_format_loses_a_character_or_an_entity(data, name):
    """There and back, over the one format that holds all."""
    records = []
    for text in data.draw(
        st.lists(texts(exclude="\t\n\r\ufeff", min_size=1), min_size=1, max_size=4)
    ):
        found = data.draw(spans(len(text), LABELS))
        records.append({"text": text, "label": [list(span) for span in found]})
    with tempfile.TemporaryDirectory() as folder:
        first, there, back = (Path(folder, name) for name in ("a.jsonl", "there", "b.jsonl"))
        lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
        first.write_bytes(lines.encode())
        convert(first, there, reading_from({"format": "doccano", "overlap": "error"}), to=name)
        settings = reading_from({"format": name, "overlap": "error"})
        convert(there, back, settings, to="doccano", tokens="char")
        _, _, sentences = stream_labelled(back, reading_from({"format": "doccano"}))
        found = [(s.text, [[e.start, e.end, e.label] for e in s.entities]) for s in sentences]
    assert found == [(record["text"], record["label"]) for record in records]
