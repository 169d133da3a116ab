"""``nertag tag`` with labelled files: their text is tagged, and what they hold besides is kept."""

import io
import json
import subprocess
import sys

import pytest
from tiny import GOLDEN

from nertag.cli.main import main
from nertag.formats.registry import FORMATS
from nertag.io import lines
from nertag.tagging.tagger import Tagger

MODEL = GOLDEN / "new-default"
TEXTS = ["李雷在北京。", "王芳去了上海吗？", "今天下雨。"]


@pytest.fixture(scope="module")
def found():
    """The entities of each text, by the Python API."""
    tagger = Tagger.load(MODEL)
    return [tagger.tag(text, scores=True).entities for text in TEXTS]


def run(capsysbinary, *arguments):
    with pytest.raises(SystemExit) as done:
        main(["tag", *map(str, arguments), "-m", str(MODEL)])
    out, err = capsysbinary.readouterr()
    return done.value.code, out.decode(), err.decode()


def write(path, *values):
    path.write_text("".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in values), "utf-8")
    return path


def plain(entities, *more):
    return [
        {"start": e.start, "end": e.end, "label": e.label, **{key: getattr(e, key) for key in more}}
        for e in entities
    ]


def triples(entities):
    return [[e.start, e.end, e.label] for e in entities]


def results(entities):
    return [{"start": e.start, "end": e.end, "text": e.text, "labels": [e.label]} for e in entities]


RECORDS = {
    # The record of a text without labels, and what tagging adds to it.
    "doccano": (lambda text: {"text": text, "label": []}, lambda es: {"label": triples(es)}),
    "prodigy": (lambda text: {"text": text, "spans": []}, lambda es: {"spans": plain(es)}),
    "displacy": (lambda text: {"text": text, "ents": []}, lambda es: {"ents": plain(es)}),
    "cluener": (
        lambda text: {"text": text, "label": {}},
        lambda es: {
            "label": {e.label: {e.text: [[e.start, e.end - 1]]} for e in es},
        },
    ),
}


@pytest.mark.parametrize("name", RECORDS)
def test_records_keep_all_that_they_have(capsysbinary, tmp_path, found, name):
    make, added = RECORDS[name]
    more = [{"id": 7, "meta": {"from": ["a", 1]}}, {"id": "x", "meta": None}, {"score": 0.5}]
    records = [{**make(text), **fields} for text, fields in zip(TEXTS, more)]
    path = write(tmp_path / "in.jsonl", *records)
    code, out, err = run(capsysbinary, path)
    assert code == 0
    expected = [{**record, **added(es)} for record, es in zip(records, found)]
    assert list(map(json.loads, out.splitlines())) == expected
    assert err == f"nertag: {path}: read as {name}; --from text tags the lines as they are\n"
    assert run(capsysbinary, path, "--from", name) == (0, out, "")


def test_records_need_no_labels(capsysbinary, tmp_path, found):
    records = [{"id": n, "text": text} for n, text in enumerate(TEXTS)]
    path = write(tmp_path / "in.jsonl", *records)
    code, out, _ = run(capsysbinary, path, "--from", "doccano")
    assert code == 0
    assert list(map(json.loads, out.splitlines())) == [
        {**record, "label": triples(es)} for record, es in zip(records, found)
    ]


def test_labels_of_the_file_are_counted(capsysbinary, tmp_path, found):
    path = write(
        tmp_path / "in.jsonl",
        {"text": TEXTS[0], "label": [[0, 99, "X"]], "labels": [[0, 1, "Y"]]},
        {"text": TEXTS[1], "label": []},
    )
    code, out, err = run(capsysbinary, path, "--from", "doccano")
    assert (code, json.loads(out.splitlines()[0])["label"]) == (0, triples(found[0]))
    assert "labels" not in json.loads(out.splitlines()[0])
    assert err == (
        f"nertag: {path}: 1 times: labels that the file has are ignored: "
        "the entities are the model's (line 1)\n"
    )


def test_pairs_of_spacy(capsysbinary, tmp_path, found):
    path = write(tmp_path / "in.jsonl", *([text, {"entities": [], "k": 1}] for text in TEXTS))
    code, out, _ = run(capsysbinary, path)
    assert (code, list(map(json.loads, out.splitlines()))) == (
        0,
        [[text, {"entities": triples(es), "k": 1}] for text, es in zip(TEXTS, found)],
    )


