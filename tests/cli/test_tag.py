"""``nertag tag`` as a stream: pipes, several files, compressed ones, stopping and going on."""

import gzip
import io
import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise

import pytest
from engine_tools import bundle_of

import nertag.tagging.feeds.lines
from nertag.cli.main import main
from nertag.model import save_bundle
from nertag.tagging.tagger import Tagger
from nertag.tagging.writers import to_json

TEXTS = ["我在中国", "", "他来上国大了", "的一是不了人"]


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tag") / "m"
    bundle = replace(bundle_of("default"), facts={"calibration": {"temperature": 2.0}})
    save_bundle(bundle, folder)
    return folder


def command(model, *arguments):
    return [sys.executable, "-m", "nertag", "tag", *map(str, arguments), "-m", str(model)]


def run(capsysbinary, model, *arguments):
    with pytest.raises(SystemExit) as done:
        main(command(model, *arguments)[3:])
    out, err = capsysbinary.readouterr()
    return done.value.code, out.decode(), err.decode()


def texts_of(output):
    return [json.loads(line)["text"] for line in output.split("\n")[:-1]]


@pytest.mark.slow
def test_engines_and_precisions_can_be_chosen(model, capsysbinary, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("\n".join(TEXTS * 20), encoding="utf-8")
    by_default = run(capsysbinary, model, path)
    assert by_default[0] == 0
    for how in (["--engine", "onnx"], ["--engine", "tensorflow"], ["--device", "cpu"]):
        assert run(capsysbinary, model, path, *how) == by_default
    code, out, _ = run(capsysbinary, model, path, "--precision", "int8")
    assert (code, texts_of(out)) == (0, TEXTS * 20)
    code, _, err = run(capsysbinary, model, path, "--precision", "int4")
    assert (code, "expected one of: auto, float32, bfloat16, int8" in err) == (2, True)


@pytest.mark.slow
def test_each_line_comes_while_the_input_stays_open(model):
    process = subprocess.Popen(
        command(model, "-"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
    )
    with process:
        for text in TEXTS:
            process.stdin.write(f"{text}\n".encode())
            assert json.loads(process.stdout.readline())["text"] == text
        process.stdin.close()
        assert process.stdout.read() == b""
    assert process.returncode == 0


@pytest.mark.slow
def test_a_reader_that_goes_away_ends_it_quietly(model):
    process = subprocess.Popen(
        command(model, "-"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
    )
    with process:
        process.stdin.write("我在中国\n".encode())
        assert "我在中国" in process.stdout.readline().decode()
        process.stdout.close()
        process.stdin.write(b"\n")
        assert process.wait(20) == 1
        assert process.stderr.read() == b""


@pytest.mark.slow
def test_ctrl_c_ends_it_while_it_waits_for_input(model):
    with subprocess.Popen(
        command(model, "-"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
        # Where the tests run in the background of a shell, Ctrl-C is ignored and that is inherited.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        process.stdin.write("我在中国\n".encode())
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
        assert process.stderr.read() == b""


def test_files_of_many_kinds_are_read(model, capsysbinary, tmp_path):
    plain, packed, other = tmp_path / "a.txt", tmp_path / "b.txt.gz", tmp_path / "c.txt"
    plain.write_text("我在中国", encoding="utf-8")
    packed.write_bytes(gzip.compress("他来\n\n".encode()))
    code, out, _ = run(capsysbinary, model, plain, packed)
    assert (code, texts_of(out)) == (0, ["我在中国", "他来", ""])
    assert json.loads(out.split("\n")[1])["file"] == str(packed)
    other.write_text("我在中国\r\n他来\r\n", encoding="gb18030", newline="")
    _, out, _ = run(capsysbinary, model, other, "--encoding", "gb18030")
    assert texts_of(out) == ["我在中国", "他来"]


def test_what_stands_before_a_broken_line_is_tagged(model, capsysbinary, tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("我在中国\n".encode() * 3 + b"\xff\n")
    code, out, err = run(capsysbinary, model, path)
    assert (code, texts_of(out)) == (2, ["我在中国"] * 3)
    assert err.startswith(f"nertag: {path}:4: byte 1 of the line, 0xff, is not UTF-8")


@pytest.mark.slow
def test_order_and_count_are_kept(model, capsysbinary, tmp_path):
    texts = [TEXTS[n % 4] * (n % 40) + str(n) for n in range(3000)] + ["中国" * 50_000]
    path, output = tmp_path / "a.txt", tmp_path / "out.jsonl"
    path.write_text("".join(text + "\n" for text in texts), encoding="utf-8")
    code, out, _ = run(capsysbinary, model, path, "-o", output)
    assert (code, out) == (0, "")
    assert texts_of(output.read_text(encoding="utf-8")) == texts
    assert sorted(os.listdir(tmp_path)) == ["a.txt", "out.jsonl"]


@pytest.mark.slow
@pytest.mark.parametrize("precision", ["float32", "int8"])
def test_a_stopped_run_goes_on_and_ends_with_the_same_bytes(
    model, capsysbinary, tmp_path, monkeypatch, precision
):
    monkeypatch.setattr("nertag.io.lines.CHUNK", 2000)
    files = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for number, path in enumerate(files):
        lines = [f"{TEXTS[n % 4] * (n % 9)}{number}{n}\n" for n in range(300)]
        path.write_text("".join(lines), encoding="utf-8")
    whole, output = tmp_path / "whole.jsonl", tmp_path / "out.jsonl"
    how = ("--precision", precision, "-o")
    assert run(capsysbinary, model, *files, *how, whole)[0] == 0

    tag_texts, left = Tagger.tag_texts, iter(range(14))

    def stops(self, texts, **asked):
        if next(left, None) is None:
            raise KeyboardInterrupt
        return tag_texts(self, texts, **asked)

    monkeypatch.setattr(Tagger, "tag_texts", stops)
    code, _, err = run(capsysbinary, model, *files, *how, output)
    assert code == 130
    done = json.loads((tmp_path / "out.jsonl.part.json").read_text(encoding="utf-8"))["lines"]
    assert f"stopped: {done:,} lines are done, --resume goes on with {output}.part" in err
    assert 300 < done < 600
    monkeypatch.setattr(Tagger, "tag_texts", tag_texts)
    assert run(capsysbinary, model, *files, *how, output, "--resume")[0] == 0
    assert output.read_bytes() == whole.read_bytes()
    assert not list(tmp_path.glob("out.jsonl.part*"))


def test_an_input_that_has_become_shorter_is_named(model, capsysbinary, tmp_path, monkeypatch):
    path, output = tmp_path / "a.txt", tmp_path / "out"
    monkeypatch.setattr("nertag.io.lines.CHUNK", 20)
    path.write_text("我在中国\n" * 30, encoding="utf-8")
    tag_texts, left = Tagger.tag_texts, iter(range(14))

    def stops(self, texts, **asked):
        if next(left, None) is None:
            raise KeyboardInterrupt
        return tag_texts(self, texts, **asked)

    monkeypatch.setattr(Tagger, "tag_texts", stops)
    assert run(capsysbinary, model, path, "-o", output)[0] == 130
    path.write_text("我在中国\n", encoding="utf-8")
    code, _, err = run(capsysbinary, model, path, "-o", output, "--resume")
    assert code == 2
    assert f"{path}: " in err
    assert "lines fewer than were tagged before (leave --resume out to begin anew)" in err


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "texts.txt"
    path.write_text("".join(text + "\n" for text in TEXTS), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("arguments", "asked"),
    [
        ([], {}),
        (["--scores"], {"scores": True}),
        (["--min-score", "0.4"], {"min_score": 0.4}),
        (["--n-best", "3"], {"n_best": 3}),
        (
            ["--scores", "--min-score", "0.1", "--n-best", "2"],
            {"scores": True, "min_score": 0.1, "n_best": 2},
        ),
    ],
)
@pytest.mark.parametrize("raw", [False, True])
def test_scores_and_readings_are_those_of_the_tagger(
    model, capsysbinary, file, arguments, asked, raw
):
    tagger = Tagger.load(model, raw_scores=raw)
    wanted = "".join(to_json(tagged) for tagged in tagger.tag_texts(TEXTS, **asked))
    found = run(capsysbinary, model, file, *arguments, *["--raw-scores"] * (raw and bool(asked)))
    assert found == (0, wanted, "")
    assert ('"score"' in wanted) == ("scores" in asked)
    assert ('"readings"' in wanted) == ("n_best" in asked)


def test_what_the_options_change(model, capsysbinary, file):
    def entities(*arguments):
        lines = run(capsysbinary, model, file, *arguments)[1].splitlines()
        return [entity for line in lines for entity in json.loads(line)["entities"]]

    scored, raw = entities("--scores"), entities("--scores", "--raw-scores")
    assert scored != raw
    assert [{**entity, "score": 0} for entity in scored] == [
        {**entity, "score": 0} for entity in raw
    ]
    scores = sorted(entity["score"] for entity in scored)
    below, above = max(pairwise(scores), key=lambda pair: pair[1] - pair[0])
    some = entities("--scores", "--min-score", (below + above) / 2)
    assert some == [entity for entity in scored if entity["score"] >= above]
    assert 0 < len(some) < len(scored)


def test_highlight_shows_scores_behind_the_labels(model, capsysbinary, file):
    _, out, _ = run(capsysbinary, model, file, "--format", "highlight", "--scores")
    shown = re.findall(r"\[([A-Z]+) (\d\.\d\d)\]", out)
    tagged = Tagger.load(model).tag_texts(TEXTS, scores=True)
    assert shown == [(e.label, f"{e.score:.2f}") for text in tagged for e in text.entities]
    _, out, _ = run(capsysbinary, model, file, "--format", "highlight")
    assert re.findall(r"\[([A-Z]+)\]", out) == [label for label, _ in shown]


def test_the_least_score_holds_in_every_format(model, capsysbinary, file):
    for form in ("inline", "conll", "highlight"):
        code, out, _ = run(capsysbinary, model, file, "--format", form, "--min-score", "1")
        assert code == 0
        assert not re.search(r"PER|LOC|ORG", out)
        assert re.search(r"PER|LOC|ORG", run(capsysbinary, model, file, "--format", form)[1])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--n-best", "2", "--format", "conll"], "--n-best: conll holds one reading only"),
        (["--n-best", "2", "--format", "inline"], "--n-best: inline holds one reading only"),
        (["--n-best", "2", "--format", "highlight"], "--n-best: highlight holds one reading only"),
        (["--scores", "--format", "conll"], "--scores: conll holds no scores"),
        (["--scores", "--format", "inline"], "--scores: inline holds no scores"),
    ],
)
def test_formats_that_cannot_hold_it_are_refused(capsysbinary, file, arguments, message):
    # It is said before a model is looked for.
    code, out, err = run(capsysbinary, "no model", file, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith(f"nertag: {message}, take --format json")
    assert err.count("\n") == 1


def test_raw_scores_without_scores_are_refused(capsysbinary, file):
    code, out, err = run(capsysbinary, "no model", file, "--raw-scores")
    assert (code, out) == (2, "")
    assert err == (
        "nertag: --raw-scores has no scores to leave raw: give --scores, --min-score or --n-best\n"
    )


@pytest.mark.parametrize(
    "arguments", [["--min-score", "1.5"], ["--min-score", "-1"], ["--n-best", "-1"]]
)
def test_values_that_cannot_be_are_refused(model, capsysbinary, file, arguments):
    code, _, err = run(capsysbinary, model, file, *arguments)
    assert (code, arguments[0] in err) == (2, True)


def test_readings_on_a_terminal_are_json(model, capsysbinary, file, monkeypatch):
    monkeypatch.setattr("nertag.cli.tag.sys.stdout.isatty", lambda: True, raising=False)
    assert "\x1b[" in run(capsysbinary, model, file)[1]
    out = run(capsysbinary, model, file, "--n-best", "2")[1]
    assert [len(json.loads(line)["readings"]) for line in out.splitlines()] == [2, 1, 2, 2]


@pytest.mark.parametrize(
    ("before", "now", "named"),
    [
        (["--scores"], [], "--scores: True, not False"),
        ([], ["--n-best", "2"], "--n-best: 0, not 2"),
        (["--min-score", "0.5"], ["--min-score", "0.6"], "--min-score: 0.5, not 0.6"),
        (["--scores"], ["--scores", "--raw-scores"], "--raw-scores: False, not True"),
        (["--scores", "--n-best", "2"], ["--n-best", "2", "--scores"], None),
    ],
)
def test_resuming_with_other_scores_is_refused(
    model, capsysbinary, file, tmp_path, monkeypatch, before, now, named
):
    def stops(*_, **asked):
        raise KeyboardInterrupt

    output = tmp_path / "out"
    with monkeypatch.context() as patch:
        patch.setattr(Tagger, "tag_texts", stops)
        assert run(capsysbinary, model, file, "-o", output, *before)[0] == 130
    code, _, err = run(capsysbinary, model, file, "-o", output, *now, "--resume")
    if named is None:
        assert (code, err) == (0, "")
        assert texts_of(output.read_text(encoding="utf-8")) == TEXTS
    else:
        assert (code, err) == (2, f"nertag: --resume: the run before had another {named}\n")
        assert not output.exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-", "-o", "out"], "--resume: standard input cannot be read again, give files"),
        (["a.txt"], "--resume goes on with the file of --output: give that too"),
        (["a.txt", "-o", "out"], "out.part.json is not there, no run to go on with"),
    ],
)
def test_resuming_needs_files(model, capsysbinary, tmp_path, monkeypatch, arguments, message):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("", encoding="utf-8")
    code, _, err = run(capsysbinary, model, *arguments, "--resume")
    assert (code, message in err) == (2, True)


def test_speed_is_shown_on_a_terminal_and_taken_away(model, tmp_path, monkeypatch, capsysbinary):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    path, shown = tmp_path / "a.txt", Terminal()
    path.write_text("我在中国\n" * 3, encoding="utf-8")
    monkeypatch.setattr("nertag.cli.speed.EVERY", -1)
    assert run(capsysbinary, model, path)[2] == ""
    monkeypatch.setattr(sys, "stderr", shown)
    run(capsysbinary, model, path)
    assert "12 characters, " in shown.getvalue()
    assert " a second" in shown.getvalue()
    assert shown.getvalue().endswith("\r\x1b[K")


def test_resuming_with_other_lines_is_refused(model, capsysbinary, tmp_path, monkeypatch):
    path, output = tmp_path / "in.txt", tmp_path / "out"
    path.write_text("北京\n上海\n", encoding="utf-8")

    def stops(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("nertag.cli.tag_feed.Speed.add", stops)
        assert run(capsysbinary, model, path, "-o", output)[0] == 130
    path.write_text("北海\n上海\n", encoding="utf-8")
    code, _, err = run(capsysbinary, model, path, "-o", output, "--resume")
    message = (
        "has other lines than those that were tagged before (leave --resume out to begin anew)"
    )
    assert (code, err) == (2, f"nertag: {path}: {message}\n")
    path.write_text("北京\n上海\n", encoding="utf-8")
    assert run(capsysbinary, model, path, "-o", output, "--resume")[0] == 0
    assert output.read_bytes().count(b"\n") == 2


def test_a_line_without_a_bound_is_refused(model, capsysbinary, tmp_path):
    path = tmp_path / "in.txt"
    path.write_text("北京" * 100, encoding="utf-8")
    code, _, err = run(capsysbinary, model, path, "--max-line-bytes", "599")
    assert (code, "a line of more than 599 bytes" in err) == (2, True)
    assert run(capsysbinary, model, path, "--max-line-bytes", "600")[0] == 0


@pytest.mark.slow
def test_a_long_line_in_parts_has_the_same_result(model, capsysbinary, tmp_path, monkeypatch):
    path = tmp_path / "in.txt"
    path.write_text("一\n" + "".join(TEXTS) * 2_100 + "\n二", encoding="utf-8")
    forms = ("json", "conll", "inline", "highlight")
    whole = {form: run(capsysbinary, model, path, "--format", form) for form in forms}
    monkeypatch.setattr("nertag.io.lines.CHUNK", 1_000)
    monkeypatch.setattr("nertag.io.lines.LONG_LINE", 1_000)
    parts = []
    real = nertag.tagging.feeds.lines.tag_in_parts
    spied = lambda *how: (parts.append(part) or part for part in real(*how))  # noqa: E731
    monkeypatch.setattr("nertag.tagging.feeds.lines.tag_in_parts", spied)
    assert {form: run(capsysbinary, model, path, "--format", form) for form in forms} == whole
    assert len(parts) == 2 * len(forms)
    scored = run(capsysbinary, model, path, "--scores")[1].split("\n")
    for found, plain in zip(scored, whole["json"][1].split("\n")):
        assert re.sub(r', "score": [0-9.e-]+', "", found) == plain


def test_a_run_that_stops_within_a_long_line_is_resumed(model, capsysbinary, tmp_path, monkeypatch):
    path, output, whole = tmp_path / "in.txt", tmp_path / "out", tmp_path / "whole"
    path.write_text("北京\n" + "上海" * 1_000 + "\n北京\n", encoding="utf-8")
    assert run(capsysbinary, model, path, "-o", whole)[0] == 0
    monkeypatch.setattr("nertag.io.lines.CHUNK", 100)
    monkeypatch.setattr("nertag.io.lines.LONG_LINE", 100)

    def stops(*_):
        yield '{"text": "half'
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("nertag.tagging.feeds.lines.LineFeed._in_parts", stops)
        assert run(capsysbinary, model, path, "-o", output)[0] == 130
    assert run(capsysbinary, model, path, "-o", output, "--resume")[0] == 0
    assert output.read_bytes() == whole.read_bytes()
