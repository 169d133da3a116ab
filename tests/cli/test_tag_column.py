"""``nertag tag --column``: tables and records of JSON keep what they hold besides."""

import io
import json
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from command_tools import run
from tiny import GOLDEN

from nertag.bulk import tag_table
from nertag.tagging import Tagger

MODEL = GOLDEN / "new-default"
TEXTS = ["李雷在北京。", "王芳去了上海吗？", None, "今天下雨。", ""]


def tag(capsysbinary, *arguments):
    return run(capsysbinary, "tag", *arguments, "-m", MODEL)


def entities(text, **asked):
    found = Tagger.load(MODEL).tag(text, **asked).to_dict()["entities"] if text else []
    return None if text is None else found


def write(path, rows):
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text("".join(lines), encoding="utf-8")
    return path


def test_parquet_in_and_out(capsysbinary, tmp_path):
    table = pa.table({"id": range(len(TEXTS)), "body": TEXTS})
    pq.write_table(table, tmp_path / "in.parquet")
    output = tmp_path / "out.parquet"
    arguments = [tmp_path / "in.parquet", "--column", "body", "-o", output]
    assert tag(capsysbinary, *arguments) == (0, "", "")
    assert pq.read_table(output).equals(tag_table(table, MODEL, "body"))
    more = ["--scores", "--min-score", "0.5", "--output-column", "who"]
    assert tag(capsysbinary, *arguments, *more) == (0, "", "")
    found = pq.read_table(output)["who"].to_pylist()
    assert [e and e[0]["text"] for e in found] == ["李雷", "王芳", None, [], []]
    assert found[0][0]["score"] > 0.5


@pytest.mark.parametrize("packed", [False, True])
def test_records_keep_their_other_fields(capsysbinary, tmp_path, packed):
    rows = [{"id": n, "body": text, "more": {"a": [1.5, n]}} for n, text in enumerate(TEXTS)]
    path = write(tmp_path / "in.jsonl", rows)
    if packed:
        import gzip

        path = tmp_path / "in.jsonl.gz"
        path.write_bytes(gzip.compress((tmp_path / "in.jsonl").read_bytes()))
    code, out, err = tag(capsysbinary, path, "--column", "body")
    assert (code, err) == (0, "")
    expected = [{**row, "entities": entities(row["body"])} for row in rows]
    assert list(map(json.loads, out.splitlines())) == expected


def test_records_come_from_a_pipe_and_from_folders(capsysbinary, tmp_path, monkeypatch):
    rows = [{"body": text} for text in TEXTS]
    content = write(tmp_path / "a.jsonl", rows).read_bytes()
    expected = tag(capsysbinary, tmp_path / "a.jsonl", "--column", "body")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), "utf-8"))
    assert tag(capsysbinary, "-", "--column", "body") == expected
    assert tag(capsysbinary, tmp_path, "--column", "body") == expected


def test_many_records_keep_their_order_and_a_stopped_run_goes_on(
    capsysbinary, tmp_path, monkeypatch
):
    rows = [{"n": n, "body": f"{n}李雷在北京"} for n in range(1000)]
    path, output = write(tmp_path / "in.jsonl", rows), tmp_path / "out.jsonl"
    whole = tag(capsysbinary, path, "--column", "body")[1]
    assert [json.loads(line)["n"] for line in whole.splitlines()] == list(range(1000))
    monkeypatch.setattr(sys.modules["nertag.io.resumable"], "EVERY", 0)
    with monkeypatch.context() as patch:

        def stops(*_):
            raise KeyboardInterrupt

        patch.setattr("nertag.cli.tag_feed.Speed.add", stops)
        assert tag(capsysbinary, path, "--column", "body", "-o", output)[0] == 130
    assert tag(capsysbinary, path, "--column", "body", "-o", output, "--resume")[0] == 0
    assert output.read_text(encoding="utf-8") == whole


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"text": "x"}, ":1: is not an object with the key 'body' (--column names the key"),
        (["x"], ":1: is not an object with the key 'body'"),
        ({"body": 7}, ":1: has int under 'body', expected a string"),
        ({"body": ["x"]}, ":1: has list under 'body', expected a string"),
        ({"body": "x", "entities": []}, ":1: has the key 'entities' already (name another with"),
    ],
)
def test_records_without_the_text_are_told(capsysbinary, tmp_path, row, message):
    path = write(tmp_path / "in.jsonl", [row])
    code, out, err = tag(capsysbinary, path, "--column", "body")
    assert (code, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (["--format", "inline"], "--format says nothing of a --column: leave it out"),
        (["--from", "doccano"], "--from says nothing of a --column"),
        (["--n-best", "2"], "--n-best says nothing of a --column"),
        (["--token-column", "1"], "--token-column says nothing of a --column"),
        (["--max-line-bytes", "9"], "--max-line-bytes says nothing of a --column"),
        (["--encoding", "gbk", "-o", "out.parquet"], "--encoding is of CSV"),
        (["--encoding-errors", "replace", "-o", "out.parquet"], "tables are read strictly"),
        ([], "tables are written to files: give --output"),
    ],
)
def test_what_would_be_ignored_is_refused(capsysbinary, tmp_path, more, message):
    pq.write_table(pa.table({"text": TEXTS}), tmp_path / "in.parquet")
    code, _, err = tag(capsysbinary, tmp_path / "in.parquet", "--column", "text", *more)
    assert code == 2
    assert message in err


def test_a_table_is_not_written_without_a_column(capsysbinary, tmp_path):
    path = write(tmp_path / "in.jsonl", [{"text": "x", "label": []}])
    code, _, err = tag(capsysbinary, path, "-o", tmp_path / "out.parquet")
    assert code == 2
    assert "out.parquet would be a table: --column names that of the texts in FILES" in err


def test_without_pyarrow_one_line_says_what_to_install(capsysbinary, tmp_path, monkeypatch):
    (tmp_path / "in.parquet").write_bytes(b"PAR1")
    for name in [name for name in sys.modules if name.startswith("nertag.bulk")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    out = tmp_path / "out.parquet"
    code, _, err = tag(capsysbinary, tmp_path / "in.parquet", "--column", "text", "-o", out)
    assert code == 2
    assert err.endswith("pyarrow is not installed: pip install 'nertag[arrow]'\n")