def test_tasks_get_predictions_in_their_own_names(capsysbinary, tmp_path, found):
    names = {"from_name": "ner", "to_name": "txt"}
    own = {"id": "a", "type": "labels", **names, "value": {"start": 0, "end": 1, "labels": ["X"]}}
    tasks = [
        {"id": 1, "data": {"text": TEXTS[0], "url": "u"}, "annotations": [{"result": [own]}]},
        {"id": 2, "data": {"text": TEXTS[1]}, "annotations": []},
    ]
    path = tmp_path / "in.json"
    path.write_text(json.dumps(tasks, indent=1), "utf-8")
    code, out, _ = run(capsysbinary, path, "--scores", "-o", tmp_path / "out.json")
    assert (code, out) == (0, "")
    written = json.loads((tmp_path / "out.json").read_text("utf-8"))
    for task, done, es in zip(tasks, written, found):
        (prediction,) = done.pop("predictions")
        assert done == task
        assert [one["value"] for one in prediction["result"]] == results(es)
        assert [one["score"] for one in prediction["result"]] == [
            float(f"{e.score:.4g}") for e in es
        ]
    first = written[0]
    assert (
        names.items()
        <= json.loads((tmp_path / "out.json").read_text("utf-8"))[0]["predictions"][0]["result"][
            0
        ].items()
    ), first


def test_minimal_tasks_and_none(capsysbinary, tmp_path, found):
    path = write(tmp_path / "in.jsonl", {"id": 3, "text": TEXTS[0], "ner": []})
    code, out, _ = run(capsysbinary, path, "--from", "label-studio")
    assert (code, json.loads(out)) == (
        0,
        [{"id": 3, "text": TEXTS[0], "ner": results(found[0])}],
    )
    path.write_text("", "utf-8")
    assert run(capsysbinary, path, "--from", "label-studio")[:2] == (0, "[\n\n]\n")


@pytest.mark.parametrize("name", ["doccano", "prodigy", "displacy"])
def test_scores_stand_with_the_spans(capsysbinary, tmp_path, found, name):
    path = write(tmp_path / "in.jsonl", {"text": TEXTS[0]})
    record = json.loads(run(capsysbinary, path, "--from", name, "--scores")[1])
    (spans,) = [value for value in record.values() if isinstance(value, list)]
    assert [span["score"] for span in spans] == [float(f"{e.score:.4g}") for e in found[0]]


@pytest.mark.parametrize(
    ("name", "asked", "message"),
    [
        ("spacy", "--scores", "--scores: spacy holds no scores, take --format json or highlight"),
        ("columns", "--scores", "--scores: columns holds no scores"),
        ("doccano", "--n-best=2", "--n-best: doccano holds one reading only, take --format json"),
    ],
)
def test_what_a_format_cannot_hold_is_refused(capsysbinary, tmp_path, name, asked, message):
    path = write(tmp_path / "in", TEXTS[0])
    code, out, err = run(capsysbinary, path, "--from", name, asked)
    assert (code, out) == (2, "")
    assert err.startswith(f"nertag: {message}")


def test_another_format_to_write_says_what_is_lost(capsysbinary, tmp_path, found):
    path = write(tmp_path / "in.jsonl", {"id": 1, "text": TEXTS[0], "label": []})
    code, out, err = run(capsysbinary, path, "--from", "doccano", "--format", "json")
    assert (code, json.loads(out)) == (
        0,
        {"text": TEXTS[0], "entities": plain(found[0], "text")},
    )
    assert err.startswith("nertag: --format json: of each record only its text is kept")


def rows(text, entities):
    tags = ["O"] * len(text)
    for e in entities:
        tags[e.start : e.end] = [f"B-{e.label}"] + [f"I-{e.label}"] * (e.end - e.start - 1)
    return "".join(f"{sign}\t{tag}\n" for sign, tag in zip(text, tags)) + "\n"


def test_columns_are_tagged_as_tokens(capsysbinary, tmp_path, found):
    path = tmp_path / "in.txt"
    wrong = "".join("".join(f"{sign}\tX\tB-OLD\n" for sign in text) + "\n" for text in TEXTS)
    path.write_text("-DOCSTART- O O\n\n# one\n" + wrong, "utf-8")
    code, out, err = run(capsysbinary, path)
    assert (code, out) == (
        0,
        "-DOCSTART-\tO\n\n# one\n" + "".join(map(rows, TEXTS, found)),
    )
    total = sum(map(len, TEXTS))
    assert f"{path}: read as columns; --from text tags the lines as they are\n" in err
    assert f"{path}: {total} times: what stands beside a token is ignored" in err


