"""Parquet is read as the JSON lines that its rows are."""

import json
import sys
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from format_tools import crossing_sentences
from hypothesis import given, settings

from nertag.config import ReadingSettings, reading_from
from nertag.corpus import convert, split
from nertag.corpus.check.audit import audit
from nertag.corpus.check.fix.fix import fix
from nertag.errors import ConfigError, DataError, MissingPackageError
from nertag.formats.json import displacy
from nertag.formats.parquet import is_parquet, json_lines
from nertag.formats.reading import read_labelled, stream_labelled
from nertag.formats.source import Source
from nertag.formats.writing import Writing

TEXT = "Anna in Bern"
NAMES = ["O", "B-PER", "B-LOC"]


def put(folder, rows, name="in.parquet", **how):
    keys = dict.fromkeys(key for row in rows for key in row)
    table = pa.Table.from_pylist([{key: row.get(key) for key in keys} for row in rows])
    if how:
        info = {"info": {"features": {"ner_tags": {"feature": {"names": NAMES}}}}}
        table = table.replace_schema_metadata({"huggingface": json.dumps(info)})
    path = Path(folder, name)
    pq.write_table(table, path)
    return path


@pytest.mark.parametrize(
    ("row", "format"),
    [
        ({"text": TEXT, "spans": [{"start": 8, "end": 12, "label": "LOC"}]}, "prodigy"),
        ({"text": TEXT, "ents": [{"start": 8, "end": 12, "label": "LOC"}]}, "displacy"),
        ({"id": 1, "text": TEXT, "entities": [{"start": 8, "end": 12, "label": "LOC"}]}, "doccano"),
        ({"tokens": ["Anna", "in", "Bern"], "ner_tags": ["O", "O", "B-LOC"]}, "tokens"),
        (
            {
                "content": TEXT,
                "annotation": [{"label": ["LOC"], "points": [{"start": 8, "end": 11}]}],
            },
            "dataturks",
        ),
    ],
)
def test_formats_of_json_are_read_from_parquet(tmp_path, row, format):
    path = put(tmp_path, [row] * 3)
    file = read_labelled(path, ReadingSettings(tokens="word"))
    assert file.format == format
    assert [(one.text, one.tags, one.line) for one in file.sentences] == [
        (TEXT, ("O", "O", "B-LOC"), line) for line in (1, 2, 3)
    ]
    assert list(file.oddities) == []


def test_names_of_numbers_come_from_the_file(tmp_path):
    row = {"id": "0", "tokens": ["Anna", "in", "Bern"], "ner_tags": [1, 0, 2]}
    file = read_labelled(put(tmp_path, [row], named=True), ReadingSettings(tokens="word"))
    assert file.sentences[0].tags == ("B-PER", "O", "B-LOC")
    with pytest.raises(DataError, match=r":1: the tags under 'ner_tags' are numbers.*`tag_names`"):
        read_labelled(put(tmp_path, [row]), ReadingSettings(tokens="word"))


@settings(max_examples=20)
@given(crossing_sentences(told=True))
def test_what_is_written_is_read(sentences):
    lines = [piece for (piece,) in displacy.write(sentences, Writing(Source("in")))]
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder, "in.jsonl")
        plain.write_text("".join(lines), encoding="utf-8")
        packed = put(folder, [json.loads(line) for line in lines])
        reading = ReadingSettings(format="displacy")
        assert [list(stream_labelled(path, reading)[2]) for path in (plain, packed)] == [
            sentences
        ] * 2


def test_rows_are_read_in_bounded_memory(tmp_path):
    rows = [{"text": str(number), "spans": None} for number in range(1000)]
    lines = json_lines(put(tmp_path, rows))
    assert json.loads(next(lines)) == rows[0]
    assert sum(1 for _ in lines) == 999


def test_what_is_no_parquet(tmp_path):
    for path in ("-", tmp_path, tmp_path / "none", "a\0b"):
        assert not is_parquet(path)


@pytest.mark.parametrize("cut", [8, 100, -1])
def test_damaged_parquet_is_named(tmp_path, cut):
    path = put(tmp_path, [{"text": TEXT, "spans": None}] * 100)
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(DataError, match=r"in\.parquet: is damaged Parquet: ") as caught:
        read_labelled(path, ReadingSettings())
    assert "\n" not in str(caught.value)


def test_without_pyarrow_one_line_says_what_to_install(tmp_path, monkeypatch):
    path = put(tmp_path, [{"text": TEXT, "spans": None}])
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingPackageError, match=r"pyarrow .* pip install 'nertag\[arrow\]'"):
        read_labelled(path, ReadingSettings())


def test_parquet_is_checked_and_converted_but_not_written(tmp_path):
    spans = [{"start": 8, "end": 12, "label": "LOC"}]
    path = put(tmp_path, [{"id": 5, "text": TEXT, "spans": spans}] * 2)
    assert [finding.rule.id for finding in audit([path], reading_from({})).findings] == [
        "rare-label",
        "duplicate-sentence",
    ]
    convert(path, tmp_path / "out.jsonl", reading_from({}), to="doccano")
    written = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(written[0]) == {"text": TEXT, "label": [[8, 12, "LOC"]], "id": 5}
    with pytest.raises(ConfigError, match="`fix` writes no Parquet"):
        fix(path, tmp_path / "fixed", reading_from({}))
    rows = [{"text": f"{n} {TEXT}", "spans": spans} for n in range(9)]
    with pytest.raises(DataError, match="a file of Parquet cannot be split"):
        split(put(tmp_path, rows), reading_from({}))
