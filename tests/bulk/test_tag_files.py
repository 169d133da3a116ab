"""Tables in files are tagged, and all that they hold besides stays."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import feather
from tiny import GOLDEN

from nertag.bulk import tag_files, tag_table
from nertag.bulk.tables import parquet
from nertag.errors import ConfigError, DataError
from nertag.tagging import Tagger

TAGGER = Tagger.load(GOLDEN / "new-default")
TEXTS = ["李雷在北京。", "王芳去了上海吗？", None, "今天下雨。", "", "a\0b", "😀西安\n李雷"]
STRING = pa.string()
ASKED = {"scores": False, "min_score": 0.0}


def tag(source, output, **how):
    sources = source if isinstance(source, list) else [source]
    how = {"column": "text", "asked": ASKED, "run": {}, **how}
    return tag_files(sources, output, TAGGER, how.pop("column"), **how)


def tagged(table, column="text", **how):
    return tag_table(table, TAGGER, column, **how)


def names(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def table_of(rows, kind=STRING):
    fields = [pa.field("id", pa.int16(), metadata={"unit": "one"}), ("text", kind)]
    schema = pa.schema([*fields, ("more", pa.list_(pa.float32()))], metadata={"by": "us"})
    more = [[number / 3] * (number % 3) for number in range(len(rows))]
    columns = [pa.array(range(len(rows)), pa.int16()), pa.array(rows, kind), pa.array(more)]
    columns[2] = columns[2].cast(pa.list_(pa.float32()))
    return pa.Table.from_arrays(columns, schema=schema)


KINDS = [STRING, pa.large_string(), pa.dictionary(pa.int32(), pa.string())]
rows = st.lists(st.none() | st.sampled_from(TEXTS) | st.text(max_size=9), max_size=12)


@settings(max_examples=25)
@given(rows, st.sampled_from(KINDS), st.integers(1, 5), st.sampled_from(["parquet", "arrow"]))
def test_tables_are_tagged_as_in_memory(rows, kind, size, ending):
    table = table_of(rows, kind)
    with tempfile.TemporaryDirectory() as folder:
        source, output = Path(folder, f"in.{ending}"), Path(folder, f"out.{ending}")
        if ending == "parquet":
            pq.write_table(table, source, row_group_size=size)
        else:
            with pa.ipc.new_file(source, table.schema) as writer:
                writer.write_table(table, max_chunksize=size)
        assert tag(source, output) == []
        read = pq.read_table if ending == "parquet" else feather.read_table
        found = read(output)
        found.validate(full=True)
        assert found.schema.metadata == {b"by": b"us"}
        assert found.schema.field("id").metadata[b"unit"] == b"one"
        assert found.equals(tagged(table))
        assert names(Path(folder)) == sorted([source.name, output.name])


@pytest.mark.parametrize("codec", ["none", "snappy", "zstd", "gzip"])
def test_codecs_groups_and_version_of_parquet_stay(tmp_path, codec):
    codecs = {"id": "snappy", "text": codec, "more.list.element": "gzip"}
    source, output = tmp_path / "in.parquet", tmp_path / "out.parquet"
    pq.write_table(table_of(TEXTS), source, row_group_size=3, compression=codecs, version="1.0")
    tag(source, output)
    before, after = pq.ParquetFile(source).metadata, pq.ParquetFile(output).metadata
    assert [after.row_group(n).num_rows for n in range(after.num_row_groups)] == [3, 3, 1]
    assert (after.format_version, after.num_columns) == ("1.0", 8)
    for number in range(before.num_columns):
        columns = [one.row_group(0).column(number) for one in (before, after)]
        assert columns[0].compression == columns[1].compression


def test_old_timestamps_stay_as_old_engines_read_them(tmp_path):
    source, output = tmp_path / "in.parquet", tmp_path / "out.parquet"
    table = pa.table({"text": ["李雷"], "when": pa.array([1_500_000_000], pa.timestamp("ns"))})
    pq.write_table(table, source, use_deprecated_int96_timestamps=True)
    tag(source, output)
    assert pq.ParquetFile(output).metadata.row_group(0).column(1).physical_type == "INT96"
    assert pq.read_table(output)["when"].equals(pq.read_table(source)["when"])


def test_the_schema_that_spark_keeps_in_a_file_has_the_new_column(tmp_path):
    source, output = tmp_path / "in.parquet", tmp_path / "out.parquet"
    field = {"name": "text", "type": "string", "nullable": True, "metadata": {}}
    spark = json.dumps({"type": "struct", "fields": [field]})
    table = pa.table({"text": ["李雷"]}).replace_schema_metadata({parquet.SPARK: spark})
    pq.write_table(table, source)
    tag(source, output, output_column="who")
    kept = json.loads(pq.read_schema(output).metadata[parquet.SPARK])["fields"]
    assert kept[0] == field
    assert (kept[1]["name"], kept[1]["type"]["type"]) == ("who", "array")
    struct = kept[1]["type"]["elementType"]["fields"]
    assert [one["name"] for one in struct] == ["start", "end", "label", "text", "score"]


def test_pandas_reads_its_own_table_again(tmp_path):
    source, output = tmp_path / "in.parquet", tmp_path / "out.parquet"
    frame = pd.DataFrame({"text": ["李雷", "北京"]}, index=pd.Index(["a", "b"], name="key"))
    frame.to_parquet(source)
    tag(source, output)
    found = pd.read_parquet(output)
    assert list(found.columns) == ["text", "entities"]
    pd.testing.assert_frame_equal(found[["text"]], frame)


def test_large_row_groups_are_parted_in_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet, "LARGEST_GROUP", 20_000)
    source, output = tmp_path / "in.parquet", tmp_path / "out.parquet"
    table = table_of(["李雷在北京。"] * 1000)
    pq.write_table(table, source)
    tag(source, output)
    assert pq.ParquetFile(output).num_row_groups > 2
    assert pq.read_table(output).equals(tagged(table))


def test_words_in_columns_of_columns(tmp_path):
    """A dot in a name is no path."""
    source, output = tmp_path / "in.parquet", tmp_path / "out.parquet"
    table = pa.table({"a": [{"b": "x"}], "a.b": ["李雷"]})
    pq.write_table(table, source)
    tag(source, output, column="a.b")
    assert pq.read_table(output).equals(tagged(table, "a.b"))


VALUES = ["007", "", "1e5", "NULL", "a,b", 'say "so"', "two\nlines", "西安\r\n李雷", " x ", "\t"]


@settings(max_examples=25)
@given(st.lists(st.tuples(*[st.sampled_from(VALUES)] * 2), max_size=6), st.sampled_from(",\t"))
def test_values_of_csv_stay_what_they_are(values, delimiter):
    import csv

    with tempfile.TemporaryDirectory() as folder:
        ending = "csv" if delimiter == "," else "tsv"
        source, output = Path(folder, f"in.{ending}"), Path(folder, f"out.{ending}")
        with open(source, "w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=delimiter).writerows([("id", "text"), *values])
        tag(source, output)
        with open(output, encoding="utf-8", newline="") as file:
            found = list(csv.reader(file, delimiter=delimiter))
        assert found[0] == ["id", "text", "entities"]
        assert [tuple(row[:2]) for row in found[1:]] == values
        entities = [json.loads(row[2]) for row in found[1:]]
        whole = [TAGGER.tag(text).to_dict()["entities"] for _, text in values]
        assert entities == whole


def test_a_csv_of_one_column_keeps_empty_rows_and_other_encodings_are_read(tmp_path):
    source, output = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_bytes("text\n李雷\n\n北京\n".encode("gb18030"))
    tag(source, output, encoding="gb18030")
    lines = output.read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[0] for line in lines] == ['"text"', '"李雷"', '""', '"北京"']


def test_folders_and_patterns_become_folders(tmp_path):
    source, output = tmp_path / "in", tmp_path / "out"
    (source / "day=2").mkdir(parents=True)
    places = ["a.parquet", "day=2/b.parquet"]
    tables = [table_of(TEXTS), table_of(["李雷"] * 5, pa.large_string())]
    for place, table in zip(places, tables):
        pq.write_table(table, source / place)
    (source / "_SUCCESS").touch()
    (source / ".a.parquet.crc").touch()
    tag(source, output)
    assert names(output) == places
    for place, table in zip(places, tables):
        assert pq.read_table(output / place, partitioning=None).equals(tagged(table))
    tag(source / "*" / "*.parquet", tmp_path / "out.parquet")
    assert pq.read_table(tmp_path / "out.parquet").equals(tagged(tables[1]))
    tag([source / "a.parquet", source / "day=2/b.parquet"], tmp_path / "two")
    assert names(tmp_path / "two") == ["a.parquet", "b.parquet"]


def no_rain(monkeypatch):
    """Let the tagger fail on texts with rain."""
    own = Tagger.tag_sentences

    def fails(self, sentences, **asked):
        if any("雨" in sentence.text for sentence in sentences):
            raise RuntimeError("no rain")
        return own(self, sentences, **asked)

    monkeypatch.setattr(Tagger, "tag_sentences", fails)


def test_rows_that_cannot_be_tagged_are_told_with_their_file(tmp_path, monkeypatch):
    no_rain(monkeypatch)
    source, output = tmp_path / "in.parquet", tmp_path / "out.parquet"
    pq.write_table(table_of(TEXTS), source)
    notes = [
        f"{source}: 1 rows could not be tagged, their entities are null; "
        "row 3: RuntimeError: no rain"
    ]
    assert tag(source, output) == notes
    found = pq.read_table(output)["entities"].to_pylist()
    assert [row is None for row in found] == [t is None or "雨" in t for t in TEXTS]


@pytest.mark.parametrize("pieces", [1, 3, 4, 6])
def test_rows_that_failed_before_a_stop_are_told_when_it_goes_on(tmp_path, monkeypatch, pieces):
    no_rain(monkeypatch)
    monkeypatch.setattr(sys.modules["nertag.io.resumable"], "EVERY", 0)
    monkeypatch.setattr(parquet, "ROWS", 100)
    (tmp_path / "in").mkdir()
    rain = {"a": (7, 250), "b": (), "c": (0, 101, 102)}
    for name, places in rain.items():
        texts = ["雨" if number in places else "李雷" for number in range(300)]
        pq.write_table(pa.table({"text": texts}), tmp_path / f"in/{name}.parquet")
    notes = tag(tmp_path / "in", tmp_path / "whole")
    told = [note.removeprefix(str(tmp_path / "in")) for note in notes]
    what = "rows could not be tagged, their entities are null"
    assert told == [
        f"/a.parquet: 2 {what}; row 7: RuntimeError: no rain",
        f"/c.parquet: 3 {what}; row 0: RuntimeError: no rain",
    ]
    done = []

    def stops(characters):
        done.append(characters)
        if len(done) == pieces:
            raise RuntimeError("the power is gone")

    with pytest.raises(RuntimeError, match="the power"):
        tag(tmp_path / "in", tmp_path / "out", heard=stops)
    assert tag(tmp_path / "in", tmp_path / "out", resume=True) == notes
    for name in rain:
        whole, out = (tmp_path / folder / f"{name}.parquet" for folder in ("whole", "out"))
        assert out.read_bytes() == whole.read_bytes()


@pytest.mark.parametrize("rows", [1, 300, 700])
@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_a_stopped_run_goes_on_to_the_same_bytes(tmp_path, monkeypatch, ending, rows):
    folder = tmp_path / "in"
    folder.mkdir()
    table = pa.table({"text": [f"{number}李雷在北京。" for number in range(400)]})
    for name in "ab":
        if ending == "csv":
            pa.csv.write_csv(table, folder / f"{name}.csv")
        else:
            pq.write_table(table, folder / f"{name}.parquet", row_group_size=100)
    tag(folder, tmp_path / "whole")

    monkeypatch.setattr(sys.modules["nertag.io.resumable"], "EVERY", 0)
    monkeypatch.setattr("nertag.bulk.tables.csv.BATCH", 50)
    done = []

    def stops(characters):
        done.append(characters)
        if sum(done) >= rows * 8:
            raise RuntimeError("the power is gone")

    with pytest.raises(RuntimeError, match="the power"):
        tag(folder, tmp_path / "out", heard=stops)
    assert not (tmp_path / "out").exists()
    later = []
    tag(folder, tmp_path / "out", resume=True, heard=later.append)
    assert sum(done) + sum(later) == sum(map(len, table["text"].to_pylist())) * 2
    for name in names(tmp_path / "whole"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
    assert sorted(os.listdir(tmp_path)) == ["in", "out", "whole"]


def test_a_run_is_gone_on_with_only_if_it_is_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(sys.modules["nertag.io.resumable"], "EVERY", 0)
    source, output = tmp_path / "in.parquet", tmp_path / "out.parquet"
    pq.write_table(table_of(TEXTS), source)
    with pytest.raises(ConfigError, match="no run to go on with"):
        tag(source, output, resume=True)

    def stops(_):
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        tag(source, output, heard=stops)
    with pytest.raises(ConfigError, match="another `scores`: False, not True"):
        tag(source, output, resume=True, asked={"scores": True, "min_score": 0.0})
    pq.write_table(table_of(TEXTS[1:]), source)
    with pytest.raises(ConfigError, match="another `files`"):
        tag(source, output, resume=True)


@pytest.mark.slow
def test_a_killed_run_goes_on_to_the_same_bytes(tmp_path):
    source, output = tmp_path / "in.parquet", tmp_path / "out.parquet"
    table = pa.table({"text": [f"{number}李雷在北京开会。" * 20 for number in range(2_500)]})
    pq.write_table(table, source, row_group_size=200)
    command = [sys.executable, "-m", "nertag", "tag", str(source), "--column", "text"]
    command += ["-m", str(GOLDEN / "new-default"), "-o"]
    part = Path(f"{output}.entities.part.json")
    with subprocess.Popen([*command, str(output)]) as process:
        while not part.exists() or not json.loads(part.read_bytes())["lines"]:
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert not output.exists()
    for more in ([str(output), "--resume"], [str(tmp_path / "whole.parquet")]):
        assert subprocess.run([*command, *more], check=False).returncode == 0
    assert output.read_bytes() == (tmp_path / "whole.parquet").read_bytes()
    assert pq.read_table(output).num_rows == 2_500
    assert not part.exists()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("in.parquet", b"PAR1xx", "in.parquet: is damaged Parquet"),
        ("in.arrow", b"ARROW1\0\0xx", "in.arrow: is damaged Arrow"),
        ("in.csv", b"text\n\xff\xfe\n", "in.csv: is damaged CSV"),
        ("in.csv", b"text,b\n1\n", "in.csv: is damaged CSV"),
        ("in.csv", b"", "in.csv: is damaged CSV"),
        ("in.bin", b"xx", "in.bin: is no Parquet, Arrow or CSV"),
        ("none", None, "none: cannot be read: No such file"),
    ],
)
def test_what_is_no_table_is_told(tmp_path, name, content, message):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(DataError, match=message) as caught:
        tag(tmp_path / name, tmp_path / f"out{Path(name).suffix}")
    assert "\n" not in str(caught.value)
    assert names(tmp_path) == [name] * (content is not None)


def test_a_damaged_row_group_is_told_and_the_old_output_stays(tmp_path):
    source, output = tmp_path / "in.parquet", tmp_path / "out.parquet"
    pq.write_table(table_of(TEXTS * 100), source, compression="gzip", use_dictionary=False)
    content = bytearray(source.read_bytes())
    content[1500:1700] = bytes(200)
    source.write_bytes(content)
    output.write_bytes(b"old")
    with pytest.raises(DataError, match=r"in\.parquet: is damaged Parquet"):
        tag(source, output)
    assert output.read_bytes() == b"old"


def test_outputs_that_make_no_sense_are_refused(tmp_path):
    source, other = tmp_path / "in.parquet", tmp_path / "in.csv"
    pq.write_table(table_of(TEXTS), source)
    other.write_text("text\nx\n", encoding="utf-8")
    (tmp_path / "sub").mkdir()
    pq.write_table(table_of(TEXTS), tmp_path / "sub/in.parquet")
    with pytest.raises(ConfigError, match="is the file that is read"):
        tag(source, source)
    with pytest.raises(ConfigError, match=r"does not end in \.parquet, but .* is Parquet"):
        tag(source, tmp_path / "out.csv")
    with pytest.raises(DataError, match=r"in\.csv: is CSV, but .*in\.parquet is Parquet"):
        tag([source, other], tmp_path / "out")
    with pytest.raises(ConfigError, match="of the same name"):
        tag([source, tmp_path / "sub/in.parquet"], tmp_path / "out")
    with pytest.raises(ConfigError, match=r"in\.parquet: `column` 'body' is not among"):
        tag(source, tmp_path / "out.parquet", column="body")
    with pytest.raises(ConfigError, match="`encoding` is of CSV"):
        tag(source, tmp_path / "out.parquet", encoding="gbk")
    with pytest.raises(DataError, match="holds no file"):
        tag(tmp_path / "*.arrow", tmp_path / "out")
    assert names(tmp_path) == ["in.csv", "in.parquet", "sub/in.parquet"]