def test_a_token_a_line_is_enough(capsysbinary, tmp_path, found):
    path = tmp_path / "in.txt"
    path.write_text("".join("\n".join(text) + "\n\n" for text in TEXTS), "utf-8")
    assert run(capsysbinary, path, "--from", "columns") == (
        0,
        "".join(map(rows, TEXTS, found)),
        "",
    )


def test_tokens_stay_whole_where_the_model_reads_characters(capsysbinary, tmp_path):
    path = tmp_path / "in.txt"
    path.write_text("李雷\n在北\n京\n。\n", "utf-8")
    code, out, err = run(capsysbinary, path, "--from", "columns")
    assert (code, out) == (0, "李雷\tB-PER\n在北\tB-LOC\n京\tI-LOC\n。\tO\n\n")
    assert err == (
        "nertag: 1 times: a span that cuts a token is widened to the whole token (line 1)\n"
    )


def test_the_column_of_tokens_can_be_chosen(capsysbinary, tmp_path, found):
    path = tmp_path / "in.tsv"
    path.write_text("".join(f"{n}\t{sign}\n" for n, sign in enumerate(TEXTS[0])), "utf-8")
    how = ["--from", "columns", "--token-column", "1"]
    with pytest.raises(AssertionError):  # the tag column is the last one too
        assert run(capsysbinary, path, *how)[0] == 0
    path.write_text("".join(f"{n}\t{sign}\tx\n" for n, sign in enumerate(TEXTS[0])), "utf-8")
    assert run(capsysbinary, path, *how)[:2] == (0, rows(TEXTS[0], found[0]))
    code, _, err = run(capsysbinary, path, "--from", "text", "--token-column", "1")
    assert (code, err) == (
        2,
        "nertag: --token-column is of columns, what is read is text: leave it out\n",
    )


def test_json_of_tokens_gets_tags(capsysbinary, tmp_path, found):
    path = write(tmp_path / "in.jsonl", {"id": 1, "tokens": list(TEXTS[0]), "ner_tags": []})
    code, out, _ = run(capsysbinary, path, "--from", "tokens")
    tags = [line.split("\t")[1] for line in rows(TEXTS[0], found[0]).splitlines() if line]
    assert (code, json.loads(out)["ner_tags"]) == (0, tags)


def test_marked_up_lines_are_tagged_without_their_marks(capsysbinary, tmp_path, found):
    path = tmp_path / "in.txt"
    path.write_text("[李雷|X]在北京。\n", "utf-8")
    code, out, err = run(capsysbinary, path)
    assert (code, json.loads(out)) == (
        0,
        {"text": TEXTS[0], "entities": plain(found[0], "text")},
    )
    assert "read as inline" in err
    assert json.loads(run(capsysbinary, path, "--from", "text")[1])["text"].startswith("[李雷|X]")


def test_files_of_two_kinds_are_refused(capsysbinary, tmp_path):
    records = write(tmp_path / "a.jsonl", {"text": TEXTS[0]})
    text = tmp_path / "b.txt"
    text.write_text(TEXTS[0], "utf-8")
    code, out, err = run(capsysbinary, records, text)
    assert (code, out) == (2, "")
    assert err.startswith(f"nertag: {text}: is text, but {records} is doccano (tag them one by")


def test_the_text_of_a_pair_is_tagged_by_lines(capsysbinary, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(TEXTS[0], "utf-8")
    (tmp_path / "a.ann").write_text("", "utf-8")
    code, out, err = run(capsysbinary, path)
    assert (code, json.loads(out)["text"]) == (0, TEXTS[0])
    assert err == (
        f"nertag: {path}: its lines are tagged as text, {tmp_path / 'a.ann'} is not read\n"
    )
    code, _, err = run(capsysbinary, path, "--from", "brat")
    assert (code, "give its .txt files with --from text" in err) == (2, True)


def test_unknown_formats_are_refused(capsysbinary, tmp_path):
    path = write(tmp_path / "a.jsonl", {"text": TEXTS[0]})
    code, _, err = run(capsysbinary, path, "--from", "nope")
    assert (code, "--from is 'nope', expected one of: auto, text, columns" in err) == (2, True)


@pytest.mark.parametrize("name", ["doccano", "columns"])
def test_a_stopped_run_over_records_goes_on(capsysbinary, tmp_path, monkeypatch, name):
    monkeypatch.setattr("nertag.tagging.feeds.labelled.CHUNK", 5)
    texts = [f"{TEXTS[n % 3]}{n}" for n in range(60)]
    path, whole, output = tmp_path / "in", tmp_path / "whole", tmp_path / "out"
    if name == "doccano":
        write(path, *({"id": n, "text": text} for n, text in enumerate(texts)))
    else:
        path.write_text("".join("\n".join(text) + "\n\n" for text in texts), "utf-8")
    how = [path, "--from", name, "-o"]
    assert run(capsysbinary, *how, whole)[0] == 0
    tag_texts, left = Tagger.tag_texts, iter(range(6))

    def stops(self, texts, **asked):
        if next(left, None) is None:
            raise KeyboardInterrupt
        return tag_texts(self, texts, **asked)

    with monkeypatch.context() as patch:
        patch.setattr(Tagger, "tag_texts", stops)
        assert run(capsysbinary, *how, output)[0] == 130
    assert run(capsysbinary, *how, output, "--resume")[0] == 0
    assert output.read_bytes() == whole.read_bytes()
    assert len(whole.read_text("utf-8").split("\n" if name == "doccano" else "\n\n")) == 61


def test_records_come_through_a_pipe(capsysbinary, monkeypatch, found):
    content = json.dumps({"text": TEXTS[0]}).encode() + b"\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content), "utf-8"))
    code, out, err = run(capsysbinary, "-")
    assert (code, json.loads(out)["label"], "-: read as doccano" in err) == (
        0,
        triples(found[0]),
        True,
    )


@pytest.mark.slow
def test_text_comes_line_by_line_through_a_pipe_that_stays_open():
    command = [sys.executable, "-m", "nertag", "tag", "-", "-m", str(MODEL)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        for text in TEXTS:
            process.stdin.write(f"{text}\n".encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["text"] == text
        process.stdin.close()
    assert process.returncode == 0


def test_bytes_that_cannot_be_decoded_are_replaced_and_counted(capsysbinary, tmp_path):
    path = tmp_path / "in.txt"
    path.write_bytes("北京\n".encode() + b"\xe5\x8c\n" + "上海\n\n".encode() + b"a\xffb\n")
    code, out, err = run(capsysbinary, path)
    assert (code, len(out.splitlines())) == (2, 1)
    assert "go on by --encoding-errors replace" in err
    code, out, err = run(capsysbinary, path, "--encoding-errors", "replace")
    assert [json.loads(line)["text"] for line in out.splitlines()] == [
        "北京",
        "\ufffd",
        "上海",
        "",
        "a\ufffdb",
    ]
    expected = "2 times: what is not of the encoding is read as U+FFFD (line 2, 5)"
    assert (code, err) == (0, f"nertag: {path}: {expected}\n")


def test_lines_that_end_in_cr_are_lines(capsysbinary, tmp_path):
    path = tmp_path / "in.txt"
    path.write_bytes("北京\r上海\r广州\r".encode())
    code, out, err = run(capsysbinary, path)
    assert [json.loads(line)["text"] for line in out.splitlines()] == ["北京", "上海", "广州"]
    assert (code, "lines end in CR, which is read as the end of a line" in err) == (0, True)


def test_every_format_that_is_read_can_be_asked_for(capsysbinary, tmp_path):
    path = tmp_path / "none.txt"
    path.write_text("", "utf-8")
    for name, format in FORMATS.items():
        if format.read and format.family != "pair":
            assert run(capsysbinary, path, "--from", name)[0] == 0 or name == "csv", name


def test_an_option_that_labelled_files_ignore_is_refused(capsysbinary, tmp_path):
    path = write(tmp_path / "a.jsonl", {"text": TEXTS[0]})
    code, _, err = run(capsysbinary, path, "--max-line-bytes", "99")
    assert (code, err) == (
        2,
        "nertag: --max-line-bytes is of plain text, these files are doccano\n",
    )
    assert lines.LONGEST_LINE != 99
